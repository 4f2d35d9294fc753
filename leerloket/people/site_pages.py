"""The first page, the switch of language, and what this site says about itself."""

from urllib.parse import urlsplit

import flask
from flask.typing import ResponseReturnValue

from leerloket import web
from leerloket.people import rules

bp = flask.Blueprint("site", __name__)

WORKS = (
    ("Utrecht component library", "Gemeente Utrecht, NL Design System", "EUPL-1.2"),
    ("Voorbeeld design tokens", "NL Design System", "EUPL-1.2"),
    ("Source Sans 3", "Adobe", "OFL-1.1"),
    ("Swagger UI", "SmartBear Software", "Apache-2.0"),
    ("PostgreSQL", "PostgreSQL Global Development Group", "PostgreSQL"),
    ("Flask, Werkzeug, Jinja", "Pallets", "BSD-3-Clause"),
    ("SQLAlchemy, Alembic", "SQLAlchemy authors", "MIT"),
    ("psycopg", "Daniele Varrazzo", "LGPL-3.0"),
    ("marshmallow, webargs, apispec, flask-smorest", "marshmallow-code", "MIT"),
    ("WeasyPrint", "CourtBouillon", "BSD-3-Clause"),
    ("PyOTP", "The PyOTP Authors", "MIT"),
    ("Segno", "Lars Heuer", "BSD-3-Clause"),
    ("openbadgeslib", "Luis González Fernández, Jesús Cea Avión", "LGPL-3.0"),
    ("python-stdnum", "Arthur de Jong", "LGPL-2.1"),
    ("GeoNames", "GeoNames", "CC BY 4.0"),
)
"""What this site is made with: name, whose work, licence."""

LANGUAGES = ("nl", "en")
LANGUAGE_KEPT_SECONDS = 365 * 24 * 3600


@bp.get("/")
@web.public
def home() -> str:
    """Three doors."""
    return flask.render_template("people/home.html")


@bp.get("/taal")
@web.public
def language() -> ResponseReturnValue:
    """Keep the language in a cookie, and go back to where one was."""
    back = urlsplit(flask.request.referrer or "")
    where = back.path + (f"?{back.query}" if back.query else "") if back.netloc == flask.request.host else "/"
    response = flask.redirect(rules.safe_target(where) or "/inloggen", 303)
    chosen = flask.request.args.get("naar")
    if chosen in LANGUAGES:
        response.set_cookie(
            "taal",
            chosen,
            max_age=LANGUAGE_KEPT_SECONDS,
            secure=flask.current_app.config["SETTINGS"].secure_cookies,
            httponly=True,
            samesite="Lax",
        )
    return response


@bp.get("/over/privacy")
@web.public
def privacy() -> str:
    """What we keep, who sees it, how long."""
    return flask.render_template("people/privacy.html")


@bp.get("/over/toegankelijkheid")
@web.public
def accessibility() -> str:
    """How usable this site is for everybody."""
    return flask.render_template("people/accessibility.html")


@bp.get("/over/licenties")
@web.public
def licences() -> str:
    """Whose work this stands on."""
    return flask.render_template("people/licences.html", works=WORKS)


@bp.get("/over/contact")
@web.public
def contact() -> str:
    """How to reach a human being."""
    return flask.render_template("people/contact.html")
