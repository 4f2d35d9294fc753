"""The page that shows a person who looked."""

import uuid

import flask
import flask_login
from flask_babel import lazy_gettext as _

from leerloket import web
from leerloket.people.reads import service

bp = flask.Blueprint("reads", __name__)

PAGE = 25
OBJECT_NAMES = {
    "account": _("Saldo en boekingen"),
    "plan": _("Plan"),
    "consult": _("Notities van een gesprek"),
    "person": _("Naam en adres"),
    "booking": _("Boeking"),
    "overview": _("Overzicht"),
    "employment": _("Dienstverband"),
    "letter": _("Brief"),
    "export": _("Bestand met alles over u"),
}
ACTION_NAMES = {"read": _("bekeken"), "write": _("gewijzigd"), "denied": _("geweigerd")}


@bp.get("/gegevens/inzage")
@web.requires()
def show() -> str:
    """Who looked at what and why, newest first."""
    before = flask.request.args.get("voor", type=uuid.UUID)
    lines = service.list_reads(flask_login.current_user.account_id, before=before, limit=PAGE + 1)
    return flask.render_template(
        "people/reads.html",
        lines=lines[:PAGE],
        last=lines[PAGE - 1].read_id if len(lines) > PAGE else None,
        is_first=before is None,
        object_names=OBJECT_NAMES,
        action_names=ACTION_NAMES,
    )
