"""A shared pot until it is empty, 16 clients, against the least that any ledger must do: one guarded row."""

import functools
import statistics
import time
import uuid
from collections.abc import Callable
from multiprocessing.queues import Queue
from multiprocessing.synchronize import Barrier

import psycopg

from benchmarks import clients
from leerloket import db
from leerloket.accounts.ledger import service

CLIENTS, SHARES, SHARE_CENTS = 16, 8_000, 50_000
ANJA, BRAM = uuid.UUID(int=1), uuid.UUID(int=2)

LIMIT_TABLES = """
CREATE TABLE limit_pots (pot_id uuid PRIMARY KEY, cents bigint NOT NULL CHECK (cents >= 0)) WITH (fillfactor = 70);
CREATE TABLE limit_shares (account_id uuid, key text, cents bigint NOT NULL, PRIMARY KEY (account_id, key));
"""
LIMIT = """
WITH taken AS (UPDATE limit_pots SET cents = cents - %(cents)s WHERE pot_id = %(pot)s AND cents >= %(cents)s
               RETURNING pot_id)
INSERT INTO limit_shares SELECT %(account)s, 'share', %(cents)s FROM taken ON CONFLICT DO NOTHING
"""

Ask = Callable[[], object]
"""Ask for the share of a new person."""


def prepare(owner_url: str) -> None:
    """The tables of the reference."""
    with psycopg.connect(owner_url.replace("+psycopg", "")) as connection:
        connection.execute(LIMIT_TABLES)
        connection.execute("GRANT ALL ON limit_pots, limit_shares TO leerloket_app")


def fill() -> uuid.UUID:
    """A new shared pot, and a row with as much."""
    pot = db.new_id()
    service.fill_shared_pot(
        pot,
        SHARE_CENTS,
        SHARES,
        service.Terms("right", None, "Fonds"),
        actor_id=ANJA,
        approved_by=BRAM,
        rule="bench",
        rule_version="1",
    )
    db.cursor().execute("INSERT INTO limit_pots VALUES (%s, %s)", [pot, SHARES * SHARE_CENTS])
    return pot


def ours(url: str, pot: uuid.UUID) -> Ask:
    """Through the service: transfers, postings, the person's pot and the stored balances."""
    db.connect(db.make_engine(url, pool_size=1))
    return lambda: db.run_alone(service.ask_share, pot, db.random_id())


def limit(url: str, pot: uuid.UUID) -> Ask:
    """The reference: one round trip, one commit, one guarded update and one insert."""
    connection = psycopg.connect(url.replace("+psycopg", ""), autocommit=True)
    return lambda: connection.execute(
        LIMIT, {"account": db.random_id(), "pot": pot, "cents": SHARE_CENTS}, prepare=True
    )


def drain(ask: Callable[[uuid.UUID], Ask], pot: uuid.UUID) -> float:
    """Let 16 processes ask for a tenth more shares than there are; answers how many were given per second."""
    start, results = clients.SPAWN.Barrier(CLIENTS), clients.SPAWN.Queue()
    times = SHARES * 11 // 10 // CLIENTS
    processes = [clients.SPAWN.Process(target=_client, args=(ask, pot, times, start, results)) for _ in range(CLIENTS)]
    for process in processes:
        process.start()
    found = [results.get(timeout=120) for _ in processes]
    while db.run(service.pay_shares, pot):
        pass
    ended = time.monotonic()
    for process in processes:
        process.join()
    begun: float = min(found)
    return SHARES / (ended - begun)


def _client(
    ask: Callable[[uuid.UUID], Ask], pot: uuid.UUID, times: int, start: Barrier, results: "Queue[float]"
) -> None:
    work = ask(pot)
    start.wait()
    begun = time.monotonic()
    for _ in range(times):
        work()
    results.put(begun)


def check_given(pot: uuid.UUID) -> None:
    """Both gave exactly as many shares as there were."""
    cursor = db.cursor()
    paid = cursor.execute("SELECT count(*) FROM shares WHERE shared_id = %s AND state = 'paid'", [pot]).fetchone()
    left = cursor.execute("SELECT cents FROM limit_pots WHERE pot_id = %s", [pot]).fetchone()
    if paid != (SHARES,) or left != (0,):
        raise RuntimeError(f"shares given: {paid}, left of the reference: {left}")


def measure(url: str, rounds: int) -> tuple[float, float]:
    """Ours and the reference by turns, each on a pot of its own; answers the medians."""
    mine, theirs = [], []
    for _ in range(rounds):
        pot = db.run(fill)
        theirs.append(drain(functools.partial(limit, url), pot))
        mine.append(drain(functools.partial(ours, url), pot))
        db.run(check_given, pot)
    return statistics.median(mine), statistics.median(theirs)
