"""What an employer sees of its deposits after a correction of one."""

from datetime import date

import pytest
import time_machine

from leerloket import clock
from leerloket.accounts.ledger import service as ledger
from leerloket.accounts.topups import contribution
from tests.accounts.contributions import make

pytestmark = pytest.mark.usefixtures("session")


def test_a_correction_lowers_every_figure_in_the_month_it_was_made() -> None:
    with time_machine.travel("2026-10-05T09:00:00Z"):
        company = make.gave(5)
    person = company.people["101"]
    with time_machine.travel("2026-11-24T09:00:00Z"):
        (deposit,) = ledger.list_entries(person)
        made = make.correct(person, deposit.transfer_id, 4_000)
        found = contribution.get_contribution(company.employer_id, date(2026, 1, 1), clock.business_date())
        assert [(m.first_on.month, m.people, m.amount_cents) for m in found.months] == [
            (10, 5, 50_000),
            (11, 0, -4_000),
        ]
        assert found.total_cents == 46_000
        assert contribution.paid_in(company.employer_id, [person], date(2026, 1, 1)) == {person: 6_000}
        assert [one.amount_cents for one in contribution.list_deposits(company.employer_id, person)] == [6_000]
        make.correct(person, made, 4_000)
        assert [one.amount_cents for one in contribution.list_deposits(company.employer_id, person)] == [10_000]
        assert contribution.paid_in(company.employer_id, [person], date(2026, 1, 1)) == {person: 10_000}


def test_who_has_nothing_left_after_corrections_does_not_make_a_group() -> None:
    with time_machine.travel("2026-10-05T09:00:00Z"):
        company = make.gave(5)
        assert contribution.get_used(company.employer_id, date(2026, 10, 5)).percent is None
        person = company.people["101"]
        make.correct(person, ledger.list_entries(person)[0].transfer_id, 10_000)
    with time_machine.travel("2026-11-24T09:00:00Z"):
        used = contribution.get_used(company.employer_id, clock.business_date())
        assert used == contribution.Used(None, date(2026, 10, 31))
