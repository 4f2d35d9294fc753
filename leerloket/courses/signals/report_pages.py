"""For everybody: report what is not right, and follow it with a code."""

import uuid

import flask
from flask.typing import ResponseReturnValue

from leerloket import errors, web
from leerloket.courses.catalogue import service as catalogue
from leerloket.courses.providers import service as providers
from leerloket.courses.signals import schemas, service

bp = flask.Blueprint("reports", __name__)


@bp.get("/melden")
@web.public
def form() -> str:
    """The form, about a provider or a module when one comes from its page."""
    args = flask.request.values
    about = _about(args.get("aanbieder", ""), args.get("opleiding", ""))
    return flask.render_template("courses/signals/report.html", about=about)


@bp.post("/melden")
@web.public
@web.shows_again(form)
def send() -> ResponseReturnValue:
    """Keep it, and lead to the page that follows it."""
    given = web.load(schemas.ReportForm(), flask.request.form)
    provider_id, module_id, _name = _about(given["aanbieder"], given["opleiding"])
    service.check_may_report(flask.request.remote_addr or "")
    code = service.report(given["verhaal"], provider_id=provider_id, module_id=module_id)
    return flask.redirect(flask.url_for("reports.followed", code=code, nieuw="ja"), 303)


def _about(provider_slug: str, module_slug: str) -> tuple[uuid.UUID | None, uuid.UUID | None, str]:
    """What a report is about: ids of provider and module, and a name; nothing for an address nobody knows."""
    try:
        if module_slug:
            module = catalogue.get_module(module_slug)
            return module.provider_id, module.module_id, module.title
        if provider_slug:
            provider = providers.get_provider_by_slug(provider_slug)
            return provider.provider_id, None, provider.name
    except errors.NotFound:
        pass
    return None, None, ""


@bp.get("/melden/volgen")
@web.public
def ask() -> ResponseReturnValue:
    """A field for the code."""
    typed = flask.request.args.get("code", "").strip()
    if not typed:
        return flask.render_template("courses/signals/ask.html", typed="")
    return flask.redirect(flask.url_for("reports.followed", code=typed[:40]), 303)


@bp.get("/melden/volgen/<code>")
@web.public
def followed(code: str) -> ResponseReturnValue:
    """Where a report is."""
    try:
        report = service.follow(code)
    except errors.NotFound:
        return flask.render_template("courses/signals/ask.html", typed=code), 404
    is_new = flask.request.args.get("nieuw") == "ja"
    return flask.render_template("courses/signals/followed.html", report=report, code=code, is_new=is_new)
