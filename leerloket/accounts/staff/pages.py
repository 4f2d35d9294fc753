"""The pages of an employer's employees: the list, one employee, adding one and reading a file."""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager

import flask
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from leerloket import clock, errors, spreadsheets, web
from leerloket.accounts.staff import schemas, service
from leerloket.accounts.topups import service as topups
from leerloket.people.employers import service as employers
from leerloket.people.officers import service as officers

bp = flask.Blueprint("werknemers", __name__)

ONE = "/werkgever/werknemers/<uuid:employment_id>"
EXAMPLE = ["personeelsnummer", "e-mail", "geboortedatum", "percentage", "in dienst", "uit dienst"]
FORM_FIELDS = {
    "called": "wie",
    "personnel_number": "personeelsnummer",
    "fte_pct": "percentage",
    "ends_on": "laatste_dag",
}
"""What the service calls a field, and the forms."""


@bp.get("/werkgever/werknemers")
@web.requires("employer")
def employees() -> str:
    """Who works here, what each received this year, and a search; with `wie=weg` who left."""
    asked = flask.request.args
    text, is_former = asked.get("q", "")[:100], asked.get("wie") == "weg"
    listed = service.list_staff(
        officers.current_employer_id(), text, is_former=is_former, after=asked.get("na", None, uuid.UUID)
    )
    return flask.render_template(
        "accounts/staff/employees.html", listed=listed, text=text, is_former=is_former, is_later="na" in asked
    )


@bp.get("/werkgever/werknemers/toevoegen")
@web.requires("employer")
def addition() -> str:
    """Add somebody who has an account, or read a file of employees."""
    return flask.render_template("accounts/staff/add.html", today=clock.business_date())


@bp.post("/werkgever/werknemers/toevoegen")
@web.requires("employer")
@web.shows_again(addition)
def add() -> ResponseReturnValue:
    """Note that somebody works here."""
    given = web.load(schemas.AddForm(), flask.request.form)
    with _named_as_in_the_form():
        made = employers.employ_known(
            officers.current_employer_id(),
            given["wie"],
            given["geboortedatum"],
            given["personeelsnummer"],
            given["percentage"],
            given["in_dienst"],
        )
    flask.flash(_("De werknemer staat in uw lijst."), "ok")
    return _to(made.employment_id)


@bp.get("/werkgever/werknemers/voorbeeld.csv")
@web.requires("employer")
def example_csv() -> ResponseReturnValue:
    """An empty file of employees with the right header."""
    response = flask.Response(spreadsheets.as_csv([EXAMPLE]), content_type=spreadsheets.CSV_TYPE)
    response.headers["Content-Disposition"] = 'attachment; filename="werknemers.csv"'
    return response


@bp.post("/werkgever/werknemers/bestand")
@web.requires("employer")
@web.shows_again(addition)
def import_file() -> ResponseReturnValue:
    """Carry out a file of employees; the page says what was done and what was wrong."""
    file = flask.request.files.get("bestand")
    content = file.read() if file else b""
    if not content:
        raise spreadsheets.NoFile(field="bestand")
    done = service.import_file(officers.current_employer_id(), content)
    return flask.render_template(
        "accounts/staff/imported.html", done=done, wrong=service.list_wrong(done, web.language())
    )


@bp.get(ONE)
@web.requires("employer")
def employee(employment_id: uuid.UUID) -> str:
    """One employee, with what this employer gave them; also one who left."""
    employer_id = officers.current_employer_id()
    found = employers.get_employment(employer_id, employment_id)
    return flask.render_template(
        "accounts/staff/employee.html",
        employee=found,
        deposits=topups.list_deposits(employer_id, found.person_id),
        today=clock.business_date(),
    )


@bp.post(ONE)
@web.requires("employer")
@web.shows_again(employee)
def change(employment_id: uuid.UUID) -> ResponseReturnValue:
    """Change the number and the share of full time."""
    given = web.load(schemas.ChangeForm(), flask.request.form)
    with _named_as_in_the_form():
        employers.change_employment(
            officers.current_employer_id(),
            employment_id,
            personnel_number=given["personeelsnummer"],
            fte_pct=given["percentage"],
        )
    flask.flash(_("Opgeslagen."), "ok")
    return _to(employment_id)


@bp.post(f"{ONE}/uit-dienst")
@web.requires("employer")
@web.shows_again(employee)
def end(employment_id: uuid.UUID) -> ResponseReturnValue:
    """Say which day was the last, or take that back."""
    given = web.load(schemas.EndForm(), flask.request.form)
    with _named_as_in_the_form():
        employers.end_employment(officers.current_employer_id(), employment_id, given["laatste_dag"])
    flask.flash(_("De laatste dag is opgeslagen.") if given["laatste_dag"] else _("De laatste dag is weg."), "ok")
    return _to(employment_id)


@contextmanager
def _named_as_in_the_form() -> Iterator[None]:
    """Let a refusal name the field of the form, in place of the service's word for it."""
    try:
        yield
    except errors.Refusal as refusal:
        refusal.field = FORM_FIELDS.get(refusal.field, refusal.field)
        raise


def _to(employment_id: uuid.UUID) -> ResponseReturnValue:
    return flask.redirect(flask.url_for("werknemers.employee", employment_id=employment_id), 303)
