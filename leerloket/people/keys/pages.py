"""The page on which an officer of an employer or provider makes and revokes keys."""

import uuid

import flask
import flask_login
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_babel import lazy_gettext as _

from leerloket import clock, web
from leerloket.people.keys import rules, schemas, service

bp = flask.Blueprint("keys", __name__)

SCOPE_NAMES = {
    "employees:read": _("Werknemers lezen"),
    "employees:write": _("Werknemers aanmelden en afmelden"),
    "top-ups:read": _("Stortingen lezen"),
    "top-ups:write": _("Storten"),
    "statements:read": _("Totalen en overzichten lezen"),
    "bookings:read": _("Boekingen lezen"),
    "bookings:write": _("Aanvragen aannemen en afwijzen"),
    "attendance:write": _("Aanwezigheid doorgeven"),
    "modules:read": _("Opleidingen lezen"),
    "modules:write": _("Opleidingen en data veranderen"),
    "payouts:read": _("Uitbetalingen lezen"),
}
EMPLOYER, PROVIDER = "/werkgever/beheer/koppelingen", "/aanbieder/beheer/koppelingen"


def here() -> str:
    """The address of this page for the role that looks at it."""
    return EMPLOYER if flask_login.current_user.role == "employer" else PROVIDER


@bp.get(EMPLOYER)
@bp.get(PROVIDER)
@web.requires("employer", "provider")
def show() -> str:
    """The keys that work, a form for a new one, and what ended."""
    officer, today = flask_login.current_user, clock.business_date()
    keys = service.list_keys(service.own_organisation(), officer.role)
    works = [key for key in keys if key.revoked_at is None and key.ends_on >= today]
    return flask.render_template(
        "people/keys.html",
        works=works,
        ended=[key for key in keys if key not in works],
        scope_names={scope: SCOPE_NAMES[scope] for scope in rules.SCOPES[officer.role]},
        ends_on=rules.default_end(today),
        here=here(),
    )


@bp.post(EMPLOYER)
@bp.post(PROVIDER)
@web.requires("employer", "provider")
@web.shows_again(show)
def make() -> ResponseReturnValue:
    """Make a key and show it, this once."""
    given = web.load(schemas.KeyForm(), flask.request.form)
    key, text = service.make_own_key(**given)
    return flask.render_template("people/key_made.html", key=key, text=text, here=here(), scope_names=SCOPE_NAMES)


@bp.post(f"{EMPLOYER}/<uuid:key_id>/intrekken")
@bp.post(f"{PROVIDER}/<uuid:key_id>/intrekken")
@web.requires("employer", "provider")
def revoke(key_id: uuid.UUID) -> ResponseReturnValue:
    """Let a key stop at once."""
    key = service.revoke_key(service.own_organisation(), key_id)
    flask.flash(gettext("De sleutel van %(name)s werkt niet meer.", name=key.name), "ok")
    return flask.redirect(here(), 303)
