"""Batches of letters."""

import uuid
from datetime import datetime

from sqlalchemy import orm

from leerloket import db


class LetterBatch(db.Base):
    """Letters that were taken out of the queue together, to be printed. They stay in it for good."""

    __tablename__ = "letter_batches"

    batch_id: orm.Mapped[uuid.UUID] = orm.mapped_column(primary_key=True, default=db.new_id)
    letters: orm.Mapped[int]
    made_by: orm.Mapped[uuid.UUID]
    made_at: orm.Mapped[datetime] = orm.mapped_column(db.Timestamp)
