"""Certificates, the links by which their holders share them, and who looked."""

import uuid
from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from leerloket import db


class Certificate(db.Base):
    """What a provider says a person did, in the words of the day it was given. Never changed, only withdrawn.

    `code` is random and stands on the paper: who holds the paper can check it. `key_version` names the key that its
    badge is signed with. The name of the holder is that of the person: it goes when the person is erased.
    """

    __tablename__ = "certificates"
    __table_args__ = (
        sa.UniqueConstraint("account_id", "booking_id", name="certificates_booking_key"),
        sa.UniqueConstraint("code", name="certificates_code_key"),
        sa.ForeignKeyConstraint(
            ["account_id", "booking_id"],
            ["bookings.account_id", "bookings.booking_id"],
            name="certificates_booking_fkey",
        ),
        sa.CheckConstraint("proof IN ('diploma', 'certificate', 'badge')", name="proof"),
        sa.CheckConstraint(
            "(withdrawn_at IS NULL) = (withdrawn_by IS NULL) AND (withdrawn_at IS NULL) = (withdrawn_reason = '')",
            name="withdrawn",
        ),
    )

    account_id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    certificate_id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    booking_id: Mapped[uuid.UUID]
    code: Mapped[str]
    proof: Mapped[str]
    provider_id: Mapped[uuid.UUID]
    provider_name: Mapped[str]
    module_slug: Mapped[str]
    title: Mapped[str]
    about: Mapped[str]
    outcomes: Mapped[list[str]]
    skills: Mapped[list[str]]
    nlqf: Mapped[str]
    hours: Mapped[int]
    issued_at: Mapped[datetime] = mapped_column(db.Timestamp)
    issued_by: Mapped[uuid.UUID]
    key_version: Mapped[int] = mapped_column(sa.SmallInteger)
    withdrawn_at: Mapped[datetime | None] = mapped_column(db.Timestamp)
    withdrawn_by: Mapped[uuid.UUID | None]
    withdrawn_reason: Mapped[str] = mapped_column(default="")


class Share(db.Base):
    """A link that shows all certificates of a person until an end date; the token itself is not kept."""

    __tablename__ = "certificate_shares"
    __table_args__ = (sa.UniqueConstraint("token_hash", name="certificate_shares_token_key"),)

    account_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("persons.person_id"), primary_key=True)
    share_id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    token_hash: Mapped[bytes]
    meant_for: Mapped[str]
    made_at: Mapped[datetime] = mapped_column(db.Timestamp)
    until_on: Mapped[date]
    stopped_at: Mapped[datetime | None] = mapped_column(db.Timestamp)


class ShareVisit(db.Base):
    """Somebody opened a shared link. Who that was is not known; when is."""

    __tablename__ = "certificate_share_visits"
    __table_args__ = (
        sa.ForeignKeyConstraint(
            ["account_id", "share_id"],
            ["certificate_shares.account_id", "certificate_shares.share_id"],
            name="certificate_share_visits_share_fkey",
        ),
    )

    account_id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    share_id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    visited_at: Mapped[datetime] = mapped_column(db.Timestamp, primary_key=True)
