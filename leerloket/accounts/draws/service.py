"""Draws of scarce money, and the one door of this folder: prepare, open, enter, draw, claim, publish, verify.

A draw is prepared by one person and opened by another. Opening publishes the hash of a secret seed; when the window
to enter is over the clock draws, in the order that `order.py` describes, and publishes the seed.
"""

import re
import secrets
import unicodedata
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from leerloket import clock, db, errors
from leerloket.accounts.draws import order, published, receipts, rules
from leerloket.accounts.draws.claiming import claim, decline
from leerloket.accounts.draws.drawing import draw, move_line, tell_next, work
from leerloket.accounts.draws.entering import MyEntry, enter, find_entry, get_entry, get_receipt, withdraw
from leerloket.accounts.draws.models import Draw, Entry
from leerloket.accounts.draws.published import Finding, Unreadable
from leerloket.accounts.draws.rules import Plan
from leerloket.accounts.ledger import service as ledger
from leerloket.people import vault
from leerloket.people.audit import service as audit

__all__ = [
    "Draw",
    "Finding",
    "MyEntry",
    "Place",
    "Plan",
    "Unreadable",
    "claim",
    "count_by_state",
    "count_entries",
    "decline",
    "draw",
    "enter",
    "find_entry",
    "get_draw",
    "get_entry",
    "get_public_draw",
    "get_receipt",
    "list_draws",
    "list_places",
    "move_line",
    "open_draw",
    "prepare",
    "publish",
    "tell_next",
    "verify",
    "verify_file",
    "withdraw",
    "work",
]

PAGE = 100


@dataclass(frozen=True, slots=True)
class Place:
    """One line of the result: no person."""

    place: int
    code: str
    weight: int


def prepare(plan: Plan, *, created_by: uuid.UUID) -> Draw:
    """Keep a draw for a second person to open. Raises `NotADraw` with everything that cannot be."""
    rules.check_plan(plan, clock.now())
    made = Draw(
        draw_id=db.new_id(),
        slug=_free_slug(plan.name),
        created_by=created_by,
        created_at=clock.now(),
        **{name: getattr(plan, name) for name in Plan.__slots__},
    )
    db.session.add(made)
    db.session.flush()
    audit.record("prepare", "draw", made.draw_id)
    return made


def _free_slug(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return db.first_free(Draw.slug, re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:60] or "loting")


def open_draw(draw_id: uuid.UUID, *, opened_by: uuid.UUID, keys: vault.Vault) -> Draw:
    """A second person opens a draw: the budget is set apart, and the promise of a seed is published.

    Raises `OpenedAlready`, `SameOpener`, or `NotADraw` when its window is over by now.
    """
    found = db.session.get(Draw, draw_id, with_for_update=True, populate_existing=True)
    if found is None:
        raise errors.NotFound
    if found.state != "draft":
        raise rules.OpenedAlready
    if found.created_by == opened_by:
        raise rules.SameOpener
    rules.check_plan(Plan(**{name: getattr(found, name) for name in Plan.__slots__}), clock.now())
    seed = secrets.token_hex(32)
    found.sealed_seed, _pseudonym, found.key_version = keys.seal(draw_id, seed)
    found.commitment, found.public_key = order.commit_to(seed), receipts.public_key(keys, found.key_version)
    found.state, found.opened_by, found.opened_at = "open", opened_by, clock.now()
    ledger.fill_shared_pot(
        draw_id,
        found.amount_cents,
        found.grants,
        ledger.Terms("right", None, found.funder_name, found.purposes, found.ends_on),
        actor_id=found.created_by,
        approved_by=opened_by,
        rule=rules.GRANT,
        rule_version=rules.VERSION,
    )
    db.session.flush()
    audit.record("open", "draw", draw_id)
    return found


def get_draw(draw_id: uuid.UUID) -> Draw:
    """One draw, also one that is being prepared: for administrators. Raises NotFound."""
    found = db.session.get(Draw, draw_id)
    if found is None:
        raise errors.NotFound
    return found


def get_public_draw(name: uuid.UUID | str) -> Draw:
    """One draw that was opened, by its id or the last part of its address. Raises NotFound."""
    mine = Draw.slug == name if isinstance(name, str) else Draw.draw_id == name
    found = db.session.scalar(sa.select(Draw).where(mine, Draw.state != "draft"))
    if found is None:
        raise errors.NotFound
    return found


def list_draws(*, drafts: bool = False) -> list[Draw]:
    """The draws, the last to close first; those that are being prepared only when asked for."""
    wanted = sa.select(Draw).order_by(Draw.closes_at.desc(), Draw.draw_id)
    return list(db.session.scalars(wanted if drafts else wanted.where(Draw.state != "draft")))


def count_entries(draw_id: uuid.UUID) -> int:
    """How many people take part now."""
    counted = sa.select(sa.func.count()).where(Entry.draw_id == draw_id, Entry.state != "withdrawn")
    return db.session.scalar(counted) or 0


def count_by_state(draw_id: uuid.UUID) -> dict[str, int]:
    """How many entries there are in each state."""
    number = sa.func.count().label("number")
    counted = sa.select(Entry.state, number).where(Entry.draw_id == draw_id).group_by(Entry.state)
    return {row.state: row.number for row in db.session.execute(counted)}


def list_places(draw_id: uuid.UUID, *, after: int = 0, code: str | None = None, limit: int = PAGE) -> list[Place]:
    """The order of the draw from after a place; with a code only that one."""
    wanted = (
        sa.select(Entry.place, Entry.code, Entry.weight)
        .where(Entry.draw_id == draw_id, Entry.place > after)
        .order_by(Entry.place)
        .limit(limit)
    )
    if code is not None:
        wanted = wanted.where(Entry.code == code.strip().upper())
    return [Place(place or 0, code, weight) for place, code, weight in db.session.execute(wanted)]


def publish(found: Draw) -> dict[str, Any]:
    """The file with which anyone can repeat the draw. Raises NotFound before there is a result."""
    if not found.is_drawn or found.drawn_at is None:
        raise errors.NotFound
    entries = [
        {"place": place, "code": code, "weight": weight}
        for place, code, weight in db.cursor().execute(
            "SELECT place, code, weight FROM draw_entries WHERE draw_id = %s AND place IS NOT NULL ORDER BY place",
            [found.draw_id],
        )
    ]
    facts = {
        "id": str(found.draw_id),
        "name": found.name,
        "funder": found.funder_name,
        "amountCents": found.amount_cents,
        "grants": found.grants,
        "opensAt": found.opens_at.isoformat(),
        "closesAt": found.closes_at.isoformat(),
        "endsOn": found.ends_on.isoformat(),
        "mayEnter": found.may_enter,
        "priorities": found.priorities,
        "commitment": found.commitment,
        "publicKey": found.public_key,
        "drawnAt": found.drawn_at.isoformat(),
        "seed": found.seed,
        "chainHead": {"seq": found.chain_seq, "hash": found.chain_hash},
        "entriesHash": found.entries_hash,
    }
    return published.document(facts, entries)


def verify(name: uuid.UUID | str) -> Sequence[Finding]:
    """Recompute a draw from what is stored, and see whether the books have the seal it was made with."""
    found = get_public_draw(name)
    seal = db.session.scalar(sa.text("SELECT hash FROM audit_v1.tx WHERE seq = :seq"), {"seq": found.chain_seq})
    is_known = seal == found.chain_hash or found.chain_seq == 0
    return [
        *published.verify(publish(found)),
        Finding("the chain of the books has the seal that the draw was made with", is_known),
    ]


def verify_file(text: bytes) -> Sequence[Finding]:
    """Recompute a draw from its published file alone. Raises `Unreadable` for another file."""
    return published.verify(published.read(text))
