"""Payouts on a real PostgreSQL: captured, in a batch, approved by a second person, out of the ledger."""

import uuid
from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal

import lxml.etree
import pytest
import sqlalchemy as sa
import time_machine

from leerloket import clock, db, errors
from leerloket.accounts.bank import service as bank
from leerloket.courses.bookings import service as bookings
from leerloket.courses.providers import service as providers
from leerloket.courses.settlement import rules, service
from tests.courses.bookings import make
from tests.people import make as people

pytestmark = pytest.mark.usefixtures("session")

PAYER = "NL02ABNA0123456789"
PAIN = {"p": "urn:iso:std:iso:20022:tech:xsd:pain.001.001.09"}


@pytest.fixture(autouse=True)
def sound(session: None) -> Iterator[None]:
    yield
    assert make.broken() == {}


@pytest.fixture
def clerks() -> tuple[uuid.UUID, uuid.UUID]:
    return people.person("administrator").person_id, people.person("administrator").person_id


def paid_line(present_pct: int = 100) -> make.Line:
    """A booking that was followed, agreed and captured."""
    line = make.line()
    with time_machine.travel(line.edition.ends_at + timedelta(hours=1)):
        bookings.declare_attendance(
            line.school.provider_id, line.booking.booking_id, present_pct, actor_id=line.school.staff_id
        )
        bookings.answer_attendance(line.person_id, line.booking.booking_id, agree=True, actor_id=line.person_id)
    return line


def approve(batch: service.PayoutBatch, by: uuid.UUID) -> service.PayoutBatch:
    return service.approve_batch(batch.batch_id, approved_by=by, payer_iban=PAYER)


def in_three_months() -> time_machine.travel:
    return time_machine.travel(clock.now() + timedelta(days=90))


def test_a_batch_takes_everything_that_is_owed_and_takes_it_once(clerks: tuple[uuid.UUID, uuid.UUID]) -> None:
    first, second = paid_line(100), paid_line(50)
    with in_three_months():
        batch = service.create_batch(created_by=clerks[0])
        assert (batch.state, batch.total_cents, batch.providers, batch.bookings) == ("draft", 90_000, 2, 2)
        lines = {line.provider_id: line.amount_cents for line in service.list_lines(batch.batch_id)}
        assert lines == {first.school.provider_id: 60_000, second.school.provider_id: 30_000}
        with pytest.raises(rules.NothingOwed):
            service.create_batch(created_by=clerks[0])


def test_a_late_cancel_fee_is_paid_out_too(clerks: tuple[uuid.UUID, uuid.UUID]) -> None:
    line = make.line()
    with time_machine.travel(line.booking.free_until):
        bookings.cancel(line.person_id, line.booking.booking_id, by="person", actor_id=line.person_id)
        assert service.create_batch(created_by=clerks[0]).total_cents == 3_000


def test_approval_books_the_money_out_and_makes_the_file(clerks: tuple[uuid.UUID, uuid.UUID]) -> None:
    line = paid_line()
    with in_three_months():
        batch = approve(service.create_batch(created_by=clerks[0]), clerks[1])
        root = lxml.etree.fromstring(service.pain001(batch.batch_id).encode())
    assert batch.state == "approved"
    paid_out = sa.text("SELECT sum(amount_cents) FROM postings WHERE from_id = :id")
    assert db.session.scalar(paid_out, {"id": line.school.provider_id}) == 60_000
    assert root.xpath("//p:CdtTrfTxInf//p:InstdAmt/text()", namespaces=PAIN) == ["600.00"]
    assert root.xpath("//p:GrpHdr/p:CtrlSum/text()", namespaces=PAIN) == ["600.00"]
    assert root.xpath("//p:CdtrAcct//p:IBAN/text()", namespaces=PAIN) == ["NL91ABNA0417164300"]
    assert root.xpath("//p:DbtrAcct//p:IBAN/text()", namespaces=PAIN) == [PAYER]
    assert root.xpath("//p:EndToEndId/text()", namespaces=PAIN) == [batch.number]
    assert line.now.turn.who == "nobody"


def test_the_file_adds_up_over_many_providers(clerks: tuple[uuid.UUID, uuid.UUID]) -> None:
    for present_pct in (0, 33, 67, 100):
        paid_line(present_pct)
    with in_three_months():
        batch = approve(service.create_batch(created_by=clerks[0]), clerks[1])
        root = lxml.etree.fromstring(service.pain001(batch.batch_id).encode())
    amounts = [Decimal(element.text or "") for element in root.iterfind(".//p:InstdAmt", PAIN)]
    assert sum(amounts) * 100 == batch.total_cents
    assert root.xpath("//p:GrpHdr/p:NbOfTxs/text()", namespaces=PAIN) == ["4"]


def test_the_maker_cannot_approve_and_nobody_approves_twice(clerks: tuple[uuid.UUID, uuid.UUID]) -> None:
    paid_line()
    with in_three_months():
        batch = service.create_batch(created_by=clerks[0])
        with pytest.raises(rules.OwnBatch):
            approve(batch, clerks[0])
        with pytest.raises(rules.BatchMoved):
            service.pain001(batch.batch_id)
        approve(batch, clerks[1])
        with pytest.raises(rules.BatchMoved):
            approve(batch, clerks[1])


def test_a_discarded_batch_gives_its_bookings_back(clerks: tuple[uuid.UUID, uuid.UUID]) -> None:
    paid_line()
    with in_three_months():
        service.discard_batch(service.create_batch(created_by=clerks[0]).batch_id)
        assert service.create_batch(created_by=clerks[0]).total_cents == 60_000


def test_providers_that_cannot_be_paid_are_left_out(clerks: tuple[uuid.UUID, uuid.UUID]) -> None:
    line = paid_line()
    providers.suspend(line.school.provider_id, clerks[0], "Onderzoek")
    assert [one.is_payable for one in service.list_waiting()] == [False]
    with in_three_months(), pytest.raises(rules.NothingOwed):
        service.create_batch(created_by=clerks[0])


def test_a_provider_that_was_suspended_since_the_draft_stops_the_approval(
    clerks: tuple[uuid.UUID, uuid.UUID],
) -> None:
    line = paid_line()
    with in_three_months():
        batch = service.create_batch(created_by=clerks[0])
        providers.suspend(line.school.provider_id, clerks[0], "Onderzoek")
        with pytest.raises(rules.ProviderStopped):
            approve(batch, clerks[1])


def test_a_freeze_stops_approval_and_the_file_until_it_is_lifted(clerks: tuple[uuid.UUID, uuid.UUID]) -> None:
    paid_line()
    with in_three_months():
        batch = service.create_batch(created_by=clerks[0])
        bank.freeze_payouts(frozen=True, reason="Verdachte rekeningen")
        bank.freeze_payouts(frozen=True, reason="Nog eens")
        with pytest.raises(bank.PayoutsFrozen) as refusal:
            approve(batch, clerks[1])
        assert refusal.value.facts == {"reason": "Verdachte rekeningen"}
        bank.freeze_payouts(frozen=False, reason="Opgelost")
        approve(batch, clerks[1])
        bank.freeze_payouts(frozen=True, reason="Verdachte rekeningen")
        with pytest.raises(bank.PayoutsFrozen):
            service.pain001(batch.batch_id)


def test_a_file_is_handed_to_the_bank_once(clerks: tuple[uuid.UUID, uuid.UUID]) -> None:
    paid_line()
    with in_three_months():
        batch = approve(service.create_batch(created_by=clerks[0]), clerks[1])
        first = service.pain001(batch.batch_id)
        at = service.mark_exported(batch.batch_id, exported_by=clerks[0]).exported_at
        assert service.mark_exported(batch.batch_id, exported_by=clerks[1]).exported_at == at
        assert service.pain001(batch.batch_id) == first


def test_a_provider_sees_its_own_payouts_and_no_drafts(clerks: tuple[uuid.UUID, uuid.UUID]) -> None:
    line, other = paid_line(), make.school()
    with in_three_months():
        batch = service.create_batch(created_by=clerks[0])
        assert service.list_payouts(line.school.provider_id) == []
        approve(batch, clerks[1])
    assert [paid.amount_cents for _, paid in service.list_payouts(line.school.provider_id)] == [60_000]
    assert service.list_payouts(other.provider_id) == []
    with pytest.raises(errors.NotFound):
        service.get_payout(other.provider_id, batch.batch_id)
    paid = bookings.list_in_batch(batch.batch_id, line.school.provider_id)
    assert [booking.booking_id for booking in paid] == [line.booking.booking_id]


def test_capture_due_pays_what_the_clock_confirmed() -> None:
    line = make.line()
    with time_machine.travel(line.edition.ends_at + timedelta(hours=1)):
        declared = bookings.declare_attendance(
            line.school.provider_id, line.booking.booking_id, 100, actor_id=line.school.staff_id
        )
    assert declared.attendance is not None
    with time_machine.travel(declared.attendance.confirm_by):
        bookings.run_clocks(clock.now())
        assert service.capture_due(clock.now()) == 1
        assert service.capture_due(clock.now()) == 0
    assert line.now.state == "paid"
