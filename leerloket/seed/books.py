"""The books of the demo: closed days, months signed off, a correction, a clawback and a budget."""

import uuid

import sqlalchemy as sa

from leerloket import clock, db
from leerloket.accounts.books.closing import service as closing
from leerloket.accounts.books.corrections import service as corrections
from leerloket.accounts.books.forecast import service as forecast
from leerloket.accounts.ledger import service as ledger
from leerloket.accounts.proof import service as proof
from leerloket.seed.personas import ANJA, BRAM, CARLA
from leerloket.seed.scene import Scene

COMMITTED_PERCENT = 72
"""How far the budget of the demo is: past the first warning."""
SETTLED = """
SELECT t.transfer_id FROM transfers t
JOIN postings l ON l.account_id = t.account_id AND l.transfer_id = t.transfer_id
JOIN outside_accounts o ON o.outside_id = l.to_id AND o.kind = 'provider'
WHERE t.kind = 'capture' AND l.amount_cents >= 20000 ORDER BY l.to_id = :provider DESC, t.created_at DESC LIMIT 1
"""
"""A payment to take something back of, of the provider a visitor can be when there is one."""


def close_week() -> None:
    """Close the days before this one. The worker does it every night; once a week keeps the demo quick."""
    db.run(closing.close_days)


def arrange(scene: Scene, provider_id: uuid.UUID) -> None:
    """What a visitor finds in the books today. Everything is sealed first by the caller."""
    first, second = scene.id_of(ANJA), scene.id_of(BRAM)
    _correct(scene, first, second)
    _claw_back(provider_id, first, second)
    budget = db.run(_propose_budget, first)
    db.run(forecast.approve, budget, approved_by=second)


def sign_off(scene: Scene) -> None:
    """The nightly proof, and every month that is over signed off by the controller."""
    db.run(proof.prove)
    months = sorted({closed.day.replace(day=1) for closed in db.run(_closed_days)})
    for month in months:
        if month < clock.business_date().replace(day=1):
            db.run(closing.close_month, month, closed_by=scene.id_of(CARLA))


def _closed_days() -> list[closing.DayClosing]:
    return list(db.session.scalars(sa.select(closing.DayClosing)))


def _correct(scene: Scene, first: uuid.UUID, second: uuid.UUID) -> None:
    """One mistake is mended, another waits for a second person."""
    unused = db.run(_list_unused, scene.workers[1:60])
    if len(unused) < 2:
        return
    mended, waiting = unused[-2:]
    reason = "Deze werknemer was toen al uit dienst."
    proposal = db.run(corrections.propose, mended, 5_000, reason, proposed_by=first)
    db.run(corrections.approve, proposal.correction_id, approved_by=second)
    reason = "Het bedrag stond twee keer in het bestand van de werkgever."
    db.run(corrections.propose, waiting, 2_500, reason, proposed_by=second)


def _list_unused(workers: list[uuid.UUID]) -> list[uuid.UUID]:
    """Money that came in and still lies in its pot."""
    found = []
    for worker in workers:
        available = {pot.pot_id: pot.available_cents for pot in ledger.list_pots(worker)}
        entries = ledger.list_entries(worker, kinds=["topup"], limit=1)
        found += [entry.transfer_id for entry in entries if available[entry.pot_id] >= 5_000]
    return found


def _claw_back(provider_id: uuid.UUID, first: uuid.UUID, second: uuid.UUID) -> None:
    settled = db.run(lambda: db.session.scalar(sa.text(SETTLED), {"provider": provider_id}))
    if settled is not None:
        reason = "De laatste lesdag ging niet door. De aanbieder bevestigde dat."
        proposal = db.run(corrections.propose, settled, 7_500, reason, proposed_by=first)
        db.run(corrections.approve, proposal.correction_id, approved_by=second)


def _propose_budget(by: uuid.UUID) -> uuid.UUID:
    year = clock.business_date().year
    spent = forecast.get_committed_cents("Overheid", year)
    amount = max(100_000, spent * 100 // COMMITTED_PERCENT)
    return forecast.propose("Overheid", year, amount, "Begroting van het ministerie", proposed_by=by).budget_id
