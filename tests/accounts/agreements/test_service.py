"""A standing rule makes top-ups that wait for payment, once per person and period."""

import dataclasses
import threading
from datetime import date, timedelta

import pytest
import sqlalchemy as sa
import time_machine

from leerloket import clock, db, errors, outbox
from leerloket.accounts.agreements import rules, service
from leerloket.accounts.agreements.service import Terms
from leerloket.accounts.ledger import service as ledger
from leerloket.accounts.payments import service as payments
from leerloket.accounts.topups import service as topups
from leerloket.people import service as people
from leerloket.people.employers import service as employers
from tests.accounts.topups import make
from tests.conftest import Database
from tests.people import make as persons

TERMS = Terms(50_000, least_fte_pct=50)


def agree(company: make.Company, terms: Terms = TERMS, starts_on: date | None = None) -> service.Standing:
    return service.agree(company.employer_id, terms, starts_on or clock.business_date(), by=company.clerk_id)


def hire(company: make.Company, number: str, fte_pct: int, starts_on: date) -> None:
    employers.employ(company.employer_id, persons.person().person_id, number, fte_pct, starts_on)


def carry_out(standing: service.Standing, on: date | None = None) -> int:
    agreement = standing.agreement
    return service.carry_out(agreement.employer_id, agreement.agreement_id, on or clock.business_date())


@pytest.mark.usefixtures("session")
class TestOne:
    def test_a_rule_asks_for_one_payment_for_who_it_holds(self) -> None:
        company = make.company(3)
        hire(company, "klein", 40, date(2020, 1, 1))
        standing = agree(company, dataclasses.replace(TERMS, purposes=("job",), lasts_months=24))
        assert service.preview(company.employer_id, TERMS, clock.business_date()) == service.Reach(3, 150_000)
        assert carry_out(standing) == 3
        (given,) = service.list_given(company.employer_id, standing.agreement_id)
        assert (given.people, given.total_cents, given.period) == (3, 150_000, str(clock.business_date().year))
        payment = make.payment_of(given.batch)
        assert (payment.state, payment.amount_cents) == ("waiting", 150_000)
        row = topups.get_rows(given.batch)[0]
        assert (row.purposes, row.expires_on) == (
            ["job"],
            rules.ends_on(Terms(1, lasts_months=24), clock.business_date()),
        )

    def test_a_second_night_gives_nothing_and_a_newcomer_gets_it_later(self) -> None:
        company = make.company(2)
        standing = agree(company)
        assert carry_out(standing) == 2
        assert carry_out(standing) == 0
        hire(company, "nieuw", 100, clock.business_date())
        assert carry_out(standing) == 1
        next_year = date(clock.business_date().year + 1, 1, 1)
        assert carry_out(standing, next_year) == 3

    def test_the_officers_are_told_what_to_pay(self) -> None:
        company = make.company(1)
        persons.manager(employers.get_employer(company.employer_id))
        carry_out(agree(company))
        mails = list(db.session.scalars(sa.select(outbox.Message).where(outbox.Message.kind == "agreement-due")))
        assert len(mails) == 2
        assert {(mail.facts["people"], mail.facts["amount"]) for mail in mails} == {(1, "€\u00a0500,00")}

    def test_an_employer_without_users_is_asked_for_nothing(self) -> None:
        company = make.company(1)
        standing = agree(company)
        (grant,) = people.list_grants(company.clerk_id)
        people.revoke_role(company.clerk_id, grant.grant_id)
        assert carry_out(standing) == 0

    def test_a_change_holds_from_its_day_and_gives_no_second_time_this_year(self) -> None:
        company = make.company(1)
        today = clock.business_date()
        standing = agree(company)
        assert carry_out(standing) == 1
        more = Terms(80_000)
        changed = service.change(
            company.employer_id, standing.agreement_id, more, today + timedelta(days=1), by=company.clerk_id
        )
        assert changed.now is not None
        assert (changed.now.amount_cents, changed.latest.amount_cents) == (50_000, 80_000)
        assert carry_out(standing, date(today.year, 12, 31)) == 0
        assert carry_out(standing, date(today.year + 1, 1, 1)) == 1
        assert sorted(g.total_cents for g in service.list_given(company.employer_id, standing.agreement_id)) == [
            50_000,
            80_000,
        ]

    def test_a_stopped_rule_gives_nothing_and_cannot_be_changed(self) -> None:
        company = make.company(1)
        standing = agree(company)
        assert service.stop(company.employer_id, standing.agreement_id).is_stopped
        assert carry_out(standing) == 0
        with pytest.raises(rules.Stopped):
            service.stop(company.employer_id, standing.agreement_id)
        tomorrow = clock.business_date() + clock.ONE_DAY
        with pytest.raises(rules.Stopped):
            service.change(company.employer_id, standing.agreement_id, TERMS, tomorrow, by=company.clerk_id)

    def test_a_rule_of_later_waits_for_its_day(self) -> None:
        company = make.company(1)
        tomorrow = clock.business_date() + clock.ONE_DAY
        standing = agree(company, starts_on=tomorrow)
        assert (standing.now, standing.next) == (None, standing.latest)
        assert carry_out(standing) == 0
        with time_machine.travel(clock.end_of_day(clock.business_date()) + timedelta(hours=3)):
            assert carry_out(standing) == 1

    def test_money_is_credited_when_the_payment_is_in(self) -> None:
        company = make.company(1)
        standing = agree(company)
        carry_out(standing)
        (given,) = service.list_given(company.employer_id, standing.agreement_id)
        assert topups.credit_next(company.employer_id, given.batch.batch_id) is None
        (worker,) = company.people.values()
        assert ledger.get_balance(worker).available_cents == 0

    def test_anothers_rule_does_not_exist(self) -> None:
        standing = agree(make.company(1))
        other = make.company(1)
        with pytest.raises(errors.NotFound):
            service.get_standing(other.employer_id, standing.agreement_id)
        with pytest.raises(errors.NotFound):
            service.stop(other.employer_id, standing.agreement_id)


def test_two_workers_on_one_night_ask_for_one_payment(committed: Database) -> None:
    company = make.company(2)
    standing = agree(company)
    db.session.commit()
    ready, counts = threading.Barrier(2), []

    def run() -> None:
        ready.wait()
        counts.append(db.run(carry_out, standing))

    threads = [threading.Thread(target=run) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(counts) == [0, 2]
    with db.transaction(read_only=True):
        assert len(payments.list_payments(company.employer_id)) == 1


def test_the_worker_carries_out_every_rule_of_today(committed: Database) -> None:
    for _ in range(2):
        agree(make.company(2))
    db.session.commit()
    assert service.work() == 4
    assert service.work() == 0
