"""Signing up: the answer is the same for a known and an unknown address, and the rest goes by mail."""

import uuid
from datetime import date

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

from leerloket import clock, db, outbox
from leerloket.people import passwords, persons, roles, rules, signing_in
from leerloket.people.models import Login, Person, SignUp


def sign_up(
    email: str,
    name: str,
    birth_on: date,
    password: str,
    *,
    origin: str,
    language: str = "nl",
    invitation: tuple[uuid.UUID, uuid.UUID] | None = None,
) -> None:
    """Ask for an account. A mail says how to go on: with a link, or that there is an account already.

    Nothing of the answer tells which. `invitation` is the employer and the invitation of who has a code. Raises
    the refusals of `persons.create_person`, and TooManyTries.
    """
    signing_in.count_try("sign-up", origin, rules.TRIES_PER_ORIGIN)
    rules.check_no_bsn(name, field="name")
    rules.check_no_bsn(email, field="email")
    rules.check_birth_date(birth_on, clock.business_date())
    rules.check_password(password, name=name, email=email)
    password_hash = passwords.hashed(password)
    address = rules.normal_email(email)
    if db.session.get(Login, address) is not None:
        today = clock.business_date()
        outbox.put("email_known", email.strip(), dedup=f"email_known:{address}:{today}", language=language)
        return
    token = rules.new_sign_up_token()
    token_hash = rules.token_hash(token)
    asked = {
        "token_hash": token_hash,
        "email": email.strip(),
        "name": name.strip(),
        "birth_on": birth_on,
        "language": language,
        "password_hash": password_hash,
        "expires_at": clock.now() + rules.SIGN_UP_LASTS,
        "employer_id": invitation[0] if invitation else None,
        "invitation_id": invitation[1] if invitation else None,
    }
    db.session.execute(
        postgresql.insert(SignUp)
        .values(email_norm=address, **asked)
        .on_conflict_do_update(index_elements=["email_norm"], set_=asked)
    )
    outbox.put(
        "sign_up",
        email.strip(),
        dedup=f"sign_up:{token_hash.hex()}",
        facts={"name": name.strip(), "path": f"/aanmelden/bevestigen/{token}"},
        language=language,
    )


def get_sign_up(token: str) -> SignUp:
    """Who asked for an account with the link of this mail. Raises LinkTooOld."""
    found = db.session.scalar(
        sa.select(SignUp)
        .where(SignUp.token_hash == rules.token_hash(token), SignUp.expires_at > clock.now())
        .with_for_update()
    )
    if found is None:
        raise rules.LinkTooOld
    return found


def confirm_sign_up(token: str) -> Person:
    """Make the person who asked, as a worker, and send a welcome. Raises LinkTooOld."""
    asked = get_sign_up(token)
    try:
        person = persons.add_person(
            asked.name, asked.email, asked.birth_on, asked.password_hash, language=asked.language
        )
    except rules.EmailInUse as problem:
        raise rules.LinkTooOld from problem
    roles.grant_role(person.person_id, "worker")
    db.session.delete(asked)
    persons.tell_welcome(person)
    db.session.flush()
    return person
