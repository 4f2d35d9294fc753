"""Yearly statements on screen: a person's own, an employer's, and how far the making is."""

import uuid

import flask
import flask_login
from flask.typing import ResponseReturnValue

from leerloket import clock, errors, printing, web
from leerloket.accounts.statements import yearly, yearly_run

bp = flask.Blueprint("jaaroverzichten", __name__)


def _me() -> uuid.UUID:
    person_id: uuid.UUID = flask_login.current_user.person_id
    return person_id


def _employer() -> uuid.UUID:
    employer_id: uuid.UUID | None = flask_login.current_user.organisation_id
    if employer_id is None:
        raise errors.NotFound
    return employer_id


@bp.get("/saldo/jaaroverzichten")
@web.requires("worker")
def own() -> str:
    """Your statements, and a provisional one of this year."""
    return _page(_me(), "jaaroverzichten.own_pdf", "person")


@bp.get("/saldo/jaaroverzichten/<int:year>.pdf")
@web.requires("worker")
def own_pdf(year: int) -> ResponseReturnValue:
    """Your statement of one year."""
    return printing.answer(yearly.get_pdf(_me(), "person", year), f"jaaroverzicht-{year}.pdf", disposition="attachment")


@bp.get("/werkgever/jaaroverzichten")
@web.requires("employer")
def of_employer() -> str:
    """An employer's statements: the own fund, never what anybody learns."""
    return _page(_employer(), "jaaroverzichten.of_employer_pdf", "employer")


@bp.get("/werkgever/jaaroverzichten/<int:year>.pdf")
@web.requires("employer")
def of_employer_pdf(year: int) -> ResponseReturnValue:
    """An employer's statement of one year."""
    pdf = yearly.get_pdf(_employer(), "employer", year)
    return printing.answer(pdf, f"jaaroverzicht-{year}.pdf", disposition="attachment")


def _page(account_id: uuid.UUID, pdf: str, holder: str) -> str:
    return flask.render_template(
        "accounts/saldo/yearly_list.html",
        statements=yearly.list_made(account_id),
        this_year=clock.business_date().year,
        pdf=pdf,
        holder=holder,
    )


@bp.get("/beheer/boekhouding/jaaroverzichten")
@web.requires("administrator", "controller")
def runs() -> str:
    """How far the statements of each year are."""
    return flask.render_template("accounts/beheer/yearly_runs.html", runs=yearly_run.list_runs())
