"""Draws and people who enter them, for tests."""

import uuid
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import time_machine

from leerloket import clock, db
from leerloket.accounts.draws import service
from leerloket.people import vault
from tests.accounts.rights import make as people

ANJA, BRAM = uuid.UUID(int=1), uuid.UUID(int=2)
KEYS = vault.Vault([vault.Key(1, b"s" * 32, b"l" * 32)])
AMOUNT = 75_000


def plan(**given: Any) -> service.Plan:
    """A draw of three grants whose window opened an hour ago and closes in a day."""
    now = clock.now()
    usual = service.Plan(
        name="Omscholing naar techniek",
        about="Voor wie wil overstappen naar werk in de techniek.",
        funder_name="Provincie Noord-Brabant",
        amount_cents=AMOUNT,
        grants=3,
        purposes=["job", "study"],
        ends_on=clock.business_date() + timedelta(days=300),
        opens_at=now - timedelta(hours=1),
        closes_at=now + timedelta(days=1),
        claim_days=14,
        may_enter={},
        priorities=[],
    )
    return replace(usual, **given)


def opened(**given: Any) -> service.Draw:
    """A draw that is open to enter."""
    draft = service.prepare(plan(**given), created_by=ANJA)
    return service.open_draw(draft.draw_id, opened_by=BRAM, keys=KEYS)


def worker(**given: Any) -> uuid.UUID:
    """Somebody who can enter, at an address without digits: nine in a row could be a BSN (invariant P7)."""
    name = db.random_id().hex.translate(str.maketrans("0123456789", "ghijklmnop"))
    return people.person(**({"email": f"{name}@voorbeeld.nl"} | given))


def entered(draw: service.Draw, number: int) -> list[uuid.UUID]:
    """So many people in a draw."""
    joined = [worker() for _ in range(number)]
    for person in joined:
        service.enter(person, draw.draw_id)
    return joined


def after(moment: datetime) -> time_machine.travel:
    """Just after a moment; the clock runs on."""
    return time_machine.travel(moment + timedelta(seconds=1))


def drawn(number: int = 5, **given: Any) -> service.Draw:
    """A draw with a result."""
    draw = opened(**given)
    entered(draw, number)
    with after(draw.closes_at):
        assert service.draw(draw.draw_id, KEYS)
    db.session.flush()
    return service.get_draw(draw.draw_id)
