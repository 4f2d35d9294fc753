"""Learning communities on screen for the provider that leads them: describe, scan, answer who asks."""

import uuid
from typing import Any

import flask
import flask_login
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from leerloket import web
from leerloket.courses.bookings.provider_pages import own_provider
from leerloket.courses.catalogue import labels
from leerloket.courses.catalogue import service as catalogue
from leerloket.courses.communities import codes, forms, joining, rules, scans, service, words
from leerloket.people import service as people

bp = flask.Blueprint("led_communities", __name__)

BARS_SHOWN = 4
"""How many scans stand side by side in the picture; the table has all of them."""


def _me() -> uuid.UUID:
    person_id: uuid.UUID = flask_login.current_user.person_id
    return person_id


def _led(community_id: uuid.UUID) -> service.Community:
    return service.get_led(own_provider(), community_id)


def fields(leader_id: uuid.UUID | None, community: service.Community | None = None) -> dict[str, Any]:
    """What the form of a community needs: the choices, and what was said before."""
    whole = service.show(community) if community else None
    return {
        "regions": list(service.region_names().items()),
        "names": words.NAMES,
        "environments": [(code, labels.NAMES["form"][code]) for code in codes.ENVIRONMENTS],
        "modules": catalogue.list_own_modules(leader_id, limit=service.MODULES_SHOWN) if leader_id else [],
        "chosen_modules": service.list_chosen_modules(community.community_id) if community else set(),
        "community": community,
        "partners": whole.partners if whole else {},
        "mentors": whole.mentors if whole else [],
        "partner_fields": forms.PARTNER_FIELDS,
    }


def scan_facts(community_id: uuid.UUID) -> dict[str, Any]:
    """What the pictures and the table of the scans need."""
    found = scans.list_scans(community_id)
    return {
        "scans": found,
        "latest": found[-BARS_SHOWN:],
        "factors": codes.FACTORS,
        "weakest": rules.weakest(found[-1]) if found else None,
    }


@bp.get("/aanbieder/leergemeenschappen")
@web.requires("provider")
def led() -> str:
    """The communities that this provider leads, and how many ask to take part."""
    found = service.list_led(own_provider())
    return flask.render_template(
        "courses/communities/led/list.html",
        communities=found,
        waiting=joining.count_waiting([community.community_id for community in found]),
        regions=service.region_names(),
    )


@bp.get("/aanbieder/leergemeenschappen/nieuw")
@web.requires("provider")
def new() -> str:
    """The form for a community that this provider leads."""
    return flask.render_template("courses/communities/led/new.html", **fields(own_provider()))


@bp.post("/aanbieder/leergemeenschappen/nieuw")
@web.requires("provider")
@web.shows_again(new)
def propose() -> ResponseReturnValue:
    """Propose it."""
    given = web.load(forms.CommunityForm(), flask.request.form)
    community = service.propose(given["said"], leader_id=own_provider(), by=_me())
    flask.flash(_("Uw leergemeenschap is aangemeld. Een beheerder kijkt ernaar."), "ok")
    return flask.redirect(flask.url_for("led_communities.one", community_id=community.community_id), 303)


@bp.get("/aanbieder/leergemeenschappen/<uuid:community_id>")
@web.requires("provider")
def one(community_id: uuid.UUID) -> str:
    """What a community says of itself, to change."""
    return flask.render_template("courses/communities/led/community.html", **fields(own_provider(), _led(community_id)))


@bp.post("/aanbieder/leergemeenschappen/<uuid:community_id>")
@web.requires("provider")
@web.shows_again(one)
def change(community_id: uuid.UUID) -> ResponseReturnValue:
    """Change it."""
    community = _led(community_id)
    service.change(community, web.load(forms.CommunityForm(), flask.request.form)["said"])
    flask.flash(_("Uw leergemeenschap is bijgewerkt."), "ok")
    return flask.redirect(flask.url_for("led_communities.one", community_id=community_id), 303)


@bp.get("/aanbieder/leergemeenschappen/<uuid:community_id>/zelfscan")
@web.requires("provider")
def scan(community_id: uuid.UUID) -> str:
    """The scans so far as bars and table, and the form for today."""
    return flask.render_template(
        "courses/communities/led/scan.html",
        community=_led(community_id),
        names=words.NAMES,
        **scan_facts(community_id),
    )


@bp.post("/aanbieder/leergemeenschappen/<uuid:community_id>/zelfscan")
@web.requires("provider")
@web.shows_again(scan)
def fill_in(community_id: uuid.UUID) -> ResponseReturnValue:
    """Keep the scan of today."""
    community = _led(community_id)
    scans.fill_in(community.community_id, web.load(forms.ScanForm(), flask.request.form), by=_me())
    flask.flash(_("De zelfscan van vandaag is bewaard."), "ok")
    return flask.redirect(flask.url_for("led_communities.scan", community_id=community_id), 303)


@bp.get("/aanbieder/leergemeenschappen/<uuid:community_id>/verzoeken")
@web.requires("provider")
def requests(community_id: uuid.UUID) -> str:
    """Who asks to take part, and what was answered before."""
    community, found = _led(community_id), joining.list_requests(community_id)
    persons = people.list_persons({request.account_id for request in found})
    return flask.render_template(
        "courses/communities/led/requests.html",
        community=community,
        requests=found,
        persons={person.person_id: person for person in persons},
        names=words.NAMES,
        join_states=words.JOIN_STATES,
    )


@bp.post("/aanbieder/leergemeenschappen/<uuid:community_id>/verzoeken/<uuid:join_request_id>")
@web.requires("provider")
@web.shows_again(lambda community_id, join_request_id: requests(community_id))
def answer(community_id: uuid.UUID, join_request_id: uuid.UUID) -> ResponseReturnValue:
    """Say yes or no."""
    community, given = _led(community_id), web.load(forms.AnswerForm(), flask.request.form)
    joining.answer(community, join_request_id, accept=given["besluit"] == "ja", words=given["woorden"], by=_me())
    flask.flash(_("Uw antwoord is verstuurd."), "ok")
    return flask.redirect(flask.url_for("led_communities.requests", community_id=community_id), 303)
