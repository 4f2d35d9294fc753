"""Reports of anybody: told without an account, followed with a code that only the reporter has."""

import secrets
import uuid

import sqlalchemy as sa

from leerloket import clock, db, errors
from leerloket.courses.signals.models import Evidence, Signal
from leerloket.people import service as people

CODE_LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
"""Without letters and figures that look alike: people write it down."""
CODE_LENGTH, GROUP = 16, 4
"""Sixteen of 31 letters are 79 bits: nobody finds a report by trying."""
MOST = 5
"""Reports in a quarter of an hour from one origin; a library or a school shares one."""


def check_may_report(origin: str) -> None:
    """Count a report from this origin (an IP address), for a quarter of an hour. Raises TooManyTries."""
    people.count_try("report", origin, MOST)


def report(told: str, *, provider_id: uuid.UUID | None = None, module_id: uuid.UUID | None = None) -> str:
    """Keep what somebody tells about a provider, a module or anything; answers the code to follow it with.

    Nothing of the reporter is kept, and the code only as a hash.
    """
    code = "".join(secrets.choice(CODE_LETTERS) for _ in range(CODE_LENGTH))
    signal = Signal(
        signal_id=db.new_id(),
        kind="report",
        provider_id=provider_id,
        found_at=clock.now(),
        figures={},
        limits={},
        told=told,
        code_hash=people.token_hash(code),
    )
    db.session.add(signal)
    db.session.flush()
    if module_id is not None:
        db.session.add(
            Evidence(
                kind="report",
                key=str(signal.signal_id),
                signal_id=signal.signal_id,
                object_type="module",
                object_id=module_id,
            )
        )
        db.session.flush()
    return "-".join(code[at : at + GROUP] for at in range(0, CODE_LENGTH, GROUP))


def follow(code: str) -> Signal:
    """The report with this code, however it is typed. Raises NotFound."""
    letters = "".join(letter for letter in code.upper() if letter in CODE_LETTERS)
    query = sa.select(Signal).where(Signal.code_hash == people.token_hash(letters))
    found = db.session.scalar(query) if len(letters) == CODE_LENGTH else None
    if found is None:
        raise errors.NotFound
    return found
