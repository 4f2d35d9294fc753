"""What the clock does with draws: draw when the window is over, move the line, tell people, and end.

Locks: the row of the draw, then entries, then what the ledger locks.
"""

import uuid
from collections.abc import Sequence
from dataclasses import asdict, dataclass

import sqlalchemy as sa

from leerloket import clock, db, money, outbox
from leerloket.accounts.draws import order, rules
from leerloket.accounts.draws.models import Draw, Entry
from leerloket.accounts.ledger import chain
from leerloket.accounts.ledger import service as ledger
from leerloket.people import service as people
from leerloket.people import vault

TOLD_AT_ONCE = 500

ENTERED = "SELECT account_id, code, weight FROM draw_entries WHERE draw_id = %s AND state = 'entered'"
PLACES = "CREATE TEMPORARY TABLE drawn_places (account_id uuid, place bigint) ON COMMIT DROP"
GIVE_PLACES = """
UPDATE draw_entries e SET place = p.place, state = CASE WHEN p.place > %(grants)s THEN 'waiting' ELSE %(won)s END,
       claim_until = CASE WHEN p.place > %(grants)s THEN NULL ELSE %(until)s::timestamptz END
FROM drawn_places p WHERE e.account_id = p.account_id AND e.draw_id = %(draw_id)s
"""
LAPSE = """
UPDATE draw_entries SET state = 'lapsed' WHERE draw_id = %s AND state = 'drawn' AND claim_until <= %s
RETURNING account_id
"""
MOVE_UP = """
UPDATE draw_entries SET state = 'drawn', claim_until = %(until)s
WHERE draw_id = %(draw_id)s AND place IN (
    SELECT place FROM draw_entries WHERE draw_id = %(draw_id)s AND state = 'waiting' ORDER BY place
    LIMIT greatest(0, %(grants)s - (SELECT count(*) FROM draw_entries
                                    WHERE draw_id = %(draw_id)s AND state IN ('drawn', 'claimed'))))
  AND state = 'waiting'
RETURNING account_id
"""


@dataclass
class Report:
    """What one run of the clock did."""

    drawn: int = 0
    lapsed: int = 0
    moved_up: int = 0
    told: int = 0
    paid: int = 0
    ended: int = 0


def work(keys: vault.Vault) -> dict[str, int]:
    """Everything that is due, in short transactions; called again after a crash it goes on where it was."""
    report = Report()
    for draw_id in db.run(_list_closed):
        report.drawn += db.run(draw, draw_id, keys)
    for draw_id in db.run(_list_drawn):
        lapsed, moved_up = db.run(move_line, draw_id)
        report.lapsed += lapsed
        report.moved_up += moved_up
        while told := db.run(tell_next, draw_id):
            report.told += told
    for shared_id in db.run(ledger.list_pots_with_waiting):
        while paid := db.run(ledger.pay_shares, shared_id):
            report.paid += paid
    for draw_id in db.run(_list_drawn):
        report.ended += db.run(end_when_over, draw_id)
    return asdict(report)


def _list_closed() -> list[uuid.UUID]:
    return list(db.session.scalars(sa.select(Draw.draw_id).where(Draw.state == "open", Draw.closes_at <= clock.now())))


def _list_drawn() -> list[uuid.UUID]:
    return list(db.session.scalars(sa.select(Draw.draw_id).where(Draw.state == "drawn")))


def _lock(draw_id: uuid.UUID) -> Draw:
    return db.session.get_one(Draw, draw_id, with_for_update=True, populate_existing=True)


def draw(draw_id: uuid.UUID, keys: vault.Vault) -> bool:
    """Draw, once, when the window is over; answers whether it was this call that did.

    Whoever is entering holds the row of the draw: the lock waits for them, and who comes later finds it drawn.
    """
    found = _lock(draw_id)
    now = clock.now()
    if found.state != "open" or found.closes_at > now or found.sealed_seed is None or found.key_version is None:
        return False
    db.session.execute(sa.text("SET LOCAL statement_timeout = '5min'"))
    head, seed = chain.head(), keys.open(draw_id, found.sealed_seed, found.key_version)
    people_by_code, entries = _list_entries(draw_id)
    hash_of_entries = order.entries_hash(entries)
    key = order.draw_key(str(draw_id), seed, hash_of_entries, head.hash)
    _give_places(found, [people_by_code[entry.code] for entry in order.in_order(key, entries)])
    found.state, found.drawn_at, found.seed, found.sealed_seed = "drawn", now, seed, None
    found.chain_seq, found.chain_hash = head.seq, head.hash
    found.entries_hash, found.entry_count = hash_of_entries, len(entries)
    db.session.flush()
    if not found.claim_days:
        winners = sa.select(Entry.account_id).where(Entry.draw_id == draw_id, Entry.state == "claimed")
        ledger.ask_shares(draw_id, winners.order_by(Entry.place))
    return True


def _list_entries(draw_id: uuid.UUID) -> tuple[dict[str, uuid.UUID], list[order.Weighted]]:
    people_by_code, entries = {}, []
    for account_id, code, weight in db.cursor().execute(ENTERED, [draw_id]):
        people_by_code[code] = account_id
        entries.append(order.Weighted(code, weight))
    return people_by_code, entries


def _give_places(found: Draw, people_in_order: Sequence[uuid.UUID]) -> None:
    cursor = db.cursor()
    cursor.execute(PLACES)
    with cursor.copy("COPY drawn_places (account_id, place) FROM STDIN") as rows:
        for place, account_id in enumerate(people_in_order, start=1):
            rows.write_row((account_id, place))
    values = {
        "draw_id": found.draw_id,
        "grants": found.grants,
        "won": "drawn" if found.claim_days else "claimed",
        "until": rules.claim_until(clock.now(), found.claim_days, found.ends_on) if found.claim_days else None,
    }
    cursor.execute(GIVE_PLACES, values)
    cursor.execute("DROP TABLE drawn_places")


def move_line(draw_id: uuid.UUID) -> tuple[int, int]:
    """End what was not claimed in time, and give it to the next in line; answers how many lapsed and moved up."""
    found = _lock(draw_id)
    now = clock.now()
    if found.state != "drawn" or not found.claim_days:
        return 0, 0
    lapsed = [row[0] for row in db.cursor().execute(LAPSE, [draw_id, now])]
    moved: list[uuid.UUID] = []
    if clock.business_date(now) <= found.ends_on:
        until = rules.claim_until(now, found.claim_days, found.ends_on)
        values = {"draw_id": draw_id, "grants": found.grants, "until": until}
        moved = [row[0] for row in db.cursor().execute(MOVE_UP, values)]
    _tell(found, "draw-lapsed", lapsed)
    _tell(found, "draw-won", moved)
    return len(lapsed), len(moved)


def tell_next(draw_id: uuid.UUID, size: int = TOLD_AT_ONCE) -> int:
    """Tell the next people their place; answers how many, 0 when everybody knows."""
    found = _lock(draw_id)
    rows = db.session.execute(
        sa.select(Entry.account_id, Entry.state)
        .where(Entry.draw_id == draw_id, Entry.place > found.told_until)
        .order_by(Entry.place)
        .limit(size)
    ).all()
    _tell(found, "draw-won", [account_id for account_id, state in rows if state in {"drawn", "claimed"}])
    _tell(found, "draw-in-line", [account_id for account_id, state in rows if state == "waiting"])
    found.told_until += len(rows)
    return len(rows)


def _tell(found: Draw, kind: str, account_ids: Sequence[uuid.UUID]) -> None:
    if not account_ids:
        return
    mine = sa.select(Entry).where(Entry.draw_id == found.draw_id, Entry.account_id.in_(account_ids))
    entries = {entry.account_id: entry for entry in db.session.scalars(mine.execution_options(populate_existing=True))}
    for person in people.list_persons(account_ids):
        if not person.email:
            continue
        entry = entries[person.person_id]
        until = clock.moment_text(entry.claim_until, person.language) if entry.claim_until else ""
        outbox.put(
            kind,
            person.email,
            dedup=f"{kind}:{found.draw_id}:{person.person_id}",
            facts={
                "name": person.name,
                "draw": found.name,
                "amount": money.euros(found.amount_cents, person.language),
                "place": entry.place,
                "grants": found.grants,
                "until": until,
                "path": f"/lotingen/mijn/{found.draw_id}",
            },
            account_id=person.person_id,
            language=person.language,
        )


def end_when_over(draw_id: uuid.UUID) -> bool:
    """End a draw when nobody can get anything from it any more: what is left goes back to the government."""
    found = _lock(draw_id)
    open_entries = sa.select(Entry.draw_id).where(Entry.draw_id == draw_id, Entry.state.in_(["drawn", "waiting"]))
    is_late = clock.business_date() > found.ends_on
    if found.state != "drawn" or draw_id in ledger.list_pots_with_waiting():
        return False
    if found.claim_days and not is_late and db.session.scalar(open_entries.limit(1)) is not None:
        return False
    ledger.close_shared_pot(draw_id, rule=rules.LEFT, rule_version=rules.VERSION)
    found.state, found.ended_at = "ended", clock.now()
    db.session.flush()
    return True
