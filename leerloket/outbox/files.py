"""Files that go along with a message; kept until it is sent."""

import uuid
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy import orm

from leerloket import db


class OutboxFile(db.Base):
    """One file of one message."""

    __tablename__ = "outbox_files"

    message_id: orm.Mapped[uuid.UUID] = orm.mapped_column(
        sa.ForeignKey("outbox.message_id", ondelete="CASCADE"), primary_key=True
    )
    name: orm.Mapped[str]
    media_type: orm.Mapped[str]
    content: orm.Mapped[bytes]


@dataclass(frozen=True, slots=True)
class File:
    """A file to send along: its name, what it is (`application/pdf`), and its bytes."""

    name: str
    media_type: str
    content: bytes


def keep(message_id: uuid.UUID, file: File) -> None:
    """Let a file go along with a message that was just written."""
    db.session.execute(
        sa.insert(OutboxFile).values(
            message_id=message_id, name=file.name, media_type=file.media_type, content=file.content
        )
    )


def find(message_id: uuid.UUID) -> File | None:
    """The file that goes along with a message, if any."""
    kept = db.session.get(OutboxFile, message_id)
    return File(kept.name, kept.media_type, kept.content) if kept else None


def forget(message_id: uuid.UUID) -> None:
    """The message is sent: its file is kept no longer."""
    db.session.execute(sa.delete(OutboxFile).where(OutboxFile.message_id == message_id))


def forget_all_of(account_id: uuid.UUID) -> None:
    """Keep no file of anything that is told about a person."""
    told = sa.text("SELECT message_id FROM outbox WHERE account_id = :account_id").columns(message_id=sa.Uuid)
    db.session.execute(
        sa.delete(OutboxFile).where(OutboxFile.message_id.in_(told.bindparams(account_id=account_id).scalar_subquery()))
    )
