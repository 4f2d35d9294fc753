"""What was paid in over a year, for the tax: on screen, for a spreadsheet and on paper."""

import uuid
from typing import Any

import flask
import flask_login
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from leerloket import clock, printing, web
from leerloket.accounts.contributions import rules, schemas, service
from leerloket.accounts.ledger import chain
from leerloket.people import service as people
from leerloket.people.officers import service as officers
from leerloket.web import csv_files

bp = flask.Blueprint("bijdragen", __name__)

MOST_ON_PAPER = 500
"""Rows of a PDF (trust.md, PDF worker); a longer statement says that the rest is in the CSV."""


@bp.context_processor
def words() -> dict[str, Any]:
    """The words for purposes and lines, and what the law says."""
    return {"contribution_rules": rules, "purposes_text": rules.purposes_text}


def _me() -> uuid.UUID:
    person_id: uuid.UUID = flask_login.current_user.person_id
    return person_id


def _chosen_year() -> int:
    chosen = web.load(schemas.YearQuery(), flask.request.args)["jaar"]
    return chosen or clock.business_date().year


@bp.get("/werkgever/overzichten")
@web.requires("employer")
def of_employer() -> str:
    """What an employer gave in a year, per employee and purpose."""
    return flask.render_template(
        "accounts/bijdragen/employer.html",
        found=service.get_employer_year(officers.current_employer_id(), _chosen_year()),
        years=service.list_years(),
    )


@bp.get("/werkgever/overzichten/<int:year>.csv")
@web.requires("employer")
def of_employer_csv(year: int) -> ResponseReturnValue:
    """The same per employee and purpose as a file for a spreadsheet, with a line of totals."""
    found = service.get_employer_year(officers.current_employer_id(), year)
    headings = [_("Personeelsnummer"), _("Naam"), _("Doel"), _("Gestort"), _("Correctie"), _("Samen")]
    rows = [[one.personnel_number, one.name, rules.purposes_text(one.purposes), *_amounts(one)] for one in found.given]
    total = ["", _("Totaal %(year)s", year=year), "", *_amounts(found)]
    return csv_files.answer(f"overzicht-stortingen-{year}.csv", headings, [*rows, total])


def _amounts(of: service.Given | service.EmployerYear) -> list[csv_files.Amount]:
    return [csv_files.amount(cents) for cents in (of.deposited_cents, of.corrected_cents, of.total_cents)]


@bp.get("/werkgever/overzichten/<int:year>.pdf")
@web.requires("employer")
def of_employer_pdf(year: int) -> ResponseReturnValue:
    """The same on paper."""
    found = service.get_employer_year(officers.current_employer_id(), year)
    return _on_paper(
        "accounts/bijdragen/employer_sheet.html",
        f"overzicht-stortingen-{year}.pdf",
        found=found,
        name=printing.cut(found.name, 200),
        given=[(one, printing.cut(one.name, 200)) for one in found.given[:MOST_ON_PAPER]],
    )


@bp.get("/saldo/bijdragen")
@web.requires("worker")
def own() -> str:
    """What employers and you yourself paid in over a year, and what your own money paid for."""
    return flask.render_template(
        "accounts/bijdragen/worker.html",
        found=service.get_worker_year(_me(), _chosen_year()),
        years=service.list_years(),
    )


@bp.get("/saldo/bijdragen/<int:year>.csv")
@web.requires("worker")
def own_csv(year: int) -> ResponseReturnValue:
    """The same as a file for a spreadsheet."""
    found = service.get_worker_year(_me(), year)
    lines = [
        [line.on, rules.KINDS[line.kind], line.funder, rules.purposes_text(line.purposes), csv_files.amount(cents)]
        for line in [*found.received, *found.paid_in]
        for cents in [line.amount_cents]
    ]
    spent = [
        [one.on, _("Betaald voor een opleiding"), "", "", csv_files.amount(-one.amount_cents)] for one in found.spent
    ]
    return csv_files.answer(
        f"bijdragen-{year}.csv", [_("Datum"), _("Wat"), _("Van wie"), _("Doel"), _("Bedrag")], [*lines, *spent]
    )


@bp.get("/saldo/bijdragen/<int:year>.pdf")
@web.requires("worker")
def own_pdf(year: int) -> ResponseReturnValue:
    """The same on paper."""
    person = people.get_person(_me())
    found = service.get_worker_year(_me(), year)
    return _on_paper(
        "accounts/bijdragen/worker_sheet.html",
        f"bijdragen-{year}.pdf",
        found=found,
        person=person,
        name=printing.cut(person.name or "", 200),
        received=[(line, printing.cut(line.funder, 200)) for line in found.received[:MOST_ON_PAPER]],
    )


def _on_paper(template: str, file_name: str, **facts: Any) -> flask.Response:
    made_at = clock.now()
    pdf = printing.draw(
        template,
        language=web.language(),
        made_at=made_at,
        made_on=clock.business_date(made_at),
        head=chain.head(),
        most=MOST_ON_PAPER,
        **words(),
        **facts,
    )
    return printing.answer(pdf, file_name, disposition="attachment")
