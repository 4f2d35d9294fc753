"""Corrections and clawbacks on screen: look at a transfer, propose, decide."""

import uuid
from typing import Any

import flask
import flask_login
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from leerloket import web
from leerloket.accounts.books.closing import service as closing
from leerloket.accounts.books.corrections import schemas, service
from leerloket.accounts.ledger import reversals
from leerloket.people import service as people
from leerloket.people.reads import service as reads
from leerloket.web import csv_files

bp = flask.Blueprint("correcties", __name__)

PAGE = 50


@bp.context_processor
def words() -> dict[str, Any]:
    """The words for states and kinds."""
    return {
        "state_words": {
            "proposed": (_("Wacht op een tweede persoon"), "warning"),
            "approved": (_("Uitgevoerd"), "success"),
            "rejected": (_("Afgewezen"), "neutral"),
            "withdrawn": (_("Ingetrokken"), "neutral"),
        },
        "correction_words": {"correction": _("Correctie"), "clawback": _("Terugvordering")},
        "kind_words": closing.KIND_WORDS,
    }


def _me() -> uuid.UUID:
    person_id: uuid.UUID = flask_login.current_user.person_id
    return person_id


@bp.get("/beheer/boekhouding/correcties")
@web.requires("administrator", "controller")
def corrections() -> str:
    """What waits for a decision, and what was decided."""
    before = web.load(schemas.CorrectionFilter(), flask.request.args)["voor"]
    found = service.list_corrections(before=before, limit=PAGE + 1)
    return flask.render_template(
        "accounts/correcties/list.html",
        corrections=found[:PAGE],
        next=found[PAGE - 1].number if len(found) > PAGE else None,
        before=before,
        names=closing.names_of({one.proposed_by for one in found}),
    )


@bp.get("/beheer/boekhouding/regel/<uuid:transfer_id>")
@web.requires("administrator", "controller")
def transfer(transfer_id: uuid.UUID) -> str:
    """One transfer with its legs and what was taken back of it; from here a correction is proposed."""
    movement = service.get_movement(transfer_id)
    person = next(iter(people.list_persons([movement.account_id])), None)
    if person is not None:
        reads.record(person.person_id, object_type="account", purpose=closing.LOOKS_FOR, object_id=transfer_id)
    return flask.render_template(
        "accounts/correcties/transfer.html",
        movement=movement,
        person=person,
        legs=service.describe(movement),
        corrections=service.list_of_transfer(transfer_id),
        most=csv_files.amount(movement.left_cents),
        is_clawback=reversals.is_clawed_back(movement.kind),
        names=closing.names_of({movement.actor_id, movement.approved_by}),
    )


@bp.post("/beheer/boekhouding/regel/<uuid:transfer_id>")
@web.requires("administrator")
@web.shows_again(transfer)
@web.idempotent
def propose(transfer_id: uuid.UUID) -> ResponseReturnValue:
    """Propose to take money back."""
    given = web.load(schemas.CorrectionForm(), flask.request.form)
    made = service.propose(transfer_id, given["bedrag"], given["reden"], proposed_by=_me())
    return flask.redirect(flask.url_for("correcties.correction", correction_id=made.correction_id), 303)


@bp.get("/beheer/boekhouding/correcties/<uuid:correction_id>")
@web.requires("administrator", "controller")
def correction(correction_id: uuid.UUID) -> str:
    """One proposal: what, why, by whom, and what became of it."""
    found = service.get_correction(correction_id)
    return flask.render_template(
        "accounts/correcties/one.html",
        correction=found,
        movement=service.get_movement(found.transfer_id),
        names=closing.names_of({found.proposed_by, found.decided_by}),
        is_mine=found.proposed_by == _me(),
        may_decide=found.state == "proposed" and flask_login.current_user.role == "administrator",
    )


@bp.post("/beheer/boekhouding/correcties/<uuid:correction_id>/goedkeuren")
@web.requires("administrator")
@web.shows_again(correction)
@web.idempotent
def approve(correction_id: uuid.UUID) -> ResponseReturnValue:
    """Agree; the money moves."""
    service.approve(correction_id, approved_by=_me())
    flask.flash(_("De correctie is uitgevoerd."), "ok")
    return flask.redirect(flask.url_for("correcties.correction", correction_id=correction_id), 303)


@bp.post("/beheer/boekhouding/correcties/<uuid:correction_id>/afwijzen")
@web.requires("administrator")
@web.shows_again(correction)
def reject(correction_id: uuid.UUID) -> ResponseReturnValue:
    """Do not agree."""
    given = web.load(schemas.RejectForm(), flask.request.form)
    service.reject(correction_id, given["reden"], rejected_by=_me())
    flask.flash(_("Het voorstel is afgewezen."), "ok")
    return flask.redirect(flask.url_for("correcties.corrections"), 303)


@bp.post("/beheer/boekhouding/correcties/<uuid:correction_id>/intrekken")
@web.requires("administrator")
@web.shows_again(correction)
def withdraw(correction_id: uuid.UUID) -> ResponseReturnValue:
    """Take the own proposal back."""
    service.withdraw(correction_id, withdrawn_by=_me())
    flask.flash(_("Het voorstel is ingetrokken."), "ok")
    return flask.redirect(flask.url_for("correcties.corrections"), 303)
