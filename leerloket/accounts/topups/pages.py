"""The pages of an employer: overview, employees, topping up one or many, and what is to be paid."""

import re
import uuid
from typing import Any

import flask
import flask_login
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from leerloket import clock, errors, web
from leerloket.accounts.payments import service as payments
from leerloket.accounts.topups import contribution, rules, schemas, service
from leerloket.people.employers import service as employers

bp = flask.Blueprint("werkgever", __name__)

ROWS_PER_PAGE = 20

FORM_FIELDS = {"amount": "bedrag", "purposes": "doel", "expires_on": "geldig_tot", "note": "kenmerk"}
"""Cells of a row and the fields of the form of one top-up; who it is for is `wie`."""


class NoFile(errors.Invalid):
    """The form came without a file."""

    nl = "Kies een bestand."
    en = "Choose a file."


def _employer() -> uuid.UUID:
    employer_id: uuid.UUID | None = flask_login.current_user.organisation_id
    if employer_id is None:
        raise errors.NotFound
    return employer_id


def _me() -> uuid.UUID:
    person_id: uuid.UUID = flask_login.current_user.person_id
    return person_id


@bp.context_processor
def words() -> dict[str, Any]:
    """The words for purposes, causes and states."""
    return {
        "written": payments.written,
        "purpose_options": [
            ("study", _("een studie")),
            ("general_skills", _("algemene vaardigheden")),
            ("job", _("leren voor het werk")),
            ("labour_market", _("leren voor ander werk")),
            ("guidance", _("advies en begeleiding")),
        ],
        "cause_words": {
            "person-missing": _("persoon ontbreekt"),
            "person-unknown": _("persoon onbekend"),
            "person-former": _("werkt niet meer bij u"),
            "person-doubled": _("dubbel"),
            "person-contradiction": _("twee verschillende personen"),
            "amount-empty": _("bedrag ontbreekt"),
            "amount-negative": _("bedrag met een minteken"),
            "amount-ambiguous": _("bedrag kan twee dingen betekenen"),
            "amount-decimals": _("bedrag zonder twee cijfers achter de komma"),
            "amount-too-large": _("bedrag te groot"),
            "amount-not-a-number": _("bedrag is geen getal"),
            "amount-letter-o": _("letter O in het bedrag"),
            "amount-zero": _("bedrag is 0"),
            "purpose-unknown": _("potje onbekend"),
            "date-unreadable": _("datum onleesbaar"),
            "date-past": _("datum voorbij"),
            "date-too-far": _("datum te ver weg"),
            "too-long": _("tekst te lang"),
        },
        "column_words": {
            "personnel_number": _("Personeelsnummer"),
            "email": _("E-mailadres"),
            "number": _("Accountnummer"),
            "amount": _("Bedrag"),
            "purposes": _("Potje"),
            "expires_on": _("Geldig tot"),
            "note": _("Kenmerk"),
        },
        "state_words": {
            "checked": (_("Nog niet bevestigd"), "warning"),
            "confirmed": (_("Wacht op uw betaling"), "warning"),
            "paid": (_("Wordt verdeeld"), "info"),
            "credited": (_("Verdeeld"), "success"),
        },
        "settings": flask.current_app.config["SETTINGS"],
    }


@bp.get("/werkgever")
@web.requires("employer")
def overview() -> str:
    """Totals and what there is to do."""
    return flask.render_template(
        "accounts/werkgever/overview.html",
        overview=contribution.get_overview(_employer()),
        name=employers.get_employer(_employer()).name,
        year=clock.business_date().year,
    )


@bp.get("/werkgever/werknemers")
@web.requires("employer")
def employees() -> str:
    """Who works here, and what each received from this employer this year."""
    return flask.render_template(
        "accounts/werkgever/employees.html",
        employees=employers.list_employees(_employer()),
        paid_in=contribution.paid_in_this_year(_employer()),
    )


@bp.get("/werkgever/storten")
@web.requires("employer")
def one() -> str:
    """Money for one employee."""
    return flask.render_template("accounts/werkgever/one.html", who=flask.request.args.get("wie", ""))


@bp.post("/werkgever/storten")
@web.requires("employer")
@web.shows_again(one)
def do_one() -> ResponseReturnValue:
    """Check one top-up; the check page follows."""
    given = web.load(schemas.OneForm(), flask.request.form)
    batch = service.check_rows(_employer(), [_cells(given)], by=_me())
    row = service.get_rows(batch)[0]
    if row.state == "error":
        raise errors.Invalid(
            errors=[
                errors.FieldError(FORM_FIELDS.get(p["field"], "wie"), p["code"], p["nl"], p["en"]) for p in row.problems
            ]
        )
    return _to(batch)


def _cells(given: dict[str, Any]) -> dict[str, str]:
    who = given["wie"]
    name = "email" if "@" in who else "number" if re.match(r"(?i)\s*LR\s*-", who) else "personnel_number"
    return {
        name: who,
        "amount": given["bedrag"],
        "purposes": "+".join(given["doel"]),
        "expires_on": given["geldig_tot"],
        "note": given["kenmerk"],
    }


def _to(batch: service.Batch) -> ResponseReturnValue:
    return flask.redirect(flask.url_for("werkgever.batch", batch_id=batch.batch_id), 303)


@bp.get("/werkgever/storten/bestand")
@web.requires("employer")
def upload() -> str:
    """Upload a file, and the batches so far."""
    return flask.render_template("accounts/werkgever/upload.html", batches=service.list_batches(_employer(), 20))


@bp.post("/werkgever/storten/bestand")
@web.requires("employer")
@web.shows_again(upload)
def do_upload() -> ResponseReturnValue:
    """Check a file; the same file again leads to its first run."""
    file = flask.request.files.get("bestand")
    content = file.read() if file else b""
    if file is None or not content:
        raise NoFile(field="bestand")
    try:
        batch = service.check_file(_employer(), content, file_name=file.filename, by=_me())
    except rules.FileSeenBefore as seen:
        flask.flash(seen.sentence(web.language()), "warning")
        return flask.redirect(flask.url_for("werkgever.batch", batch_id=seen.facts["batch_id"]), 303)
    return _to(batch)


@bp.get("/werkgever/storten/voorbeeld.csv")
@web.requires("employer")
def template_csv() -> ResponseReturnValue:
    """An empty file with the right header."""
    header = "personeelsnummer;e-mail;accountnummer;bedrag;potje;geldig tot;kenmerk\r\n"
    response = flask.Response("\ufeff" + header, content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = 'attachment; filename="stortingen.csv"'
    return response


@bp.get("/werkgever/storten/bestand/<uuid:batch_id>")
@web.requires("employer")
def batch(batch_id: uuid.UUID) -> str:
    """One batch: check, pay, progress, done."""
    found = service.get_batch(_employer(), batch_id)
    after = flask.request.args.get("na", 0, int)
    cause = flask.request.args.get("fout", "")
    wrong = service.get_rows(found, state="error", code=cause or None, after=after, limit=ROWS_PER_PAGE + 1)
    done, total = service.count_credited(found)
    return flask.render_template(
        "accounts/werkgever/batch.html",
        batch=found,
        totals=service.count_rows(found),
        wrong=wrong[:ROWS_PER_PAGE],
        next_after=wrong[ROWS_PER_PAGE - 1].row if len(wrong) > ROWS_PER_PAGE else 0,
        cause=cause,
        questions=service.get_rows(found, state="question", limit=ROWS_PER_PAGE),
        payment=payments.get_payment(found.payment_id) if found.payment_id else None,
        progress=(done, total),
        blank=web.Form(),
        after=after,
    )


@bp.get("/werkgever/storten/bestand/<uuid:batch_id>/voortgang.json")
@web.requires("employer")
def progress(batch_id: uuid.UUID) -> ResponseReturnValue:
    """How many people are credited."""
    done, total = service.count_credited(service.get_batch(_employer(), batch_id))
    return {"done": done, "total": total, "text": _("%(done)s van %(total)s", done=done, total=total)}


@bp.get("/werkgever/storten/bestand/<uuid:batch_id>/fouten.csv")
@web.requires("employer")
def errors_csv(batch_id: uuid.UUID) -> ResponseReturnValue:
    """Only the rows with errors, with what is wrong."""
    text = service.errors_csv(service.get_batch(_employer(), batch_id), web.language())
    response = flask.Response(text, content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = 'attachment; filename="fouten.csv"'
    return response


@bp.post("/werkgever/storten/bestand/<uuid:batch_id>/rij/<int:row>")
@web.requires("employer")
@web.shows_again(lambda batch_id, row: batch(batch_id))
def correct(batch_id: uuid.UUID, row: int) -> ResponseReturnValue:
    """Correct one row in place."""
    cells = web.load(schemas.RowForm(), flask.request.form)
    found = service.correct_row(_employer(), batch_id, row, cells)
    still_wrong = next(r for r in service.get_rows(found, after=row - 1, limit=1)).state == "error"
    flask.flash(
        _("Rij %(row)s is nog niet goed.", row=row) if still_wrong else _("Rij %(row)s is hersteld.", row=row),
        "warning" if still_wrong else "ok",
    )
    return _to(found)


@bp.post("/werkgever/storten/bestand/<uuid:batch_id>/opnieuw")
@web.requires("employer")
@web.shows_again(batch)
def check_again(batch_id: uuid.UUID) -> ResponseReturnValue:
    """Check the batch against the employees of today."""
    return _to(service.check_again(_employer(), batch_id))


@bp.post("/werkgever/storten/bestand/<uuid:batch_id>/bevestigen")
@web.requires("employer")
@web.shows_again(batch)
@web.idempotent
def confirm(batch_id: uuid.UUID) -> ResponseReturnValue:
    """Let the good rows through: a payment is expected."""
    given = web.load(schemas.ConfirmForm(), flask.request.form)
    return _to(service.confirm(_employer(), batch_id, accept_questions=given["vragen"], by=_me()))


@bp.get("/werkgever/betalingen")
@web.requires("employer")
def list_payments() -> str:
    """What is to be paid, with which reference, and what came in."""
    batches = {batch.payment_id: batch for batch in service.list_batches(_employer(), 200)}
    return flask.render_template(
        "accounts/werkgever/payments.html", payments=payments.list_payments(_employer()), batches=batches
    )
