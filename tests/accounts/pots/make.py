"""Pots that end, for tests."""

import uuid
from datetime import timedelta

import sqlalchemy as sa

from leerloket import clock, db, outbox
from leerloket.accounts.ledger import service as ledger
from tests.accounts.ledger import make as money
from tests.people import make as people

TODAY = clock.business_date
PROVIDER = uuid.UUID("22222222-2222-4222-8222-222222222222")


def days(number: int) -> timedelta:
    return timedelta(days=number)


def pots(account_id: uuid.UUID) -> dict[str, ledger.Pot]:
    """The pots of a person, by source."""
    return {pot.source: pot for pot in ledger.list_pots(account_id)}


def hold(account_id: uuid.UUID, cents: int, booking_id: uuid.UUID | None = None) -> uuid.UUID:
    """Set money aside for a booking; answers the booking."""
    booking_id = booking_id or db.new_id()
    ledger.hold(account_id, booking_id, cents, "job", actor_id=account_id, key=f"hold:{booking_id}")
    return booking_id


def release(account_id: uuid.UUID, booking_id: uuid.UUID) -> None:
    ledger.release(account_id, booking_id, actor_id=None, rule="t", rule_version="1", key=f"release:{booking_id}")


def outside_cents(outside_id: uuid.UUID) -> int:
    """What stands on a ledger account outside the pots."""
    row = db.session.execute(
        sa.text(
            "SELECT coalesce(sum(CASE WHEN to_id = :id THEN amount_cents ELSE -amount_cents END), 0)"
            " FROM postings WHERE :id IN (from_id, to_id)"
        ),
        {"id": outside_id},
    ).scalar_one()
    return int(row)


def mails(kind: str) -> list[outbox.Message]:
    """Messages of a kind, oldest first."""
    return list(
        db.session.scalars(
            sa.select(outbox.Message).where(outbox.Message.kind == kind).order_by(outbox.Message.message_id)
        )
    )


def group(people: int, cents: int = 10_000) -> list[uuid.UUID]:
    """People with money of one employer that ends today."""
    persons = [db.random_id() for _ in range(people)]
    for person in persons:
        money.employer(person, cents, TODAY())
    return persons


def reader() -> uuid.UUID:
    """A person who reads mail."""
    return people.person().person_id
