"""The ledger's hold against the least that any ledger must do: one statement that locks, checks, writes, commits."""

import functools
import itertools
import uuid
from collections.abc import Callable, Iterator
from random import Random

import psycopg
import sqlalchemy as sa

from leerloket import db
from leerloket.accounts.ledger import service
from leerloket.accounts.ledger.service import Terms

ACCOUNTS = 10_000
ACTOR = uuid.UUID(int=7)
PRICE_CENTS = 300
PER_POT_CENTS = 100_000
"""Three pots of this in each account: with prices that each pot can share, every hold is split over all three."""

LIMIT_TABLES = """
CREATE TABLE limit_accounts (account_id uuid PRIMARY KEY, cents bigint NOT NULL CHECK (cents >= 0))
    WITH (fillfactor = 70);
CREATE TABLE limit_holds (account_id uuid, key text, cents bigint NOT NULL, PRIMARY KEY (account_id, key));
INSERT INTO limit_accounts SELECT account_id, 300000 FROM accounts WHERE kind = 'person';
"""
LIMIT = """
WITH taken AS (UPDATE limit_accounts SET cents = cents - %(cents)s WHERE account_id = %(account)s AND cents >= %(cents)s
               RETURNING account_id)
INSERT INTO limit_holds SELECT account_id, %(key)s, %(cents)s FROM taken ON CONFLICT DO NOTHING
"""


def accounts() -> list[uuid.UUID]:
    """The ids of the benchmark's accounts: always the same."""
    random = Random(2026)  # noqa: S311
    return [uuid.UUID(int=random.getrandbits(128), version=4) for _ in range(ACCOUNTS)]


def prepare(owner_url: str) -> None:
    """Give every account three pots that together pay one price, over and over."""
    terms = [
        Terms("right", None, "Overheid"),
        Terms("employer", ACTOR, "Bakker Metaal"),
        Terms("own", None, "Eigen geld"),
    ]
    for each in terms:
        due = sa.text(
            "SELECT a::uuid AS account_id, gen_random_uuid() AS transfer_id, 'start:' || :terms AS key,"
            " :cents ::bigint AS amount_cents, :terms ::text AS terms, :source ::text AS source,"
            " CAST(:funder AS uuid) AS funder_id, :name ::text AS funder_name,"
            " CAST(:purposes AS text[]) AS purposes, CAST(NULL AS date) AS expires_on"
            " FROM unnest(CAST(:ids AS text[])) AS a"
        ).bindparams(
            terms=each.text,
            cents=PER_POT_CENTS,
            source=each.source,
            funder=str(each.funder_id) if each.funder_id else None,
            name=each.funder_name,
            purposes="{" + ",".join(each.purposes) + "}",
            ids="{" + ",".join(map(str, accounts())) + "}",
        )
        db.run(functools.partial(_credit, due))
    with psycopg.connect(owner_url.replace("+psycopg", "")) as connection:
        connection.execute(LIMIT_TABLES)
        connection.execute("GRANT ALL ON limit_accounts, limit_holds TO leerloket_app")
    with psycopg.connect(owner_url.replace("+psycopg", ""), autocommit=True) as connection:
        connection.execute("VACUUM ANALYZE")


def _credit(due: sa.TextClause) -> int:
    columns = ["account_id", "transfer_id", "key", "amount_cents", "terms", "source", "funder_id", "funder_name"]
    selected = due.columns(*(sa.column(name) for name in [*columns, "purposes", "expires_on"])).subquery()
    return service.credit_many(
        sa.select(selected), kind="grant", from_id=service.GOVERNMENT, actor_id=ACTOR, rule="b", rule_version="1"
    )


def _new_keys() -> Iterator[str]:
    """Keys no other client and no other round has: with a known key the ledger only answers what it did."""
    client = uuid.uuid4().hex[:12]
    return (f"{client}:{number}" for number in itertools.count())


def ours(url: str, number: int) -> Callable[[], None]:
    """Hold a price through the service, a third from each of the account's three pots, in one statement of its own.

    A booking holds inside its transaction, beside a seat and its row: benchmarks/booking.py measures that.
    """
    db.connect(db.make_engine(url, pool_size=1))
    random, ids, keys = Random(number), accounts(), _new_keys()  # noqa: S311
    pots = db.run(_third_from_each)

    def work() -> None:
        account = random.choice(ids)
        db.run_alone(
            service.hold, account, db.new_id(), PRICE_CENTS, "job", actor_id=ACTOR, key=next(keys), chosen=pots[account]
        )

    return work


def _third_from_each() -> dict[uuid.UUID, list[tuple[uuid.UUID, int]]]:
    found: dict[uuid.UUID, list[tuple[uuid.UUID, int]]] = {}
    for account_id, pot_id in db.session.execute(sa.text("SELECT account_id, pot_id FROM pots")):
        found.setdefault(account_id, []).append((pot_id, PRICE_CENTS // 3))
    return found


def limit(url: str, number: int) -> Callable[[], None]:
    """The reference: one round trip, one commit, one guarded update and one insert."""
    connection = psycopg.connect(url.replace("+psycopg", ""), autocommit=True)
    random, ids, keys = Random(number), accounts(), _new_keys()  # noqa: S311

    def work() -> None:
        connection.execute(
            LIMIT, {"account": random.choice(ids), "cents": PRICE_CENTS, "key": next(keys)}, prepare=True
        )

    return work


def balance(url: str, number: int) -> Callable[[], None]:
    """Read a balance through the service."""
    db.connect(db.make_engine(url, pool_size=1))
    random, ids = Random(number), accounts()  # noqa: S311

    def work() -> None:
        db.run_alone(service.get_balance, random.choice(ids))

    return work


def balance_limit(url: str, number: int) -> Callable[[], None]:
    """The reference: one row by its key, in autocommit."""
    connection = psycopg.connect(url.replace("+psycopg", ""), autocommit=True)
    random, ids = Random(number), accounts()  # noqa: S311

    def work() -> None:
        connection.execute(
            "SELECT cents FROM limit_accounts WHERE account_id = %s", [random.choice(ids)], prepare=True
        ).fetchone()

    return work
