"""Yearly statements for everybody in one job on all cores, against the same sheets drawn one after the other."""

import os
import threading
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg
import sqlalchemy as sa

from leerloket import app as application
from leerloket import clock, config, db, printing
from leerloket.accounts.ledger import service as ledger
from leerloket.accounts.statements import yearly, yearly_run

MOST_MEGABYTES = 512
DRAWN_ALONE = 20

ADD_PEOPLE = """
INSERT INTO persons (person_id, number, name, email, birth_on, region_code, language, created_at)
SELECT gen_random_uuid(), 'LR-' || (10000000 + n), 'Ben Chmark', n || '@bench.example', date '1960-01-01' + n %% 15000,
       'zuidoost-brabant', 'nl', now()
FROM generate_series(1, %s) AS n
"""
BEGIN = "INSERT INTO yearly_runs (year, began_at, seen_count, made_count) VALUES (:year, now(), 0, 0)"
POTS = (
    ledger.Terms("right", None, "Overheid"),
    ledger.Terms("employer", uuid.UUID(int=7), "Bakker Metaal", ("job",)),
    ledger.Terms("own", None, "Eigen geld"),
)


@dataclass(frozen=True)
class Measured:
    """Statements a second in the job, and alone in one warm child; the most memory a child held."""

    per_second: float
    alone_per_second: float
    peak_megabytes: float


def prepare(owner_url: str, people: int) -> None:
    """People with money in three pots."""
    with psycopg.connect(owner_url.replace("+psycopg", "")) as connection:
        connection.execute(ADD_PEOPLE, [people])
        ids = [row[0] for row in connection.execute("SELECT person_id FROM persons")]
    for person_id in ids:
        db.run(_credit, person_id)


def _credit(person_id: uuid.UUID) -> None:
    for number, terms in enumerate(POTS):
        ledger.credit(
            person_id,
            50_000,
            terms,
            kind="grant",
            from_id=ledger.GOVERNMENT,
            actor_id=None,
            rule="test",
            rule_version="1",
            key=f"k{number}",
        )


def measure(folder: Path) -> Measured:
    """The whole job over everybody, then a few of the same sheets alone."""
    settings = config.from_environment({"LEERLOKET_DEMO": "on", "LEERLOKET_DATA_DIR": str(folder)})
    year = clock.business_date().year
    db.run(lambda: db.session.execute(sa.text(BEGIN), {"year": year}))
    with application.create_app(settings).app_context():
        with _watching() as peak:
            begun = time.perf_counter()
            made = yearly_run.work(seconds=3_600, year=year)
            seconds = time.perf_counter() - begun
        return Measured(made / seconds, _alone(year), max(peak, default=0))


def _alone(year: int) -> float:
    person_id = db.run(lambda: db.session.scalar(sa.text("SELECT person_id FROM persons LIMIT 1")))
    statement = db.run(yearly.gather, person_id, "person", year)
    assert statement
    renderer = printing.Renderer()
    yearly.draw(statement, renderer)
    begun = time.perf_counter()
    for _ in range(DRAWN_ALONE):
        yearly.draw(statement, renderer)
    seconds = time.perf_counter() - begun
    renderer.close()
    return DRAWN_ALONE / seconds


@contextmanager
def _watching() -> Iterator[list[float]]:
    """The most memory that each child of this process held, in megabytes, looked at again and again."""
    peaks: list[float] = []
    over = threading.Event()

    def look() -> None:
        while not over.wait(0.25):
            for children in Path(f"/proc/{os.getpid()}/task").glob("*/children"):
                peaks.extend(_peak(pid) for pid in children.read_text().split())

    watcher = threading.Thread(target=look)
    watcher.start()
    try:
        yield peaks
    finally:
        over.set()
        watcher.join()


def _peak(pid: str) -> float:
    """`VmHWM` of a child that draws; 0 for any other and for one that is gone."""
    try:
        if b"printing.child" not in Path(f"/proc/{pid}/cmdline").read_bytes():
            return 0
        lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) / 1024 for line in lines if line.startswith("VmHWM")), 0)
