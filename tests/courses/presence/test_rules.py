"""How much somebody was there, over summer time and leap day."""

from datetime import UTC, datetime, timedelta

import pytest

from leerloket.courses.catalogue.rules import Session
from leerloket.courses.presence import rules

START = datetime(2028, 2, 29, 8, tzinfo=UTC)


def session(starts_at: datetime, hours: int = 4) -> Session:
    return Session(starts_at, starts_at + timedelta(hours=hours))


SESSIONS = [session(START), session(datetime(2028, 3, 25, 22, tzinfo=UTC), 4), session(START + timedelta(days=40), 8)]


@pytest.mark.parametrize(("was_at", "pct"), [([], 0), ([0], 25), ([0, 1], 50), ([2], 50), ([0, 1, 2], 100)])
def test_presence_is_counted_in_time_not_in_sessions(was_at: list[int], pct: int) -> None:
    assert rules.present_pct(SESSIONS, {SESSIONS[number].starts_at for number in was_at}) == pct


def test_who_was_there_once_was_there() -> None:
    many = [session(START + timedelta(days=day), 1) for day in range(200)]
    assert rules.present_pct(many, {START}) == 1


def test_only_sessions_that_have_begun_can_be_noted_and_all_come_before_declaring() -> None:
    assert rules.begun(SESSIONS, SESSIONS[1].starts_at) == SESSIONS[:2]
    rules.check_over(SESSIONS, SESSIONS[-1].ends_at)
    with pytest.raises(rules.SessionsToCome):
        rules.check_over(SESSIONS, SESSIONS[-1].ends_at - timedelta(seconds=1))
