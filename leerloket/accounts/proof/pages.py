"""The page "Kloppen de boeken?" for administrators and controllers: the last proof, and a button for a new one."""

import uuid

import flask
import flask_login
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _

from leerloket import web
from leerloket.accounts.ledger import chain
from leerloket.accounts.proof import service
from leerloket.people import service as people

bp = flask.Blueprint("proof", __name__)

GROUPS = {
    "M": _("Geld"),
    "B": _("Boekingen"),
    "P": _("Privacy"),
    "O": _("Berichten en werk van de klok"),
    "L": _("Het grootboek zelf"),
}
"""What the sentences are about, by the letter of their name."""


@bp.get("/beheer/boekhouding/kloppen")
@web.requires("administrator", "controller")
def books() -> str:
    """Every sentence that must be true with what the last proof found, the totals, and the chain."""
    last = service.find_last()
    asked_by = last.asked_by if last else None
    return flask.render_template(
        "accounts/proof/books.html",
        proof=last,
        whole=service.find_last_whole(),
        invariants=service.list_invariants(),
        asked_by=people.get_person(asked_by).name if asked_by else None,
        head=chain.head(),
        words=service.WORDS,
        group_words=GROUPS,
        seconds=service.SECONDS,
    )


@bp.post("/beheer/boekhouding/kloppen")
@web.requires("administrator", "controller")
@web.shows_again(books)
def prove() -> ResponseReturnValue:
    """Check everything now, within the time a person waits."""
    person_id: uuid.UUID = flask_login.current_user.person_id
    service.prove(asked_by=person_id, whole_chain=False, seconds=service.SECONDS)
    return flask.redirect(flask.url_for("proof.books"), 303)
