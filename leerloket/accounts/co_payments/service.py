"""Asking an employer to pay along, and the answer.

Accepting makes a top-up for this person that waits for the employer's payment, like any other. The money is for the
purpose that was asked for, not for one course: what the person does with it stays unknown.
"""

import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from leerloket import clock, db, errors, money, outbox
from leerloket.accounts.co_payments import rules
from leerloket.accounts.co_payments.models import CoPayment
from leerloket.accounts.co_payments.rules import AnsweredAlready, AskedAlready, TooManyAsked
from leerloket.accounts.topups import service as topups
from leerloket.people import service as people
from leerloket.people.audit import service as audit
from leerloket.people.employers import service as employers
from leerloket.people.officers import service as officers

__all__ = ["AnsweredAlready", "AskedAlready", "CoPayment", "TooManyAsked"]

NOTE = "Meebetalen"
AT_ONCE = 200


@dataclass(frozen=True, slots=True)
class Request:
    """What an employer sees of a request: who, how much and for what purpose; the course only where it was shared."""

    co_payment_id: uuid.UUID
    name: str
    personnel_number: str
    amount_cents: int
    purpose: str
    shared_title: str | None
    state: str
    asked_at: datetime
    expires_at: datetime
    answered_at: datetime | None
    reason: str | None
    batch_id: uuid.UUID | None


# --- the person -------------------------------------------------------------------------------------------


def ask(
    account_id: uuid.UUID,
    employer_id: uuid.UUID,
    edition_id: uuid.UUID,
    amount_cents: int,
    purpose: str,
    *,
    shared_title: str | None = None,
) -> CoPayment:
    """Ask an employer to pay along. `shared_title` is the course, given only where the person agreed to share it.

    Raises NotYourEmployer, AskedAlready, TooManyAsked.
    """
    check_works_for(account_id, employer_id)
    waiting = [asked for asked in list_asked(account_id) if asked.state == "open"]
    for asked in waiting:
        if (asked.employer_id, asked.edition_id) == (employer_id, edition_id):
            raise rules.AskedAlready(expires_at=asked.expires_at)
    rules.check_few_open(len(waiting))
    now = clock.now()
    asked = CoPayment(
        account_id=account_id,
        co_payment_id=db.new_id(),
        employer_id=employer_id,
        edition_id=edition_id,
        amount_cents=amount_cents,
        purpose=purpose,
        shared_title=shared_title,
        state="open",
        asked_at=now,
        expires_at=rules.answer_by(now),
    )
    try:
        with db.session.begin_nested():
            db.session.add(asked)
    except sa.exc.IntegrityError as problem:
        raise rules.AskedAlready(expires_at=asked.expires_at) from problem
    _tell_employer(asked)
    return asked


def check_works_for(account_id: uuid.UUID, employer_id: uuid.UUID) -> None:
    """Refuse an employer where this person does not work today."""
    if all(employer.employer_id != employer_id for _, employer in employers.list_employments(account_id)):
        raise rules.NotYourEmployer(field="werkgever")


def list_asked(account_id: uuid.UUID) -> list[CoPayment]:
    """What a person asked, newest first."""
    mine = sa.select(CoPayment).where(CoPayment.account_id == account_id)
    return list(db.session.scalars(mine.order_by(CoPayment.co_payment_id.desc())))


def withdraw(account_id: uuid.UUID, co_payment_id: uuid.UUID) -> CoPayment:
    """Take a request back; a shared course is forgotten. Raises NotFound, AnsweredAlready."""
    asked = _lock(CoPayment.account_id == account_id, CoPayment.co_payment_id == co_payment_id)
    _end(asked, "withdrawn", by=account_id)
    return asked


# --- the employer -----------------------------------------------------------------------------------------


def list_requests(employer_id: uuid.UUID, state: str | None = None, limit: int = 200) -> list[Request]:
    """The requests to an employer, those that wait first, newest first; of people who work there today."""
    which = [CoPayment.state == state] if state else []
    return _see(employer_id, *which, limit=limit)


def get_request(employer_id: uuid.UUID, co_payment_id: uuid.UUID) -> Request:
    """One request to this employer. Raises NotFound for another's, or of somebody who left."""
    found = _see(employer_id, CoPayment.co_payment_id == co_payment_id, limit=1)
    if not found:
        raise errors.NotFound
    return found[0]


def _see(employer_id: uuid.UUID, *which: sa.ColumnElement[bool], limit: int) -> list[Request]:
    found = db.session.scalars(
        sa.select(CoPayment)
        .where(CoPayment.employer_id == employer_id, *which)
        .order_by(CoPayment.state != "open", CoPayment.co_payment_id.desc())
        .limit(limit)
    )
    staff = {employee.person_id: employee for employee in employers.list_employees(employer_id)}
    return [_request(asked, staff[asked.account_id]) for asked in found if asked.account_id in staff]


def count_waiting(employer_id: uuid.UUID) -> int:
    """How many requests wait for this employer."""
    waiting = sa.select(sa.func.count()).where(CoPayment.employer_id == employer_id, CoPayment.state == "open")
    return db.session.scalar(waiting) or 0


def _request(asked: CoPayment, employee: employers.Employee) -> Request:
    return Request(
        co_payment_id=asked.co_payment_id,
        name=employee.name,
        personnel_number=employee.personnel_number,
        amount_cents=asked.amount_cents,
        purpose=asked.purpose,
        shared_title=asked.shared_title,
        state=asked.state,
        asked_at=asked.asked_at,
        expires_at=asked.expires_at,
        answered_at=asked.answered_at,
        reason=asked.reason,
        batch_id=asked.batch_id,
    )


def accept(employer_id: uuid.UUID, co_payment_id: uuid.UUID, *, by: uuid.UUID) -> topups.Batch:
    """Pay along: a top-up for this person, to be paid. Raises NotFound, AnsweredAlready."""
    asked = _lock_of(employer_id, co_payment_id)
    rules.check_waits(asked.state, asked.expires_at, clock.now())
    employee = employers.get_employee(employer_id, asked.account_id)
    cells = {
        "personnel_number": employee.personnel_number,
        "amount": money.plain(asked.amount_cents),
        "purposes": asked.purpose,
        "note": NOTE,
    }
    batch = topups.top_up_one(employer_id, cells, by=by)
    asked.state, asked.batch_id, asked.answered_by, asked.answered_at = "accepted", batch.batch_id, by, clock.now()
    db.session.flush()
    audit.record("accept", "co-payment", co_payment_id)
    _tell_person(asked, "co-payment-accepted")
    return batch


def refuse(employer_id: uuid.UUID, co_payment_id: uuid.UUID, reason: str, *, by: uuid.UUID) -> None:
    """Say no, with a reason that the person reads. Raises NotFound, AnsweredAlready."""
    asked = _lock_of(employer_id, co_payment_id)
    _end(asked, "refused", by=by, reason=reason.strip())
    audit.record("refuse", "co-payment", co_payment_id)
    _tell_person(asked, "co-payment-refused")


def _lock_of(employer_id: uuid.UUID, co_payment_id: uuid.UUID) -> CoPayment:
    asked = _lock(CoPayment.employer_id == employer_id, CoPayment.co_payment_id == co_payment_id)
    employers.get_employee(employer_id, asked.account_id)
    return asked


def _lock(*which: sa.ColumnElement[bool]) -> CoPayment:
    found = db.session.scalar(
        sa.select(CoPayment).where(*which).with_for_update().execution_options(populate_existing=True)
    )
    if found is None:
        raise errors.NotFound
    return found


def _end(asked: CoPayment, state: str, *, by: uuid.UUID | None, reason: str | None = None) -> None:
    rules.check_waits(asked.state, asked.expires_at, clock.now())
    asked.state, asked.answered_by, asked.answered_at, asked.reason = state, by, clock.now(), reason
    asked.shared_title = None
    db.session.flush()


def end_old() -> int:
    """End the requests that nobody answered in time and tell who asked; answers how many. For the worker."""
    late = list(
        db.session.scalars(
            sa.select(CoPayment)
            .where(CoPayment.state == "open", CoPayment.expires_at <= clock.now())
            .order_by(CoPayment.account_id)
            .limit(AT_ONCE)
            .with_for_update(skip_locked=True)
        )
    )
    for asked in late:
        asked.state, asked.answered_at, asked.shared_title = "expired", clock.now(), None
        _tell_person(asked, "co-payment-expired")
    db.session.flush()
    return len(late)


# --- messages ---------------------------------------------------------------------------------------------


def _tell_employer(asked: CoPayment) -> None:
    """To work addresses: neither who asks nor for which course."""
    for officer in officers.list_officers(asked.employer_id):
        officers.put_for(
            officer,
            "co-payment-asked",
            dedup=f"co-payment-asked:{asked.co_payment_id}:{officer.person_id}",
            facts={
                "amount": money.euros(asked.amount_cents, officer.language),
                "until": clock.day_text(clock.business_date(asked.expires_at) - clock.ONE_DAY, officer.language),
                "path": "/werkgever/verzoeken",
            },
        )


def _tell_person(asked: CoPayment, kind: str) -> None:
    person = people.get_person(asked.account_id)
    if not person.email:
        return
    facts: dict[str, Any] = {
        "name": person.name,
        "employer": employers.get_employer(asked.employer_id).name,
        "amount": money.euros(asked.amount_cents, person.language),
        "reason": asked.reason or "",
        "path": "/boekingen/verzoeken",
    }
    outbox.put(
        kind,
        person.email,
        dedup=f"{kind}:{asked.co_payment_id}",
        facts=facts,
        account_id=person.person_id,
        language=person.language,
    )
