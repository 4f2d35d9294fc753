"""Being erased: asked with the consequences shown, carried out after two weeks, taken back until then (trust.md).

What names a person goes from every table the register says so. The ledger keeps its lines under the random id for
seven years; that id leads to nobody any more.
"""

import uuid
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, cast

import sqlalchemy as sa

from leerloket import clock, db, errors, outbox
from leerloket.accounts.ledger import service as ledger
from leerloket.accounts.pots import service as pots
from leerloket.courses.bookings import service as bookings
from leerloket.own_data import register, rules
from leerloket.own_data.models import Erasure
from leerloket.people import service as people
from leerloket.people.audit import service as audit

MOST_BOOKINGS = 10_000
PATIENCE = "SET LOCAL statement_timeout = '5min'"
"""Looking for a name in everything that was ever sent takes longer than a request may."""

MENTIONS: list[tuple[str, str, Any]] = [
    ("idempotency_keys", "body", ""),
    ("outbox", "facts", {}),
    ("outbox", "to_address", ""),
    ("webhook_deliveries", "facts", {}),
    ("top_up_rows", "cells", {}),
    ("top_up_batches", "file_name", ""),
    ("invitations", "name", None),
]
"""Where a person can be named in a row of somebody else, and what takes the place of that value."""

SIGNED_UP = {"newsletter_readers": "email_norm"}
"""What somebody asked for at an address without signing in: the whole row goes with the address."""


@dataclass(frozen=True, slots=True)
class Consequences:
    """What erasure would do to this person now; amounts in whole cents. Without `refusals` it can be asked."""

    refusals: list[errors.Refusal]
    ending_cents: int
    returning_cents: int
    why_kept: list[str]


def consequences(account_id: uuid.UUID) -> Consequences:
    """What goes, what stays and what stands in the way."""
    balance = ledger.get_balance(account_id)
    in_pots = {source: sum(pot.available_cents for pot in balance.pots if pot.source == source) for source in SOURCES}
    kept = {entry.why for entry in register.of_persons() if entry.erasure != "delete" and _has_rows(entry, account_id)}
    return Consequences(
        refusals=list(rules.in_the_way(_standing(account_id))),
        ending_cents=in_pots["right"],
        returning_cents=in_pots["employer"],
        why_kept=[why for why in WHYS if why in kept],
    )


SOURCES = ("right", "employer", "own")
WHYS = ("money", "proof", "average", "number", "staff")


def _has_rows(entry: register.Entry, account_id: uuid.UUID) -> bool:
    mine = entry.table.c[entry.person] == account_id
    return bool(db.session.scalar(sa.select(sa.exists().where(mine))))


def _standing(account_id: uuid.UUID) -> rules.Standing:
    pots_now = ledger.get_balance(account_id).pots
    mine = bookings.list_bookings(account_id, limit=MOST_BOOKINGS)
    return rules.Standing(
        other_roles=sum(grant.role != "worker" for grant in people.list_grants(account_id)),
        bookings=sum(booking.state in rules.UNFINISHED for booking in mine),
        held_cents=sum(pot.held_cents for pot in pots_now),
        own_cents=sum(pot.available_cents for pot in pots_now if pot.source == "own"),
    )


def find_open(account_id: uuid.UUID) -> Erasure | None:
    """The request that waits, if there is one."""
    waiting = sa.select(Erasure).where(Erasure.withdrawn_at.is_(None), Erasure.done_at.is_(None))
    return db.session.scalar(waiting.where(Erasure.account_id == account_id))


def ask(account_id: uuid.UUID) -> Erasure:
    """Ask to be erased after two weeks; the person gets a mail.

    Raises ErasureAsked, or the first thing in the way: WorksHere, BookingsGoOn, MoneyHeld, OwnMoneyLeft.
    """
    person = db.session.get_one(people.Person, account_id, with_for_update=True)
    there = find_open(account_id)
    if there is not None:
        raise rules.ErasureAsked(due_at=there.due_at)
    for refusal in rules.in_the_way(_standing(account_id)):
        raise refusal
    now = clock.now()
    erasure = Erasure(
        account_id=account_id, erasure_id=db.new_id(), asked_at=now, due_at=now + rules.WAITING, removed={}
    )
    db.session.add(erasure)
    db.session.flush()
    audit.record("ask", "erasure", erasure.erasure_id)
    _tell(person, erasure, is_withdrawn=False)
    return erasure


def withdraw(account_id: uuid.UUID) -> None:
    """Take the request back. Raises NotFound when there is none."""
    person = db.session.get_one(people.Person, account_id, with_for_update=True)
    erasure = find_open(account_id)
    if erasure is None:
        raise errors.NotFound
    erasure.withdrawn_at = clock.now()
    db.session.flush()
    audit.record("withdraw", "erasure", erasure.erasure_id)
    _tell(person, erasure, is_withdrawn=True)


def _tell(person: people.Person, erasure: Erasure, *, is_withdrawn: bool) -> None:
    outbox.put(
        "erasure-asked",
        person.email or "",
        dedup=f"erasure:{erasure.erasure_id}:{'withdrawn' if is_withdrawn else 'asked'}",
        facts={"due": clock.day_text(clock.business_date(erasure.due_at), person.language), "withdrawn": is_withdrawn},
        account_id=person.person_id,
        language=person.language,
    )


def work() -> dict[str, int]:
    """Carry out every request whose two weeks are over, one per transaction: how many were, and how many must wait."""
    due = db.run(_list_due)
    done = sum(db.run(_carry_out_when_free, account_id) for account_id in due)
    return {"erased": done, "waiting": len(due) - done}


def _list_due() -> list[uuid.UUID]:
    waiting = sa.select(Erasure.account_id).where(
        Erasure.due_at <= clock.now(), Erasure.withdrawn_at.is_(None), Erasure.done_at.is_(None)
    )
    return list(db.session.scalars(waiting))


def _carry_out_when_free(account_id: uuid.UUID) -> bool:
    """A booking made in the two weeks is finished first: the person is looked at again the next night."""
    if any(rules.in_the_way(_standing(account_id))):
        return False
    erasure = find_open(account_id)
    if erasure is None:
        return False
    erase(account_id)
    return True


def erase(account_id: uuid.UUID) -> dict[str, int]:
    """Erase a person now; answers the rows removed by table. Raises NotFound, and what `ask` raises.

    Again for somebody who was erased it removes what came since: after a restore of an older backup.
    """
    person = db.session.get(people.Person, account_id, with_for_update=True)
    if person is None:
        raise errors.NotFound
    for refusal in rules.in_the_way(_standing(account_id)):
        raise refusal
    address = (person.email or "").lower()
    names = [text for text in (person.name, person.email) if text and (" " in text or "@" in text)]
    pots.close_account(account_id, clock.business_date())
    people.erase_person(account_id)
    db.session.execute(sa.text(PATIENCE))
    counted = Counter({entry.name: _clear(entry, account_id) for entry in register.of_persons()})
    counted.update(_forget_mentions(names))
    counted.update(_forget_address(address))
    removed = {table: count for table, count in counted.items() if count}
    _note(account_id, removed)
    return removed


def _clear(entry: register.Entry, account_id: uuid.UUID) -> int:
    mine = entry.table.c[entry.person] == account_id
    if entry.erasure == "forget":
        return int(db.session.scalar(sa.select(sa.func.forget_statements(account_id))) or 0)
    if entry.erasure == "keep":
        return 0
    statement = (
        sa.delete(entry.table).where(mine)
        if entry.erasure == "delete"
        else sa.update(entry.table).where(mine).values(entry.empty_values)
    )
    return cast("sa.CursorResult[Any]", db.session.execute(statement)).rowcount


def _forget_mentions(names: Sequence[str]) -> Counter[str]:
    """Take the name and address out of what was sent to others or answered to them; only what is done already."""
    counted: Counter[str] = Counter()
    for name, column, empty in MENTIONS if names else []:
        counted[name] += _forget_in(db.Base.metadata.tables[name], column, empty, names)
    return counted


def _forget_address(address: str) -> dict[str, int]:
    """Take away what was asked for at this address without signing in."""
    return {name: _forget_rows(db.Base.metadata.tables[name], column, address) for name, column in SIGNED_UP.items()}


def _forget_rows(table: sa.Table, column: str, address: str) -> int:
    gone = sa.delete(table).where(table.c[column] == address, table.c[column] != "")
    return cast("sa.CursorResult[Any]", db.session.execute(gone)).rowcount


def _forget_in(table: sa.Table, column: str, empty: Any, names: Sequence[str]) -> int:
    text = sa.func.lower(sa.cast(table.c[column], sa.Text))
    named = sa.or_(*(sa.func.strpos(text, name.lower()) > 0 for name in names))
    is_over = [table.c.sent_at.is_not(None)] if "sent_at" in table.c else []
    emptied = sa.update(table).where(named, *is_over).values({column: empty})
    return cast("sa.CursorResult[Any]", db.session.execute(emptied)).rowcount


def _note(account_id: uuid.UUID, removed: dict[str, int]) -> None:
    now = clock.now()
    erasure = find_open(account_id)
    if erasure is None:
        erasure = Erasure(account_id=account_id, erasure_id=db.new_id(), asked_at=now, due_at=now)
        db.session.add(erasure)
    erasure.done_at, erasure.removed = now, removed
    db.session.flush()
