"""How Flask-Login finds who is there: by the session cookie on pages, by bearer token or key in the API."""

import flask
import flask_login

from leerloket import web
from leerloket.people import service
from leerloket.people.keys import service as keys


def install(login: flask_login.LoginManager) -> None:
    """Teach the login manager our two ways."""
    login.user_loader(_by_cookie)
    login.request_loader(_by_bearer)


def _by_cookie(token: str) -> service.Identity | None:
    return None if web.is_api() else service.find_identity(token, "page")


def _by_bearer(request: flask.Request) -> service.Identity | None:
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    if not web.is_api() or scheme.lower() != "bearer":
        return None
    return service.find_identity(token.strip(), "bearer") or keys.find_identity(token.strip())
