"""A provider gives certificates to who attended, and takes one back."""

import uuid

import flask
import flask_login
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from leerloket import web
from leerloket.courses.bookings import service as bookings
from leerloket.courses.bookings.provider_pages import own_provider
from leerloket.courses.certificates import schemas, service
from leerloket.people import vault

bp = flask.Blueprint("provider_certificates", __name__)


def _me() -> uuid.UUID:
    person_id: uuid.UUID = flask_login.current_user.person_id
    return person_id


@bp.get("/aanbieder/bewijzen")
@web.requires("provider")
def editions() -> str:
    """The editions in which people earned certificates."""
    return flask.render_template(
        "courses/certificates/provider/editions.html", editions=service.list_editions(own_provider())
    )


@bp.get("/aanbieder/uitvoeringen/<uuid:edition_id>/bewijzen")
@web.requires("provider")
def earned(edition_id: uuid.UUID) -> str:
    """Who earned a certificate in an own edition, and who has it."""
    found = service.list_earned(own_provider(), edition_id)
    return flask.render_template(
        "courses/certificates/provider/earned.html",
        edition_id=edition_id,
        waiting=[each for each in found if each.certificate is None],
        given=[each for each in found if each.certificate],
        names=bookings.names_of([each.booking for each in found]),
    )


@bp.post("/aanbieder/uitvoeringen/<uuid:edition_id>/bewijzen")
@web.requires("provider")
@web.shows_again(earned)
def issue(edition_id: uuid.UUID) -> ResponseReturnValue:
    """Give everybody who was chosen a certificate."""
    given = web.load(schemas.IssueForm(), flask.request.form)
    keys = vault.open_keys(flask.current_app.config["SETTINGS"])
    for booking_id in sorted(given["wie"]):
        service.issue(own_provider(), booking_id, issued_by=_me(), keys=keys)
    flask.flash(ngettext("%(num)s bewijs is gegeven.", "%(num)s bewijzen zijn gegeven.", len(given["wie"])), "ok")
    return flask.redirect(flask.url_for("provider_certificates.earned", edition_id=edition_id), 303)


@bp.get("/aanbieder/bewijzen/<uuid:certificate_id>/intrekken")
@web.requires("provider")
def withdrawing(certificate_id: uuid.UUID) -> str:
    """Ask why, before a certificate is taken back."""
    found = service.get_own_certificate(own_provider(), certificate_id)
    return flask.render_template("courses/certificates/provider/withdraw.html", certificate=found)


@bp.post("/aanbieder/bewijzen/<uuid:certificate_id>/intrekken")
@web.requires("provider")
@web.shows_again(withdrawing)
def withdraw(certificate_id: uuid.UUID) -> ResponseReturnValue:
    """Take a certificate back."""
    given = web.load(schemas.WithdrawForm(), flask.request.form)
    service.withdraw(own_provider(), certificate_id, reason=given["reden"], withdrawn_by=_me())
    flask.flash(_("Het bewijs is ingetrokken."), "ok")
    return flask.redirect(flask.url_for("provider_certificates.editions"), 303)
