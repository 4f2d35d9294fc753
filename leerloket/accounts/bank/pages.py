"""The administrator's bank statements, the work list of lines that found no payment, and money that goes back."""

import uuid
from typing import Any

import flask
import flask_login
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext

from leerloket import errors, web
from leerloket.accounts.bank import returns, schemas, service, work_list
from leerloket.accounts.payments import service as payments
from leerloket.people import service as people

bp = flask.Blueprint("bankregels", __name__)

LINES_PER_PAGE = 20
MOST_SHARES = 3

REASONS = {
    "no-reference": lazy_gettext("Geen kenmerk gevonden"),
    "unknown-reference": lazy_gettext("Dit kenmerk kennen we niet"),
    "several-references": lazy_gettext("Er staan meer kenmerken in"),
    "check-digits": lazy_gettext("Het controlegetal van het kenmerk klopt niet"),
    "already-paid": lazy_gettext("Deze betaling was al binnen"),
    "far-too-much": lazy_gettext("Er kwam meer dan twee keer zoveel als verwacht"),
}
"""Why a line waits, in words."""


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
    """Why a line waits, and references as people copy them."""
    return {"written": payments.written, "reason_words": REASONS}


def _me() -> uuid.UUID:
    person_id: uuid.UUID = flask_login.current_user.person_id
    return person_id


@bp.get("/beheer/bankregels")
@web.requires("administrator", "controller")
def work_list_page() -> str:
    """Upload a statement; below it the lines that wait for a person."""
    after = flask.request.args.get("na", None, uuid.UUID)
    lines = work_list.list_lines("unmatched", after=after, limit=LINES_PER_PAGE + 1)
    shown = lines[:LINES_PER_PAGE]
    return flask.render_template(
        "accounts/beheer/bank_lines.html",
        lines=shown,
        suggestions={line.line_id: work_list.suggest(line) for line in shown if not line.parts},
        payments=_payments_of(shown),
        older=flask.url_for("bankregels.work_list_page", na=shown[-1].line_id) if len(lines) > LINES_PER_PAGE else "",
        is_first=after is None,
        unmatched=work_list.count_unmatched(),
        statements=work_list.list_statements(10),
        returning=returns.list_waiting(),
        return_batches=returns.list_batches(5),
        me=_me(),
        blank=web.Form(),
    )


def _payments_of(lines: list[service.Line]) -> dict[uuid.UUID, payments.Payment]:
    return payments.list_payments_by_id(
        part.payment_id for line in lines for part in line.parts if part.payment_id is not None
    )


@bp.post("/beheer/bankregels")
@web.requires("administrator")
@web.shows_again(work_list_page)
@web.idempotent
def import_statement() -> ResponseReturnValue:
    """Import a statement, whole or not at all."""
    file = flask.request.files.get("bestand")
    content = file.read() if file else b""
    if file is None or not content:
        raise NoStatementFile(field="bestand")
    done = service.import_statement(content, file_name=file.filename, imported_by=_me())
    flask.flash(
        _(
            "Ingelezen: %(matched)s verwerkt, %(unmatched)s voor de werklijst, %(refused)s niet voor ons.",
            matched=done.matched,
            unmatched=done.unmatched,
            refused=done.refused,
        ),
        "ok",
    )
    if done.gap_cents or done.difference_cents:
        flask.flash(_("Let op: de saldo's sluiten niet aan. Kijk bij Aansluiting wat er mist."), "warning")
    return _back()


def _back() -> ResponseReturnValue:
    return flask.redirect(flask.url_for("bankregels.work_list_page"), 303)


@bp.get("/beheer/bankregels/<uuid:line_id>")
@web.requires("administrator", "controller")
def line(line_id: uuid.UUID) -> str:
    """One line: what the bank told, what it may be for, and how it is divided or sent back."""
    found = work_list.get_line(line_id)
    agreed = {person_id for part in found.parts for person_id in (part.proposed_by, part.approved_by) if person_id}
    return flask.render_template(
        "accounts/beheer/bank_line.html",
        line=found,
        suggestions=work_list.suggest(found),
        payments=_payments_of([found]),
        names={person.person_id: person.name for person in people.list_persons(agreed)},
        me=_me(),
        numbers=range(1, MOST_SHARES + 1),
    )


@bp.post("/beheer/bankregels/<uuid:line_id>/toewijzen")
@web.requires("administrator")
@web.shows_again(lambda line_id: work_list_page())
@web.idempotent
def assign(line_id: uuid.UUID) -> ResponseReturnValue:
    """Assign a whole line to one payment; another amount needs a second person."""
    given = web.load(schemas.AssignForm(), flask.request.form)
    payment_id = given["betaling"] or _by_reference(given["kenmerk"], "kenmerk")
    whole = [service.Share(payment_id, work_list.get_line(line_id).amount_cents)]
    return _decided(work_list.decide(line_id, whole, reason=given["reden"], by=_me(), field="kenmerk"))


@bp.post("/beheer/bankregels/<uuid:line_id>/verdelen")
@web.requires("administrator")
@web.shows_again(line)
@web.idempotent
def divide(line_id: uuid.UUID) -> ResponseReturnValue:
    """Divide a line over payments, and send the rest back; a second person agrees."""
    given = web.load(schemas.DivideForm(), flask.request.form)
    shares = [
        service.Share(_by_reference(given[f"kenmerk{n}"], f"kenmerk{n}"), given[f"bedrag{n}"])
        for n in range(1, MOST_SHARES + 1)
        if given[f"kenmerk{n}"]
    ]
    rest = work_list.get_line(line_id).amount_cents - sum(share.amount_cents for share in shares)
    if given["terug"] and rest > 0:
        shares.append(service.Share(None, rest))
    return _decided(work_list.decide(line_id, shares, reason=given["reden"], by=_me(), field="bedrag1"))


def _by_reference(text: str, field: str) -> uuid.UUID:
    payment = payments.find_waiting(text)
    if payment is None:
        raise NoSuchPayment(field=field)
    return payment.payment_id


def _decided(line: service.Line) -> ResponseReturnValue:
    if line.state == "matched":
        flask.flash(_("Deze bankregel is verwerkt."), "ok")
    else:
        flask.flash(_("Voorgesteld. Een tweede persoon keurt dit goed."), "info")
    return _back()


@bp.post("/beheer/bankregels/<uuid:line_id>/goedkeuren")
@web.requires("administrator")
@web.shows_again(line)
@web.idempotent
def approve(line_id: uuid.UUID) -> ResponseReturnValue:
    """Agree on what somebody else proposed."""
    return _decided(work_list.approve(line_id, by=_me()))


@bp.post("/beheer/bankregels/<uuid:line_id>/intrekken")
@web.requires("administrator")
@web.shows_again(line)
@web.idempotent
def withdraw(line_id: uuid.UUID) -> ResponseReturnValue:
    """Take back or refuse what was proposed."""
    work_list.withdraw(line_id)
    flask.flash(_("Het voorstel is ingetrokken. De regel wacht weer."), "ok")
    return _back()


@bp.post("/beheer/terugbetalingen")
@web.requires("administrator")
@web.shows_again(work_list_page)
@web.idempotent
def make_returns() -> ResponseReturnValue:
    """The payment file of everything that goes back."""
    settings = flask.current_app.config["SETTINGS"]
    batch = returns.make_batch(by=_me(), payer_name=settings.bank_holder, payer_iban=settings.bank_iban)
    flask.flash(_("Het bestand %(number)s is klaar. Geef het aan de bank.", number=batch.number), "ok")
    return _back()


@bp.get("/beheer/terugbetalingen/<uuid:batch_id>/pain001.xml")
@web.requires("administrator")
def return_file(batch_id: uuid.UUID) -> ResponseReturnValue:
    """The payment file for the bank."""
    batch = returns.get_batch(batch_id)
    return flask.Response(
        returns.pain001(batch_id),
        content_type="application/xml; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="leerloket-{batch.number}.xml"'},
    )
