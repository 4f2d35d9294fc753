# mypy: disable-error-code="untyped-decorator"
"""A room of its own, only in tests: calls and pages whose one effect is a message in the outbox."""

import threading
import uuid
from typing import Any, NoReturn

import flask
import marshmallow as ma
import sqlalchemy as sa

from leerloket import db, errors, outbox, web

API = "/api/v1/probe"


class Full(errors.Conflict):
    """No seats are left."""

    nl = "Er zijn nog {count} plekken, u komt {short_cents} tekort."
    en = "{count} seats are left, you are {short_cents} short."


class PartIn(web.Schema):
    pot_id = ma.fields.UUID(required=True)
    amount_cents = web.Cents(required=True, least=1)


class ThingIn(web.Schema):
    name = ma.fields.Str(required=True, validate=ma.validate.Length(1, 40))
    count = ma.fields.Int(load_default=1, validate=ma.validate.Range(1, 9))
    ratio = ma.fields.Float(load_default=0.0)
    live = ma.fields.Bool(load_default=False)
    kind = ma.fields.Str(load_default="a", validate=ma.validate.OneOf(["a", "b"]))
    starts_on = ma.fields.Date()
    meant_for = ma.fields.UUID()
    split = ma.fields.List(ma.fields.Nested(PartIn), load_default=list)
    free = ma.fields.Dict()


class ThingOut(web.OutSchema):
    message_id = ma.fields.UUID()
    name = ma.fields.Str()


class AskIn(web.Schema):
    page_size = ma.fields.Int(load_default=10, validate=ma.validate.Range(1, 50))
    q = ma.fields.Str(load_default="")


class ThingForm(web.FormSchema):
    naam = ma.fields.Str(required=True, validate=ma.validate.Length(max=5))
    bedrag = web.Euros(required=True)
    soort = ma.fields.List(ma.fields.Str(), load_default=list)


class Gate:
    """Lets a test hold a call in the middle of its work."""

    def __init__(self) -> None:
        self.inside, self.go_on = threading.Event(), threading.Event()
        self.failures: list[str] = []
        """SQLSTATEs with which the coming calls fail, once each."""
        self.calls = 0
        self.reset()

    def reset(self) -> None:
        """Open, and nothing happened yet."""
        self.inside.clear()
        self.go_on.set()
        self.failures.clear()
        self.calls = 0


def put(name: str) -> uuid.UUID:
    message_id = db.new_id()
    outbox.put("welcome", f"{name}@voorbeeld.nl", dedup=str(message_id))
    return message_id


def messages() -> int:
    """How many effects there were."""
    counted: int = db.session.scalar(sa.text("SELECT count(*) FROM outbox WHERE kind = 'welcome'")) or 0
    db.session.rollback()
    return counted


def install(app: flask.Flask, gate: Gate) -> None:
    api = web.ApiBlueprint("probe_api", __name__, description="Only in tests")

    @api.route("/probe/open", methods=["POST"])
    @web.public
    @api.arguments(ThingIn)
    @api.response(201, ThingOut)
    def add_openly(given: dict[str, Any]) -> dict[str, Any]:
        return {"message_id": put("open"), "name": given["name"]}

    @api.route("/probe/things", methods=["POST"])
    @web.requires("worker")
    @web.refuses(Full)
    @web.idempotent
    @api.arguments(ThingIn)
    @api.response(201, ThingOut)
    def add(given: dict[str, Any]) -> dict[str, Any]:
        gate.calls += 1
        made = put(given["name"])
        gate.inside.set()
        assert gate.go_on.wait(10)
        if given["name"] == "full":
            raise Full(count=0, short_cents=8000, possible=[errors.Possible("Wacht.", "Wait.", "/saldo")])
        return {"message_id": made, "name": given["name"]}

    @api.route("/probe/things", methods=["GET"])
    @web.public
    @api.arguments(AskIn, location="query")
    @api.response(200)
    def ask(given: dict[str, Any]) -> dict[str, Any]:
        return {"pageSize": given["page_size"]}

    @api.route("/probe/quiet", methods=["POST"])
    @web.public
    @api.response(200)
    def quiet_refusal() -> tuple[dict[str, Any], int]:
        put("quiet")
        return {"says": "no"}, 409

    @api.route("/probe/peek", methods=["GET"])
    @web.public
    @api.response(200)
    def write_in_a_get() -> dict[str, Any]:
        put("peek")
        return {}

    @api.route("/probe/deadlock", methods=["POST"])
    @web.public
    @api.response(200)
    def deadlock() -> dict[str, Any]:
        gate.calls += 1
        put("deadlock")
        if gate.failures:
            db.session.execute(sa.text(f"DO $$ BEGIN RAISE 'as if' USING ERRCODE = '{gate.failures.pop()}'; END $$"))
        return {}

    @api.route("/probe/versions/<uuid:thing_id>", methods=["PATCH"])
    @web.requires()
    @web.gives_version
    @web.needs_version
    @api.response(200)
    def change(thing_id: uuid.UUID) -> Any:
        web.check_version(3)
        return web.with_version({"id": str(thing_id)}, 4)

    @api.route("/probe/refusals/<name>", methods=["POST"])
    @web.public
    @api.response(200)
    def refuse(name: str) -> None:
        kind = next(kind for kind in errors.all_refusals() if kind.__name__ == name)
        put("refusal")
        raise kind

    app.register_blueprint(api, url_prefix="/api/v1")
    app.register_blueprint(_pages())


def _pages() -> flask.Blueprint:
    bp = flask.Blueprint("probe", __name__)

    @bp.get("/proef")
    @web.public
    def form() -> str:
        return flask.render_template_string(
            '{% extends "layout.html" %}{% import "ui/all.html" as ui %}{% block title %}Proef{% endblock %}'
            '{% block main %}<h1>Proef</h1>{% call ui.post_form("/proef", once=True) %}'
            '{{ ui.field(form, "naam", "Naam") }}{{ ui.money_input(form, "bedrag", "Bedrag") }}'
            "{% endcall %}{% endblock %}"
        )

    @bp.post("/proef")
    @web.requires("worker")
    @web.shows_again(form)
    @web.idempotent
    def send() -> Any:
        given = web.load(ThingForm(), flask.request.form)
        put(given["naam"])
        if given["naam"] == "full":
            raise Full(count=1, short_cents=100, possible=[errors.Possible("Leg geld in.", "Pay in.", "/saldo")])
        return flask.redirect("/proef", 303)

    @bp.get("/proef/alleen-werkgever")
    @web.requires("employer")
    def private_form() -> str:
        return "<!doctype html><title>x</title>"

    @bp.post("/proef/alleen-werkgever")
    @web.requires("employer")
    @web.shows_again(private_form)
    def send_privately() -> Any:
        return flask.redirect("/proef", 303)

    @bp.post("/proef/weigering/<name>")
    @web.public
    def refuse(name: str) -> NoReturn:
        kind = next(kind for kind in errors.all_refusals() if kind.__name__ == name)
        put("refusal")
        raise kind

    return bp
