"""Bank statements: imported once, whole, and matched with what was expected."""

import threading
import uuid
from collections.abc import Callable
from pathlib import Path

import pytest
import sqlalchemy as sa

from leerloket import db, errors, outbox
from leerloket.accounts.bank import rules, service, work_list
from leerloket.accounts.ledger import service as ledger
from leerloket.accounts.payments import service as payments
from tests.accounts.bank.make import Entry, statement
from tests.conftest import Database
from tests.people import make as people

in_session = pytest.mark.usefixtures("session")

ANN = uuid.UUID(int=11)


def own(cents: int = 5_000) -> payments.Payment:
    """A person wants to pay in."""
    return payments.top_up_own(people.person().person_id, cents)


def fund(cents: int = 100_000) -> payments.Payment:
    """An employer will pay."""
    employer = people.employer()
    clerk = people.person("employer", organisation_id=employer.employer_id)
    return payments.expect(
        employer.employer_id, cents, holder="employer", holder_name=employer.name, created_by=clerk.person_id
    )


def load(*entries: Entry, message: str = "MSG-1") -> service.Imported:
    return service.import_statement(statement(*entries, message=message), file_name="b.xml", imported_by=ANN)


def waiting() -> list[service.Line]:
    return service.list_lines("unmatched")


def available(payment: payments.Payment) -> int:
    if payment.holder == "employer":
        return ledger.get_fund_cents(payment.account_id)
    return ledger.get_balance(payment.account_id).available_cents


@in_session
@pytest.mark.parametrize("make", [own, fund])
def test_the_exact_amount_with_the_reference_is_credited(make: Callable[[], payments.Payment]) -> None:
    payment = make()
    done = load(Entry(payment.amount_cents, text=payments.written(payment.reference)))
    assert (done.matched, done.unmatched, done.refused) == (1, 0, 0)
    assert (payment.state, payment.received_cents) == ("paid", payment.amount_cents)
    assert available(payment) == payment.amount_cents


@in_session
@pytest.mark.parametrize(
    "write",
    [
        lambda r: {"text": r.lower()},
        lambda r: {"text": r[4:]},
        lambda r: {"text": f"{r[4:10]}{int(r[10:])}"},
        lambda r: {"text": f"storting {payments.written(r)} dank u"},
        lambda r: {"reference": r},
        lambda r: {"end_to_end": r},
        lambda r: {"text": r[6:]},
    ],
    ids=["lower", "no RF", "no zeros", "in a sentence", "structured", "end to end", "digits only"],
)
def test_a_sloppy_reference_is_matched(write: object) -> None:
    payment = own()
    assert load(Entry(5_000, **write(payment.reference))).matched == 1  # type: ignore[operator]


@in_session
def test_everything_else_waits_with_its_reason() -> None:
    payment, paid = own(5_000), own(7_000)
    load(Entry(7_000, text=paid.reference))
    wrong_check = "RF" + ("11" if payment.reference[2:4] != "11" else "12") + payment.reference[4:]
    load(
        Entry(10_001, text=payment.reference),
        Entry(5_000, text="dank u"),
        Entry(5_000, text="LL2026999999"),
        Entry(7_000, text=paid.reference),
        Entry(5_000, text=f"{payment.reference} {paid.reference}"),
        Entry(5_000, text=wrong_check),
        message="MSG-2",
    )
    assert [line.reason for line in waiting()] == [
        "far-too-much",
        "no-reference",
        "unknown-reference",
        "already-paid",
        "several-references",
        "check-digits",
    ]
    suggested = [work_list.suggest(line)[:1] for line in waiting()]
    assert [one.payment.payment_id for found in suggested for one in found] == [payment.payment_id] * 5
    assert available(payment) == 0


@in_session
def test_too_little_waits_for_the_rest_and_several_payments_add_up() -> None:
    payment = fund(100_000)
    done = load(Entry(40_000, text=payment.reference), Entry(50_000, text=payment.reference))
    assert (done.matched, payment.state, payment.missing_cents, available(payment)) == (2, "waiting", 10_000, 90_000)
    assert load(Entry(10_000, text=payment.reference), message="MSG-2").matched == 1
    assert (payment.state, available(payment)) == ("paid", 100_000)


@in_session
@pytest.mark.parametrize("make", [own, fund])
def test_what_is_too_much_stays_with_the_payer(make: Callable[[], payments.Payment]) -> None:
    payment = make()
    cents = payment.amount_cents + 1_000
    assert load(Entry(cents, text=payment.reference)).matched == 1
    assert (payment.state, payment.missing_cents, payment.surplus_cents) == ("paid", 0, 1_000)
    assert available(payment) == cents


@in_session
def test_one_line_for_two_payments_is_divided_when_it_is_exactly_both() -> None:
    one, two = own(5_000), own(7_000)
    assert load(Entry(12_000, text=f"{one.reference} en {two.reference}")).matched == 1
    assert (one.state, two.state, available(one), available(two)) == ("paid", "paid", 5_000, 7_000)


@in_session
def test_lines_that_are_not_for_us_are_kept_apart() -> None:
    payment = own()
    done = load(
        Entry(5_000, text=payment.reference, direction="DBIT"),
        Entry(5_000, text=payment.reference, currency="USD"),
        Entry(5_000, text=payment.reference, status="PDNG"),
        Entry(5_000, text=payment.reference, reversal=True),
        Entry(0, text=payment.reference),
    )
    assert (done.matched, done.unmatched, done.refused) == (0, 0, 5)
    assert [line.reason for line in service.list_lines("refused")] == [
        "debit",
        "currency",
        "not-booked",
        "reversal",
        "zero",
    ]


@in_session
def test_one_payment_is_matched_once_in_a_statement() -> None:
    payment = own()
    done = load(Entry(5_000, text=payment.reference), Entry(5_000, text=payment.reference))
    assert (done.matched, done.unmatched) == (1, 1)
    assert waiting()[0].reason == "already-paid"
    assert available(payment) == 5_000


@in_session
def test_the_same_file_is_imported_once() -> None:
    payment = own()
    first = load(Entry(5_000, text=payment.reference))
    with pytest.raises(rules.StatementSeen) as refusal:
        load(Entry(5_000, text=payment.reference))
    assert refusal.value.facts["statement_id"] == str(first.statement.statement_id)
    assert available(payment) == 5_000


@in_session
def test_a_line_that_comes_again_in_another_file_is_refused() -> None:
    line = Entry(5_000, text="zonder kenmerk", bank_reference="BANK-1")
    assert load(line).unmatched == 1
    again = load(line, Entry(5_000, text="zonder kenmerk", bank_reference="BANK-2"), message="MSG-2")
    assert (again.unmatched, again.refused) == (1, 1)
    assert service.list_lines("refused")[0].reason == "seen-before"


@in_session
def test_nothing_of_an_unreadable_file_is_imported() -> None:
    payment = own()
    whole = statement(Entry(5_000, text=payment.reference), Entry(100))
    with pytest.raises(rules.UnreadableStatement):
        service.import_statement(whole.replace(b">1.00<", b">1.001<"), file_name="x", imported_by=None)
    assert (service.list_statements(), service.list_lines(), available(payment)) == ([], [], 0)


@in_session
def test_a_file_is_imported_from_the_command_line(tmp_path: Path) -> None:
    payment = own()
    file = tmp_path / "afschrift.xml"
    file.write_bytes(statement(Entry(5_000, text=payment.reference)))
    assert service.import_file(file).matched == 1


@in_session
def test_a_payment_of_another_account_does_not_exist() -> None:
    payment = own()
    with pytest.raises(errors.NotFound):
        payments.get_own_payment(ANN, payment.payment_id)


@in_session
def test_the_payer_is_told() -> None:
    payment = own()
    load(Entry(5_000, text=payment.reference))
    message = db.session.scalars(sa.select(outbox.Message).where(outbox.Message.kind == "own_money_received")).one()
    assert message.facts["amount"] == "€\u00a050,00"
    assert message.transfer_id is not None


def test_the_same_statement_at_once_is_credited_once(committed: Database) -> None:
    payment = db.run(own)
    answers: list[str] = []

    def work() -> None:
        try:
            db.run(lambda: load(Entry(5_000, text=payment.reference)))
            answers.append("imported")
        except rules.StatementSeen:
            answers.append("seen")

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answers) == ["imported", "seen", "seen", "seen"]
    assert db.run(lambda: available(payment)) == 5_000


def test_two_statements_with_one_payment_at_once_credit_it_once(committed: Database) -> None:
    payment = db.run(own)
    matched: list[int] = []

    def work(message: str) -> None:
        matched.append(db.run(lambda: load(Entry(5_000, text=payment.reference), message=message)).matched)

    threads = [threading.Thread(target=work, args=[f"MSG-{n}"]) for n in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(matched) == [0, 0, 1]
    assert db.run(lambda: available(payment)) == 5_000
