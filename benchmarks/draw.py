"""Opening day: entries over HTTP, and the draw of a quarter of a million people, repeated from its file."""

import functools
import http.client
import itertools
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

import psycopg

from leerloket import clock, db
from leerloket.accounts.draws import service
from leerloket.people import service as people
from leerloket.people import vault

PEOPLE, AT_ONCE = 4_000, 200
ANJA, BRAM = uuid.UUID(int=1), uuid.UUID(int=2)
ENTRIES, GRANTS = 250_000, 34_000
WANTED, MOST_SECONDS = 500, 10
"""How many entries a second the opening day of a scarce grant asks, and how long a draw may take."""
CROWD = """
INSERT INTO draw_entries (account_id, draw_id, code, weight, entered_at, state)
SELECT gen_random_uuid(), %s, upper(md5(n::text)), 1 + n %% 2, now(), 'entered' FROM generate_series(1, %s) AS n
"""


@dataclass(frozen=True)
class Drawn:
    """Seconds to draw and keep all places, and to repeat the draw from its published file."""

    draw: float
    repeat: float


def open_draw(keys: vault.Vault, *, seconds: float = 86_400) -> uuid.UUID:
    """A draw that can be entered now."""
    now = clock.now()
    plan = service.Plan(
        name="Opening day",
        about="",
        funder_name="Fonds",
        amount_cents=100_000,
        grants=GRANTS,
        purposes=["job"],
        ends_on=clock.business_date() + timedelta(days=400),
        opens_at=now - timedelta(minutes=1),
        closes_at=now + timedelta(seconds=seconds),
        claim_days=14,
        may_enter={"age_from": 18},
        priorities=[{"when": {"nlqf_below": 4}, "weight": 2}],
    )
    draft = service.prepare(plan, created_by=ANJA)
    return service.open_draw(draft.draw_id, opened_by=BRAM, keys=keys).draw_id


def prepare() -> list[str]:
    """People with a token each."""
    tokens: list[str] = []
    for first in range(0, PEOPLE, AT_ONCE):
        tokens += db.run(_add_people, first)
    return tokens


def _add_people(first: int) -> list[str]:
    tokens = []
    for number in range(first, first + AT_ONCE):
        person = people.create_person(f"loot{number}@bench.example", "Ben Chmark", birth_on=date(1990, 1, 1))
        people.grant_role(person.person_id, "worker")
        tokens.append(people.open_session(person.person_id, "bearer"))
    return tokens


def enter(port: int, draw_id: uuid.UUID, tokens: list[str], clients: int, number: int) -> Callable[[], None]:
    """Each call is one entry of the next person of this client: a signed receipt comes back."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    own = itertools.cycle(tokens[number::clients])

    def work() -> None:
        headers = {"Authorization": f"Bearer {next(own)}"}
        connection.request("POST", f"/api/v1/draws/{draw_id}/entries", headers=headers)
        response = connection.getresponse()
        body = response.read()
        if response.status != 201:
            raise RuntimeError(f"{response.status}: {body[:300]!r}")

    return work


def crowd(owner_url: str, keys: vault.Vault) -> Drawn:
    """Draw among a quarter of a million entries."""
    draw_id = db.run(open_draw, keys, seconds=30)
    with psycopg.connect(owner_url.replace("+psycopg", "")) as connection:
        connection.execute(CROWD, [draw_id, ENTRIES])
    time.sleep(max(0.0, (db.run(service.get_draw, draw_id).closes_at - clock.now()).total_seconds()))
    begun = time.perf_counter()
    db.run(service.draw, draw_id, keys)
    drawn = time.perf_counter()
    findings = db.run(functools.partial(service.verify, draw_id))
    if not all(finding.holds for finding in findings):
        raise RuntimeError(f"the draw cannot be repeated: {findings}")
    return Drawn(drawn - begun, time.perf_counter() - drawn)
