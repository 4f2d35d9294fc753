"""Make the statements of a year for everybody, on all cores: one warm PDF child per core, resumable, flat in memory."""

import os
import queue
import time
import uuid
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import flask
import sqlalchemy as sa
import structlog
from sqlalchemy.dialects import postgresql

from leerloket import clock, db, printing
from leerloket.accounts.ledger import years
from leerloket.accounts.statements import yearly
from leerloket.accounts.statements.models import YearlyRun

log = structlog.get_logger()

PAGE = 100
"""Accounts looked at before it is noted how far the run is: what is lost at most when the process dies is redrawn."""
SECONDS = 45
"""How long one call works; the next call goes on. So the worker can be stopped within a minute."""

Renderers = queue.SimpleQueue[printing.Renderer]


def work(*, seconds: float = SECONDS, year: int | None = None) -> int:
    """Go on with the statements of last year (or another); answers how many were made.

    For the worker, which calls it every minute. Nothing happens before the last day of the year is closed. Of two at
    once the second does again what the first did and keeps nothing of it.
    """
    year = year or clock.business_date().year - 1
    until = time.monotonic() + seconds
    made = 0
    if not db.run(_is_due, year):
        return 0
    with _renderers() as renderers, ThreadPoolExecutor(renderers.qsize()) as pool:
        app = flask.current_app._get_current_object()  # type: ignore[attr-defined]
        while time.monotonic() < until and (page := db.run(_next_page, year)):
            results = pool.map(lambda one: _make(app, renderers, one[0], one[1], year), page)
            done = sum(results)
            db.run(_note, year, page[-1][0], len(page), done)
            made += done
    return made


@contextmanager
def _renderers() -> Iterator[Renderers]:
    """One renderer per core, each with a child of its own that stays warm for the whole call."""
    ready: Renderers = queue.SimpleQueue()
    renderers = [printing.Renderer() for _ in range(os.cpu_count() or 1)]
    for renderer in renderers:
        ready.put(renderer)
    try:
        yield ready
    finally:
        for renderer in renderers:
            renderer.close()


def _is_due(year: int) -> bool:
    run = db.session.get(YearlyRun, year)
    if run is None and yearly.is_over(year):
        begun = postgresql.insert(YearlyRun).values(year=year, began_at=clock.now(), seen_count=0, made_count=0)
        db.session.execute(begun.on_conflict_do_nothing())
        return True
    return run is not None and run.ended_at is None


def _next_page(year: int) -> list[tuple[uuid.UUID, str]]:
    run = db.session.get_one(YearlyRun, year)
    page = years.list_holders(run.seen_until, PAGE)
    if not page and run.ended_at is None:
        run.ended_at = clock.now()
    return page


def _note(year: int, seen_until: uuid.UUID, seen: int, made: int) -> None:
    db.session.execute(
        sa.update(YearlyRun)
        .where(YearlyRun.year == year)
        .values(seen_until=seen_until, seen_count=YearlyRun.seen_count + seen, made_count=YearlyRun.made_count + made)
    )


def _make(app: flask.Flask, renderers: Renderers, account_id: uuid.UUID, holder: str, year: int) -> bool:
    """One statement: gathered in a transaction that reads, drawn outside any, kept in one that writes."""
    statement = db.run(_gather, account_id, holder, year)
    if statement is None:
        return False
    renderer = renderers.get()
    try:
        with app.app_context():
            pdf = yearly.draw(statement, renderer)
    except printing.TooHeavy:
        log.exception("yearly statement not drawn", account=str(account_id), year=year)
        return False
    finally:
        renderers.put(renderer)
    return db.run(yearly.keep, statement, pdf)


def _gather(account_id: uuid.UUID, holder: str, year: int) -> yearly.Yearly | None:
    """What is to be drawn: nothing for who has a statement already, or where nothing ever moved."""
    statement = None if yearly.is_made(account_id, year) else yearly.gather(account_id, holder, year)
    return statement if statement and statement.pots else None


def list_runs() -> list[YearlyRun]:
    """The years whose statements were made or are being made, newest first."""
    return list(db.session.scalars(sa.select(YearlyRun).order_by(YearlyRun.year.desc())))
