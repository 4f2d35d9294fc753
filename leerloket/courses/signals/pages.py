"""Signals on screen: the list, one with its evidence, its bookings, closing it, and the limits."""

import uuid
from typing import Any

import flask
import flask_login
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from leerloket import errors, web
from leerloket.courses.catalogue import service as catalogue
from leerloket.courses.providers import service as providers
from leerloket.courses.settlement import service as settlement
from leerloket.courses.signals import kinds, limits, schemas, service, words
from leerloket.people import service as people

bp = flask.Blueprint("signals", __name__)
PAGE = 50


def _me() -> uuid.UUID:
    person_id: uuid.UUID = flask_login.current_user.person_id
    return person_id


@bp.get("/beheer/signalen")
@web.requires("administrator", "controller")
def signals() -> str:
    """The signals by date, with filters, and how each kind ended so far."""
    chosen = _read_filters()
    wanted = service.Wanted(
        kind=chosen["soort"],
        state=chosen["status"],
        from_on=chosen["van"],
        to_on=chosen["tot"],
        provider_id=chosen["aanbieder"],
        before=chosen["voor"],
    )
    found = service.list_signals(wanted, limit=PAGE + 1)
    shown = found[:PAGE]
    return flask.render_template(
        "courses/signals/list.html",
        signals=shown,
        next_id=shown[-1].signal_id if len(found) > PAGE else None,
        chosen={name: value for name, value in chosen.items() if value and name != "voor"},
        tallies=service.tally(),
        names=_names_of(shown),
        words=words,
    )


def _read_filters() -> dict[str, Any]:
    """The filters in the address; when one is not right, none counts."""
    try:
        chosen: dict[str, Any] = web.load(schemas.FilterForm(), flask.request.args)
    except errors.Invalid:
        chosen = web.load(schemas.FilterForm(), {})
    return chosen


def _names_of(shown: list[service.Signal]) -> dict[uuid.UUID, str]:
    ids = {signal.provider_id for signal in shown if signal.provider_id}
    return {provider.provider_id: provider.name for provider in providers.list_providers(list(ids))}


@bp.get("/beheer/signalen/<uuid:signal_id>")
@web.requires("administrator", "controller")
def signal(signal_id: uuid.UUID) -> str:
    """One signal: its rule, its figures, what it rests on, and how to close it. The look is logged."""
    found = service.read(signal_id)
    return flask.render_template(
        "courses/signals/signal.html",
        signal=found,
        provider=providers.get_provider(found.provider_id) if found.provider_id else None,
        evidence=[(piece, *_shown(piece)) for piece in service.list_evidence(signal_id)],
        evidence_count=service.count_evidence(signal_id),
        is_held=found.provider_id is not None and settlement.is_held(found.provider_id),
        holds=found.kind in kinds.HOLDS,
        closed_by=people.get_person(found.closed_by).name if found.closed_by else "",
        words=words,
    )


def _shown(piece: service.Evidence) -> tuple[str, str]:
    """What a fact is called, and the page it leads to."""
    if piece.object_type == "booking":
        url = flask.url_for("signals.booking", signal_id=piece.signal_id, booking_id=piece.object_id)
        return _("Boeking %(end)s", end=str(piece.object_id)[-6:]), url
    if piece.object_type == "provider":
        provider = providers.get_provider(piece.object_id)
        return provider.name, flask.url_for("catalogue.provider", slug=provider.slug)
    if piece.object_type == "module":
        module = catalogue.get_module(piece.object_id)
        return module.title, flask.url_for("catalogue.module", slug=module.slug)
    edition = catalogue.get_edition(piece.object_id)
    return edition.title, flask.url_for("catalogue.module", slug=edition.slug)


@bp.get("/beheer/signalen/<uuid:signal_id>/boekingen/<uuid:booking_id>")
@web.requires("administrator")
def booking(signal_id: uuid.UUID, booking_id: uuid.UUID) -> str:
    """A booking that is evidence, without the person in it. The person sees that somebody looked."""
    found = service.read_booking(signal_id, booking_id)
    return flask.render_template("courses/signals/booking.html", booking=found, signal_id=signal_id)


@bp.post("/beheer/signalen/<uuid:signal_id>/afsluiten")
@web.requires("administrator")
@web.shows_again(signal)
def close(signal_id: uuid.UUID) -> ResponseReturnValue:
    """Say what it was; the provider is paid again."""
    given = web.load(schemas.CloseForm(), flask.request.form)
    service.close(signal_id, by=_me(), outcome=given["uitkomst"], reason=given["reden"], answer=given["antwoord"])
    flask.flash(_("Het signaal is afgesloten."), "ok")
    return flask.redirect(flask.url_for("signals.signal", signal_id=signal_id), 303)


@bp.get("/beheer/signalen/grenzen")
@web.requires("administrator", "controller")
def limit_list() -> str:
    """From which figures on the rules speak, and why."""
    return flask.render_template(
        "courses/signals/limits.html",
        limits=words.list_limits(),
        in_force=limits.in_force(),
        changes=limits.list_last_changes(),
        words=words,
    )


@bp.post("/beheer/signalen/grenzen")
@web.requires("administrator")
@web.shows_again(limit_list)
def change_limit() -> ResponseReturnValue:
    """Give one limit another value, with a reason."""
    given = web.load(schemas.LimitForm(), flask.request.form)
    kind, name = given["grens"].split("/")
    limits.change(kind, name, given["waarde"], reason=given["reden"], by=_me())
    flask.flash(_("De grens is veranderd. Hij telt vanaf de komende nacht."), "ok")
    return flask.redirect(flask.url_for("signals.limit_list"), 303)
