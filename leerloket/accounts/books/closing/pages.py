"""The books on screen: the days of a month, one day with its lines, any reference, and signing a month off."""

import uuid
from collections.abc import Iterable
from datetime import date
from typing import Any

import flask
import flask_login
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from leerloket import clock, errors, web
from leerloket.accounts.books.closing import rules, schemas, service
from leerloket.accounts.books.corrections import service as corrections
from leerloket.accounts.ledger import days
from leerloket.accounts.proof import service as proof
from leerloket.web import csv_files

bp = flask.Blueprint("boekhouding", __name__)

PAGE = 50
MOST_LINES = 100_000


@bp.context_processor
def words() -> dict[str, Any]:
    """The words for kinds of transfers and of ledger accounts."""
    return {"kind_words": service.KIND_WORDS, "account_words": proof.WORDS}


@bp.app_template_filter("month_name")
def month_name(month: date) -> str:
    """`november 2026`."""
    return clock.month_text(month, web.language())


@bp.app_template_filter("month_key")
def month_key(month: date) -> str:
    """`2026-11`, as in addresses."""
    return f"{month:%Y-%m}"


@bp.get("/beheer/boekhouding")
@web.requires("administrator", "controller")
def month() -> str:
    """The days of a month with their sum of zero, what a reference leads to, and whether the books hold."""
    chosen = web.load(schemas.MonthFilter(), flask.request.args)
    today = clock.business_date()
    shown = chosen["maand"] or rules.first_of(today)
    lines = service.look_up(chosen["zoek"]) if chosen["zoek"] else []
    return flask.render_template(
        "accounts/boekhouding/month.html",
        shown=shown,
        closings=service.list_closings(shown),
        open_day=service.look_at(today) if rules.first_of(today) == shown else None,
        closed=service.find_month(shown),
        previous=rules.preceding(shown),
        following=rules.following(shown) if rules.following(shown) <= today else None,
        is_over=rules.following(shown) <= today,
        proof=proof.find_last(),
        zoek=chosen["zoek"],
        lines=lines,
        open_corrections=corrections.count_open(),
    )


@bp.get("/beheer/boekhouding.csv")
@web.requires("administrator", "controller")
def month_csv() -> ResponseReturnValue:
    """The closed days of a month for a spreadsheet."""
    shown = web.load(schemas.MonthFilter(), flask.request.args)["maand"] or rules.first_of(clock.business_date())
    headings = [_("Dag"), _("Boekingen"), _("Verplaatst"), _("Som"), _("Afgesloten"), _("Zegel"), _("Hash")]
    rows = (
        [
            closing.day.isoformat(),
            closing.transfer_count,
            csv_files.amount(closing.moved_cents),
            csv_files.amount(closing.sum_cents),
            closing.closed_at.isoformat(),
            closing.head_seq,
            closing.head_hash,
        ]
        for closing in reversed(service.list_closings(shown))
    )
    return csv_files.answer(f"boekhouding-{shown:%Y-%m}.csv", headings, rows)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as problem:
        raise errors.NotFound from problem


@bp.get("/beheer/boekhouding/dag/<text>")
@web.requires("administrator", "controller")
def day(text: str) -> str:
    """One day: what moved, what that did to each kind of account, and its lines."""
    shown = service.get_day(_day(text))
    after = web.load(schemas.LinesFilter(), flask.request.args)["na"]
    lines = service.list_day_lines(shown.day, after=after, limit=PAGE + 1)
    return flask.render_template(
        "accounts/boekhouding/day.html",
        day=shown,
        lines=lines[:PAGE],
        after=after,
        next=lines[PAGE - 1].transfer_id if len(lines) > PAGE else None,
        names=_names(lines),
    )


def _names(lines: Iterable[days.Line]) -> Any:
    return service.names_of({person_id for line in lines for person_id in (line.actor_id, line.approved_by)})


@bp.get("/beheer/boekhouding/dag/<text>.csv")
@web.requires("administrator", "controller")
def day_csv(text: str) -> ResponseReturnValue:
    """The lines of a day for a spreadsheet; accounts are pseudonyms."""
    shown = service.get_day(_day(text))
    headings = [
        *(_("Tijd"), _("Soort"), _("Bedrag"), _("Kenmerk"), _("Rekening"), _("Boeking"), _("Regel"), _("Versie")),
        *(_("Door"), _("Goedgekeurd door"), _("Reden"), _("Zegel")),
    ]
    rows = (
        [
            *(line.created_at.isoformat(), line.kind, csv_files.amount(line.moved_cents), line.transfer_id),
            *(line.account_id, line.booking_id, line.rule, line.rule_version),
            *(line.actor_id, line.approved_by, line.reason, line.seq),
        ]
        for line in service.list_day_lines(shown.day, limit=MOST_LINES)
    )
    return csv_files.answer(f"boekhouding-{shown.day}.csv", headings, rows)


@bp.post("/beheer/boekhouding/maand")
@web.requires("controller")
@web.shows_again(month)
def close_month() -> ResponseReturnValue:
    """Sign a month off."""
    given = web.load(schemas.MonthForm(), flask.request.form)
    person_id: uuid.UUID = flask_login.current_user.person_id
    closed = service.close_month(given["maand"], closed_by=person_id)
    flask.flash(_("De maand is afgesloten."), "ok")
    return flask.redirect(flask.url_for("boekhouding.month", maand=month_key(closed.month)), 303)
