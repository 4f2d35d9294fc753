"""The catalogue of a whole country: bring 20,000 modules with 100,000 editions in, and search in them.

`python -m benchmarks.search URL` brings them in, in a process of its own: it prints its seconds and the most memory it
held.
"""

import functools
import itertools
import json
import resource
import subprocess
import sys
import time
import uuid
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from datetime import timedelta
from random import Random

import psycopg

from benchmarks import clients
from leerloket import clock, db
from leerloket.courses.catalogue import places
from leerloket.courses.catalogue import service as catalogue
from leerloket.courses.providers import service as providers

PROVIDERS, MODULES, EDITIONS = 400, 50, 5
"""Providers, modules of each, and editions of each module."""
CLIENTS, MOST_P95_MS, MOST_MEGABYTES = 8, 50, 512
ANJA, BRAM = uuid.UUID(int=1), uuid.UUID(int=2)

DOING = ("Leren", "Beginnen met", "Verder met", "Veilig", "Plannen en", "Meten en", "Werken met", "De basis van")
SUBJECTS = (
    *(
        "lasrobots",
        "heftrucks",
        "warmtepompen",
        "zonnepanelen",
        "spreadsheets",
        "wondzorg",
        "dementie",
        "hovenierswerk",
    ),
    *("dakwerk", "boekhouden", "leidinggeven", "Nederlands", "Engels", "drones", "koeltechniek", "voedselveiligheid"),
    *("programmeren", "klantcontact", "magazijnbeheer", "machineonderhoud"),
)
PLACES = ("in de praktijk", "op de werkvloer", "voor gevorderden", "in drie dagen", "thuis en in de les")
QUESTIONS = (
    *("lasrobot", "heftruck rijden", "nederlands", "robot lassen", "warmtepomp", "spredsheet", "zorg dementie", ""),
    *("leidinggeven op de werkvloer", "machineonderhoud", "engels", "zonnepanelen dak"),
)
TOWNS = ("", "", "Eindhoven", "Helmond", "Groningen", "Amersfoort")


@dataclass(frozen=True)
class Imported:
    """Seconds and megabytes of bringing everything in."""

    seconds: float
    peak_megabytes: float


def bring_in(app_url: str, owner_url: str) -> Imported:
    """Import the whole offer in a child process; what the database knows of its tables is renewed after it."""
    command = [sys.executable, "-m", "benchmarks.search", app_url]
    answer = subprocess.run(command, capture_output=True, text=True, check=True)
    with psycopg.connect(owner_url.replace("+psycopg", ""), autocommit=True) as connection:
        connection.execute("VACUUM ANALYZE modules, editions, edition_prices, providers")
    return Imported(**json.loads(answer.stdout.splitlines()[-1]))


def ask(url: str, number: int) -> Callable[[], None]:
    """Ask questions as people do, by turns: words, mistyped words, a place, an evening, a level, or nothing at all."""
    db.connect(db.make_engine(url, pool_size=1))
    random = Random(number)  # noqa: S311
    with db.transaction(read_only=True):
        catalogue.search(catalogue.Query())

    def work() -> None:
        query = catalogue.Query(
            q=random.choice(QUESTIONS),
            near=random.choice(TOWNS),
            when=random.choice(((), (), ("evening",))),
            chosen=random.choice(({}, {}, {"level": {"3", "4"}})),
        )
        with db.transaction(read_only=True):
            catalogue.search(query, available_cents=50_000, offset=random.choice((0, 0, 20)))

    return work


def offer(number: int, random: Random) -> catalogue.Offer:
    """What one provider offers: no title is twice the same, dates lie in the coming year."""
    made = catalogue.Offer(catalogue.ProviderRow(kvk=f"{60_000_000 + number}", name=f"Opleider {number:04d}"))
    kinds = itertools.product(DOING, SUBJECTS, PLACES)
    for row, (doing, subject, place) in enumerate(random.sample(list(kinds), MODULES)):
        module = catalogue.ModuleRow(
            row=row,
            key=f"m{row}",
            title=f"{doing} {subject} {place}",
            about=f"U leert {subject} {place}. We oefenen met uw eigen werk en kijken samen wat beter kan.",
            outcomes=(f"u kunt werken met {subject}", "u kunt uitleggen wat u doet"),
            skills=(subject,),
            nlqf=random.choice(("1", "2", "3", "4", "5")),
            hours=random.choice((8, 24, 60)),
        )
        made.modules.append(module)
        made.editions += _editions(module, random)
    return made


def _editions(module: catalogue.ModuleRow, random: Random) -> Iterator[catalogue.EditionRow]:
    towns = places.all_places()
    for number in range(EDITIONS):
        start = clock.now().replace(minute=0, second=0, microsecond=0) + timedelta(days=random.randrange(3, 360))
        yield catalogue.EditionRow(
            row=number,
            key=f"{module.key}-{number}",
            module_key=module.key,
            place=random.choice(towns).name,
            address=None,
            sessions=(catalogue.Session(start, start + timedelta(hours=3)),),
            capacity=12,
            price_cents=random.randrange(10_000, 150_000),
        )


def main(app_url: str) -> None:
    """The child: each provider's offer in a transaction of its own, and two people who admit it."""
    db.connect(db.make_engine(app_url))
    random = Random(2026)  # noqa: S311
    begun = time.perf_counter()
    for number in range(PROVIDERS):
        db.run(_import_one, offer(number, random))
    seconds = time.perf_counter() - begun
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps(asdict(Imported(seconds, peak))))


def _import_one(made: catalogue.Offer) -> None:
    report = catalogue.import_offer(made)
    if report.errors or report.added != MODULES * (1 + EDITIONS):
        raise RuntimeError(f"{report.added} added, {report.errors[:1]}")
    providers.admit(report.providers[0], ANJA, BRAM)


def measure(app_url: str, seconds: float) -> clients.Measured:
    """Eight people who search at once."""
    return clients.measure(functools.partial(ask, app_url), clients=CLIENTS, seconds=seconds)


if __name__ == "__main__":
    main(*sys.argv[1:])
