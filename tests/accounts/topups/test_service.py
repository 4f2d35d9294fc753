"""A file of top-ups from upload to the pots of the employees."""

import csv
import io
import threading
import time
import uuid
from datetime import date, timedelta

import pytest
import sqlalchemy as sa
import time_machine

from leerloket import clock, db, errors, outbox
from leerloket.accounts.bank import service as bank
from leerloket.accounts.ledger import service as ledger
from leerloket.accounts.payments import service as payments
from leerloket.accounts.topups import contribution, rules, service
from leerloket.people.audit import service as audit
from leerloket.people.employers import service as employers
from tests.accounts.bank.make import Entry, statement
from tests.accounts.topups import make
from tests.conftest import Database

in_session = pytest.mark.usefixtures("session")

HEADER = "personeelsnummer;bedrag;potje;geldig tot;kenmerk\n"
FILE = HEADER + "101;250,00;werk;31-12-2028;nov\n102;1.250,00;;;\n103;40;alles;;\n"


def pay(batch: service.Batch, cents: int | None = None) -> bank.Imported:
    """The employer's bank transfer comes in."""
    payment = make.payment_of(batch)
    entry = Entry(cents or payment.amount_cents, text=payments.written(payment.reference))
    return bank.import_statement(statement(entry), file_name="nov.xml", imported_by=None)


def received(company: make.Company) -> list[int]:
    return [ledger.get_balance(person).balance_cents for person in company.people.values()]


@in_session
def test_a_file_is_checked_and_nothing_is_credited() -> None:
    company = make.company()
    batch = make.check(company, FILE)
    totals = service.count_rows(batch)
    assert (batch.state, totals.rows, batch.total_cents) == (
        "checked",
        {"ok": 3, "error": 0, "question": 0, "skipped": 0},
        154_000,
    )
    service.work()
    assert received(company) == [0, 0, 0]


@in_session
def test_money_goes_from_the_bank_over_the_fund_to_the_pots() -> None:
    company = make.company()
    batch = make.confirmed(company, FILE)
    service.work()
    assert received(company) == [0, 0, 0]
    assert pay(batch).matched == 1
    assert ledger.get_fund_cents(company.employer_id) == 154_000
    assert service.work() == 3
    assert ledger.get_fund_cents(company.employer_id) == 0
    assert received(company) == [25_000, 125_000, 4_000]
    pot = ledger.list_pots(company.people["101"])[0]
    assert (pot.source, pot.purposes, pot.expires_on) == ("employer", ["job"], date(2028, 12, 31))
    assert service.get_batch(company.employer_id, batch.batch_id).state == "credited"
    assert service.work() == 0
    assert [line.action for line in audit.list_lines(batch.batch_id)] == ["confirm"]


@in_session
def test_terms_are_written_as_the_ledger_writes_them() -> None:
    """The same terms, once set-based and once by one credit, lead to one pot."""
    company = make.company()
    pay(make.confirmed(company, FILE))
    service.work()
    name = employers.get_employer(company.employer_id).name
    for number, terms in {
        "101": ledger.Terms("employer", company.employer_id, name, ["job"], date(2028, 12, 31)),
        "102": ledger.Terms("employer", company.employer_id, name),
    }.items():
        ledger.credit(
            company.people[number],
            1,
            terms,
            kind="topup",
            from_id=ledger.TRANSIT,
            actor_id=None,
            rule="test",
            rule_version="1",
            key="again",
        )
        assert len(ledger.list_pots(company.people[number])) == 1


@in_session
def test_every_error_of_every_row_comes_at_once() -> None:
    company = make.company(3)
    gone = make.company(1, first_number=900)
    employment = db.session.scalars(
        sa.select(employers.Employment).where(employers.Employment.employer_id == gone.employer_id)
    ).one()
    employers.end_employment(gone.employer_id, employment.employment_id, clock.business_date() - timedelta(days=1))
    text = "personeelsnummer;bedrag\n101;1.234\n999;12,505\n102;-5\n103;1e3\n103;10\n;\n102;12345678901234567890\n"
    batch = make.check(company, text)
    rows = {row.row: [p["code"] for p in service.problems_of(row)] for row in service.get_rows(batch)}
    assert rows == {
        2: ["amount-ambiguous"],
        3: ["person-unknown", "amount-decimals"],
        4: ["amount-negative"],
        5: ["amount-not-a-number"],
        6: [],
        8: ["amount-too-large"],
    }
    former = make.check(gone, "personeelsnummer;bedrag\n900;10\n")
    assert [p["code"] for p in service.get_rows(former)[0].problems] == ["person-former"]
    assert service.count_rows(batch).by_problem[0] == ("amount-ambiguous", 1)
    assert service.count_rows(former).by_question == [("person-former", 1)]


@in_session
def test_somebody_elses_employee_is_unknown() -> None:
    company, other = make.company(1), make.company(1, first_number=700)
    email = employers.list_employees(other.employer_id)[0].email
    batch = make.check(company, f"e-mail;bedrag\n{email};10\n")
    assert [p["code"] for p in service.get_rows(batch)[0].problems] == ["person-unknown"]


@in_session
def test_the_same_file_twice_points_to_the_first_run() -> None:
    company, other = make.company(), make.company()
    first = make.check(company, FILE)
    with pytest.raises(rules.FileSeenBefore) as refusal:
        make.check(company, FILE, name="anders.csv")
    assert refusal.value.facts["batch_id"] == str(first.batch_id)
    assert first.reference in refusal.value.sentence("nl")
    assert make.check(other, FILE).state == "checked"


@in_session
def test_a_question_goes_through_only_when_it_is_answered() -> None:
    company = make.company(2)
    text = "personeelsnummer;bedrag\n101;10\n102;2500,01\n"
    batch = make.check(company, text)
    service.confirm(company.employer_id, batch.batch_id, accept_questions=False, by=company.clerk_id)
    assert make.payment_of(batch).amount_cents == 1_000
    second = make.confirmed(company, text + "\n")
    assert make.payment_of(second).amount_cents == 251_001
    pay(batch)
    service.work()
    assert received(company) == [1_000, 0]


@in_session
def test_a_row_is_corrected_in_place_and_the_rest_checked_again() -> None:
    company = make.company(2)
    batch = make.check(company, "personeelsnummer;bedrag\n101;25O\n101;30\n")
    service.correct_row(company.employer_id, batch.batch_id, 2, {"amount": "250"})
    service.correct_row(company.employer_id, batch.batch_id, 3, {"personnel_number": "102"})
    assert [(row.state, row.amount_cents) for row in service.get_rows(batch)] == [("ok", 25_000), ("ok", 3_000)]
    service.confirm(company.employer_id, batch.batch_id, accept_questions=False, by=company.clerk_id)
    with pytest.raises(rules.ConfirmedAlready):
        service.correct_row(company.employer_id, batch.batch_id, 2, {"amount": "1"})
    with pytest.raises(rules.ConfirmedAlready):
        service.check_again(company.employer_id, batch.batch_id)


@in_session
def test_somebody_who_left_meanwhile_stops_the_confirmation() -> None:
    company = make.company(1)
    batch = make.check(company, "personeelsnummer;bedrag\n101;10\n")
    employment = db.session.scalars(
        sa.select(employers.Employment).where(employers.Employment.employer_id == company.employer_id)
    ).one()
    employers.end_employment(company.employer_id, employment.employment_id, clock.business_date() - timedelta(days=1))
    with pytest.raises(rules.NotEmployedAnyMore):
        service.confirm(company.employer_id, batch.batch_id, accept_questions=False, by=company.clerk_id)
    service.check_again(company.employer_id, batch.batch_id)
    with pytest.raises(rules.NothingToPay):
        service.confirm(company.employer_id, batch.batch_id, accept_questions=False, by=company.clerk_id)
    service.confirm(company.employer_id, batch.batch_id, accept_questions=True, by=company.clerk_id)
    assert make.payment_of(batch).amount_cents == 1_000


@in_session
def test_what_nobody_confirms_is_forgotten_after_a_quarter() -> None:
    company = make.company(1)
    with time_machine.travel("2026-08-20T09:00:00Z"):
        old = make.check(company, "personeelsnummer;bedrag\n101;10\n")
        paid = make.confirmed(company, "personeelsnummer;bedrag\n101;11\n")
    new = make.check(company, "personeelsnummer;bedrag\n101;12\n")
    with time_machine.travel("2026-11-24T09:00:00Z"):
        assert service.forget_unconfirmed() == 1
    found = {batch.batch_id for batch in service.list_batches(company.employer_id)}
    assert found == {paid.batch_id, new.batch_id}
    assert old.batch_id not in found


@in_session
def test_wrong_rows_are_given_back_without_formulas() -> None:
    company = make.company(1)
    batch = make.check(company, 'Personeelsnummer;Bedrag\n"=HYPERLINK(1)";10\n101;-5\n')
    rows = list(csv.reader(io.StringIO(service.errors_csv(batch).removeprefix("\ufeff")), delimiter=";"))
    assert rows[0] == ["rij", "Personeelsnummer", "Bedrag", "fout"]
    assert rows[1][:3] == ["2", "'=HYPERLINK(1)", "10"]
    assert rows[2] == ["3", "101", "'-5", "Vul een bedrag in zonder minteken."]


@in_session
def test_one_top_up_is_confirmed_at_once_or_says_everything_wrong() -> None:
    company = make.company(1)
    batch = service.top_up_one(company.employer_id, {"personnel_number": "101", "amount": "12,50"}, by=company.clerk_id)
    assert (batch.state, make.payment_of(batch).amount_cents) == ("confirmed", 1_250)
    with pytest.raises(errors.Invalid) as refusal:
        service.top_up_one(company.employer_id, {"personnel_number": "9", "amount": "x"}, by=company.clerk_id)
    assert [error.code for error in refusal.value.errors] == ["person-unknown", "amount-not-a-number"]


@in_session
def test_another_employers_batch_does_not_exist() -> None:
    company, other = make.company(1), make.company(1)
    batch = make.check(company, "personeelsnummer;bedrag\n101;10\n")
    with pytest.raises(errors.NotFound):
        service.get_batch(other.employer_id, batch.batch_id)
    with pytest.raises(errors.NotFound):
        service.confirm(other.employer_id, batch.batch_id, accept_questions=True, by=other.clerk_id)


@in_session
def test_everybody_is_told_once() -> None:
    company = make.company()
    pay(make.confirmed(company, FILE))
    service.work()
    kinds = sorted(db.session.scalars(sa.select(outbox.Message.kind)))
    assert kinds.count("employer_money_received") == 3
    assert kinds.count("payment_received") == kinds.count("top_ups_credited") == 1
    told = db.session.scalars(sa.select(outbox.Message).where(outbox.Message.kind != "welcome")).all()
    assert all(message.transfer_id for message in told if message.kind.startswith(("employer", "payment", "top")))


@in_session
def test_an_employer_sees_totals_and_use_only_over_five_people() -> None:
    four, five = make.company(4), make.company(5)
    with time_machine.travel("2026-10-05T09:00:00Z"):
        for company in (four, five):
            rows = "".join(f"{number};100\n" for number in company.people)
            pay(make.confirmed(company, "personeelsnummer;bedrag\n" + rows))
        service.work()
        person = five.people["101"]
        ledger.hold(person, db.new_id(), 10_000, "job", actor_id=person, key="k")
    with time_machine.travel("2026-11-24T09:00:00Z"):
        small, large = (contribution.get_overview(company.employer_id) for company in (four, five))
        assert (small.credited_this_year_cents, small.people_this_year, small.used_percent) == (40_000, 4, None)
        assert (large.credited_this_year_cents, large.used_percent, large.used_on) == (50_000, 20, date(2026, 10, 31))
        report = contribution.get_contribution(five.employer_id, date(2026, 10, 1), date(2026, 10, 31))
        assert [(m.first_on, m.people, m.amount_cents) for m in report.months] == [(date(2026, 10, 1), 5, 50_000)]
        assert sum(one.amount_cents for one in report.people) == report.total_cents == 50_000
        later = contribution.get_contribution(five.employer_id, date(2026, 11, 1), date(2026, 11, 24))
        assert (later.total_cents, later.months) == (0, [])


def test_800_rows_are_checked_and_credited(committed: Database) -> None:
    company = db.run(lambda: make.company(800))
    text = "personeelsnummer;bedrag\n" + "".join(
        f"{number};{n % 90 + 10},50\n" for n, number in enumerate(company.people)
    )
    batch = db.run(lambda: make.confirmed(company, text))
    db.run(lambda: pay(batch))
    assert service.work() == 800
    total = sum((n % 90 + 10) * 100 + 50 for n in range(800))
    assert sum(db.run(lambda: received(company))) == total == batch.total_cents
    assert db.run(lambda: ledger.get_fund_cents(company.employer_id)) == 0


def test_a_crash_between_batches_credits_nobody_twice(committed: Database) -> None:
    company = db.run(lambda: make.company(25))
    text = "personeelsnummer;bedrag\n" + "".join(f"{number};10\n" for number in company.people)
    batch = db.run(lambda: make.confirmed(company, text))
    db.run(lambda: pay(batch))
    where = (company.employer_id, batch.batch_id)
    assert db.run(lambda: service.credit_next(*where, 10)) == 10

    def crash() -> None:
        service.credit_next(*where, 10)
        raise ConnectionError

    with pytest.raises(ConnectionError):
        db.run(crash)
    assert service.work() == 15
    assert db.run(lambda: received(company)) == [1_000] * 25


def together(*works: object) -> None:
    threads = [threading.Thread(target=work) for work in works]  # type: ignore[arg-type]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def test_confirming_twice_at_once_expects_one_payment(committed: Database) -> None:
    company = db.run(lambda: make.company(2))
    batch = db.run(lambda: make.check(company, "personeelsnummer;bedrag\n101;10\n102;20\n"))
    found: list[uuid.UUID | None] = []

    def confirm() -> None:
        done = db.run(
            lambda: service.confirm(company.employer_id, batch.batch_id, accept_questions=True, by=company.clerk_id)
        )
        found.append(done.payment_id)

    together(*[confirm] * 6)
    assert len(found) == 6
    assert len(set(found)) == 1
    assert len(db.run(lambda: payments.list_payments(company.employer_id))) == 1


def test_crediting_at_once_credits_once(committed: Database) -> None:
    company = db.run(lambda: make.company(30))
    text = "personeelsnummer;bedrag\n" + "".join(f"{number};10\n" for number in company.people)
    batch = db.run(lambda: make.confirmed(company, text))
    db.run(lambda: pay(batch))

    def credit() -> None:
        while db.run(lambda: service.get_batch(company.employer_id, batch.batch_id).state) != "credited":
            if db.run(lambda: service.credit_next(company.employer_id, batch.batch_id, 3)) is None:
                time.sleep(0.01)

    together(*[credit] * 3)
    assert db.run(lambda: received(company)) == [1_000] * 30
    assert db.run(lambda: service.get_batch(company.employer_id, batch.batch_id).state) == "credited"


def test_the_same_file_at_once_is_one_batch(committed: Database) -> None:
    company = db.run(lambda: make.company(2))
    answers: list[str] = []

    def upload() -> None:
        try:
            db.run(lambda: make.check(company, "personeelsnummer;bedrag\n101;10\n"))
            answers.append("checked")
        except rules.FileSeenBefore:
            answers.append("seen")

    together(*[upload] * 4)
    assert sorted(answers) == ["checked", "seen", "seen", "seen"]
