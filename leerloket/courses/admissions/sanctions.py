"""The verbs of sanctions: propose, confirm, drop, lift, object, answer. Two people, and the provider is told why."""

import uuid

import sqlalchemy as sa

from leerloket import clock, db, errors, outbox
from leerloket.courses.admissions import ladder
from leerloket.courses.admissions.models import Sanction
from leerloket.courses.providers import service as providers
from leerloket.people.audit import service as audit


def propose(provider_id: uuid.UUID, step: str, *, reason: str, by: uuid.UUID) -> Sanction:
    """An administrator proposes the next step against a provider. Raises `SanctionProposed`, `StepTooFar`."""
    providers.lock_provider(provider_id)
    everything = list_sanctions(provider_id)
    if any(one.state == "proposed" for one in everything):
        raise ladder.SanctionProposed
    ladder.check_step(step, in_force(everything))
    made = Sanction(
        sanction_id=db.new_id(),
        provider_id=provider_id,
        step=step,
        state="proposed",
        reason=reason,
        proposed_by=by,
        proposed_at=clock.now(),
        appeal="",
        answer="",
        lift_reason="",
    )
    db.session.add(made)
    db.session.flush()
    audit.record(f"propose {step}", "provider_sanction", made.sanction_id, reason=reason)
    return made


def confirm(provider_id: uuid.UUID, sanction_id: uuid.UUID, *, by: uuid.UUID) -> Sanction:
    """Another administrator puts a proposed step in force; the provider is told.

    Raises NotFound, `SanctionMoved`, `SamePersonSanctions`.
    """
    found = _lock(provider_id, sanction_id)
    ladder.check_state(found.state, "proposed")
    ladder.check_other_person(by, found.proposed_by)
    found.state, found.decided_by, found.decided_at = "in_force", by, clock.now()
    db.session.flush()
    if found.step != "warning":
        providers.suspend(provider_id, by, found.reason, step=found.step)
    audit.record(f"confirm {found.step}", "provider_sanction", sanction_id)
    _tell(found, "in_force")
    return found


def drop(provider_id: uuid.UUID, sanction_id: uuid.UUID, *, by: uuid.UUID) -> Sanction:
    """An administrator takes a proposal from the table. Raises NotFound, `SanctionMoved`."""
    found = _lock(provider_id, sanction_id)
    ladder.check_state(found.state, "proposed")
    found.state = "dropped"
    audit.record(f"drop {found.step}", "provider_sanction", sanction_id, reason=f"by {by}")
    db.session.flush()
    return found


def lift(provider_id: uuid.UUID, sanction_id: uuid.UUID, *, reason: str, by: uuid.UUID) -> Sanction:
    """Another administrator than who decided ends a sanction. What lighter steps bring stays, if they are in force.

    Raises NotFound, `SanctionMoved`, `SamePersonSanctions`.
    """
    found = _lock(provider_id, sanction_id)
    _end(found, reason, by)
    _tell(found, "lifted")
    return found


def _end(found: Sanction, reason: str, by: uuid.UUID) -> None:
    ladder.check_state(found.state, "in_force")
    ladder.check_other_person(by, found.decided_by)
    before = in_force(list_sanctions(found.provider_id))
    found.state, found.lifted_by, found.lifted_at, found.lift_reason = "lifted", by, clock.now(), reason
    db.session.flush()
    after = in_force(list_sanctions(found.provider_id))
    if before != after and before != "warning":
        providers.lift_suspension(found.provider_id, by, step=after)
    audit.record(f"lift {found.step}", "provider_sanction", found.sanction_id, reason=reason)


def object_to(provider_id: uuid.UUID, sanction_id: uuid.UUID, *, appeal: str) -> Sanction:
    """The provider objects, within six weeks. The sanction stays in force until it is answered.

    Raises NotFound, `SanctionMoved`, `AppealedAlready`, `AppealTooLate`.
    """
    found = _lock(provider_id, sanction_id)
    ladder.check_state(found.state, "in_force")
    now = clock.now()
    ladder.check_may_appeal(found.decided_at or now, found.appealed_at, now)
    found.appeal, found.appealed_at = appeal, now
    audit.record("object", "provider_sanction", sanction_id)
    db.session.flush()
    return found


def answer(provider_id: uuid.UUID, sanction_id: uuid.UUID, *, grants: bool, answer: str, by: uuid.UUID) -> Sanction:
    """Another administrator than who decided answers an objection; granting it lifts the sanction.

    Raises NotFound, `SanctionMoved`, `NoAppealOpen`, `SamePersonSanctions`.
    """
    found = _lock(provider_id, sanction_id)
    ladder.check_state(found.state, "in_force")
    if found.appealed_at is None or found.answered_at is not None:
        raise ladder.NoAppealOpen
    ladder.check_other_person(by, found.decided_by)
    found.answer, found.answered_by, found.answered_at = answer, by, clock.now()
    db.session.flush()
    audit.record("answer", "provider_sanction", sanction_id, reason=answer)
    if grants:
        _end(found, answer, by)
    _tell(found, "appeal_granted" if grants else "appeal_refused")
    return found


def _lock(provider_id: uuid.UUID, sanction_id: uuid.UUID) -> Sanction:
    providers.lock_provider(provider_id)
    found = db.session.get(Sanction, sanction_id, populate_existing=True)
    if found is None or found.provider_id != provider_id:
        raise errors.NotFound
    return found


def list_sanctions(provider_id: uuid.UUID) -> list[Sanction]:
    """Every step that was ever proposed against this provider, the newest first."""
    query = sa.select(Sanction).where(Sanction.provider_id == provider_id)
    return list(db.session.scalars(query.order_by(Sanction.proposed_at.desc(), Sanction.sanction_id.desc())))


def list_told(provider_id: uuid.UUID) -> list[Sanction]:
    """The sanctions a provider may know of: those that were ever in force."""
    return [one for one in list_sanctions(provider_id) if one.decided_at is not None]


def in_force(sanctions: list[Sanction]) -> str | None:
    """The heaviest step in force among these; None for none."""
    return ladder.heaviest(one.step for one in sanctions if one.state == "in_force")


def _tell(found: Sanction, what: str) -> None:
    address = providers.get_provider(found.provider_id).email
    if address:
        outbox.put(
            "sanction",
            address,
            dedup=f"sanction:{found.sanction_id}:{what}",
            facts={
                "what": what,
                "step": found.step,
                "reason": found.answer or found.lift_reason or found.reason,
                "appeal_until": clock.day_text(ladder.last_appeal_on(found.decided_at or clock.now())),
            },
            account_id=found.provider_id,
        )
