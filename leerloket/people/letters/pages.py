"""The print queue of letters."""

import uuid

import flask
import flask_login
from flask.typing import ResponseReturnValue
from flask_babel import ngettext

from leerloket import outbox, printing, web
from leerloket.people.letters import service

bp = flask.Blueprint("letters", __name__)


@bp.get("/beheer/brieven")
@web.requires("administrator")
def show() -> str:
    """The letters that wait, and the batches that were made."""
    return flask.render_template(
        "people/letters/queue.html",
        waiting=service.list_waiting(),
        count=outbox.count_letters(),
        batches=service.list_batches(),
    )


@bp.post("/beheer/brieven")
@web.requires("administrator")
@web.shows_again(show)
def make_batch() -> ResponseReturnValue:
    """Take the oldest letters out of the queue."""
    batch = service.make_batch(by=flask_login.current_user.person_id)
    done = ngettext(
        "%(num)s brief staat klaar om te printen.", "%(num)s brieven staan klaar om te printen.", batch.letters
    )
    flask.flash(done, "ok")
    return flask.redirect("/beheer/brieven", 303)


@bp.get("/beheer/brieven/<uuid:batch_id>.pdf")
@web.requires("administrator")
def batch_pdf(batch_id: uuid.UUID) -> flask.Response:
    """One batch as PDF, the same at every call."""
    return printing.answer(service.draw(batch_id), f"leerloket-brieven-{batch_id}.pdf")
