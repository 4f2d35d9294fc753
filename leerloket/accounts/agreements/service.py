"""Making, changing and stopping standing rules, and carrying them out.

A rule makes a batch of top-ups that waits for the employer's payment, like any other; people are credited when the
money is in.
"""

import uuid
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa

from leerloket import clock, db, errors, money
from leerloket.accounts.agreements import rules
from leerloket.accounts.agreements.models import Agreement, Grant, Version
from leerloket.accounts.agreements.rules import START, Terms
from leerloket.accounts.payments import service as payments
from leerloket.accounts.topups import service as topups
from leerloket.people.audit import service as audit
from leerloket.people.employers import service as employers
from leerloket.people.officers import service as officers

__all__ = ["START", "Agreement", "Grant", "Terms", "Version"]

NOTE = "Vaste regel"


@dataclass(frozen=True, slots=True)
class Standing:
    """A rule, what it says now, and what it will say next. `now` is None before its first day."""

    agreement: Agreement
    versions: list[Version]
    now: Version | None
    next: Version | None
    is_stopped: bool

    @property
    def agreement_id(self) -> uuid.UUID:
        """Which rule."""
        return self.agreement.agreement_id

    @property
    def latest(self) -> Version:
        """What is said last: what a change starts from."""
        return self.versions[-1]


@dataclass(frozen=True, slots=True)
class Reach:
    """For how many people a rule holds, and what that costs once."""

    people: int
    total_cents: int


@dataclass(frozen=True, slots=True)
class Given:
    """What a rule gave for one period by one batch."""

    period: str
    people: int
    total_cents: int
    batch: topups.Batch


def preview(employer_id: uuid.UUID, terms: Terms, starts_on: date) -> Reach:
    """For how many employees of today a rule with these terms would hold on its first day. Nothing is kept."""
    on = max(starts_on, clock.business_date())
    due = rules.find_due(terms, employers.list_employees(employer_id), starts_on, on)
    return Reach(len(due), sum(cents for _, cents in due))


def check(terms: Terms, starts_on: date, standing: Standing | None = None) -> None:
    """Refuse terms or a first day that a rule, new or changed, cannot have.

    Raises LimitTooLow, StartsTooEarly, StartsTooLate, and Stopped for a rule that has stopped.
    """
    if standing is not None and standing.is_stopped:
        raise rules.Stopped
    rules.check_terms(terms)
    rules.check_start(starts_on, clock.business_date(), standing.latest.starts_on if standing else None)


def agree(employer_id: uuid.UUID, terms: Terms, starts_on: date, *, by: uuid.UUID) -> Standing:
    """Make a rule that holds from a day on. Raises LimitTooLow, StartsTooEarly, StartsTooLate."""
    check(terms, starts_on)
    agreement = Agreement(employer_id=employer_id, agreement_id=db.new_id(), created_by=by, created_at=clock.now())
    db.session.add(agreement)
    db.session.flush()
    _add_version(agreement, 1, terms, starts_on, by)
    audit.record("make", "agreement", agreement.agreement_id)
    return get_standing(employer_id, agreement.agreement_id)


def change(
    employer_id: uuid.UUID, agreement_id: uuid.UUID, terms: Terms, starts_on: date, *, by: uuid.UUID
) -> Standing:
    """Let a rule say something else from a day on; who got money for the present period gets no more for it.

    Raises NotFound, Stopped, LimitTooLow, StartsTooEarly, StartsTooLate.
    """
    standing = _lock(employer_id, agreement_id)
    check(terms, starts_on, standing)
    _add_version(standing.agreement, standing.latest.version + 1, terms, starts_on, by)
    audit.record("change", "agreement", agreement_id)
    return get_standing(employer_id, agreement_id)


def stop(employer_id: uuid.UUID, agreement_id: uuid.UUID) -> Standing:
    """Let a rule give nothing more from today; what waits for payment stays. Raises NotFound, Stopped."""
    standing = _lock(employer_id, agreement_id)
    if standing.is_stopped:
        raise rules.Stopped
    standing.agreement.stopped_on = clock.business_date()
    db.session.flush()
    audit.record("stop", "agreement", agreement_id)
    return get_standing(employer_id, agreement_id)


def _lock(employer_id: uuid.UUID, agreement_id: uuid.UUID) -> Standing:
    db.session.get(Agreement, (employer_id, agreement_id), with_for_update=True, populate_existing=True)
    return get_standing(employer_id, agreement_id)


def _add_version(agreement: Agreement, number: int, terms: Terms, starts_on: date, by: uuid.UUID) -> None:
    version = Version(
        employer_id=agreement.employer_id,
        agreement_id=agreement.agreement_id,
        version=number,
        starts_on=starts_on,
        amount_cents=terms.amount_cents,
        every=terms.every,
        least_fte_pct=terms.least_fte_pct,
        least_months=terms.least_months,
        purposes=sorted(terms.purposes),
        lasts_months=terms.lasts_months,
        most_cents=terms.most_cents,
        created_by=by,
        created_at=clock.now(),
    )
    db.session.add(version)
    db.session.flush()


def terms_of(version: Version) -> Terms:
    """What a version says, as plain values."""
    return Terms(
        amount_cents=version.amount_cents,
        every=version.every,
        least_fte_pct=version.least_fte_pct,
        least_months=version.least_months,
        purposes=tuple(version.purposes),
        lasts_months=version.lasts_months,
        most_cents=version.most_cents,
    )


# --- read -------------------------------------------------------------------------------------------------


def list_standings(employer_id: uuid.UUID) -> list[Standing]:
    """The rules of an employer: those that hold first, newest first."""
    versions = defaultdict(list)
    found = sa.select(Version).where(Version.employer_id == employer_id).order_by(Version.agreement_id, Version.version)
    for version in db.session.scalars(found):
        versions[version.agreement_id].append(version)
    mine = sa.select(Agreement).where(Agreement.employer_id == employer_id).order_by(Agreement.agreement_id.desc())
    standings = [_standing(agreement, versions[agreement.agreement_id]) for agreement in db.session.scalars(mine)]
    return sorted(standings, key=lambda standing: standing.is_stopped)


def get_standing(employer_id: uuid.UUID, agreement_id: uuid.UUID) -> Standing:
    """One rule of this employer. Raises NotFound for another's."""
    for standing in list_standings(employer_id):
        if standing.agreement_id == agreement_id:
            return standing
    raise errors.NotFound


def _standing(agreement: Agreement, versions: list[Version]) -> Standing:
    today = clock.business_date()
    is_stopped = agreement.stopped_on is not None
    return Standing(
        agreement=agreement,
        versions=versions,
        now=None if is_stopped else rules.in_force(versions, today),
        next=None if is_stopped else rules.to_come(versions, today),
        is_stopped=is_stopped,
    )


def list_given(employer_id: uuid.UUID, agreement_id: uuid.UUID) -> list[Given]:
    """What a rule gave so far, newest first: per batch, never per person."""
    found = db.session.execute(
        sa.select(Grant.period, sa.func.count(), sa.func.sum(Grant.amount_cents), topups.Batch)
        .join(
            topups.Batch,
            sa.and_(topups.Batch.employer_id == Grant.employer_id, topups.Batch.batch_id == Grant.batch_id),
        )
        .where(Grant.employer_id == employer_id, Grant.agreement_id == agreement_id)
        .group_by(Grant.period, topups.Batch.employer_id, topups.Batch.batch_id)
        .order_by(topups.Batch.batch_id.desc())
    )
    return [Given(period, people, int(cents), batch) for period, people, cents, batch in found]


# --- carry out --------------------------------------------------------------------------------------------


def work() -> int:
    """Carry out every rule that holds today, each in its own transaction; answers how many people get money.

    For the worker. What was given for a period is kept, so that a second run on one day gives nothing.
    """
    today = clock.business_date()
    return sum(db.run(carry_out, employer_id, agreement_id, today) for employer_id, agreement_id in db.run(_list_live))


def _list_live() -> list[tuple[uuid.UUID, uuid.UUID]]:
    live = sa.select(Agreement.employer_id, Agreement.agreement_id).where(Agreement.stopped_on.is_(None))
    return [(employer_id, agreement_id) for employer_id, agreement_id in db.session.execute(live)]


def carry_out(employer_id: uuid.UUID, agreement_id: uuid.UUID, on: date) -> int:
    """Make the top-ups that a rule owes on a day and expect their payment; answers for how many people.

    An employer without users gets none: nobody would pay.
    """
    standing = _lock(employer_id, agreement_id)
    version = None if standing.is_stopped else rules.in_force(standing.versions, on)
    readers = officers.list_officers(employer_id)
    if version is None or not readers:
        return 0
    due = _find_due(standing, version, on)
    if not due:
        return 0
    by = next((one.person_id for one in readers if one.person_id == version.created_by), readers[0].person_id)
    batch = _make_batch(employer_id, terms_of(version), due, on, by)
    db.session.execute(
        sa.insert(Grant),
        [
            {
                "employer_id": employer_id,
                "agreement_id": agreement_id,
                "person_id": employee.person_id,
                "period": rules.period(version.every, on),
                "version": version.version,
                "amount_cents": cents,
                "batch_id": batch.batch_id,
            }
            for employee, cents in due
        ],
    )
    _tell(readers, batch, len(due))
    return len(due)


def _find_due(standing: Standing, version: Version, on: date) -> list[tuple[employers.Employee, int]]:
    grants = db.session.execute(
        sa.select(Grant.person_id, Grant.period, Grant.amount_cents).where(
            Grant.employer_id == version.employer_id, Grant.agreement_id == version.agreement_id
        )
    ).all()
    given: dict[uuid.UUID, int] = defaultdict(int)
    for person_id, _period, cents in grants:
        given[person_id] += cents
    present = rules.period(version.every, on)
    return rules.find_due(
        terms_of(version),
        employers.list_employees(version.employer_id, on),
        standing.versions[0].starts_on,
        on,
        got_already={person_id for person_id, period, _cents in grants if period == present},
        given_cents=given,
    )


def _make_batch(
    employer_id: uuid.UUID,
    terms: Terms,
    due: Sequence[tuple[employers.Employee, int]],
    on: date,
    by: uuid.UUID,
) -> topups.Batch:
    last_on = rules.ends_on(terms, on)
    cells = [
        {
            "personnel_number": employee.personnel_number,
            "amount": money.plain(cents),
            "purposes": "+".join(terms.purposes),
            "expires_on": last_on.isoformat() if last_on else "",
            "note": NOTE,
        }
        for employee, cents in due
    ]
    batch = topups.check_rows(employer_id, cells, by=by)
    return topups.confirm(employer_id, batch.batch_id, accept_questions=True, by=by)


def _tell(readers: Sequence[officers.Officer], batch: topups.Batch, people: int) -> None:
    payment = payments.get_payment(batch.payment_id) if batch.payment_id else None
    for reader in readers:
        officers.put_for(
            reader,
            "agreement-due",
            dedup=f"agreement-due:{batch.batch_id}:{reader.person_id}",
            facts={
                "people": people,
                "amount": money.euros(batch.total_cents, reader.language),
                "reference": payments.written(payment.reference) if payment else "",
                "path": f"/werkgever/storten/bestand/{batch.batch_id}",
            },
        )
