"""Propose, decide and carry out corrections and clawbacks; set clawbacks off against payouts."""

import uuid
from collections.abc import Iterable, Sequence

import sqlalchemy as sa

from leerloket import clock, db, errors
from leerloket.accounts.books.corrections import messages, rules
from leerloket.accounts.books.corrections.models import Correction
from leerloket.accounts.ledger import corrections as ledger
from leerloket.accounts.ledger import reversals
from leerloket.people import service as people
from leerloket.people.audit import service as audit

__all__ = ["Correction"]


def get_movement(transfer_id: uuid.UUID) -> reversals.Movement:
    """The transfer somebody wants to correct, with what can still be taken back. Raises NotFound."""
    return ledger.get_movement(transfer_id)


def describe(movement: reversals.Movement) -> list[tuple[str, str, int]]:
    """The legs of a transfer in words: from what, to what, and how many cents."""
    ids = {end for leg in movement.legs for end in (leg.from_id, leg.to_id)}
    names = ledger.name_accounts(ids)
    words = {one: rules.account_name(*names.get(one, ("", str(one)))) for one in ids}
    return [(words[leg.from_id], words[leg.to_id], leg.amount_cents) for leg in movement.legs]


def propose(transfer_id: uuid.UUID, amount_cents: int, reason: str, *, proposed_by: uuid.UUID) -> Correction:
    """Propose to take back a transfer or a part of it. Moves nothing.

    Raises NotFound, NotCorrectable, TakenBackAlready, MoreThanLeft, CorrectionOpen, OwnMoney, OwnOrganisation.
    """
    movement = ledger.get_movement(transfer_id)
    reversals.check_kind(movement.kind)
    reversals.check_left(amount_cents, movement.left_cents)
    is_clawback = reversals.is_clawed_back(movement.kind)
    provider_id = movement.paid_to if is_clawback else None
    _check_disinterested(proposed_by, movement.account_id, provider_id)
    correction = Correction(
        account_id=movement.account_id,
        correction_id=db.new_id(),
        kind="clawback" if is_clawback else "correction",
        transfer_id=transfer_id,
        booking_id=movement.booking_id,
        provider_id=provider_id,
        amount_cents=amount_cents,
        reason=reason,
        state="proposed",
        proposed_by=proposed_by,
        proposed_at=clock.now(),
    )
    try:
        with db.session.begin_nested():
            db.session.add(correction)
    except sa.exc.IntegrityError as problem:
        raise rules.CorrectionOpen from problem
    audit.record("propose", "correction", correction.correction_id, reason=reason)
    return correction


def _check_disinterested(person_id: uuid.UUID, *account_ids: uuid.UUID | None) -> None:
    acts_for = {grant.organisation_id for grant in people.list_grants(person_id)}
    for account_id in account_ids:
        if account_id is not None:
            rules.check_disinterested(person_id, account_id, acts_for)


def approve(correction_id: uuid.UUID, *, approved_by: uuid.UUID) -> Correction:
    """A second administrator agrees: the money moves in this transaction, and who is concerned hears of it.

    Raises NotFound, CorrectionDecided, OwnProposal, OwnMoney, OwnOrganisation, PotsHoldLess, MoreThanLeft.
    """
    correction = _lock(correction_id)
    rules.check_open(correction.state)
    rules.check_decider(correction.proposed_by, approved_by)
    _check_disinterested(approved_by, correction.account_id, correction.provider_id)
    take_back = ledger.claw_back if correction.kind == "clawback" else ledger.correct
    correction.made_transfer_id = take_back(
        correction.account_id,
        correction.transfer_id,
        correction.amount_cents,
        actor_id=correction.proposed_by,
        approved_by=approved_by,
        reason=correction.reason,
        key=f"correction:{correction_id}",
    )
    _decide(correction, "approved", approved_by)
    messages.tell(correction)
    return correction


def reject(correction_id: uuid.UUID, reason: str, *, rejected_by: uuid.UUID) -> Correction:
    """A second administrator does not agree. Raises NotFound, CorrectionDecided, OwnProposal."""
    correction = _lock(correction_id)
    rules.check_open(correction.state)
    rules.check_decider(correction.proposed_by, rejected_by)
    _decide(correction, "rejected", rejected_by, reason)
    return correction


def withdraw(correction_id: uuid.UUID, *, withdrawn_by: uuid.UUID) -> Correction:
    """Whoever proposed it takes the proposal back. Raises NotFound, CorrectionDecided, NotYourProposal."""
    correction = _lock(correction_id)
    rules.check_open(correction.state)
    if correction.proposed_by != withdrawn_by:
        raise rules.NotYourProposal
    _decide(correction, "withdrawn", withdrawn_by)
    return correction


def _lock(correction_id: uuid.UUID) -> Correction:
    query = sa.select(Correction).where(Correction.correction_id == correction_id).with_for_update()
    correction = db.session.scalar(query, execution_options={"populate_existing": True})
    if correction is None:
        raise errors.NotFound
    return correction


def _decide(correction: Correction, state: str, by: uuid.UUID, reason: str = "") -> None:
    correction.state, correction.decided_by, correction.decided_at = state, by, clock.now()
    correction.decided_reason = reason or None
    db.session.flush()
    audit.record(state, "correction", correction.correction_id, reason=reason)


def get_correction(correction_id: uuid.UUID) -> Correction:
    """One proposal. Raises NotFound."""
    correction = db.session.scalar(sa.select(Correction).where(Correction.correction_id == correction_id))
    if correction is None:
        raise errors.NotFound
    return correction


def list_corrections(*, before: int | None = None, limit: int = 50) -> list[Correction]:
    """All proposals, those that wait for a decision first, then the newest; from before a number."""
    query = sa.select(Correction).order_by((Correction.state == "proposed").desc(), Correction.number.desc())
    if before is not None:
        query = query.where(Correction.number < before, Correction.state != "proposed")
    return list(db.session.scalars(query.limit(limit)))


def list_of_transfer(transfer_id: uuid.UUID) -> list[Correction]:
    """The proposals about one transfer, newest first."""
    query = sa.select(Correction).where(Correction.transfer_id == transfer_id).order_by(Correction.number.desc())
    return list(db.session.scalars(query))


def count_open() -> int:
    """How many proposals wait for a decision."""
    return db.session.scalar(sa.select(sa.func.count()).where(Correction.state == "proposed")) or 0


def _outstanding() -> list[sa.ColumnElement[bool]]:
    return [Correction.kind == "clawback", Correction.state == "approved", Correction.batch_id.is_(None)]


def sum_outstanding(provider_ids: Iterable[uuid.UUID]) -> dict[uuid.UUID, int]:
    """What each of these providers still has to give back, in cents; who owes nothing is left out."""
    rows = db.session.execute(
        sa.select(Correction.provider_id, sa.func.sum(Correction.amount_cents))
        .where(*_outstanding(), Correction.provider_id.in_(list(provider_ids)))
        .group_by(Correction.provider_id)
    )
    return {provider_id: int(cents) for provider_id, cents in rows if provider_id is not None}


def set_off(batch_id: uuid.UUID, owed_cents: dict[uuid.UUID, int]) -> dict[uuid.UUID, int]:
    """Set clawbacks off against a payout: the oldest first, as long as a provider keeps something to be paid.

    `owed_cents` is what the payout would give each provider. Answers what was taken off, per provider.
    """
    open_ones = db.session.scalars(
        sa.select(Correction)
        .where(*_outstanding(), Correction.provider_id.in_(list(owed_cents)))
        .order_by(Correction.provider_id, Correction.number)
        .with_for_update()
    )
    taken: dict[uuid.UUID, int] = {}
    for one in open_ones:
        if (
            one.provider_id is not None
            and taken.get(one.provider_id, 0) + one.amount_cents < owed_cents[one.provider_id]
        ):
            taken[one.provider_id] = taken.get(one.provider_id, 0) + one.amount_cents
            one.batch_id = batch_id
    db.session.flush()
    return taken


def undo_set_off(batch_id: uuid.UUID) -> None:
    """A payout was discarded: its clawbacks wait for the next one."""
    db.session.execute(sa.update(Correction).where(Correction.batch_id == batch_id).values(batch_id=None))


def list_set_off(batch_id: uuid.UUID, provider_id: uuid.UUID) -> Sequence[Correction]:
    """What one payout took off for a provider."""
    return list(
        db.session.scalars(
            sa.select(Correction)
            .where(Correction.batch_id == batch_id, Correction.provider_id == provider_id)
            .order_by(Correction.number)
        )
    )
