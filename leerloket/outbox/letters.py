"""Messages that go on paper: they wait until somebody makes a batch of them, and lie in one batch only."""

import uuid
from typing import Any, cast

import sqlalchemy as sa

from leerloket import clock, db
from leerloket.outbox.messages import Message

_WAITING = (Message.channel == "letter", Message.sent_at.is_(None))


def list_letters(limit: int) -> list[Message]:
    """The letters that wait to be printed, oldest first."""
    return list(db.session.scalars(sa.select(Message).where(*_WAITING).order_by(Message.due_at).limit(limit)))


def count_letters() -> int:
    """How many letters wait to be printed."""
    return db.session.scalar(sa.select(sa.func.count()).where(*_WAITING)) or 0


def take_letters(batch_id: uuid.UUID, limit: int) -> int:
    """Put the oldest letters in a batch; answers how many. Two people at the same time take different ones."""
    oldest = (
        sa.select(Message.message_id)
        .where(*_WAITING)
        .order_by(Message.due_at)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    taken = (
        sa.update(Message).where(Message.message_id.in_(oldest)).values(batch_id=batch_id, sent_at=clock.now(), tries=1)
    )
    return cast("sa.CursorResult[Any]", db.session.execute(taken)).rowcount


def letters_of(batch_id: uuid.UUID) -> list[Message]:
    """The letters of one batch, in the order in which they were written."""
    return list(db.session.scalars(sa.select(Message).where(Message.batch_id == batch_id).order_by(Message.message_id)))
