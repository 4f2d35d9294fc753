"""The administrator's bank statements and the work list of lines that found no payment."""

import uuid
from typing import Any

import flask
import flask_login
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from leerloket import errors, web
from leerloket.accounts.payments import schemas, service

bp = flask.Blueprint("bankregels", __name__)

LINES_PER_PAGE = 20


class NoStatementFile(errors.Invalid):
    """The form came without a file."""

    nl = "Kies een bankafschrift."
    en = "Choose a bank statement."


class NoSuchPayment(errors.Invalid):
    """No waiting payment has this reference."""

    nl = "Er is geen betaling met dit kenmerk die nog wacht."
    en = "No waiting payment has this reference."


@bp.context_processor
def words() -> dict[str, Any]:
    """Why a line waits, in words."""
    return {
        "written": service.written,
        "reason_words": {
            "no-reference": _("Geen kenmerk gevonden"),
            "unknown-reference": _("Dit kenmerk kennen we niet"),
            "several-references": _("Er staan meer kenmerken in"),
            "check-digits": _("Het controlegetal van het kenmerk klopt niet"),
            "already-paid": _("Deze betaling was al binnen"),
            "too-little": _("Er kwam minder dan verwacht"),
            "too-much": _("Er kwam meer dan verwacht"),
        },
    }


@bp.get("/beheer/bankregels")
@web.requires("administrator", "controller")
def work_list() -> str:
    """Upload a statement; below it the lines that wait for a person."""
    after = flask.request.args.get("na", None, uuid.UUID)
    lines = service.list_lines("unmatched", after=after, limit=LINES_PER_PAGE + 1)
    shown = lines[:LINES_PER_PAGE]
    wanted = {uuid.UUID(i) for line in shown for i in line.suggested_ids} | {
        line.payment_id for line in shown if line.payment_id
    }
    return flask.render_template(
        "accounts/beheer/bank_lines.html",
        lines=shown,
        payments=service.list_payments_by_id(wanted),
        older=flask.url_for("bankregels.work_list", na=shown[-1].line_id) if len(lines) > LINES_PER_PAGE else "",
        is_first=after is None,
        unmatched=service.count_unmatched(),
        statements=service.list_statements(10),
        me=flask_login.current_user.person_id,
        uuid=uuid.UUID,
        blank=web.Form(),
    )


@bp.post("/beheer/bankregels")
@web.requires("administrator")
@web.shows_again(work_list)
@web.idempotent
def import_statement() -> ResponseReturnValue:
    """Import a statement, whole or not at all."""
    file = flask.request.files.get("bestand")
    content = file.read() if file else b""
    if file is None or not content:
        raise NoStatementFile(field="bestand")
    done = service.import_statement(content, file_name=file.filename, imported_by=flask_login.current_user.person_id)
    flask.flash(
        _(
            "Ingelezen: %(matched)s verwerkt, %(unmatched)s voor de werklijst, %(refused)s niet voor ons.",
            matched=done.matched,
            unmatched=done.unmatched,
            refused=done.refused,
        ),
        "ok",
    )
    return flask.redirect(flask.url_for("bankregels.work_list"), 303)


@bp.post("/beheer/bankregels/<uuid:line_id>/toewijzen")
@web.requires("administrator")
@web.shows_again(lambda line_id: work_list())
@web.idempotent
def assign(line_id: uuid.UUID) -> ResponseReturnValue:
    """Assign a line by hand; another amount needs a second person."""
    given = web.load(schemas.AssignForm(), flask.request.form)
    payment_id = given["betaling"] or _by_reference(given["kenmerk"])
    line = service.assign(line_id, payment_id, by=flask_login.current_user.person_id)
    flask.flash(
        _("Deze bankregel is verwerkt.")
        if line.state == "matched"
        else _("Voorgesteld. Een tweede persoon keurt dit goed, want het bedrag is anders."),
        "ok" if line.state == "matched" else "info",
    )
    return flask.redirect(flask.url_for("bankregels.work_list"), 303)


def _by_reference(text: str) -> uuid.UUID:
    payment = service.find_waiting(text)
    if payment is None:
        raise NoSuchPayment(field="kenmerk")
    return payment.payment_id
