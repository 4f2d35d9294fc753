"""`make bench`: measure, print a table of ratios, and with `--write` keep it in docs/results.md."""

import argparse
import functools
import os
import platform
import subprocess
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from benchmarks import batch, booking, clients, draw, hold, search, shared_pot, top_up_file, yearly
from leerloket import config, connection, db, migrate, postgres
from leerloket.people import vault

RESULTS = Path(__file__).parent.parent / "docs" / "results.md"
ROUNDS = 3
LARGE_RUN = 1_000_000
"""Accounts of the long run of rights."""
YEARLY_STATEMENTS = 1_000
LARGE_FILE = 200_000
OnDatabase = Callable[[str, int], Callable[[], None]]
"""Work on a database: given its URL and the number of the client."""


@dataclass(frozen=True)
class Row:
    """One line of the table."""

    work: str
    ours: str
    reference: str
    ratio: float
    goal: str


@contextmanager
def database(folder: Path, name: str) -> Iterator[connection.Urls]:
    """A fresh migrated database on an embedded server that forces every commit to disk."""
    server = postgres.start(folder)
    server.create_database(name)
    urls = connection.Urls(server.url(name), server.url(name, postgres.OWNER))
    migrate.upgrade(urls.owner)
    db.connect(db.make_engine(urls.app))
    try:
        yield urls
    finally:
        db.session.remove()


def measure_ledger(folder: Path, seconds: float) -> Iterator[Row]:
    """Holds and balance reads, 8 clients, 10,000 accounts; ours and the reference by turns."""
    with database(folder, "ledger") as urls:
        hold.prepare(urls.owner)

        def both(ours: OnDatabase, reference: OnDatabase, work: str, goal: str) -> Row:
            mine, theirs = [], []
            for _ in range(ROUNDS):
                theirs.append(clients.measure(functools.partial(reference, urls.app), clients=8, seconds=seconds))
                mine.append(clients.measure(functools.partial(ours, urls.app), clients=8, seconds=seconds))
            a, b = clients.median_of(mine), clients.median_of(theirs)
            return Row(work, _rate(a), _rate(b), a.per_second / b.per_second, goal)

        yield both(
            hold.ours, hold.limit, "ledger hold over 3 pots through the service, against one guarded statement", "≥ 0.5"
        )
        yield both(hold.balance, hold.balance_limit, "read a balance with 3 pots, against one row by its key", "–")


def measure_shared_pot(folder: Path) -> Iterator[Row]:
    """Shares of one pot until it is empty, 16 clients."""
    with database(folder, "shared_pot") as urls:
        shared_pot.prepare(urls.owner)
        mine, theirs = shared_pot.measure(urls.app, ROUNDS)
        yield Row(
            "shared pot until empty through the service, 16 clients, against one guarded row",
            f"{mine:,.0f}/s",
            f"{theirs:,.0f}/s",
            mine / theirs,
            "≥ 1.5",
        )


def measure_booking(folder: Path, seconds: float) -> Iterator[Row]:
    """Whole bookings over HTTP, 16 clients."""
    with database(folder, "booking") as urls:
        tokens, editions = booking.prepare(urls.owner)
        with booking.served("benchmarks.empty_view:app", urls.app, 8097, folder) as port:
            theirs = clients.measure(functools.partial(booking.insert, port), clients=16, seconds=seconds)
        with booking.served("leerloket.wsgi:app", urls.app, 8098, folder) as port:
            work = functools.partial(booking.book, port, tokens, editions, 16)
            mine = clients.measure(work, clients=16, seconds=seconds)
        yield Row(
            "HTTP booking through gunicorn, against an empty view with one durable INSERT",
            _rate(mine),
            _rate(theirs),
            mine.per_second / theirs.per_second,
            "≥ 0.5",
        )
        yield Row(
            "the same: slowest 1 % of bookings, against the middle one",
            f"{mine.p99_ms:.0f} ms",
            f"{mine.p50_ms:.0f} ms",
            mine.p99_ms / mine.p50_ms,
            "≤ 5",
        )


def measure_draw(folder: Path, seconds: float) -> Iterator[Row]:
    """Opening day: 16 clients enter a draw over HTTP, and a quarter of a million entries are drawn and repeated."""
    with database(folder, "draw") as urls:
        keys = vault.open_keys(config.from_environment({"LEERLOKET_DEMO": "on", "LEERLOKET_DATA_DIR": str(folder)}))
        draw_id, tokens = db.run(draw.open_draw, keys), draw.prepare()
        with booking.served("leerloket.wsgi:app", urls.app, 8099, folder) as port:
            work = functools.partial(draw.enter, port, draw_id, tokens, 16)
            mine = clients.measure(work, clients=16, seconds=seconds)
        yield Row(
            "entry of a draw over HTTP with a signed receipt, against what opening day asks",
            _rate(mine),
            f"{draw.WANTED}/s",
            mine.per_second / draw.WANTED,
            "≥ 1",
        )
        drawn, most = draw.crowd(urls.owner, keys), draw.MOST_SECONDS
        for work_name, took in (("draw", drawn.draw), ("repeat the draw", drawn.repeat)):
            name = f"{work_name} of {draw.ENTRIES:,} people, against what it may take"
            yield Row(name, f"{took:.1f} s", f"{most} s", took / most, "≤ 1")


def measure_batch(folder: Path, people: int) -> Iterator[Row]:
    """One rights run over everybody, and whether its memory stays what it was."""
    with database(folder, f"batch_{people}") as urls:
        batch.prepare(urls.owner, people)
        before = batch.memory_mb()
        rows, seconds = batch.ours()
        after = batch.memory_mb()
        plain = batch.plain(urls.owner)
        yield Row(
            f"rights run over {people:,} accounts, against INSERT … SELECT of the same rows",
            f"{rows / seconds:,.0f} rows/s",
            f"{rows / plain:,.0f} rows/s",
            plain / seconds,
            "≥ 0.5",
        )
        yield Row(
            f"the run over {people:,}: memory at its end, against before",
            f"{after} MB",
            f"{before} MB",
            after / before,
            "≤ 1.1",
        )


def measure_search(folder: Path, seconds: float) -> Iterator[Row]:
    """The offer of a country brought in, and searched by 8 clients."""
    with database(folder, "search") as urls:
        done = search.bring_in(urls.app, urls.owner)
        modules, most = search.PROVIDERS * search.MODULES, search.MOST_MEGABYTES
        found = search.measure(urls.app, seconds)
        editions, limit = modules * search.EDITIONS, search.MOST_P95_MS
        yield Row(
            f"search over {editions:,} editions, 8 clients: slowest of 20, against what it may take",
            f"{found.p95_ms:.0f} ms",
            f"{limit} ms",
            found.p95_ms / limit,
            "≤ 1",
        )
        work = f"bring in {modules:,} modules with their editions: most memory held"
        ours = f"{done.peak_megabytes:.0f} MB in {done.seconds:.0f} s"
        yield Row(work, ours, f"{most} MB", done.peak_megabytes / most, "≤ 1")


def measure_top_up_file(folder: Path, lines: int) -> Iterator[Row]:
    """A file of top-ups for 200,000 employees, checked and confirmed, in seconds and in memory."""
    with database(folder, "top_up_file") as urls:
        top_up_file.prepare(urls.owner, lines)
        done = top_up_file.measure(urls.app, top_up_file.write_file(folder, lines))
        seconds, megabytes = top_up_file.MOST_SECONDS, top_up_file.MOST_MEGABYTES
        work = f"check and confirm a CSV of {lines:,} top-ups"
        yield Row(
            f"{work}, against what it may take", f"{done.seconds:.0f} s", f"{seconds} s", done.seconds / seconds, "≤ 1"
        )
        peak = done.peak_megabytes
        yield Row("the same: most memory held", f"{peak:.0f} MB", f"{megabytes} MB", peak / megabytes, "≤ 1")


def measure_yearly(folder: Path, people: int) -> Iterator[Row]:
    """Yearly statements for 1,000 people, on all cores and in memory."""
    with database(folder, "yearly") as urls:
        yearly.prepare(urls.owner, people)
        done, cores = yearly.measure(folder), os.cpu_count() or 1
        best = done.alone_per_second * cores
        yield Row(
            f"{people:,} yearly statements in one job, against {cores} children that only draw",
            f"{done.per_second:.1f}/s",
            f"{best:.1f}/s",
            done.per_second / best,
            "≥ 0.7",
        )
        peak, most = done.peak_megabytes, yearly.MOST_MEGABYTES
        yield Row("the same: most memory a child held", f"{peak:.0f} MB", f"{most} MB", peak / most, "≤ 1")


def _rate(measured: clients.Measured) -> str:
    return f"{measured.per_second:,.0f}/s"


HEAD = ["| work | ours | reference | ratio | goal | measured |", "|---|---|---|---|---|---|"]


def table(rows: list[Row]) -> list[str]:
    """The rows as lines of a Markdown table, each with the day and the commit."""
    commit = subprocess.run(["git", "rev-parse", "--short", "HEAD"], capture_output=True, text=True, check=True)
    when = f"{datetime.now(UTC):%Y-%m-%d}, {commit.stdout.strip()}"
    return [f"| {r.work} | {r.ours} | {r.reference} | **{r.ratio:.2f}** | {r.goal} | {when} |" for r in rows]


def write(lines: list[str]) -> None:
    """Put these lines in the table of results; what was not measured now keeps its line."""
    known = [line for line in RESULTS.read_text().splitlines() if line.startswith("| ") and line not in HEAD]
    kept = {work_of(line): line for line in [*known, *lines]}
    machine = f"{os.cpu_count()} cores, {platform.machine()}, Python {platform.python_version()}"
    RESULTS.write_text(
        "# What was measured\n\n"
        "Made by `make bench ARGS=--write`. Each figure stands beside a reference of the same run on the embedded\n"
        "PostgreSQL, which forces every commit to disk; clients, service and database share the machine. Ratios last;\n"
        f"absolute figures drift.\n\nThe machine: {machine}.\n\n" + "\n".join([*HEAD, *kept.values()]) + "\n"
    )


def work_of(line: str) -> str:
    """What a row of the table is about: its first cell."""
    return line.split(" | ", maxsplit=1)[0].removeprefix("| ")


def main() -> None:
    """Measure everything, or less with `--only`, `--seconds` and `--people`."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks")
    parser.add_argument("--seconds", type=float, default=4, help="how long each round lasts")
    parser.add_argument("--people", type=int, default=100_000, help="accounts of the rights run")
    parser.add_argument("--only", nargs="+", default=[], metavar="NAME", help="of the names that a wrong one shows")
    parser.add_argument("--large", action="store_true", help="measure the long runs as well")
    parser.add_argument("--write", action="store_true", help="keep the rows in docs/results.md")
    chosen = parser.parse_args()
    rows: list[Row] = []
    with tempfile.TemporaryDirectory(prefix="leerloket-bench-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        folder.chmod(0o755)
        everything: dict[str, Iterable[Row]] = {
            "ledger": measure_ledger(folder, chosen.seconds),
            "shared-pot": measure_shared_pot(folder),
            "booking": measure_booking(folder, chosen.seconds),
            "draw": measure_draw(folder, chosen.seconds),
            "batch": measure_batch(folder, chosen.people),
        }
        large: dict[str, Iterable[Row]] = {
            "large-batch": measure_batch(folder, LARGE_RUN),
            "search": measure_search(folder, chosen.seconds),
            "top-up-file": measure_top_up_file(folder, LARGE_FILE),
            "yearly": measure_yearly(folder, YEARLY_STATEMENTS),
        }
        if unknown := set(chosen.only) - {*everything, *large}:
            parser.error(f"{', '.join(sorted(unknown))}: not one of {', '.join([*everything, *large])}")
        names = chosen.only or [*everything, *(large if chosen.large else ())]
        try:
            for each in names:
                for row in (everything | large)[each]:
                    rows.append(row)
                    print(
                        f"{row.ratio:6.2f}  (goal {row.goal:6})  {row.ours:>14}  {row.reference:>14}  {row.work}",
                        flush=True,
                    )
        finally:
            postgres.remove(folder)
    lines = table(rows)
    if chosen.write:
        write(lines)
    print("\n".join([*HEAD, *lines]))


if __name__ == "__main__":
    main()
