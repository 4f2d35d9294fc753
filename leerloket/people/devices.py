"""Devices on which a person signed in before; a sign-in on another one is told by mail."""

import uuid

import sqlalchemy as sa

from leerloket import clock, db, outbox
from leerloket.people import persons, rules
from leerloket.people.models import KnownDevice


def recognise(person_id: uuid.UUID, token: str | None) -> str:
    """Remember that a person signed in on this device; answers the token that the device keeps.

    The first device of all is no news. Another one is: its person gets a mail.
    """
    now = clock.now()
    known = set(db.session.scalars(sa.select(KnownDevice.device_hash).where(KnownDevice.account_id == person_id)))
    if token and rules.token_hash(token) in known:
        db.session.execute(
            sa.update(KnownDevice)
            .where(KnownDevice.account_id == person_id, KnownDevice.device_hash == rules.token_hash(token))
            .values(last_seen_at=now)
        )
        return token
    token = token if rules.is_device_token(token) else rules.new_device_token()
    device = KnownDevice(account_id=person_id, device_hash=rules.token_hash(token), first_seen_at=now, last_seen_at=now)
    db.session.add(device)
    db.session.flush()
    if known:
        _tell(person_id)
    return token


def _tell(person_id: uuid.UUID) -> None:
    person = persons.get_person(person_id)
    outbox.put(
        "new-device",
        person.email or "",
        dedup=f"new-device:{db.new_id()}",
        facts={"name": person.name, "at": clock.moment_text(clock.now(), person.language)},
        account_id=person_id,
        language=person.language,
    )
