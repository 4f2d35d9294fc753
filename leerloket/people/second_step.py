"""The second step of signing in: a code of an app, or one of ten codes on paper (trust.md 13)."""

import uuid
from dataclasses import dataclass
from datetime import datetime

import flask
import sqlalchemy as sa

from leerloket import clock, db, errors, outbox
from leerloket.people import identity, one_time_codes, persons, roles, rules, signing_in, vault
from leerloket.people.audit import service as audit
from leerloket.people.models import Login, Person, RecoveryCode, SecondFactor, SignInAttempt


@dataclass(frozen=True, slots=True)
class SecondStep:
    """How far a person is with the second step. `secret` is told only until the first code confirmed it."""

    confirmed_at: datetime | None = None
    codes_left: int = 0
    secret: str | None = None
    address: str | None = None


def get_second_step(person_id: uuid.UUID) -> SecondStep:
    """Whether a person has a second step, is setting one up, or neither."""
    factor = db.session.get(SecondFactor, person_id)
    if factor is None:
        return SecondStep()
    if factor.confirmed_at is None:
        secret = _secret(factor)
        email = persons.get_person(person_id).email or ""
        return SecondStep(secret=secret, address=one_time_codes.address(secret, email))
    left = sa.select(sa.func.count()).where(RecoveryCode.account_id == person_id, RecoveryCode.used_at.is_(None))
    return SecondStep(confirmed_at=factor.confirmed_at, codes_left=db.session.scalar(left) or 0)


def has_second_step(person_id: uuid.UUID) -> bool:
    """Whether this person is asked for a code after the password."""
    factor = db.session.get(SecondFactor, person_id)
    return factor is not None and factor.confirmed_at is not None


def begin_second_step(person_id: uuid.UUID) -> None:
    """Make a new secret, which counts after `confirm_second_step`. Raises SecondStepThere."""
    factor = _lock(person_id)
    if factor is not None and factor.confirmed_at is not None:
        raise rules.SecondStepThere
    secret, _, version = _keys().seal(_owner(person_id), one_time_codes.new_secret())
    if factor is None:
        db.session.add(
            SecondFactor(account_id=person_id, secret_ciphertext=secret, key_version=version, created_at=clock.now())
        )
    else:
        factor.secret_ciphertext, factor.key_version, factor.created_at = secret, version, clock.now()
    db.session.flush()


def confirm_second_step(person_id: uuid.UUID, code: str) -> list[str]:
    """Let the secret count, by one code of it; gives the ten recovery codes, to be shown once.

    Raises NothingToConfirm, WrongCode, TooManyTries.
    """
    _count_try(person_id)
    factor = _lock(person_id)
    if factor is None or factor.confirmed_at is not None:
        raise rules.NothingToConfirm
    step = one_time_codes.find_step(_secret(factor), one_time_codes.plain(code), clock.now(), after=None)
    if step is None:
        raise rules.WrongCode(field="code")
    factor.confirmed_at, factor.last_step = clock.now(), step
    _forget_tries(person_id)
    codes = _renew_recovery_codes(person_id)
    _tell(person_id, "set up second step", "on")
    return codes


def use_code(person_id: uuid.UUID, code: str) -> None:
    """Take a code of the app or one on paper, which then no longer counts. Raises WrongCode, TooManyTries.

    Every try is counted first, on its own connection. Also wrong: a person without a second step, and one whose
    sign-in was switched off meanwhile.
    """
    _count_try(person_id)
    factor, code = _lock(person_id), one_time_codes.plain(code)
    if factor is None or factor.confirmed_at is None or _is_disabled(person_id):
        raise rules.WrongCode(field="code")
    step = one_time_codes.find_step(_secret(factor), code, clock.now(), after=factor.last_step)
    used = _use_recovery_code(person_id, code)
    if step is None and not used:
        raise rules.WrongCode(field="code")
    if step is not None:
        factor.last_step = step
    _forget_tries(person_id)
    db.session.flush()


def pass_second_step(person_id: uuid.UUID, otp: str | None) -> None:
    """After the password, where both come in one call: the code of who has a second step.

    Raises OtpNeeded without one, WrongSignIn for a wrong one (the words of a wrong password), TooManyTries, and
    SecondStepFirst for staff who must have a second step and have none.
    """
    if not has_second_step(person_id):
        if is_required_of(person_id):
            raise errors.SecondStepFirst
        return
    if otp is None:
        raise rules.OtpNeeded
    try:
        use_code(person_id, otp)
    except rules.WrongCode as problem:
        raise rules.WrongSignIn(field="email") from problem


def is_required_of(person_id: uuid.UUID) -> bool:
    """Whether this person may do nothing without a second step: staff, where LEERLOKET_REQUIRE_OTP is on."""
    if not flask.current_app.config["SETTINGS"].require_otp:
        return False
    return any(grant.role in rules.STAFF_ROLES for grant in roles.list_grants(person_id))


def new_recovery_codes(person_id: uuid.UUID, code: str) -> list[str]:
    """Ten new codes on paper, by a code; the old ones count no longer. Raises WrongCode, TooManyTries."""
    use_code(person_id, code)
    codes = _renew_recovery_codes(person_id)
    _tell(person_id, "renew recovery codes", "codes")
    return codes


def switch_off_second_step(person_id: uuid.UUID, code: str) -> None:
    """Sign in with only the password again, by a code. Raises WrongCode, TooManyTries."""
    use_code(person_id, code)
    _forget(person_id)
    _tell(person_id, "switch off second step", "off")


def reset_second_step(person_id: uuid.UUID, *, by: uuid.UUID, reason: str) -> None:
    """For who lost app and paper: an administrator, never of themselves, takes the second step away.

    The person is signed out everywhere. Raises SamePerson, NoSecondStep.
    """
    if by == person_id:
        audit.record("reset second step", "person", person_id, result="refused", reason=reason)
        raise rules.SamePerson
    if not has_second_step(person_id):
        raise rules.NoSecondStep(field="who")
    _forget(person_id)
    identity.close_all_sessions(person_id)
    _tell(person_id, "reset second step", "reset", reason=reason)


def find_person(who: str) -> Person:
    """Whoever has this number or address. Raises NobodyThere."""
    person = persons.find_person_by_number(who.strip()) or persons.find_person_by_email(who)
    if person is None:
        raise rules.NobodyThere(field="who")
    return person


def _keys() -> vault.Vault:
    return vault.open_keys(flask.current_app.config["SETTINGS"])


def _owner(person_id: uuid.UUID) -> uuid.UUID:
    """What the secret is bound to: this person, and not the place of another sealed value of theirs."""
    return uuid.uuid5(person_id, "second step")


def _secret(factor: SecondFactor) -> str:
    return _keys().open(_owner(factor.account_id), factor.secret_ciphertext, factor.key_version)


def _lock(person_id: uuid.UUID) -> SecondFactor | None:
    """The factor as it is now, for one request at a time: a code that two send at once counts for one."""
    return db.session.scalar(
        sa.select(SecondFactor)
        .where(SecondFactor.account_id == person_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )


def _is_disabled(person_id: uuid.UUID) -> bool:
    live = sa.select(Login.email_norm).where(Login.person_id == person_id, Login.disabled_at.is_(None))
    return db.session.scalar(live) is None


def _count_try(person_id: uuid.UUID) -> None:
    signing_in.count_try("code", str(person_id), rules.TRIES_PER_CODE)


def _forget_tries(person_id: uuid.UUID) -> None:
    db.session.execute(
        sa.delete(SignInAttempt).where(SignInAttempt.bucket == signing_in.bucket("code", str(person_id)))
    )


def _recovery_pseudonyms(person_id: uuid.UUID, code: str) -> list[bytes]:
    return _keys().pseudonyms(f"recovery {person_id} {one_time_codes.plain(code)}")


def _use_recovery_code(person_id: uuid.UUID, code: str) -> bool:
    used = db.session.scalar(
        sa.update(RecoveryCode)
        .where(
            RecoveryCode.account_id == person_id,
            RecoveryCode.code_hash.in_(_recovery_pseudonyms(person_id, code)),
            RecoveryCode.used_at.is_(None),
        )
        .values(used_at=clock.now())
        .returning(RecoveryCode.code_hash)
    )
    if used is not None:
        _tell(person_id, "use recovery code", "used")
    return used is not None


def _renew_recovery_codes(person_id: uuid.UUID) -> list[str]:
    db.session.execute(sa.delete(RecoveryCode).where(RecoveryCode.account_id == person_id))
    codes, keys, now = one_time_codes.new_recovery_codes(), _keys(), clock.now()
    for code in codes:
        code_hash = keys.pseudonym(f"recovery {person_id} {one_time_codes.plain(code)}")
        db.session.add(RecoveryCode(account_id=person_id, code_hash=code_hash, created_at=now))
    db.session.flush()
    return codes


def _forget(person_id: uuid.UUID) -> None:
    for table in (RecoveryCode, SecondFactor):
        db.session.execute(sa.delete(table).where(table.account_id == person_id))


def _tell(person_id: uuid.UUID, action: str, change: str, *, reason: str = "") -> None:
    """Write a change down, and tell the person by mail."""
    audit.record(action, "person", person_id, reason=reason)
    person = persons.get_person(person_id)
    outbox.put(
        "second-step",
        person.email or "",
        dedup=f"second-step:{db.new_id()}",
        facts={"name": person.name, "change": change},
        account_id=person_id,
        language=person.language,
    )
