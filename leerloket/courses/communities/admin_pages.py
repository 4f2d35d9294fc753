"""Learning communities on screen for administrators: how far to the hundred, and what waits for the list."""

import uuid

import flask
import flask_login
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from leerloket import web
from leerloket.courses.communities import forms, rules, service, words
from leerloket.courses.communities.coordinator_pages import fields, scan_facts
from leerloket.courses.providers import service as providers
from leerloket.people.regions import service as regions

bp = flask.Blueprint("communities_office", __name__)


def _me() -> uuid.UUID:
    person_id: uuid.UUID = flask_login.current_user.person_id
    return person_id


@bp.get("/beheer/leergemeenschappen")
@web.requires("administrator")
def overview() -> str:
    """The listed communities toward the hundred, per region and sector, and the proposed ones."""
    listed, proposed = service.list_listed(), service.list_proposed()
    return flask.render_template(
        "courses/communities/office/overview.html",
        listed=listed,
        proposed=proposed,
        target=service.TARGET,
        tiles=regions.list_tiles(),
        regions=service.region_names(),
        per_region=rules.count_per_region(listed),
        per_sector=rules.count_per_sector(listed),
        per_both=rules.count_per_region_and_sector(listed),
        names=words.NAMES,
    )


@bp.get("/beheer/leergemeenschappen/nieuw")
@web.requires("administrator")
def new() -> str:
    """The form for a community, with who leads it."""
    leaders = [(provider.provider_id, provider.name) for provider in providers.list_providers()]
    return flask.render_template("courses/communities/office/new.html", leaders=leaders, **fields(None))


@bp.post("/beheer/leergemeenschappen/nieuw")
@web.requires("administrator")
@web.shows_again(new)
def propose() -> ResponseReturnValue:
    """Propose it."""
    community = service.propose(**web.load(forms.NewCommunityForm(), flask.request.form), by=_me())
    return flask.redirect(flask.url_for("communities_office.one", community_id=community.community_id), 303)


@bp.get("/beheer/leergemeenschappen/<uuid:community_id>")
@web.requires("administrator")
def one(community_id: uuid.UUID) -> str:
    """A community in any state: its scans, what it says of itself, and putting it in the list."""
    community = service.get_community(community_id)
    return flask.render_template(
        "courses/communities/office/community.html",
        leader=providers.get_provider(community.leader_id),
        **fields(community.leader_id, community),
        **scan_facts(community_id),
    )


@bp.post("/beheer/leergemeenschappen/<uuid:community_id>")
@web.requires("administrator")
@web.shows_again(one)
def change(community_id: uuid.UUID) -> ResponseReturnValue:
    """Change what it says of itself."""
    community = service.get_community(community_id)
    service.change(community, web.load(forms.CommunityForm(), flask.request.form)["said"])
    flask.flash(_("De leergemeenschap is bijgewerkt."), "ok")
    return flask.redirect(flask.url_for("communities_office.one", community_id=community_id), 303)


@bp.post("/beheer/leergemeenschappen/<uuid:community_id>/lijst")
@web.requires("administrator")
@web.shows_again(one)
def put_in_list(community_id: uuid.UUID) -> ResponseReturnValue:
    """Put it in the list."""
    community = service.put_in_list(community_id, by=_me())
    flask.flash(_("%(name)s staat nu in de lijst.", name=community.name), "ok")
    return flask.redirect(flask.url_for("communities_office.overview"), 303)
