"""The work list: assign, divide, send back, with two people where it matters."""

import uuid

import lxml.etree
import pytest

from leerloket import errors
from leerloket.accounts.bank import returns, rules, service, work_list
from leerloket.accounts.bank.service import Share
from leerloket.accounts.ledger import service as ledger
from leerloket.accounts.payments import service as payments
from leerloket.people.audit import service as audit
from tests.accounts.bank.make import Entry, statement
from tests.people import make as people

pytestmark = pytest.mark.usefixtures("session")

ANN, BOB = uuid.UUID(int=11), uuid.UUID(int=12)
WHY = "Gebeld met de afzender"


def own(cents: int = 5_000, name: str = "Bakker Metaal") -> payments.Payment:
    return payments.top_up_own(people.person(name=name).person_id, cents)


def waiting_line(cents: int = 5_000, text: str = "dank u", message: str = "MSG-1", iban: bool = True) -> service.Line:
    content = statement(Entry(cents, text=text), message=message)
    if not iban:
        content = content.replace(b"<DbtrAcct><Id><IBAN>NL91ABNA0417164300</IBAN></Id></DbtrAcct>", b"")
    service.import_statement(content, file_name="b.xml", imported_by=ANN)
    return service.list_lines("unmatched")[-1]


def decide(line: service.Line, *shares: Share, by: uuid.UUID = ANN, reason: str = WHY) -> service.Line:
    return work_list.decide(line.line_id, shares, reason=reason, by=by)


def available(payment: payments.Payment) -> int:
    return ledger.get_balance(payment.account_id).available_cents


def test_a_line_with_the_exact_amount_is_assigned_by_one_person() -> None:
    payment, line = own(), waiting_line()
    done = decide(line, Share(payment.payment_id, 5_000), reason="")
    (part,) = done.parts
    assert (done.state, done.reason, part.proposed_by, part.approved_by) == ("matched", "by-hand", ANN, None)
    assert available(payment) == 5_000
    with pytest.raises(rules.LineIsDone):
        decide(line, Share(payment.payment_id, 5_000), by=BOB)


def test_another_amount_is_proposed_by_one_and_approved_by_another() -> None:
    payment, line = own(), waiting_line(4_000)
    share = Share(payment.payment_id, 4_000)
    with pytest.raises(rules.ReasonMissing):
        decide(line, share, reason=" ")
    assert decide(line, share).state == "unmatched"
    with pytest.raises(rules.NeedsSecondPerson):
        decide(line, share)
    assert work_list.approve(line.line_id, by=BOB).state == "matched"
    (part,) = line.parts
    assert (part.proposed_by, part.approved_by, part.reason) == (ANN, BOB, WHY)
    assert [(one.action, one.reason) for one in audit.list_lines(line.line_id)] == [("assign", WHY), ("propose", WHY)]
    assert (payment.state, payment.missing_cents, available(payment)) == ("waiting", 1_000, 4_000)


def test_a_line_is_divided_over_payments_and_the_rest_goes_back() -> None:
    one, two, line = own(5_000), own(7_000), waiting_line(15_000)
    shares = [Share(one.payment_id, 5_000), Share(two.payment_id, 7_000), Share(None, 3_000)]
    assert decide(line, *shares).state == "unmatched"
    assert decide(line, *reversed(shares), by=BOB).state == "matched"
    assert (available(one), available(two)) == (5_000, 7_000)
    assert [part.amount_cents for part in returns.list_waiting()] == [3_000]


def test_another_proposal_replaces_the_first_and_needs_its_own_second_person() -> None:
    payment, line = own(), waiting_line(4_000)
    decide(line, Share(payment.payment_id, 4_000))
    assert decide(line, Share(None, 4_000), by=BOB).state == "unmatched"
    assert work_list.approve(line.line_id, by=ANN).state == "matched"
    assert available(payment) == 0


def test_a_proposal_is_withdrawn() -> None:
    payment, line = own(), waiting_line(4_000)
    decide(line, Share(payment.payment_id, 4_000))
    assert work_list.withdraw(line.line_id).parts == []
    with pytest.raises(rules.LineIsDone):
        work_list.approve(line.line_id, by=BOB)


def test_without_an_account_nothing_is_sent_back() -> None:
    line = waiting_line(iban=False)
    with pytest.raises(rules.NoAccountToReturnTo):
        decide(line, Share(None, 5_000))


def test_parts_that_are_not_the_line_are_refused() -> None:
    payment, line = own(), waiting_line()
    with pytest.raises(rules.PartsDoNotFit):
        decide(line, Share(payment.payment_id, 4_999))
    with pytest.raises(errors.NotFound):
        work_list.decide(ANN, [Share(payment.payment_id, 5_000)], reason="", by=BOB)


def test_what_goes_back_is_one_file_for_the_bank_and_its_debit_is_recognised() -> None:
    for number in (1, 2):
        line = waiting_line(5_000, message=f"MSG-{number}")
        decide(line, Share(None, 5_000))
        work_list.approve(line.line_id, by=BOB)
    batch = returns.make_batch(by=ANN, payer_name="Leerloket", payer_iban="NL02ABNA0123456789")
    assert (batch.payments, batch.total_cents) == (2, 10_000)
    amounts = lxml.etree.fromstring(batch.pain001.encode()).findall(".//{*}InstdAmt")
    assert [amount.text for amount in amounts] == ["50.00", "50.00"]
    with pytest.raises(rules.NothingToReturn):
        returns.make_batch(by=ANN, payer_name="Leerloket", payer_iban="NL02ABNA0123456789")
    debit = statement(Entry(10_000, text=f"SEPA batch {batch.number}", direction="DBIT"), message="MSG-9")
    assert service.import_statement(debit, file_name=None, imported_by=ANN).matched == 1
    assert service.list_lines("matched")[-1].reason == "return"


def test_suggestions_are_ranked_by_reference_amount_account_and_name() -> None:
    paid, other, near = own(5_000), own(9_000, name="Iemand Anders"), own(6_000, name="Zonder Naam")
    service.import_statement(statement(Entry(5_000, text=paid.reference)), file_name=None, imported_by=ANN)
    again = payments.top_up_own(paid.account_id, 5_000)
    line = waiting_line(5_000, message="MSG-2")
    assert [one.payment.payment_id for one in work_list.suggest(line)] == [again.payment_id]
    typo = near.reference[:-2] + near.reference[-1] + near.reference[-2]
    line = waiting_line(6_000, text=typo[6:], message="MSG-3")
    assert work_list.suggest(line)[0].payment.payment_id == near.payment_id
    line = waiting_line(9_000, text=typo[6:], message="MSG-4")
    assert other.payment_id in [one.payment.payment_id for one in work_list.suggest(line)]
