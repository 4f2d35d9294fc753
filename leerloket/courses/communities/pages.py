"""Learning communities on screen for everybody: the list with its map, one community, and asking to take part."""

import uuid

import flask
import flask_login
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from leerloket import web
from leerloket.courses.communities import asked, forms, joining, rules, service, who_asks, words
from leerloket.people.regions import service as regions

bp = flask.Blueprint("communities", __name__)


@bp.app_template_filter("community_word")
def community_word(code: str, kind: str) -> str:
    """What a code of communities is called: `{{ community.sector|community_word("sector") }}`."""
    return str(words.NAMES[kind][code])


bp.add_app_template_global(service.list_led, "communities_led_by")


def _me() -> uuid.UUID:
    person_id: uuid.UUID = flask_login.current_user.person_id
    return person_id


@bp.get("/leergemeenschappen")
@web.public
def communities() -> str:
    """The list, with a map of the regions and how many each has of what was asked."""
    everyone, wanted = service.list_listed(), asked.read(flask.request.args, service.region_names())
    found = [community for community in everyone if wanted.choice.fits(community)]
    shown = found[wanted.offset : wanted.offset + asked.PAGE]
    anywhere = wanted.choice.everywhere
    return flask.render_template(
        "courses/communities/list.html",
        asked=wanted,
        total=len(found),
        shown=shown,
        next_offset=wanted.offset + asked.PAGE if len(found) > wanted.offset + asked.PAGE else None,
        partners=service.count_partners([community.community_id for community in shown]),
        tiles=regions.list_tiles(),
        counts=rules.count_per_region(community for community in everyone if anywhere.fits(community)),
        regions=service.region_names(),
    )


@bp.get("/leergemeenschappen/<slug>")
@web.public
def community(slug: str) -> str:
    """One community: what it does, with whom, and what one can learn there."""
    found = service.get_listed(slug)
    person = flask_login.current_user
    is_known = person.is_authenticated
    may_ask = not is_known or (person.role in who_asks.KIND_OF_ROLE and person.organisation_id != found.leader_id)
    return flask.render_template(
        "courses/communities/community.html",
        whole=service.show(found),
        region=regions.get_region(found.region_code).name,
        own=joining.find_open(found.community_id, who_asks.joiner().joiner_id) if is_known and may_ask else None,
        may_ask=may_ask,
        join_states=words.JOIN_STATES,
    )


@bp.get("/leergemeenschappen/<slug>/meedoen")
@web.requires("worker", "employer", "provider")
def join(slug: str) -> str:
    """The form to ask to take part."""
    found = service.get_listed(slug)
    return flask.render_template("courses/communities/join.html", community=found, joiner=who_asks.joiner())


@bp.post("/leergemeenschappen/<slug>/meedoen")
@web.requires("worker", "employer", "provider")
@web.shows_again(join)
def ask(slug: str) -> ResponseReturnValue:
    """Ask to take part."""
    given = web.load(forms.JoinForm(), flask.request.form)
    joining.ask(service.get_listed(slug), who_asks.joiner(), given["waarom"])
    flask.flash(_("Uw verzoek is verstuurd. U krijgt bericht."), "ok")
    return flask.redirect(flask.url_for("communities.own_requests"), 303)


@bp.get("/leergemeenschappen/mijn/verzoeken")
@web.requires("worker", "employer", "provider")
def own_requests() -> str:
    """What this person asked, and the answers."""
    requests = joining.list_own(_me())
    found = service.list_communities([request.community_id for request in requests])
    return flask.render_template(
        "courses/communities/own_requests.html",
        requests=requests,
        communities={each.community_id: each for each in found},
        join_states=words.JOIN_STATES,
    )


@bp.post("/leergemeenschappen/mijn/verzoeken/<uuid:join_request_id>/intrekken")
@web.requires("worker", "employer", "provider")
@web.shows_again(lambda join_request_id: own_requests())
def withdraw(join_request_id: uuid.UUID) -> ResponseReturnValue:
    """Take a request back."""
    joining.withdraw(_me(), join_request_id)
    flask.flash(_("Uw verzoek is ingetrokken."), "ok")
    return flask.redirect(flask.url_for("communities.own_requests"), 303)
