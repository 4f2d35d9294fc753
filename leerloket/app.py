"""The application: every blueprint, the login loader, filters and headers. The only file that knows all rooms."""

import importlib
import os
import uuid
from datetime import timedelta
from pathlib import Path
from typing import Any

import flask
import flask_login
from flask.typing import ResponseReturnValue
from flask_babel import Babel, gettext
from flask_wtf.csrf import CSRFError, CSRFProtect, generate_csrf
from markupsafe import Markup
from werkzeug.exceptions import HTTPException
from werkzeug.middleware.proxy_fix import ProxyFix
from whitenoise import WhiteNoise

from leerloket import assets, clock, config, db, errors, health, money, navigation, openapi, web

HERE = Path(__file__).parent
ROOMS = (
    "leerloket.people",
    "leerloket.accounts",
    "leerloket.courses",
    "leerloket.advice",
    "leerloket.own_data",
)
"""Each room lists its blueprints as `PAGES` and `APIS` in its `__init__`."""

LARGEST_BODY = 16 * 1024 * 1024
"""A file of 200,000 top-ups fits; the rest stays far below."""

ONE_CLICK = frozenset({"newsletter.stop"})
"""Pages that mail programs post to by themselves (RFC 8058): the drawn address is the proof, as in a mailed link."""

CONTENT_SECURITY_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
"""The policy of trust.md: nothing inline, nothing from elsewhere."""


class Leerloket(flask.Flask):
    """Flask, with each view in one database transaction and JSON read strictly."""

    def dispatch_request(self) -> ResponseReturnValue:
        return web.in_transaction(super().dispatch_request)


class Request(flask.Request):
    """A request whose JSON is read as RFC 8259 has it."""

    @property
    def json_module(self) -> Any:
        return _StrictJson

    @json_module.setter
    def json_module(self, module: Any) -> None:
        """Flask hands every request the application's reader; ours stays."""


class _StrictJson:
    loads = staticmethod(lambda text, **_: web.strict_json(text))
    dumps = staticmethod(flask.json.dumps)


def create_app(settings: config.Settings | None = None) -> flask.Flask:
    """Build the application for these settings (the environment's when omitted). Connects to no database yet."""
    settings = settings or config.from_environment()
    app = Leerloket("leerloket", root_path=str(HERE), template_folder=str(_folder("templates")), static_folder=None)
    app.request_class = Request
    app.config.update(
        SETTINGS=settings,
        ENVIRON=dict(os.environ),
        SECRET_KEY=settings.secret_key,
        MAX_CONTENT_LENGTH=LARGEST_BODY,
        SESSION_COOKIE_NAME="__Host-leerloket" if settings.secure_cookies else "leerloket",
        SESSION_COOKIE_SECURE=settings.secure_cookies,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        PERMANENT_SESSION_LIFETIME=timedelta(hours=12),
        WTF_CSRF_TIME_LIMIT=None,
        WTF_CSRF_CHECK_DEFAULT=False,
        BABEL_DEFAULT_LOCALE="nl",
        BABEL_DEFAULT_TIMEZONE="Europe/Amsterdam",
        BABEL_TRANSLATION_DIRECTORIES=str(HERE / "translations"),
        **openapi.CONFIG,
    )
    app.json.ensure_ascii = False  # type: ignore[attr-defined]
    app.url_map.merge_slashes = False
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    Babel(app, locale_selector=chosen_language)
    _protect(app)
    _register(app)
    _dress_templates(app)
    app.after_request(_set_headers)
    white = WhiteNoise(app.wsgi_app, root=str(HERE / "static"), prefix="static/", max_age=31_536_000)
    app.wsgi_app = white  # type: ignore[method-assign]
    if count := settings.proxies:
        app.wsgi_app = ProxyFix(white, x_for=count, x_proto=count, x_host=count)  # type: ignore[method-assign]
    return app


def _folder(name: str) -> Path:
    packed = HERE / f"_{name}"
    return packed if packed.is_dir() else HERE.parent / name


def chosen_language() -> str:
    """The language of the switch in the header, else Dutch. The API answers in both."""
    chosen = flask.request.cookies.get("taal")
    return chosen if chosen in {"nl", "en"} else "nl"


def _protect(app: flask.Flask) -> None:
    csrf = CSRFProtect(app)

    @app.before_request
    def check_request() -> None:
        flask.g.request_id = uuid.uuid4().hex
        web.check_readable()
        if flask.request.method in {"GET", "HEAD", "OPTIONS"}:
            return
        if web.is_api():
            _require_json()
            return
        if flask.request.headers.get("Sec-Fetch-Site") == "cross-site":
            raise errors.Forbidden
        if app.config["WTF_CSRF_ENABLED"] and flask.request.endpoint not in ONE_CLICK:
            csrf.protect()


def _require_json() -> None:
    body = flask.request.content_length or 0
    if flask.request.endpoint in openapi.TAKES_FORMS:
        return
    if body and flask.request.mimetype not in openapi.ACCEPTED_BODIES:
        raise web.WrongContentType


def _register(app: flask.Flask) -> None:
    login = flask_login.LoginManager()
    login.session_protection = None
    login.init_app(app)
    api = web.Api(app, spec_kwargs=openapi.SPEC)
    for room_name in ROOMS:
        room = importlib.import_module(room_name + ".blueprints")
        for blueprint in room.PAGES:
            app.register_blueprint(blueprint)
        for blueprint in room.APIS:
            api.register_blueprint(blueprint, url_prefix=openapi.PREFIX + (blueprint.url_prefix or ""))
        for load in getattr(room, "LOGIN_LOADERS", ()):
            load(login)
    app.register_blueprint(health.bp)
    if app.config["SETTINGS"].demo:
        app.register_blueprint(style_guide)
    health.watch(app)
    openapi.finish(app, api)
    app.register_error_handler(errors.Refusal, web.answer_refusal)
    app.register_error_handler(HTTPException, web.answer_http_exception)
    app.register_error_handler(CSRFError, _answer_csrf)
    app.register_error_handler(Exception, _answer_bug)


style_guide = flask.Blueprint("style_guide", __name__)


@style_guide.get("/beheer/stijlgids")
@web.public
def all_macros() -> str:
    """Every piece of the design system on one page; in the demo only."""
    return flask.render_template("styleguide.html")


class FormTooOld(errors.Refusal):
    """The form was made in another session, or a day ago."""

    status = 400
    nl = "Deze bladzijde stond te lang open. Er is niets gedaan. Probeer het opnieuw."
    en = "This page was open too long. Nothing was done. Try again."


class OurFault(errors.Refusal):
    """A bug or an outage; the reference leads to the log."""

    status = 500
    nl = "Er ging iets mis bij ons. Uw geld is niet gebruikt. Probeer het over 5 minuten. Kenmerk {reference}"
    en = "Something went wrong on our side. Your money was not used. Try again in 5 minutes. Reference {reference}"


def _answer_csrf(_problem: CSRFError) -> flask.Response:
    return web.answer_refusal(FormTooOld())


def _answer_bug(problem: Exception) -> flask.Response:
    """A bug or an outage: told without asking the database who is signed in, because it may be the database."""
    db.session.remove()
    reference = flask.g.get("request_id", "")[:8]
    flask.current_app.logger.error("request failed", exc_info=problem, extra={"request_id": flask.g.get("request_id")})
    if flask.current_app.testing:
        raise problem
    refusal = OurFault(reference=f"F-{reference}")
    if web.is_api():
        return web.problem(refusal)
    flask.g._login_user = flask_login.AnonymousUserMixin()
    flask.g.form = web.Form()
    return flask.make_response(flask.render_template("error.html", refusal=refusal, status=500), 500)


def _dress_templates(app: flask.Flask) -> None:
    def csrf_field() -> Markup:
        return Markup('<input type="hidden" name="csrf_token" value="{}">').format(generate_csrf())

    def key_field() -> Markup:
        return Markup('<input type="hidden" name="key" value="{}">').format(
            web.current_form().values.get("key") or db.new_id()
        )

    def refusal_text(refusal: errors.Refusal) -> str:
        return refusal.sentence(web.language())

    app.jinja_env.globals.update(
        asset_url=assets.url, csrf_field=csrf_field, csrf_token=generate_csrf, key_field=key_field, _=gettext
    )
    app.jinja_env.filters.update(
        euro=lambda cents: money.euros(cents, web.language()),
        euro_signed=lambda cents: money.signed_euros(cents, web.language()),
        day=lambda day: clock.day_text(day, web.language()),
        day_short=lambda day: clock.short_day_text(day, web.language()),
        moment=lambda at: clock.moment_text(at, web.language()),
        time_nl=lambda at: clock.time_text(at, web.language()),
        refusal_text=refusal_text,
        business_date=clock.business_date,
    )

    @app.context_processor
    def about_this_page() -> dict[str, Any]:
        return {
            "form": web.current_form(),
            "menu": navigation.menu(),
            "language": web.language(),
            "demo": app.config["SETTINGS"].demo,
            "today": clock.business_date(),
        }


def _set_headers(response: flask.Response) -> flask.Response:
    headers = response.headers
    headers.setdefault("Content-Security-Policy", CONTENT_SECURITY_POLICY)
    headers["X-Content-Type-Options"] = "nosniff"
    headers["X-Frame-Options"] = "DENY"
    headers["Referrer-Policy"] = "same-origin"
    headers["X-Request-Id"] = flask.g.get("request_id", "")
    headers.setdefault("Cache-Control", "no-store")
    if flask.current_app.config["SETTINGS"].secure_cookies:
        headers["Strict-Transport-Security"] = "max-age=31536000; includeSubDomains"
    if flask.request.path.startswith("/api/"):
        headers["API-Version"] = openapi.VERSION
    return response
