"""A whole booking over HTTP through gunicorn, against an empty Flask view with one durable INSERT."""

import contextlib
import http.client
import itertools
import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path

import psycopg
from uuid_utils.compat import uuid7

from leerloket import clock, db
from leerloket.accounts.ledger import service as ledger
from leerloket.courses.catalogue import service as catalogue
from leerloket.courses.providers import service as providers
from leerloket.people import service as people

PEOPLE, AT_ONCE = 1_600, 200
EDITIONS = 5
"""A person may have five requests open, each in another edition."""
PRICE_CENTS = 30_000
HOST = "127.0.0.1"


def prepare(owner_url: str) -> tuple[list[str], list[str]]:
    """People with money and a token, and editions with room for all; answers tokens and edition ids."""
    editions = db.run(_open_editions)
    tokens: list[str] = []
    for first in range(0, PEOPLE, AT_ONCE):
        tokens += db.run(_add_people, first)
    with psycopg.connect(owner_url.replace("+psycopg", "")) as connection:
        connection.execute("CREATE TABLE empty_inserts (id uuid PRIMARY KEY, body text NOT NULL)")
        connection.execute("GRANT ALL ON empty_inserts TO leerloket_app")
    with psycopg.connect(owner_url.replace("+psycopg", ""), autocommit=True) as connection:
        connection.execute("VACUUM ANALYZE")
    return tokens, editions


def _open_editions() -> list[str]:
    provider = providers.create_provider(name="Technohub", kind="technohub", kvk="99912345", slug="technohub")
    providers.admit(provider.provider_id, db.random_id(), db.random_id())
    made = []
    for number in range(EDITIONS):
        row = catalogue.ModuleRow(
            row=0, key=str(number), title=f"Lasrobot {number}", about="Leer lassen.", purpose="job"
        )
        module = catalogue.add_module(provider.provider_id, row)
        catalogue.change_module(provider.provider_id, module.module_id, {"state": "submitted"})
        catalogue.put_online(module.module_id)
        starts_at = clock.now().replace(minute=0, second=0, microsecond=0) + timedelta(days=60)
        edition = catalogue.add_edition(
            provider.provider_id,
            module.module_id,
            place="Eindhoven",
            address="Straat 1",
            sessions=[catalogue.Session(starts_at, starts_at + timedelta(hours=7))],
            capacity=5_000,
            price_cents=PRICE_CENTS,
        )
        made.append(str(edition.edition_id))
    return made


def _add_people(first: int) -> list[str]:
    tokens = []
    terms = ledger.Terms("right", None, "Overheid")
    for number in range(first, first + AT_ONCE):
        person = people.create_person(f"ben{number}@bench.example", "Ben Chmark", birth_on=date(1990, 1, 1))
        people.grant_role(person.person_id, "worker")
        ledger.credit(
            person.person_id,
            EDITIONS * PRICE_CENTS,
            terms,
            kind="grant",
            from_id=ledger.GOVERNMENT,
            actor_id=None,
            rule="bench",
            rule_version="1",
            key="start",
        )
        tokens.append(people.open_session(person.person_id, "bearer"))
    return tokens


@contextlib.contextmanager
def served(app: str, url: str, port: int, data_dir: Path) -> Iterator[int]:
    """Run an application in gunicorn as the product does, two workers of four threads, until the block ends."""
    environ = {
        **os.environ,
        "LEERLOKET_DEMO": "on",
        "LEERLOKET_DATABASE_URL": url,
        "LEERLOKET_DATA_DIR": str(data_dir),
        "LEERLOKET_LOG_LEVEL": "WARNING",
    }
    command = [sys.executable, "-m", "gunicorn", app, "--bind", f"{HOST}:{port}", "--worker-class", "gthread"]
    command += [
        "--workers",
        "2",
        "--threads",
        "4",
        "--no-control-socket",
        "--log-level",
        "warning",
        "--keep-alive",
        "30",
    ]
    process = subprocess.Popen(command, env=environ, start_new_session=True)
    try:
        for _ in range(600):
            with contextlib.suppress(OSError):
                http.client.HTTPConnection(HOST, port, timeout=1).request("GET", "/health/live")
                break
            time.sleep(0.1)
        yield port
    finally:
        process.terminate()
        process.wait(timeout=20)


def book(port: int, tokens: list[str], editions: list[str], clients: int, number: int) -> Callable[[], None]:
    """Each call is one booking of the next person or edition of this client: JSON in, JSON out, 201."""
    connection = http.client.HTTPConnection(HOST, port, timeout=30)
    own = tokens[number::clients]
    turns = ((token, edition) for edition in editions for token in own)

    def work() -> None:
        token, edition = next(turns)
        headers = {
            "Authorization": f"Bearer {token}",
            "Content-Type": "application/json",
            "Idempotency-Key": str(uuid7()),
        }
        connection.request("POST", "/api/v1/bookings", json.dumps({"editionId": edition}), headers)
        response = connection.getresponse()
        body = response.read()
        if response.status != 201:
            raise RuntimeError(f"{response.status}: {body[:300]!r}")

    return work


def insert(port: int, number: int) -> Callable[[], None]:
    """Each call is one durable INSERT behind an empty view."""
    connection = http.client.HTTPConnection(HOST, port, timeout=30)
    counter = itertools.count()

    def work() -> None:
        body = json.dumps({"number": number, "n": next(counter)})
        connection.request("POST", "/", body, {"Content-Type": "application/json"})
        response = connection.getresponse()
        response.read()
        if response.status != 201:
            raise RuntimeError(str(response.status))

    return work
