"""A person's certificates on screen: see, take along, share."""

import uuid

import flask
import flask_login
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from leerloket import clock, printing, web
from leerloket.courses.certificates import documents, rules, schemas, service, sharing

bp = flask.Blueprint("certificates", __name__)


def _me() -> uuid.UUID:
    person_id: uuid.UUID = flask_login.current_user.person_id
    return person_id


@bp.get("/bewijzen")
@web.requires("worker")
def certificates() -> str:
    """Everything this person earned."""
    return flask.render_template("courses/certificates/list.html", certificates=service.list_certificates(_me()))


@bp.get("/bewijzen/<uuid:certificate_id>/bewijs.pdf")
@web.requires("worker")
def paper(certificate_id: uuid.UUID) -> flask.Response:
    """One certificate on paper."""
    found = service.get_certificate(_me(), certificate_id)
    return printing.answer(documents.draw(found, flask_login.current_user.name), f"bewijs-{found.code}.pdf")


@bp.get("/bewijzen/<uuid:certificate_id>/badge.svg")
@web.requires("worker")
def badge(certificate_id: uuid.UUID) -> flask.Response:
    """One certificate as a picture with the signed Open Badge in it."""
    found = service.get_certificate(_me(), certificate_id)
    response = flask.make_response(documents.badge_picture(found, flask_login.current_user.email))
    response.content_type = "image/svg+xml"
    response.headers["Content-Disposition"] = f'attachment; filename="badge-{found.code}.svg"'
    return response


@bp.get("/bewijzen/delen")
@web.requires("worker")
def shares() -> str:
    """The links this person made, and a form for a new one."""
    return flask.render_template(
        "courses/certificates/shares.html",
        shares=sharing.list_shares(_me()),
        until_on=clock.business_date() + rules.USUAL_SHARE,
    )


@bp.post("/bewijzen/delen")
@web.requires("worker")
@web.shows_again(shares)
def share() -> ResponseReturnValue:
    """Make a link and show it, this once."""
    given = web.load(schemas.ShareForm(), flask.request.form)
    made, token = sharing.share(_me(), given["voor"], given["until_on"])
    address = documents.base_url() + flask.url_for("certificate_checks.shared", token=token)
    return flask.render_template("courses/certificates/shared_link.html", share=made, address=address)


@bp.post("/bewijzen/delen/<uuid:share_id>/stoppen")
@web.requires("worker")
def stop(share_id: uuid.UUID) -> ResponseReturnValue:
    """Let a link stop at once."""
    sharing.stop(_me(), share_id)
    flask.flash(_("De link werkt niet meer."), "ok")
    return flask.redirect(flask.url_for("certificates.shares"), 303)
