"""A CSV of top-ups for everybody who works for one employer: checked and confirmed in a process of its own.

`python -m benchmarks.top_up_file URL FILE` is that process: it prints its seconds and the most memory it ever held.
"""

import json
import resource
import subprocess
import sys
import time
import uuid
from dataclasses import dataclass
from pathlib import Path

import psycopg

from leerloket import db
from leerloket.accounts.topups import service as topups

EMPLOYER, CLERK = uuid.UUID(int=1), uuid.UUID(int=2)
MOST_SECONDS, MOST_MEGABYTES = 60, 512

ADD_PEOPLE = """
INSERT INTO persons (person_id, number, name, email, birth_on, region_code, language, created_at)
SELECT gen_random_uuid(), 'LR-' || (10000000 + n), 'Ben Chmark', n || '@bench.example', date '1960-01-01' + n %% 15000,
       'zuidoost-brabant', 'nl', now()
FROM generate_series(1, %s) AS n
"""
ADD_CLERK = """
INSERT INTO persons (person_id, number, name, email, birth_on, region_code, language, created_at)
VALUES (%s, 'LR-1', 'Wilma Klerk', 'wilma@bench.example', date '1980-01-01', 'zuidoost-brabant', 'nl', now())
"""
ADD_EMPLOYER = """
INSERT INTO employers (employer_id, name, kvk, region_code, size, created_at)
VALUES (%s, 'Groot BV', '60000001', 'zuidoost-brabant', 'large', now())
"""
EMPLOY_ALL = """
INSERT INTO employments (employer_id, employment_id, person_id, personnel_number, starts_on)
SELECT %s, gen_random_uuid(), person_id, substr(number, 4), date '2020-01-01' FROM persons
"""


@dataclass(frozen=True)
class Measured:
    """Seconds and megabytes."""

    check_seconds: float
    confirm_seconds: float
    peak_megabytes: float

    @property
    def seconds(self) -> float:
        """Both together."""
        return self.check_seconds + self.confirm_seconds


def prepare(owner_url: str, people: int) -> None:
    """One employer of this many people."""
    with psycopg.connect(owner_url.replace("+psycopg", "")) as connection:
        connection.execute(ADD_PEOPLE, [people])
        connection.execute(ADD_EMPLOYER, [EMPLOYER])
        connection.execute(EMPLOY_ALL, [EMPLOYER])
        connection.execute(ADD_CLERK, [CLERK])
    with psycopg.connect(owner_url.replace("+psycopg", ""), autocommit=True) as connection:
        connection.execute("VACUUM ANALYZE persons, employments")


def write_file(folder: Path, people: int) -> Path:
    """The file: a number, an amount, a purpose and an end date for everybody."""
    path = folder / "stortingen.csv"
    lines = (f"{10_000_000 + n};{n % 900 + 10},50;werk;31-12-2030\n" for n in range(1, people + 1))
    path.write_text("personeelsnummer;bedrag;potje;geldig tot\n" + "".join(lines))
    return path


def measure(app_url: str, path: Path) -> Measured:
    """Check and confirm the file in a child process."""
    command = [sys.executable, "-m", "benchmarks.top_up_file", app_url, str(path)]
    answer = subprocess.run(command, capture_output=True, text=True, check=True)
    return Measured(**json.loads(answer.stdout))


def main(app_url: str, path: str) -> None:
    """The child: as the web takes the file in, as the worker checks it, and as the web confirms it."""
    db.connect(db.make_engine(app_url))
    begun = time.perf_counter()
    content = Path(path).read_bytes()
    batch = db.run(topups.check_file, EMPLOYER, content, file_name="stortingen.csv", by=CLERK)
    topups.check_waiting()
    checked = time.perf_counter()
    done = db.run(topups.confirm, EMPLOYER, batch.batch_id, accept_questions=True, by=CLERK)
    confirmed = time.perf_counter()
    if done.state != "confirmed":
        raise RuntimeError(done.state)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps(Measured(checked - begun, confirmed - checked, peak).__dict__))


if __name__ == "__main__":
    main(*sys.argv[1:])
