"""Signing in with a password, counted per address and per origin."""

import uuid
from typing import Any, cast

import flask
import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

from leerloket import clock, db
from leerloket.people import identity, passwords, persons, rules
from leerloket.people.audit import service as audit
from leerloket.people.models import (
    KnownDevice,
    Login,
    PasswordReset,
    Person,
    SecondFactor,
    Session,
    SignInAttempt,
    SignUp,
)


def sign_in(email: str, password: str, *, origin: str) -> Person:
    """The person with this address and password. Raises WrongSignIn or TooManyTries.

    Every try is counted first, on its own connection, for the address and for the origin (an IP address). An
    unknown address costs the same hash and gives the same words as a wrong password.
    """
    address = rules.normal_email(email)
    count_try("address", address, rules.TRIES_PER_ADDRESS)
    count_try("origin", origin, rules.TRIES_PER_ORIGIN)
    login = db.session.get(Login, address)
    is_right = passwords.is_right(login.password_hash if login else None, password)
    if login is None or login.disabled_at is not None or not is_right:
        raise rules.WrongSignIn(field="email")
    assert login.password_hash is not None  # noqa: S101 - a password was right
    if passwords.is_old(login.password_hash):
        login.password_hash = passwords.hashed(password)
    db.session.execute(sa.delete(SignInAttempt).where(SignInAttempt.bucket == bucket("address", address)))
    return persons.get_person(login.person_id)


def bucket(kind: str, value: str) -> bytes:
    """Under what the tries of an address, an origin or a person are counted."""
    return rules.bucket(kind, value, flask.current_app.config["SETTINGS"].secret_key)


def count_try(kind: str, value: str, most: int) -> None:
    """Count one try, on its own connection so that no rollback forgets it. Raises TooManyTries."""
    now = clock.now()
    is_old = SignInAttempt.started_at <= now - rules.TRY_WINDOW
    insert = postgresql.insert(SignInAttempt).values(bucket=bucket(kind, value), tries=1, started_at=now)
    counted = insert.on_conflict_do_update(
        index_elements=["bucket"],
        set_={
            "tries": sa.case((is_old, 1), else_=SignInAttempt.tries + 1),
            "started_at": sa.case((is_old, now), else_=SignInAttempt.started_at),
        },
    ).returning(SignInAttempt.tries)
    with db.apart() as connection:
        tries = connection.scalar(counted)
    if tries is not None and tries > most:
        raise rules.TooManyTries


def set_password(person_id: uuid.UUID, password: str) -> None:
    """Give a person a new password, and sign them out everywhere."""
    person = persons.get_person(person_id)
    rules.check_password(password, name=person.name or "", email=person.email or "")
    db.session.execute(
        sa.update(Login).where(Login.person_id == person_id).values(password_hash=passwords.hashed(password))
    )
    identity.close_all_sessions(person_id)


def disable_sign_in(person_id: uuid.UUID) -> None:
    """Nobody signs in as this person any more; open sessions end at once."""
    db.session.execute(sa.update(Login).where(Login.person_id == person_id).values(disabled_at=clock.now()))
    identity.close_all_sessions(person_id)
    audit.record("disable sign-in", "person", person_id)


def change_password(person_id: uuid.UUID, old: str, new: str) -> None:
    """Give oneself a new password by showing the old one; signs out everywhere. Raises WrongPassword."""
    login = db.session.scalar(sa.select(Login).where(Login.person_id == person_id))
    count_try("password", str(person_id), rules.TRIES_PER_ADDRESS)
    if not passwords.is_right(login.password_hash if login else None, old):
        raise rules.WrongPassword(field="old_password")
    set_password(person_id, new)


def forget_old_attempts() -> int:
    """Delete counts whose window is long over, and sign-ins, sign-ups and set-ups that ended. Returns how many rows."""
    now = clock.now()
    ended = [
        sa.delete(SignInAttempt).where(SignInAttempt.started_at < now - 2 * rules.TRY_WINDOW),
        sa.delete(SignUp).where(SignUp.expires_at < now),
        sa.delete(PasswordReset).where(PasswordReset.expires_at < now),
        sa.delete(KnownDevice).where(KnownDevice.last_seen_at < now - rules.DEVICE_KNOWN),
        sa.delete(SecondFactor).where(
            SecondFactor.confirmed_at.is_(None), SecondFactor.created_at < now - rules.SET_UP_LASTS
        ),
        sa.delete(Session).where(Session.expires_at < now - rules.SESSION_KEPT),
    ]
    return sum(cast("sa.CursorResult[Any]", db.session.execute(statement)).rowcount for statement in ended)
