"""Proofs that were made: which sentences held, and how far the chain was recomputed. Rows are added, never changed."""

import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import orm

from leerloket import db


class Proof(db.Base):
    """One check of the books. `findings` has per sentence how many rows break it, and whether it was finished.

    `asked_by` is empty for the nightly work. The chain was recomputed from `chain_from` up to `head_seq`.
    """

    __tablename__ = "proofs"

    proof_id: orm.Mapped[uuid.UUID] = orm.mapped_column(primary_key=True, default=db.new_id)
    began_at: orm.Mapped[datetime] = orm.mapped_column(db.Timestamp)
    ended_at: orm.Mapped[datetime] = orm.mapped_column(db.Timestamp)
    asked_by: orm.Mapped[uuid.UUID | None]
    holds: orm.Mapped[bool]
    findings: orm.Mapped[list[dict[str, Any]]]
    totals: orm.Mapped[list[dict[str, Any]]]
    chain_from: orm.Mapped[int]
    head_seq: orm.Mapped[int]
    head_hash: orm.Mapped[str]

    @property
    def broken(self) -> dict[str, int]:
        """The sentences that do not hold, with the number of rows."""
        return {found["name"]: found["broken"] for found in self.findings if found["broken"]}

    @property
    def unfinished(self) -> list[str]:
        """The sentences for which the time was over."""
        return [found["name"] for found in self.findings if not found["finished"]]
