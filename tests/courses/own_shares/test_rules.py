"""How long a booking waits for an own share, and how many do."""

import uuid
from datetime import UTC, datetime

import pytest

from leerloket.courses.own_shares import rules

FRIDAY = datetime(2026, 11, 27, 10, tzinfo=UTC)
POT, OWN = uuid.UUID(int=1), uuid.UUID(int=2)


def test_a_person_has_two_working_days_and_never_after_the_start() -> None:
    late = datetime(2027, 1, 12, 8, tzinfo=UTC)
    soon = datetime(2026, 11, 28, 8, tzinfo=UTC)
    assert rules.pay_by(FRIDAY, late) == datetime(2026, 12, 1, 23, tzinfo=UTC)
    assert rules.pay_by(FRIDAY, soon) == soon


def test_two_bookings_at_a_time_may_wait() -> None:
    rules.check_waiting_count(1)
    with pytest.raises(rules.TooManyOwnShares):
        rules.check_waiting_count(2)


def test_the_own_share_is_added_to_what_was_set_aside() -> None:
    held = [{"pot_id": str(POT), "amount_cents": 300}]
    assert rules.with_own_pot(held, OWN, 200) == [(POT, 300), (OWN, 200)]
    assert rules.with_own_pot([*held, {"pot_id": str(OWN), "amount_cents": 50}], OWN, 200) == [(POT, 300), (OWN, 250)]
