"""A request to pay along is answered once; the employer learns of a course only what was shared."""

import dataclasses
import threading
import uuid
from datetime import timedelta

import pytest
import sqlalchemy as sa
import time_machine

from leerloket import clock, db, errors, outbox
from leerloket.accounts.co_payments import rules, service
from leerloket.accounts.payments import service as payments
from leerloket.accounts.topups import service as topups
from leerloket.people.employers import service as employers
from tests.accounts.co_payments import make
from tests.accounts.topups import make as companies
from tests.conftest import Database
from tests.people import make as persons


def mails(kind: str) -> list[outbox.Message]:
    return list(db.session.scalars(sa.select(outbox.Message).where(outbox.Message.kind == kind)))


@pytest.mark.usefixtures("session")
class TestOne:
    def test_without_sharing_the_employer_sees_an_amount_and_a_purpose(self) -> None:
        made = make.asking()
        (seen,) = service.list_requests(made.company.employer_id)
        assert (seen.amount_cents, seen.purpose, seen.shared_title) == (8_000, "job", None)
        assert str(made.asked.edition_id) not in str(dataclasses.asdict(seen))
        (mail,) = mails("co-payment-asked")
        assert set(mail.facts) == {"name", "amount", "until", "path"}

    def test_a_shared_course_is_seen_only_as_long_as_the_request_goes_on(self) -> None:
        made = make.asking(shared_title="Lassen")
        employer_id, request_id = made.company.employer_id, made.asked.co_payment_id
        assert service.get_request(employer_id, request_id).shared_title == "Lassen"
        service.withdraw(made.person_id, request_id)
        assert service.get_request(employer_id, request_id).shared_title is None

    def test_yes_makes_a_top_up_for_this_person_that_waits_for_payment(self) -> None:
        made = make.asking()
        batch = service.accept(made.company.employer_id, made.asked.co_payment_id, by=made.company.clerk_id)
        (row,) = topups.get_rows(batch)
        assert (row.person_id, row.amount_cents, row.purposes, row.note) == (
            made.person_id,
            8_000,
            ["job"],
            service.NOTE,
        )
        assert batch.payment_id is not None
        assert payments.get_payment(batch.payment_id).state == "waiting"
        (mail,) = mails("co-payment-accepted")
        assert mail.facts["amount"] == "€\u00a080,00"
        with pytest.raises(rules.AnsweredAlready):
            service.refuse(made.company.employer_id, made.asked.co_payment_id, "te laat", by=made.company.clerk_id)

    def test_no_has_a_reason_that_the_person_reads(self) -> None:
        made = make.asking(shared_title="Lassen")
        service.refuse(made.company.employer_id, made.asked.co_payment_id, "Geld is op.", by=made.company.clerk_id)
        (asked,) = service.list_asked(made.person_id)
        assert (asked.state, asked.reason, asked.shared_title) == ("refused", "Geld is op.", None)
        (mail,) = mails("co-payment-refused")
        assert mail.facts["reason"] == "Geld is op."

    def test_silence_ends_a_request_and_the_person_is_told_once(self) -> None:
        made = make.asking()
        assert service.end_old() == 0
        with time_machine.travel(made.asked.expires_at + timedelta(minutes=1)):
            with pytest.raises(rules.AnsweredAlready):
                service.accept(made.company.employer_id, made.asked.co_payment_id, by=made.company.clerk_id)
            assert service.end_old() == 1
            assert service.end_old() == 0
        assert len(mails("co-payment-expired")) == 1

    def test_the_employer_has_two_weeks(self) -> None:
        at = clock.start_of_day(clock.business_date()) + timedelta(hours=12)
        assert timedelta(days=13) < rules.answer_by(at) - at < timedelta(days=19)

    def test_only_who_works_there_asks_there(self) -> None:
        made = make.asking()
        other = companies.company(1)
        with pytest.raises(rules.NotYourEmployer):
            service.ask(made.person_id, other.employer_id, db.new_id(), 100, "job")

    def test_one_request_per_course_and_three_at_a_time(self) -> None:
        made = make.asking()
        employer_id = made.company.employer_id
        with pytest.raises(rules.AskedAlready):
            service.ask(made.person_id, employer_id, made.asked.edition_id, 100, "job")
        for _ in range(rules.MOST_OPEN - 1):
            service.ask(made.person_id, employer_id, db.new_id(), 100, "study")
        with pytest.raises(rules.TooManyAsked):
            service.ask(made.person_id, employer_id, db.new_id(), 100, "job")
        assert service.count_waiting(employer_id) == rules.MOST_OPEN

    def test_who_left_and_who_is_anothers_does_not_exist(self) -> None:
        made = make.asking()
        employer_id, request_id = made.company.employer_id, made.asked.co_payment_id
        other = companies.company(1)
        for refused in (service.get_request, lambda e, r: service.accept(e, r, by=other.clerk_id)):
            with pytest.raises(errors.NotFound):
                refused(other.employer_id, request_id)
        with pytest.raises(errors.NotFound):
            service.withdraw(persons.person().person_id, request_id)
        ((employment, _),) = employers.list_employments(made.person_id)
        employers.end_employment(employer_id, employment.employment_id, clock.business_date() - clock.ONE_DAY)
        assert service.list_requests(employer_id) == []
        with pytest.raises(errors.NotFound):
            service.accept(employer_id, request_id, by=made.company.clerk_id)


def test_of_two_answers_at_the_same_moment_one_counts(committed: Database) -> None:
    made = make.asking()
    db.session.commit()
    ready, outcomes = threading.Barrier(2), list[str]()

    def answer(employer_id: uuid.UUID) -> None:
        ready.wait()
        try:
            db.run(service.accept, employer_id, made.asked.co_payment_id, by=made.company.clerk_id)
        except rules.AnsweredAlready:
            outcomes.append("refused")
        else:
            outcomes.append("accepted")

    threads = [threading.Thread(target=answer, args=[made.company.employer_id]) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["accepted", "refused"]
    with db.transaction(read_only=True):
        assert len(payments.list_payments(made.company.employer_id)) == 1
