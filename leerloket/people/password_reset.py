"""A new password by a link in a mail, for who forgot it: one link at a time, once, for an hour."""

from sqlalchemy.dialects import postgresql

from leerloket import clock, db, outbox
from leerloket.people import persons, rules, signing_in
from leerloket.people.audit import service as audit
from leerloket.people.models import Login, PasswordReset, Person


def ask(email: str, *, origin: str) -> None:
    """Mail a link to this address, when somebody signs in with it; the answer never tells whether anybody does.

    Counted per address and per origin. Raises TooManyTries.
    """
    address = rules.normal_email(email)
    signing_in.count_try("reset", address, rules.RESETS_PER_ADDRESS)
    signing_in.count_try("reset origin", origin, rules.TRIES_PER_ORIGIN)
    login = db.session.get(Login, address)
    if login is None or login.disabled_at is not None:
        return
    person = persons.get_person(login.person_id)
    token = rules.new_token(person.person_id)
    token_hash = rules.token_hash(token)
    values = {"token_hash": token_hash, "expires_at": clock.now() + rules.RESET_LASTS}
    db.session.execute(
        postgresql.insert(PasswordReset)
        .values(account_id=person.person_id, **values)
        .on_conflict_do_update(index_elements=["account_id"], set_=values)
    )
    outbox.put(
        "password-reset",
        person.email or email.strip(),
        dedup=f"password-reset:{token_hash.hex()}",
        facts={"name": person.name, "path": f"/wachtwoord-vergeten/{token}"},
        account_id=person.person_id,
        language=person.language,
    )


def check(token: str) -> PasswordReset:
    """Whose password this link may change. Raises ResetTooOld for a link that was used, replaced or is an hour old."""
    account_id, token_hash = rules.split_token(token) or (None, b"")
    found = db.session.get(PasswordReset, account_id, with_for_update=True) if account_id else None
    if found is None or found.token_hash != token_hash or found.expires_at <= clock.now():
        raise rules.ResetTooOld
    return found


def reset(token: str, password: str) -> Person:
    """Give the person of this link a new password and end every session; the link is worth nothing any more.

    Raises ResetTooOld and the refusals of a password. Who has a second step still needs it to sign in.
    """
    found = check(token)
    signing_in.set_password(found.account_id, password)
    db.session.delete(found)
    db.session.flush()
    audit.record("reset password", "person", found.account_id)
    person = persons.get_person(found.account_id)
    tell_changed(person)
    return person


def tell_changed(person: Person) -> None:
    """Mail that the password changed, for whoever did not do it."""
    outbox.put(
        "password-changed",
        person.email or "",
        dedup=f"password-changed:{db.new_id()}",
        facts={"name": person.name, "at": clock.moment_text(clock.now(), person.language)},
        account_id=person.person_id,
        language=person.language,
    )
