"""Payouts on screen: the administrator's batches, and what a provider was paid."""

import uuid

import flask
import flask_login
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from leerloket import printing, web
from leerloket.accounts.bank import service as bank
from leerloket.courses.bookings.provider_pages import own_provider
from leerloket.courses.settlement import remittance, schemas, service
from leerloket.people import service as people
from leerloket.web import csv_files

bp = flask.Blueprint("settlement", __name__)


def _me() -> uuid.UUID:
    person_id: uuid.UUID = flask_login.current_user.person_id
    return person_id


@bp.get("/beheer/uitbetalingen")
@web.requires("administrator", "controller")
def batches() -> str:
    """What waits to be paid out, the batches so far, and the switch that stops them."""
    return flask.render_template(
        "courses/settlement/batches.html",
        waiting=service.list_waiting(),
        batches=service.list_batches(),
        freeze=bank.find_freeze(),
    )


@bp.post("/beheer/uitbetalingen")
@web.requires("administrator")
@web.shows_again(batches)
@web.idempotent
def create() -> ResponseReturnValue:
    """Draft a payout."""
    batch = service.create_batch(created_by=_me())
    return flask.redirect(flask.url_for("settlement.batch", batch_id=batch.batch_id), 303)


@bp.post("/beheer/uitbetalingen/stilzetten")
@web.requires("administrator")
@web.shows_again(batches)
def freeze() -> ResponseReturnValue:
    """Stop all payouts."""
    given = web.load(schemas.FreezeForm(), flask.request.form)
    bank.freeze_payouts(frozen=True, reason=given["reden"], actor_id=_me())
    flask.flash(_("Alle uitbetalingen staan stil."), "warning")
    return flask.redirect(flask.url_for("settlement.batches"), 303)


@bp.post("/beheer/uitbetalingen/doorgaan")
@web.requires("administrator")
@web.shows_again(batches)
def unfreeze() -> ResponseReturnValue:
    """Let payouts go on."""
    given = web.load(schemas.FreezeForm(), flask.request.form)
    bank.freeze_payouts(frozen=False, reason=given["reden"], actor_id=_me())
    flask.flash(_("De uitbetalingen gaan door."), "ok")
    return flask.redirect(flask.url_for("settlement.batches"), 303)


@bp.get("/beheer/uitbetalingen/<uuid:batch_id>")
@web.requires("administrator", "controller")
def batch(batch_id: uuid.UUID) -> str:
    """One batch: who gets what, who made it, who approved it."""
    found = service.get_batch(batch_id)
    ids = [person_id for person_id in (found.created_by, found.approved_by, found.exported_by) if person_id]
    return flask.render_template(
        "courses/settlement/batch.html",
        batch=found,
        lines=service.list_lines(batch_id),
        names={person.person_id: person.name for person in people.list_persons(ids)},
        freeze=bank.find_freeze(),
    )


@bp.post("/beheer/uitbetalingen/<uuid:batch_id>/goedkeuren")
@web.requires("administrator")
@web.shows_again(batch)
@web.idempotent
def approve(batch_id: uuid.UUID) -> ResponseReturnValue:
    """Approve what somebody else drafted."""
    payer_iban = flask.current_app.config["SETTINGS"].bank_iban
    service.approve_batch(batch_id, approved_by=_me(), payer_iban=payer_iban)
    flask.flash(_("De uitbetaling is goedgekeurd. Haal nu het bestand voor de bank op."), "ok")
    return flask.redirect(flask.url_for("settlement.batch", batch_id=batch_id), 303)


@bp.post("/beheer/uitbetalingen/<uuid:batch_id>/intrekken")
@web.requires("administrator")
@web.shows_again(batch)
def discard(batch_id: uuid.UUID) -> ResponseReturnValue:
    """Take a draft back."""
    service.discard_batch(batch_id)
    flask.flash(_("De uitbetaling is ingetrokken."), "ok")
    return flask.redirect(flask.url_for("settlement.batches"), 303)


@bp.post("/beheer/uitbetalingen/<uuid:batch_id>/bij-de-bank")
@web.requires("administrator")
@web.shows_again(batch)
def export(batch_id: uuid.UUID) -> ResponseReturnValue:
    """Note that the file was handed to the bank."""
    service.mark_exported(batch_id, exported_by=_me())
    flask.flash(_("Genoteerd: het bestand is bij de bank."), "ok")
    return flask.redirect(flask.url_for("settlement.batch", batch_id=batch_id), 303)


@bp.get("/beheer/uitbetalingen/<uuid:batch_id>/pain001.xml")
@web.requires("administrator")
def pain001(batch_id: uuid.UUID) -> ResponseReturnValue:
    """The payment file for the bank."""
    name = f"leerloket-{service.get_batch(batch_id).number}.xml"
    return flask.Response(
        service.pain001(batch_id),
        content_type="application/xml; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


@bp.get("/aanbieder/uitbetalingen")
@web.requires("provider")
def payouts() -> str:
    """What this provider was paid, and what waits for the next payout."""
    provider_id = own_provider()
    return flask.render_template(
        "courses/settlement/payouts.html",
        payouts=service.list_payouts(provider_id, limit=100),
        waiting_cents=service.count_waiting_cents(provider_id),
        clawed_back_cents=service.count_clawed_back_cents(provider_id),
        is_held=service.is_held(provider_id),
    )


@bp.get("/aanbieder/uitbetalingen/<uuid:batch_id>")
@web.requires("provider")
def payout(batch_id: uuid.UUID) -> str:
    """The bookings one payout pays for."""
    return flask.render_template("courses/settlement/payout.html", **remittance.gather(own_provider(), batch_id))


@bp.get("/aanbieder/uitbetalingen/<uuid:batch_id>/specificatie.pdf")
@web.requires("provider")
def remittance_pdf(batch_id: uuid.UUID) -> flask.Response:
    """The same on paper, for the books of the provider."""
    facts = remittance.gather(own_provider(), batch_id)
    return printing.answer(remittance.draw(facts), f"uitbetaling-{facts['batch'].number}.pdf")


@bp.get("/aanbieder/uitbetalingen/<uuid:batch_id>/specificatie.csv")
@web.requires("provider")
def remittance_csv(batch_id: uuid.UUID) -> flask.Response:
    """The same for a spreadsheet, a line for each booking and each amount that was set off."""
    facts = remittance.gather(own_provider(), batch_id)
    headings, rows = remittance.lines(facts)
    return csv_files.answer(f"uitbetaling-{facts['batch'].number}.csv", headings, rows)
