"""Money taken back from a provider: into the pots that paid, and off the next payout."""

import uuid
from collections.abc import Iterator
from datetime import timedelta

import pytest
import sqlalchemy as sa
import time_machine

from leerloket import clock, db
from leerloket.accounts.books.corrections import service as corrections
from leerloket.accounts.ledger import chain, reversals
from leerloket.accounts.ledger import service as ledger
from leerloket.courses.bookings import service as bookings
from leerloket.courses.settlement import rules, service
from tests.accounts.ledger import make as money
from tests.conftest import Database
from tests.courses.bookings import make
from tests.people import make as people

PAYER = "NL02ABNA0123456789"
WHY = "De opleiding duurde twee dagen, niet vier."


def clerk() -> uuid.UUID:
    return people.person("administrator").person_id


def followed(line: make.Line) -> make.Line:
    """The same line after the course, paid for."""
    with time_machine.travel(line.edition.ends_at + timedelta(hours=1)):
        bookings.declare_attendance(
            line.school.provider_id, line.booking.booking_id, 100, actor_id=line.school.staff_id
        )
        bookings.answer_attendance(line.person_id, line.booking.booking_id, agree=True, actor_id=line.person_id)
    return line


def again(line: make.Line) -> make.Line:
    """Another person's followed booking at the same school."""
    person_id = make.learner()
    booking = make.book(person_id, line.edition)
    booking = bookings.accept(line.school.provider_id, booking.booking_id, actor_id=line.school.staff_id)
    return followed(make.Line(line.school, line.edition, person_id, booking))


def capture_of(line: make.Line) -> uuid.UUID:
    movement = sa.text("SELECT transfer_id FROM transfers WHERE kind = 'capture' AND booking_id = :booking")
    return uuid.UUID(str(db.session.scalar(movement, {"booking": line.booking.booking_id})))


def claw_back(line: make.Line, cents: int) -> corrections.Correction:
    proposal = corrections.propose(capture_of(line), cents, WHY, proposed_by=clerk())
    return corrections.approve(proposal.correction_id, approved_by=clerk())


def pay_out() -> service.PayoutBatch:
    with time_machine.travel(clock.now() + timedelta(days=90)):
        batch = service.create_batch(created_by=clerk())
        return service.approve_batch(batch.batch_id, approved_by=clerk(), payer_iban=PAYER)


def owed_in_ledger(provider_id: uuid.UUID) -> int:
    query = "SELECT sum(CASE WHEN to_id = :id THEN amount_cents ELSE -amount_cents END) FROM postings"
    return int(db.session.scalar(sa.text(f"{query} WHERE :id IN (from_id, to_id)"), {"id": provider_id}))


@pytest.mark.usefixtures("session")
class TestOneProvider:
    @pytest.fixture(autouse=True)
    def sound(self, session: None) -> Iterator[None]:
        yield
        assert make.broken() == {}

    def test_it_goes_back_into_the_pots_that_paid(self) -> None:
        line = followed(make.line(right_cents=40_000, own_cents=50_000))
        before = {pot.source: pot.available_cents for pot in ledger.list_pots(line.person_id)}
        claw_back(line, 30_000)
        after = {pot.source: pot.available_cents for pot in ledger.list_pots(line.person_id)}
        assert {source: after[source] - before[source] for source in after} == {"right": 20_000, "own": 10_000}
        told = db.session.scalars(sa.text("SELECT kind FROM outbox WHERE dedup LIKE 'correction:%' ORDER BY kind"))
        assert list(told) == ["clawback-provider", "money-returned"]

    def test_it_goes_off_the_payout_that_comes(self) -> None:
        line = followed(make.line())
        claw_back(line, 20_000)
        batch = pay_out()
        (paid,) = service.list_lines(batch.batch_id)
        assert (paid.amount_cents, paid.clawed_back_cents, batch.total_cents) == (40_000, 20_000, 40_000)
        assert owed_in_ledger(line.school.provider_id) == 0
        assert [one.amount_cents for one in corrections.list_set_off(batch.batch_id, line.school.provider_id)] == [
            20_000
        ]

    def test_after_a_payout_the_provider_owes_and_the_next_one_is_smaller(self) -> None:
        line = followed(make.line())
        pay_out()
        claw_back(line, 60_000)
        assert owed_in_ledger(line.school.provider_id) == -60_000
        assert service.count_clawed_back_cents(line.school.provider_id) == 60_000
        second = again(line)
        with time_machine.travel(clock.now() + timedelta(days=90)), pytest.raises(rules.NothingOwed):
            service.create_batch(created_by=clerk())
        again(second)
        batch = pay_out()
        assert batch.total_cents == 60_000
        assert owed_in_ledger(line.school.provider_id) == 0

    def test_a_discarded_payout_gives_its_clawbacks_back(self) -> None:
        line = followed(make.line())
        claw_back(line, 20_000)
        with time_machine.travel(clock.now() + timedelta(days=90)):
            batch = service.create_batch(created_by=clerk())
            assert service.count_clawed_back_cents(line.school.provider_id) == 0
            service.discard_batch(batch.batch_id)
        assert service.count_clawed_back_cents(line.school.provider_id) == 20_000

    def test_no_more_than_the_provider_got(self) -> None:
        line = followed(make.line())
        claw_back(line, 50_000)
        with pytest.raises(reversals.MoreThanLeft):
            claw_back(line, 10_001)
        claw_back(line, 10_000)
        with pytest.raises(reversals.TakenBackAlready):
            claw_back(line, 1)

    def test_staff_of_the_provider_does_not_decide(self) -> None:
        line = followed(make.line())
        proposal = corrections.propose(capture_of(line), 100, WHY, proposed_by=clerk())
        with pytest.raises(Exception, match="own-organisation"):
            corrections.approve(proposal.correction_id, approved_by=line.school.staff_id)


@pytest.mark.parametrize(
    ("statement", "red"),
    [
        ("UPDATE corrections SET amount_cents = amount_cents + 100", {"L8"}),
        ("UPDATE corrections SET made_transfer_id = transfer_id", {"L8"}),
        ("UPDATE bookings SET due_cents = due_cents - 100 WHERE due_cents > 0", {"M14"}),
    ],
)
def test_an_owner_who_tampers_with_a_clawback_is_seen(committed: Database, statement: str, red: set[str]) -> None:
    line = db.run(lambda: followed(make.line()))
    db.run(lambda: claw_back(line, 20_000))
    db.run(lambda: money.right(line.person_id, 100))
    db.run(chain.seal)
    assert db.run(make.broken) == {}
    engine = sa.create_engine(committed.owner_url, poolclass=sa.NullPool)
    with engine.begin() as owner:
        owner.execute(sa.text(statement))
    assert set(db.run(make.broken)) == red
