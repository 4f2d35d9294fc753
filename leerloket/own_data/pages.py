"""The pages on which a person takes everything along or asks to be erased, and the rules of retention."""

import uuid

import flask
import flask_login
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_babel import lazy_gettext as _

from leerloket import web
from leerloket.own_data import rules, schemas, service, words

bp = flask.Blueprint("own_data", __name__)

SUBJECT_NAMES = {
    "certificates": _("Bewijs"),
    "bookings": _("Boeking"),
    "attendances": _("Aanwezigheid"),
    "plans": _("Plan"),
    "goals": _("Doel"),
    "tasks": _("Taak"),
    "ownSkills": _("Wat u kunt"),
    "consultations": _("Gesprek"),
    "consultationAdditions": _("Aanvulling bij een gesprek"),
}
TITLES = ("title", "moduleTitle", "notes", "text", "madeOn")


@bp.get("/gegevens/downloaden")
@web.requires("worker")
def files() -> str:
    """Ask for a file with everything, fetch one, and see what was brought along from elsewhere."""
    account_id = flask_login.current_user.account_id
    return flask.render_template(
        "own_data/files.html",
        files=service.list_files(account_id),
        days=rules.FILE_LASTS.days,
        brought=[(item, _title(item)) for item in service.list_brought(account_id)],
        subject_names=SUBJECT_NAMES,
    )


def _title(item: service.BroughtItem) -> str:
    return next((str(item.facts[name]) for name in TITLES if item.facts.get(name)), "")


@bp.post("/gegevens/downloaden")
@web.requires("worker")
@web.shows_again(files)
def ask_file() -> ResponseReturnValue:
    """Ask for a file."""
    service.ask_file(flask_login.current_user.account_id)
    flask.flash(gettext("We maken uw bestand. U krijgt een e-mail als het klaar is."), "ok")
    return flask.redirect("/gegevens/downloaden", 303)


@bp.get("/gegevens/downloaden/<uuid:export_id>.zip")
@web.requires("worker")
def fetch(export_id: uuid.UUID) -> flask.Response:
    """The file itself."""
    return service.answer(service.fetch(flask_login.current_user.account_id, export_id))


@bp.get("/gegevens/verwijderen")
@web.requires("worker")
def erasure() -> str:
    """What goes, what stays and why, and what stands in the way."""
    account_id = flask_login.current_user.account_id
    return flask.render_template(
        "own_data/erasure.html",
        asked=service.find_open(account_id),
        shown=service.consequences(account_id),
        what_goes=words.WHAT_GOES,
        why_kept=words.WHY_KEPT,
        days=rules.WAITING.days,
    )


@bp.post("/gegevens/verwijderen")
@web.requires("worker")
@web.shows_again(erasure)
def ask_erasure() -> ResponseReturnValue:
    """Ask to be erased."""
    if not web.load(schemas.ErasureForm(), flask.request.form)["understood"]:
        raise rules.NotUnderstood(field="understood")
    asked = service.ask_erasure(flask_login.current_user.account_id)
    flask.flash(gettext("We wissen uw gegevens over %(days)s dagen. Tot die tijd kunt u dit intrekken.",
                        days=(asked.due_at - asked.asked_at).days), "ok")  # fmt: skip
    return flask.redirect("/gegevens/verwijderen", 303)


@bp.post("/gegevens/verwijderen/intrekken")
@web.requires("worker")
def withdraw_erasure() -> ResponseReturnValue:
    """Take the request back."""
    service.withdraw_erasure(flask_login.current_user.account_id)
    flask.flash(gettext("U trok uw verzoek in. Er wordt niets gewist."), "ok")
    return flask.redirect("/gegevens/verwijderen", 303)


@bp.get("/beheer/bewaartermijnen")
@web.requires("administrator", "controller")
def retention() -> str:
    """How long what is kept and by which law, and what the nights removed."""
    return flask.render_template("own_data/retention.html", kept=service.list_rules(), last_day=service.last_day())
