"""Bij en af: every movement with a filter and a search, on screen, for a spreadsheet and on paper."""

import uuid
from typing import Any

import flask
import flask_login
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from leerloket import clock, money, printing, web
from leerloket.accounts.ledger import chain
from leerloket.accounts.ledger import service as ledger
from leerloket.accounts.statements import rules, schemas
from leerloket.accounts.statements.pages import bp
from leerloket.people import service as people
from leerloket.web import csv_files

__all__ = ["bp"]

PAGE = 25
MOST_LINES = 100_000
MOST_ON_PAPER = 500
"""Rows of a PDF (trust.md, PDF worker); a longer statement says that the rest is in the CSV."""


def _me() -> uuid.UUID:
    person_id: uuid.UUID = flask_login.current_user.person_id
    return person_id


def _lines(chosen: dict[str, Any], limit: int) -> list[ledger.Entry]:
    """The movements of the filter, newest first. A search looks through all of them: one person has few."""
    group = rules.GROUPS.get(chosen["soort"] or "")
    its = {"pot_id": chosen["potje"], "year": chosen["jaar"], "kinds": group[1] if group else None}
    if not chosen["zoek"]:
        return ledger.list_entries(_me(), before=chosen["voor"], limit=limit, **its)
    found = ledger.list_entries(_me(), before=chosen["voor"], limit=MOST_LINES, **its)
    return [line for line in found if rules.matches(chosen["zoek"], _texts(line))][:limit]


def _texts(line: ledger.Entry) -> list[str]:
    """What of a movement can be searched for."""
    return [
        str(rules.KINDS.get(line.kind, line.kind)),
        rules.pot_name(line),
        line.funder_name,
        line.reason or "",
        str(rules.WHY.get(line.rule, "")),
        money.signed_euros(line.amount_cents, web.language()),
        clock.day_text(line.booked_on, web.language()),
        line.booked_on.isoformat(),
        str(line.transfer_id),
    ]


def _kept(chosen: dict[str, Any]) -> dict[str, Any]:
    return {name: str(chosen[name]) for name in ("jaar", "potje", "soort", "zoek") if chosen[name]}


@bp.get("/saldo/bij-en-af")
@web.requires("worker")
def entries() -> str:
    """Every movement, filtered by year, pot, kind and words."""
    chosen = web.load(schemas.EntryFilter(), flask.request.args)
    lines, kept = _lines(chosen, PAGE + 1), _kept(chosen)
    older = flask.url_for("saldo.entries", **kept, voor=lines[PAGE - 1].posting_id) if len(lines) > PAGE else ""
    return flask.render_template(
        "accounts/saldo/entries.html",
        entries=lines[:PAGE],
        pots=ledger.list_pots(_me()),
        groups=rules.GROUPS,
        years=range(clock.business_date().year, 2025, -1),
        chosen=chosen,
        kept=kept,
        older=older,
    )


@bp.get("/saldo/bij-en-af.csv")
@web.requires("worker")
def entries_csv() -> ResponseReturnValue:
    """The same lines as a file for a spreadsheet, each with its source and running balance."""
    chosen = web.load(schemas.EntryFilter(), flask.request.args)
    headings = [
        *(_("Datum"), _("Wat"), _("Potje"), _("Bedrag"), _("Saldo daarna"), _("Kenmerk")),
        *(_("Van wie"), _("Regel"), _("Versie"), _("Reden")),
    ]
    rows = (
        [
            *(line.booked_on.isoformat(), rules.KINDS.get(line.kind, line.kind), rules.pot_name(line)),
            *(csv_files.amount(line.amount_cents), csv_files.amount(line.running_cents), line.transfer_id),
            *(line.funder_name, line.rule, line.rule_version, line.reason),
        ]
        for line in _lines(chosen, MOST_LINES)
    )
    return csv_files.answer("bij-en-af.csv", headings, rows)


@bp.get("/saldo/bij-en-af.pdf")
@web.requires("worker")
def entries_pdf() -> ResponseReturnValue:
    """The same lines on paper, with the head of the chain of seals as a witness."""
    chosen = web.load(schemas.EntryFilter(), flask.request.args)
    lines = _lines(chosen, MOST_ON_PAPER + 1)
    group = rules.GROUPS.get(chosen["soort"] or "")
    pdf = printing.draw(
        "accounts/saldo/statement.html",
        language=web.language(),
        person=people.get_person(_me()),
        made_on=clock.business_date(),
        made_at=clock.now(),
        balance=ledger.get_balance(_me()),
        entries=[
            (line, printing.cut(rules.pot_name(line), 200), printing.cut(line.reason or "", 300))
            for line in lines[:MOST_ON_PAPER]
        ],
        is_cut=len(lines) > MOST_ON_PAPER,
        year=chosen["jaar"],
        group=group[0] if group else None,
        asked=printing.cut(chosen["zoek"], 80),
        has_pot=bool(chosen["potje"]),
        kind_words=rules.KINDS,
        why_words=rules.WHY,
        head=chain.head(),
    )
    return printing.answer(pdf, f"bij-en-af-{clock.business_date()}.pdf", disposition="attachment")
