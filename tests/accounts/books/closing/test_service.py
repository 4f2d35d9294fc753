"""Days and months are closed, and nothing changes in them afterwards."""

from datetime import UTC, date, datetime, timedelta

import pytest
import sqlalchemy as sa
import time_machine

from leerloket import clock, db, errors
from leerloket.accounts.books.closing import rules, service
from leerloket.accounts.ledger import chain
from leerloket.accounts.ledger import service as ledger
from leerloket.accounts.proof import service as proof
from tests.accounts.ledger import make as money
from tests.conftest import Database
from tests.people import make

FIRST = datetime(2026, 9, 28, 10, tzinfo=UTC)


def broken() -> set[str]:
    return {finding.invariant.name for finding in proof.check_all() if not finding.holds}


@pytest.fixture
def october(session: None) -> None:
    """A movement on 28 September and on 3 October; it is 2 November."""
    for day in (FIRST, datetime(2026, 10, 3, 12, tzinfo=UTC)):
        with time_machine.travel(day, tick=False):
            money.right(make.person().person_id, 50_000)
    chain.seal()


@pytest.fixture
def november() -> time_machine.travel:
    return time_machine.travel(datetime(2026, 11, 2, 8, tzinfo=UTC), tick=False)


@pytest.mark.usefixtures("october")
def test_every_day_is_closed_once_also_the_quiet_ones(november: time_machine.travel) -> None:
    with november:
        closed = service.close_days()
        assert [closed[0].day, closed[-1].day, len(closed)] == [date(2026, 9, 28), date(2026, 11, 1), 35]
        assert service.close_days() == []
    third = service.get_day(date(2026, 10, 3))
    assert third.closing
    assert (third.closing.transfer_count, third.closing.moved_cents, third.closing.sum_cents) == (1, 50_000, 0)
    assert third.closing.kinds == [{"kind": "grant", "transfer_count": 1, "moved_cents": 50_000}]
    assert {net["kind"]: net["cents"] for net in third.closing.nets} == {"fund": -50_000, "pot": 50_000}
    assert third.closing.head_hash == chain.head().hash
    assert third.is_as_closed
    assert broken() == set()


@pytest.mark.usefixtures("october")
def test_the_controller_gets_one_mail_with_the_head(november: time_machine.travel) -> None:
    reader = make.person("controller")
    with november:
        service.close_days()
    (told,) = db.session.execute(sa.text("SELECT to_address, facts FROM outbox WHERE kind = 'day-closed'")).all()
    assert told[0] == reader.email
    assert (told[1]["day"], told[1]["hash"]) == ("1 november 2026", chain.head().hash)


@pytest.mark.usefixtures("october")
def test_months_are_closed_in_order_by_a_controller(november: time_machine.travel) -> None:
    signer = make.person("controller").person_id
    with november:
        service.close_days()
        with pytest.raises(rules.EarlierMonthOpen):
            service.close_month(date(2026, 10, 15), closed_by=signer)
        with pytest.raises(rules.BooksDoNotHold):
            service.close_month(date(2026, 9, 1), closed_by=signer)
        proof.prove()
        assert service.close_month(date(2026, 9, 1), closed_by=signer).transfer_count == 1
        closed = service.close_month(date(2026, 10, 1), closed_by=signer)
        assert (closed.moved_cents, closed.closed_by) == (50_000, signer)
        with pytest.raises(rules.MonthClosedBefore):
            service.close_month(date(2026, 10, 1), closed_by=signer)


@pytest.mark.usefixtures("october")
def test_any_reference_leads_to_its_transfers_and_the_person_sees_that_somebody_looked() -> None:
    person = make.person()
    money.right(person.person_id, 1_000)
    entry = ledger.list_entries(person.person_id)[0]
    chain.seal()
    for text in (
        str(entry.transfer_id),
        str(person.person_id),
        person.number,
        str(chain.head().seq),
        chain.head().hash,
    ):
        assert [line.transfer_id for line in service.look_up(text)] == [entry.transfer_id], text
    assert service.look_up("B-0000-00") == []
    looked = db.session.scalar(sa.text("SELECT count(*) FROM reads WHERE account_id = :p"), {"p": person.person_id})
    assert looked == 5


@pytest.mark.usefixtures("october")
def test_there_are_no_days_before_the_first_or_after_today() -> None:
    for day in (date(2026, 9, 27), clock.business_date() + clock.ONE_DAY):
        with pytest.raises(errors.NotFound):
            service.get_day(day)


def test_a_day_is_not_closed_while_something_is_written_into_it(committed: Database) -> None:
    db.run(lambda: money.right(db.random_id(), 100))
    other = sa.create_engine(committed.app_url, poolclass=sa.NullPool)
    with other.connect() as writing:
        writing.execute(sa.text("UPDATE accounts SET frozen_at = frozen_at"))
        with time_machine.travel(clock.now() + timedelta(days=1)), pytest.raises(service.StillWriting):
            db.run(service.close_days)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE postings SET amount_cents = amount_cents + 1",
        "UPDATE day_closings SET transfer_count = transfer_count + 1 WHERE transfer_count > 0",
        "DELETE FROM transfers WHERE kind = 'grant'",
    ],
)
def test_an_owner_who_changes_a_closed_day_is_seen(committed: Database, statement: str) -> None:
    with time_machine.travel(FIRST, tick=False):
        db.run(lambda: money.right(db.random_id(), 100))
    db.run(chain.seal)
    db.run(service.close_days)
    assert db.run(broken) == set()
    engine = sa.create_engine(committed.owner_url, poolclass=sa.NullPool)
    with engine.begin() as owner:
        owner.execute(sa.text(statement))
    assert "L6" in db.run(broken)
