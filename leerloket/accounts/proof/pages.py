"""The page "Kloppen de boeken?" for administrators and controllers."""

import flask

from leerloket import web
from leerloket.accounts.proof import service

bp = flask.Blueprint("proof", __name__)


@bp.get("/beheer/boekhouding")
@web.requires("administrator", "controller")
def books() -> str:
    """Every sentence that must be true, checked while the page is made, with the totals of the ledger."""
    return flask.render_template("accounts/proof/books.html", proof=service.prove(), words=service.WORDS)
