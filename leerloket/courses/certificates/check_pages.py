"""For everybody: whether a certificate is real, what somebody shares, and the key that badges are signed with."""

import flask
from flask.typing import ResponseReturnValue

from leerloket import errors, web
from leerloket.courses.certificates import badges, documents, rules, service, sharing
from leerloket.people import vault

bp = flask.Blueprint("certificate_checks", __name__)


@bp.get("/controleer")
@web.public
def ask() -> ResponseReturnValue:
    """A field for the code on a certificate."""
    typed = flask.request.args.get("code", "").strip()
    if not typed:
        return flask.render_template("courses/certificates/ask.html")
    return flask.redirect(flask.url_for("certificate_checks.check", code=rules.code_of(typed) or typed[:40]), 303)


@bp.get("/controleer/<code>")
@web.public
def check(code: str) -> ResponseReturnValue:
    """What the certificate with this code says, and whether it still holds."""
    try:
        checked = service.check(code)
    except errors.NotFound:
        return flask.render_template("courses/certificates/unknown.html"), 404
    return flask.render_template("courses/certificates/check.html", checked=checked)


@bp.get("/gedeeld/<token>")
@web.public
def shared(token: str) -> str:
    """The certificates somebody shares by this link."""
    return flask.render_template("courses/certificates/shared.html", shown=sharing.visit(token))


@bp.get("/.well-known/did.json")
@web.public
def did() -> flask.Response:
    """The keys of this site as DID document, for whoever checks a badge by itself."""
    keys = vault.open_keys(flask.current_app.config["SETTINGS"])
    return flask.jsonify(badges.did_document(keys, documents.base_url()))
