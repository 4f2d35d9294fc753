"""Persons, how they sign in, what they may be, and their sessions."""

import uuid
from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy import orm

from leerloket import db


class Person(db.Base):
    """A human being. `person_id` is random and is also the id of the person's learning account."""

    __tablename__ = "persons"

    person_id: orm.Mapped[uuid.UUID] = orm.mapped_column(primary_key=True, default=db.random_id)
    number: orm.Mapped[str] = orm.mapped_column(unique=True)
    name: orm.Mapped[str | None]
    email: orm.Mapped[str | None]
    phone: orm.Mapped[str | None]
    birth_on: orm.Mapped[date | None]
    nlqf_level: orm.Mapped[int | None] = orm.mapped_column(sa.SmallInteger)
    postal_address: orm.Mapped[str | None]
    region_code: orm.Mapped[str | None] = orm.mapped_column(sa.ForeignKey("regions.code"))
    language: orm.Mapped[str] = orm.mapped_column(default="nl")
    created_at: orm.Mapped[datetime] = orm.mapped_column(db.Timestamp)
    erased_at: orm.Mapped[datetime | None] = orm.mapped_column(db.Timestamp)
    bsn_ciphertext: orm.Mapped[bytes | None]
    bsn_hmac: orm.Mapped[bytes | None]
    key_version: orm.Mapped[int | None] = orm.mapped_column(sa.SmallInteger)

    __table_args__ = (
        sa.CheckConstraint("nlqf_level BETWEEN 0 AND 8", name="nlqf_level"),
        sa.CheckConstraint("language IN ('nl', 'en')", name="language"),
        sa.CheckConstraint(
            "erased_at IS NULL OR (name IS NULL AND email IS NULL AND phone IS NULL AND birth_on IS NULL"
            " AND bsn_ciphertext IS NULL AND bsn_hmac IS NULL)",
            name="erased",
        ),
        sa.CheckConstraint("erased_at IS NULL OR postal_address IS NULL", name="postal_address"),
        sa.CheckConstraint(
            "(bsn_ciphertext IS NULL) = (bsn_hmac IS NULL) AND (bsn_hmac IS NULL) = (key_version IS NULL)",
            name="bsn_whole",
        ),
        sa.Index("persons_region_code_idx", "region_code"),
        sa.Index("persons_bsn_hmac_idx", "bsn_hmac", postgresql_where=sa.text("bsn_hmac IS NOT NULL")),
    )


class Login(db.Base):
    """A lookup table: which person signs in with this address. Unique over the whole service."""

    __tablename__ = "logins"

    email_norm: orm.Mapped[str] = orm.mapped_column(primary_key=True)
    person_id: orm.Mapped[uuid.UUID]
    password_hash: orm.Mapped[str | None]
    disabled_at: orm.Mapped[datetime | None] = orm.mapped_column(db.Timestamp)

    __table_args__ = (sa.Index("logins_person_id_idx", "person_id"),)


class SignUp(db.Base):
    """Somebody asked for an account at this address; the link in the mail makes the person.

    With an invitation the person joins that employer at the same moment.
    """

    __tablename__ = "sign_ups"

    email_norm: orm.Mapped[str] = orm.mapped_column(primary_key=True)
    token_hash: orm.Mapped[bytes] = orm.mapped_column(unique=True)
    email: orm.Mapped[str]
    name: orm.Mapped[str]
    birth_on: orm.Mapped[date]
    language: orm.Mapped[str]
    password_hash: orm.Mapped[str]
    expires_at: orm.Mapped[datetime] = orm.mapped_column(db.Timestamp)
    employer_id: orm.Mapped[uuid.UUID | None]
    invitation_id: orm.Mapped[uuid.UUID | None]


class RoleGrant(db.Base):
    """What a person may be, and for which organisation. It counts from `approved_at` until `revoked_at`."""

    __tablename__ = "role_grants"

    person_id: orm.Mapped[uuid.UUID] = orm.mapped_column(sa.ForeignKey("persons.person_id"), primary_key=True)
    grant_id: orm.Mapped[uuid.UUID] = orm.mapped_column(primary_key=True, default=db.new_id)
    role: orm.Mapped[str]
    organisation_id: orm.Mapped[uuid.UUID | None]
    organisation_name: orm.Mapped[str | None]
    granted_by: orm.Mapped[uuid.UUID | None]
    granted_at: orm.Mapped[datetime] = orm.mapped_column(db.Timestamp)
    approved_by: orm.Mapped[uuid.UUID | None]
    approved_at: orm.Mapped[datetime | None] = orm.mapped_column(db.Timestamp)
    revoked_at: orm.Mapped[datetime | None] = orm.mapped_column(db.Timestamp)

    __table_args__ = (
        sa.CheckConstraint(
            "role IN ('worker', 'employer', 'provider', 'adviser', 'administrator', 'controller')", name="role"
        ),
        sa.CheckConstraint("approved_by <> granted_by AND approved_by <> person_id", name="four_eyes"),
        sa.Index("role_grants_organisation_id_idx", "organisation_id"),
        sa.Index(
            "role_grants_live_idx",
            "person_id",
            "role",
            sa.text("coalesce(organisation_id, '00000000-0000-0000-0000-000000000000'::uuid)"),
            unique=True,
            postgresql_where=sa.text("revoked_at IS NULL"),
        ),
    )


class Session(db.Base):
    """A person who is signed in, on pages or over the API. Only the sha256 of the token is kept."""

    __tablename__ = "sessions"

    account_id: orm.Mapped[uuid.UUID] = orm.mapped_column(sa.ForeignKey("persons.person_id"), primary_key=True)
    token_hash: orm.Mapped[bytes] = orm.mapped_column(primary_key=True)
    kind: orm.Mapped[str]
    grant_id: orm.Mapped[uuid.UUID | None]
    created_at: orm.Mapped[datetime] = orm.mapped_column(db.Timestamp)
    expires_at: orm.Mapped[datetime] = orm.mapped_column(db.Timestamp)
    revoked_at: orm.Mapped[datetime | None] = orm.mapped_column(db.Timestamp)

    __table_args__ = (
        sa.CheckConstraint("kind IN ('page', 'bearer')", name="kind"),
        sa.Index("sessions_expires_at_idx", "expires_at"),
    )


class SignInAttempt(db.Base):
    """How often one address or one origin tried in the present window. The bucket is an HMAC, never the value."""

    __tablename__ = "sign_in_attempts"

    bucket: orm.Mapped[bytes] = orm.mapped_column(primary_key=True)
    tries: orm.Mapped[int]
    started_at: orm.Mapped[datetime] = orm.mapped_column(db.Timestamp)

    __table_args__ = (sa.Index("sign_in_attempts_started_at_idx", "started_at"),)


class PasswordReset(db.Base):
    """The one link in a mail with which a person may choose a new password."""

    __tablename__ = "password_resets"

    account_id: orm.Mapped[uuid.UUID] = orm.mapped_column(sa.ForeignKey("persons.person_id"), primary_key=True)
    token_hash: orm.Mapped[bytes]
    expires_at: orm.Mapped[datetime] = orm.mapped_column(db.Timestamp)

    __table_args__ = (sa.Index("password_resets_expires_at_idx", "expires_at"),)


class KnownDevice(db.Base):
    """A browser on which a person signed in; only the hash of what it keeps."""

    __tablename__ = "known_devices"

    account_id: orm.Mapped[uuid.UUID] = orm.mapped_column(sa.ForeignKey("persons.person_id"), primary_key=True)
    device_hash: orm.Mapped[bytes] = orm.mapped_column(primary_key=True)
    first_seen_at: orm.Mapped[datetime] = orm.mapped_column(db.Timestamp)
    last_seen_at: orm.Mapped[datetime] = orm.mapped_column(db.Timestamp)

    __table_args__ = (sa.Index("known_devices_last_seen_at_idx", "last_seen_at"),)


class SecondFactor(db.Base):
    """The secret of a person's app for codes, sealed. It counts from `confirmed_at`; each step of 30 s counts once."""

    __tablename__ = "second_factors"

    account_id: orm.Mapped[uuid.UUID] = orm.mapped_column(sa.ForeignKey("persons.person_id"), primary_key=True)
    secret_ciphertext: orm.Mapped[bytes]
    key_version: orm.Mapped[int] = orm.mapped_column(sa.SmallInteger)
    created_at: orm.Mapped[datetime] = orm.mapped_column(db.Timestamp)
    confirmed_at: orm.Mapped[datetime | None] = orm.mapped_column(db.Timestamp)
    last_step: orm.Mapped[int | None]

    __table_args__ = (
        sa.CheckConstraint("(confirmed_at IS NULL) = (last_step IS NULL)", name="confirmed"),
        sa.Index("second_factors_begun_idx", "created_at", postgresql_where=sa.text("confirmed_at IS NULL")),
    )


class RecoveryCode(db.Base):
    """A code on paper for who lost the app; kept as an HMAC under the key file, and worth something once."""

    __tablename__ = "recovery_codes"

    account_id: orm.Mapped[uuid.UUID] = orm.mapped_column(sa.ForeignKey("persons.person_id"), primary_key=True)
    code_hash: orm.Mapped[bytes] = orm.mapped_column(primary_key=True)
    created_at: orm.Mapped[datetime] = orm.mapped_column(db.Timestamp)
    used_at: orm.Mapped[datetime | None] = orm.mapped_column(db.Timestamp)
