"""Crediting everybody at once, against plain INSERT … SELECT of the same rows into the same kind of tables."""

import resource
import time
import uuid
from datetime import date
from pathlib import Path

import psycopg
import sqlalchemy as sa

from leerloket import db
from leerloket.accounts.rights import service as rights

FIRST, SECOND = uuid.UUID(int=1), uuid.UUID(int=2)

ADD_PEOPLE = """
INSERT INTO persons (person_id, number, name, email, birth_on, nlqf_level, region_code, language, created_at)
SELECT gen_random_uuid(), 'LR-' || (10000000 + n), 'Ben Chmark', n || '@bench.example', date '1960-01-01' + n %% 15000,
       n %% 7, 'zuidoost-brabant', 'nl', now()
FROM generate_series(1, %s) AS n
"""
PLAIN = """
CREATE TABLE plain_accounts (LIKE accounts INCLUDING ALL);
CREATE TABLE plain_pots (LIKE pots INCLUDING ALL);
CREATE TABLE plain_transfers (LIKE transfers INCLUDING ALL);
CREATE TABLE plain_postings (LIKE postings INCLUDING ALL);
CREATE TABLE plain_grants (LIKE grants INCLUDING ALL);
"""
COPIES = ("accounts", "pots", "transfers", "postings", "grants")


def prepare(owner_url: str, people: int) -> None:
    """An empty database with this many people who have a right."""
    with psycopg.connect(owner_url.replace("+psycopg", "")) as connection:
        connection.execute(ADD_PEOPLE, [people])
    with psycopg.connect(owner_url.replace("+psycopg", ""), autocommit=True) as connection:
        connection.execute("VACUUM ANALYZE persons")


def ours() -> tuple[int, float]:
    """A rights run from count to end; answers rows and seconds of the crediting itself."""
    run = db.run(rights.dry_run, "leerrecht", date(2026, 12, 1), created_by=FIRST)
    db.run(rights.approve, run.run_id, approved_by=SECOND)
    begun = time.perf_counter()
    credited = rights.work()
    return credited, time.perf_counter() - begun


def memory_mb() -> int:
    """What this process has in memory now, in MB."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * resource.getpagesize() // 2**20


def plain(owner_url: str) -> float:
    """Seconds to write the very rows our run wrote, by one INSERT … SELECT per table and one commit."""
    engine = sa.create_engine(owner_url)
    with engine.begin() as connection:
        connection.exec_driver_sql(PLAIN)
    begun = time.perf_counter()
    with engine.begin() as connection:
        for table in COPIES:
            override = "OVERRIDING SYSTEM VALUE" if table == "postings" else ""
            connection.exec_driver_sql(f"INSERT INTO plain_{table} {override} SELECT * FROM {table}")  # noqa: S608
    return time.perf_counter() - begun
