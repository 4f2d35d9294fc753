"""The verbs of an admission: apply, look at each task, approve with two people, reject, re-check, announce the end."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import sqlalchemy as sa

from leerloket import clock, db, errors, outbox
from leerloket.courses.admissions import codes, rules
from leerloket.courses.admissions.models import AdmissionRound, AdmissionTask
from leerloket.courses.catalogue import service as catalogue
from leerloket.courses.providers import service as providers
from leerloket.people import service as people
from leerloket.people.audit import service as audit

__all__ = ["AdmissionRound", "AdmissionTask"]

TASKS = codes.TASKS


@dataclass(frozen=True, slots=True)
class Admission:
    """A round with its tasks, in their order, and the last day it could give."""

    round: AdmissionRound
    tasks: Sequence[AdmissionTask]
    latest_until: date

    @property
    def is_open(self) -> bool:
        """Whether it still has to be decided."""
        return self.round.state in rules.OPEN

    @property
    def left(self) -> int:
        """How many tasks are not in order."""
        return sum(task.state != "met" for task in self.tasks)


def apply(person_id: uuid.UUID, row: catalogue.ProviderRow, *, holder: str) -> AdmissionRound:
    """A person applies for the organisation it works for, and becomes its office.

    The provider can make drafts from now on; nobody sees them before it is admitted. `holder` is the name the
    bank account is in. Raises Invalid with every error at once, `KvkKnown` and `AppliedAlready`; of several who
    apply at the same moment the first is in before the next is looked at.
    """
    offer = catalogue.Offer()
    if not catalogue.check_provider(offer, 0, row):
        raise errors.Invalid(errors=[errors.FieldError(e.field, e.code, e.nl, e.en) for e in offer.errors])
    providers.mark_offer_changed()
    if db.session.scalar(_open().where(AdmissionRound.is_applied, AdmissionRound.started_by == person_id)):
        raise rules.AppliedAlready
    if providers.find_provider_by_kvk(row.kvk) is not None:
        raise rules.KvkKnown(field="kvk")
    provider = catalogue.add_provider(row)
    people.grant_role(person_id, "provider", provider.provider_id, organisation_name=provider.name)
    made = _start(provider.provider_id, person_id, holder=holder, is_applied=True)
    audit.record("apply", "provider", provider.provider_id)
    _tell(provider, made, "received")
    return made


def start(provider_id: uuid.UUID, by: uuid.UUID) -> AdmissionRound:
    """An administrator begins to look at a provider (again); what holds now holds on. Raises `AdmissionOpen`."""
    providers.lock_provider(provider_id)
    if find_open(provider_id) is not None:
        raise rules.AdmissionOpen
    audit.record("start", "provider_admission", provider_id)
    earlier = find_latest(provider_id)
    return _start(provider_id, by, holder=earlier.round.holder if earlier else "", is_applied=False)


def _start(provider_id: uuid.UUID, by: uuid.UUID, *, holder: str, is_applied: bool) -> AdmissionRound:
    made = AdmissionRound(
        round_id=db.new_id(),
        provider_id=provider_id,
        state="open",
        is_applied=is_applied,
        holder=holder,
        started_by=by,
        started_at=clock.now(),
        end_reason="",
    )
    db.session.add(made)
    db.session.flush()
    db.session.add_all(AdmissionTask(round_id=made.round_id, task=task, state="open", note="") for task in codes.TASKS)
    db.session.flush()
    return made


def note_task(
    provider_id: uuid.UUID,
    task: str,
    *,
    state: str,
    note: str,
    evidence_on: date,
    by: uuid.UUID,
    valid_until: date | None = None,
) -> AdmissionTask:
    """What an administrator found at one task, in what it was seen and on which day.

    Raises NotFound, `NoAdmissionOpen`, `EvidenceInFuture`, `MarkNeedsEnd`, `NoAccountKnown`, `NoSampleModule`.
    """
    if task not in codes.TASKS:
        raise errors.NotFound
    admission = _lock_open(provider_id)
    rules.check_evidence(task, state, evidence_on, valid_until, clock.business_date())
    if state == "met" and task == "account" and providers.get_provider(provider_id).iban is None:
        raise rules.NoAccountKnown
    if state == "met" and task == "sample_module" and not catalogue.count_own_modules(provider_id):
        raise rules.NoSampleModule
    (found,) = [one for one in admission.tasks if one.task == task]
    found.state, found.note, found.evidence_on, found.valid_until = state, note, evidence_on, valid_until
    found.done_by, found.done_at = by, clock.now()
    audit.record(f"note {task}", "provider_admission", provider_id, reason=state)
    db.session.flush()
    return found


def approve(provider_id: uuid.UUID, by: uuid.UUID, *, until: date | None = None) -> Admission:
    """Approve a provider of which every task is in order: the first waits, another person's admits it.

    `until` is the last day; without it the latest possible. Raises `NoAdmissionOpen`, `TasksOpen`, `OwnApplication`,
    `SamePersonAdmits`, `UntilNotPossible`.
    """
    admission = _lock_open(provider_id)
    found = admission.round
    rules.check_may_approve(admission.tasks, is_applied=found.is_applied, started_by=found.started_by, person_id=by)
    found.until_on = until or found.until_on or admission.latest_until
    rules.check_until(found.until_on, admission.latest_until, clock.business_date())
    if found.first_approved_by is None:
        found.first_approved_by, found.state = by, "approved_once"
    else:
        _admit(found, found.first_approved_by, by, found.until_on)
    audit.record("approve", "provider_admission", provider_id)
    db.session.flush()
    return admission


def _admit(found: AdmissionRound, first: uuid.UUID, second: uuid.UUID, until: date) -> None:
    if providers.get_provider(found.provider_id).approved_at is None:
        provider, state = providers.admit(found.provider_id, first, second, until=until), "admitted"
    else:
        provider, state = providers.renew(found.provider_id, first, second, until=until), "renewed"
    found.approved_by, found.state, found.ended_at = second, "admitted", clock.now()
    _tell(provider, found, state)


def reject(provider_id: uuid.UUID, by: uuid.UUID, reason: str) -> AdmissionRound:
    """An administrator ends the round with a no. An admission that holds stays until its own end.

    Raises `NoAdmissionOpen` and `OwnApplication`.
    """
    found = _lock_open(provider_id).round
    if found.is_applied and found.started_by == by:
        raise rules.OwnApplication
    found.state, found.ended_at, found.end_reason = "rejected", clock.now(), reason
    audit.record("reject", "provider_admission", provider_id, reason=f"by {by}")
    db.session.flush()
    _tell(providers.get_provider(provider_id), found, "rejected")
    return found


def _lock_open(provider_id: uuid.UUID) -> Admission:
    providers.lock_provider(provider_id)
    found = db.session.scalar(
        _open().where(AdmissionRound.provider_id == provider_id), execution_options={"populate_existing": True}
    )
    if found is None:
        raise rules.NoAdmissionOpen
    return _with_tasks(found)


def _open() -> sa.Select[AdmissionRound]:
    return sa.select(AdmissionRound).where(AdmissionRound.state.in_(rules.OPEN))


def _with_tasks(found: AdmissionRound) -> Admission:
    tasks = db.session.scalars(sa.select(AdmissionTask).where(AdmissionTask.round_id == found.round_id))
    in_order = sorted(tasks, key=lambda task: codes.TASKS.index(task.task))
    return Admission(found, in_order, rules.latest_until(in_order, clock.business_date()))


def find_open(provider_id: uuid.UUID) -> AdmissionRound | None:
    """The round of this provider that has to be decided, if there is one."""
    return db.session.scalar(_open().where(AdmissionRound.provider_id == provider_id))


def list_rounds(provider_id: uuid.UUID) -> list[AdmissionRound]:
    """Every time this provider was looked at, the newest first."""
    query = sa.select(AdmissionRound).where(AdmissionRound.provider_id == provider_id)
    return list(db.session.scalars(query.order_by(AdmissionRound.started_at.desc(), AdmissionRound.round_id.desc())))


def find_latest(provider_id: uuid.UUID) -> Admission | None:
    """The newest round of this provider with its tasks; None when nobody ever looked."""
    rounds = list_rounds(provider_id)
    return _with_tasks(rounds[0]) if rounds else None


def list_open() -> dict[uuid.UUID, Admission]:
    """Every round that has to be decided, by provider."""
    return {found.provider_id: _with_tasks(found) for found in db.session.scalars(_open())}


def announce_ends(today: date) -> int:
    """Tell every provider, and the administrators, whose admission ends in 90, 30 or 7 days; how many providers.

    Each announcement is made once for each last day.
    """
    told = 0
    soonest, farthest = today, today + timedelta(days=max(rules.ANNOUNCED_DAYS))
    administrators = [people.get_person(grant.person_id) for grant in people.list_role_holders("administrator")]
    for provider in providers.list_ending(soonest, farthest):
        until = provider.approved_until or farthest
        key = f"admission-ends:{provider.provider_id}:{until}:{rules.announcement(until, today)}"
        facts = {"provider": provider.name, "until_on": clock.day_text(until)}
        if provider.email:
            _put(provider.email, key, provider.provider_id, facts | {"for_office": False})
        for person in administrators:
            if person.email:
                _put(person.email, f"{key}:{person.person_id}", person.person_id, facts | {"for_office": True})
        told += 1
    return told


def _put(address: str, key: str, account_id: uuid.UUID, facts: dict[str, Any]) -> None:
    outbox.put("admission-ends", address, dedup=key, facts=facts, account_id=account_id)


def _tell(provider: providers.Provider, found: AdmissionRound, state: str) -> None:
    if provider.email:
        outbox.put(
            "admission",
            provider.email,
            dedup=f"admission:{found.round_id}:{state}",
            facts={
                "state": state,
                "provider": provider.name,
                "until_on": clock.day_text(found.until_on) if found.until_on else "",
                "reason": found.end_reason,
            },
            account_id=provider.provider_id,
        )
