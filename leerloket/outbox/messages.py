"""Messages, stored in the transaction of their cause and sent afterwards by the worker."""

import json
import uuid
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy import orm

from leerloket import clock, db
from leerloket.outbox import catalogue, choices, files

GIVE_UP_AFTER = timedelta(days=7)
"""A message that could not be sent for so long is news no more; it stays in the table, unsent."""

PUT = """
INSERT INTO outbox (message_id, account_id, to_address, channel, language, kind, facts, dedup, transfer_id, booking_id,
                    created_at, due_at, tries)
VALUES (%s, %s, %s, %s, %s, %s, %s::jsonb, %s, %s, %s, %s, %s, 0) ON CONFLICT (dedup) DO NOTHING
"""


class Message(db.Base):
    """One message to one person, about one fact. `dedup` is unique: a fact is told once.

    `channel` is how it goes: by mail, as a letter for who has no address, or as a line in the monthly digest.
    """

    __tablename__ = "outbox"

    message_id: orm.Mapped[uuid.UUID] = orm.mapped_column(primary_key=True, default=db.new_id)
    account_id: orm.Mapped[uuid.UUID | None]
    to_address: orm.Mapped[str]
    channel: orm.Mapped[str] = orm.mapped_column(server_default="mail")
    language: orm.Mapped[str]
    kind: orm.Mapped[str]
    facts: orm.Mapped[dict[str, Any]]
    dedup: orm.Mapped[str] = orm.mapped_column(unique=True)
    transfer_id: orm.Mapped[uuid.UUID | None]
    booking_id: orm.Mapped[uuid.UUID | None]
    created_at: orm.Mapped[datetime] = orm.mapped_column(db.Timestamp)
    due_at: orm.Mapped[datetime] = orm.mapped_column(db.Timestamp)
    sent_at: orm.Mapped[datetime | None] = orm.mapped_column(db.Timestamp)
    batch_id: orm.Mapped[uuid.UUID | None]
    tries: orm.Mapped[int] = orm.mapped_column(default=0)

    __table_args__ = (
        sa.CheckConstraint("channel IN ('mail', 'letter', 'digest')", name="channel"),
        sa.Index("outbox_waiting_idx", "channel", "due_at", postgresql_where=sa.text("sent_at IS NULL")),
        sa.Index("outbox_batch_id_idx", "batch_id", postgresql_where=sa.text("batch_id IS NOT NULL")),
        sa.Index("outbox_booking_id_idx", "booking_id"),
        sa.Index("outbox_account_id_idx", "account_id"),
    )


def put(
    kind: str,
    to_address: str,
    *,
    dedup: str,
    facts: dict[str, Any] | None = None,
    account_id: uuid.UUID | None = None,
    transfer_id: uuid.UUID | None = None,
    booking_id: uuid.UUID | None = None,
    language: str = "nl",
    file: files.File | None = None,
) -> None:
    """Write a message in this transaction. Facts are JSON values; a second one with the same `dedup` is dropped.

    The text is the template `templates/mail/<kind>.txt`: its first line is the subject. Without an address it
    becomes a letter, where there is a letter of this kind; what its reader chose not to get is not written.
    A `file` goes along with the mail, and is kept no longer than that.
    """
    channel = _channel(kind, to_address, account_id)
    if channel is None:
        return
    now = clock.now()
    row = [account_id, to_address, channel, language, kind, json.dumps(facts or {}), dedup, transfer_id, booking_id]
    message_id = db.new_id()
    written = db.cursor().execute(PUT, [message_id, *row, now, now])
    if file is not None and written.rowcount and channel == "mail":
        files.keep(message_id, file)


def _channel(kind: str, to_address: str, account_id: uuid.UUID | None) -> str | None:
    known = catalogue.find_kind(kind)
    if not to_address:
        return "letter" if known is not None and known.has_letter and account_id is not None else None
    if known is None or account_id is None or known.topic not in choices.CHOOSABLE:
        return "mail"
    return choices.CHANNELS[choices.choice_of(account_id, known.topic)]


def select_digested() -> sa.Select[Any]:
    """Whoever has something waiting for the monthly digest; each perhaps more than once."""
    return sa.select(Message.account_id).where(Message.channel == "digest", Message.sent_at.is_(None))


def take_digested(account_id: uuid.UUID) -> list[Message]:
    """What waits for one person's digest, oldest first; from now on it counts as told."""
    waiting = list(
        db.session.scalars(
            sa.select(Message)
            .where(Message.account_id == account_id, Message.channel == "digest", Message.sent_at.is_(None))
            .order_by(Message.message_id)
            .with_for_update()
        )
    )
    for message in waiting:
        mark_sent(message)
    db.session.flush()
    return waiting


def forget_person(account_id: uuid.UUID, address: str) -> None:
    """Send nothing more to somebody who is erased, and forget what was said and where; that it was said stays.

    What others still have to hear about this person, without an address of this person, goes out first.
    """
    db.session.execute(
        sa.update(Message)
        .where(
            Message.account_id == account_id,
            sa.or_(Message.to_address.in_([address, ""]), Message.sent_at.is_not(None)),
        )
        .values(facts={}, to_address="", sent_at=sa.func.coalesce(Message.sent_at, clock.now()))
    )
    files.forget_all_of(account_id)


def list_waiting(limit: int) -> list[Message]:
    """Messages whose time has come, locked for this worker; others skip them."""
    return list(
        db.session.scalars(
            sa.select(Message)
            .where(
                Message.channel == "mail",
                Message.sent_at.is_(None),
                Message.due_at <= clock.now(),
                Message.created_at > clock.now() - GIVE_UP_AFTER,
            )
            .order_by(Message.due_at)
            .limit(limit)
            .with_for_update(skip_locked=True)
        )
    )


def mark_sent(message: Message) -> None:
    """The mail server accepted it; what went along is kept no longer."""
    files.forget(message.message_id)
    message.sent_at = clock.now()
    message.tries += 1


def mark_failed(message: Message) -> None:
    """Try again later: after 1, 2, 4 … minutes, at most a day apart."""
    message.tries += 1
    message.due_at = clock.now() + min(timedelta(minutes=2 ** (message.tries - 1)), timedelta(days=1))
