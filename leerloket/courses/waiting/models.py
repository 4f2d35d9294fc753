"""Places in the line for a full edition."""

import uuid
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from leerloket import db


class WaitingPlace(db.Base):
    """One person's place in the line of one edition. `number` is given under the lock of the edition, so it is fair.

    The place ends as booked, missed (the offer ran out), left (by the person) or ended (the edition is over).
    """

    __tablename__ = "waiting_places"
    __table_args__ = (
        sa.UniqueConstraint("edition_id", "number", name="waiting_places_number_key"),
        sa.Index(
            "waiting_places_open_idx",
            "account_id",
            "edition_id",
            unique=True,
            postgresql_where=sa.text("state IN ('waiting', 'offered')"),
        ),
        sa.Index(
            "waiting_places_line_idx",
            "edition_id",
            "number",
            postgresql_where=sa.text("state IN ('waiting', 'offered')"),
        ),
        sa.CheckConstraint("state IN ('waiting', 'offered', 'booked', 'missed', 'left', 'ended')", name="state"),
        sa.CheckConstraint("(ended_at IS NULL) = (state IN ('waiting', 'offered'))", name="ended"),
        sa.CheckConstraint("state <> 'offered' OR offer_until IS NOT NULL", name="offered"),
    )

    account_id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    place_id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    edition_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("editions.edition_id"))
    number: Mapped[int]
    state: Mapped[str]
    joined_at: Mapped[datetime] = mapped_column(db.Timestamp)
    offer_until: Mapped[datetime | None] = mapped_column(db.Timestamp)
    ended_at: Mapped[datetime | None] = mapped_column(db.Timestamp)
