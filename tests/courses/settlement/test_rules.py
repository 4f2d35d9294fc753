"""When a payout may be made, and by whom."""

import uuid
from datetime import date

import pytest

from leerloket.courses.settlement import rules

MAKER, OTHER = uuid.uuid4(), uuid.uuid4()


def test_another_person_approves() -> None:
    rules.check_approval("draft", MAKER, OTHER)
    with pytest.raises(rules.OwnBatch):
        rules.check_approval("draft", MAKER, MAKER)


@pytest.mark.parametrize("state", ["approved", "exported", "discarded"])
def test_a_batch_is_approved_once(state: str) -> None:
    with pytest.raises(rules.BatchMoved) as refusal:
        rules.check_approval(state, MAKER, OTHER)
    assert rules.STATE_NL[state] in refusal.value.sentence("nl")


def test_a_provider_without_account_number_or_that_is_suspended_is_not_paid() -> None:
    iban = "NL91ABNA0417164300"
    assert rules.is_payable(iban, is_suspended=False, is_waiting=False)
    assert not rules.is_payable(None, is_suspended=False, is_waiting=False)
    assert not rules.is_payable(iban, is_suspended=True, is_waiting=False)
    assert not rules.is_payable(iban, is_suspended=False, is_waiting=True)


def test_a_file_is_carried_out_on_the_next_working_day() -> None:
    assert rules.paid_on(date(2026, 12, 24)) == date(2026, 12, 28)


def test_a_batch_number_has_its_day() -> None:
    assert rules.number_of(MAKER, date(2026, 11, 24)).startswith("U-20261124-")
