"""Budgets on screen: how far each fund is, and how its year will end."""

import uuid

import flask
import flask_login
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from leerloket import clock, web
from leerloket.accounts.books.closing import service as closing
from leerloket.accounts.books.forecast import schemas, service
from leerloket.web import csv_files

bp = flask.Blueprint("budgetten", __name__)


def _me() -> uuid.UUID:
    person_id: uuid.UUID = flask_login.current_user.person_id
    return person_id


def _year() -> int:
    chosen: int | None = web.load(schemas.BudgetFilter(), flask.request.args)["jaar"]
    return chosen or clock.business_date().year


@bp.get("/beheer/boekhouding/budgetten")
@web.requires("administrator", "controller")
def budgets() -> str:
    """The funds of a year as bars and as a table, and what waits for a second person."""
    year, proposed = _year(), service.list_proposed()
    return flask.render_template(
        "accounts/budgetten/budgets.html",
        year=year,
        years=[one for one in service.list_years() if one != year],
        forecasts=service.list_forecasts(year),
        proposed=proposed,
        names=closing.names_of({budget.proposed_by for budget in proposed}),
        funds=service.list_funds(),
        me=_me(),
        today=clock.business_date(),
    )


@bp.get("/beheer/boekhouding/budgetten.csv")
@web.requires("administrator", "controller")
def budgets_csv() -> ResponseReturnValue:
    """The same table for a spreadsheet."""
    year = _year()
    headings = [
        *(_("Fonds"), _("Jaar"), _("Budget"), _("Toegekend"), _("Staat vast"), _("Uitgegeven"), _("Nog verwacht")),
        *(_("Verwacht heel het jaar"), _("Procent vastgelegd"), _("Gelezen op")),
    ]
    rows = (
        [
            *(one.budget.fund, year, csv_files.amount(one.budget.amount_cents)),
            *(csv_files.amount(one.reading.granted_cents), csv_files.amount(one.reading.held_cents)),
            *(csv_files.amount(one.reading.spent_cents), csv_files.amount(one.reading.expected_cents)),
            *(csv_files.amount(one.reading.forecast_cents), one.percent, one.reading.read_at.isoformat()),
        ]
        for one in service.list_forecasts(year)
        if one.reading
    )
    return csv_files.answer(f"budgetten-{year}.csv", headings, rows)


@bp.post("/beheer/boekhouding/budgetten")
@web.requires("administrator")
@web.shows_again(budgets)
def propose() -> ResponseReturnValue:
    """Propose what a fund may cost in a year."""
    given = web.load(schemas.BudgetForm(), flask.request.form)
    service.propose(given["fonds"], given["jaar"], given["bedrag"], given["reden"], proposed_by=_me())
    flask.flash(_("Voorgesteld. Een tweede beheerder keurt het goed."), "ok")
    return flask.redirect(flask.url_for("budgetten.budgets", jaar=given["jaar"]), 303)


@bp.post("/beheer/boekhouding/budgetten/<uuid:budget_id>/goedkeuren")
@web.requires("administrator")
@web.shows_again(lambda budget_id: budgets())
def approve(budget_id: uuid.UUID) -> ResponseReturnValue:
    """Approve what somebody else proposed."""
    approved = service.approve(budget_id, approved_by=_me())
    flask.flash(_("Het budget geldt vanaf nu."), "ok")
    return flask.redirect(flask.url_for("budgetten.budgets", jaar=approved.year), 303)
