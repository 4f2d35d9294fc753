"""Learning communities as JSON."""

import uuid
from collections.abc import Mapping
from typing import Any

import flask_login

from leerloket import errors, web
from leerloket.courses.bookings.provider_pages import own_provider
from leerloket.courses.catalogue import service as catalogue
from leerloket.courses.communities import joining, rules, scans, schemas, service, who_asks
from leerloket.courses.communities.models import Community, JoinRequest
from leerloket.courses.providers import service as providers
from leerloket.people import service as people
from leerloket.people.regions import service as regions

bp = web.ApiBlueprint("courses_communities_api", __name__, description="Learning communities")


def _me() -> uuid.UUID:
    person_id: uuid.UUID = flask_login.current_user.person_id
    return person_id


def _mine(community_id: uuid.UUID) -> Community:
    """A community that whoever calls may change: the provider that leads it, or an administrator."""
    if flask_login.current_user.role == "administrator":
        return service.get_community(community_id)
    return service.get_led(own_provider(), community_id)


@bp.route("/communities", methods=["GET"])
@web.public
@bp.arguments(schemas.CommunitiesIn, location="query")
@bp.response(200, schemas.CommunitiesOut)
def list_communities(given: dict[str, Any]) -> dict[str, Any]:
    """The listed communities of a region, sector, form or form of learning environment, by name."""
    offset, limit = given.pop("cursor"), given.pop("limit")
    choice = service.Choice(**given)
    found = [community for community in service.list_listed() if choice.fits(community)]
    return {"items": found[offset : offset + limit], "next": offset + limit if len(found) > offset + limit else None}


@bp.route("/communities/counts", methods=["GET"])
@web.public
@bp.response(200, schemas.CommunityCountsOut)
def count_communities() -> dict[str, Any]:
    """How many communities are listed, toward the hundred, per region and sector."""
    listed = service.list_listed()
    per_region, per_both = rules.count_per_region(listed), rules.count_per_region_and_sector(listed)
    return {
        "listed": len(listed),
        "target": service.TARGET,
        "sectors": rules.count_per_sector(listed),
        "regions": [
            {
                "region_code": code,
                "listed": per_region[code],
                "sectors": {sector: count for (region, sector), count in per_both.items() if region == code},
            }
            for code in service.region_names()
        ],
    }


@bp.route("/communities/<uuid:community_id>", methods=["GET"])
@web.public
@web.refuses(rules.UnknownCommunity)
@bp.response(200, schemas.WholeCommunityOut)
def get_community(community_id: uuid.UUID) -> Mapping[str, Any]:
    """A listed community with its partners, mentors and modules on offer."""
    return schemas.out(service.show(service.get_listed(community_id)))


@bp.route("/communities", methods=["POST"])
@web.requires("provider", "administrator")
@web.refuses(regions.UnknownRegion, catalogue.UnknownModule, providers.UnknownProvider, rules.LeaderMissing)
@bp.arguments(schemas.CommunityProposalIn)
@bp.response(201, schemas.WholeCommunityOut)
def propose(given: dict[str, Any]) -> Mapping[str, Any]:
    """Propose a community: one you lead yourself, or as administrator one that `leaderId` leads."""
    leader_id = given["leader_id"] if flask_login.current_user.role == "administrator" else own_provider()
    if leader_id is None:
        raise rules.LeaderMissing(field="leaderId")
    return schemas.out(service.show(service.propose(given["said"], leader_id=leader_id, by=_me())))


@bp.route("/provider/communities", methods=["GET"])
@web.requires("provider")
@bp.response(200, schemas.CommunitiesOut)
def list_led() -> dict[str, Any]:
    """The communities your organisation leads, in any state."""
    return {"items": service.list_led(own_provider()), "next": None}


@bp.route("/communities/<uuid:community_id>", methods=["PUT"])
@web.requires("provider", "administrator")
@web.refuses(regions.UnknownRegion, catalogue.UnknownModule, rules.UnknownCommunity)
@bp.arguments(schemas.CommunityIn)
@bp.response(200, schemas.WholeCommunityOut)
def change(given: dict[str, Any], community_id: uuid.UUID) -> Mapping[str, Any]:
    """Say something else of a community you lead; an administrator may of all. Whatever is left out is emptied."""
    return schemas.out(service.show(service.change(_mine(community_id), given["said"])))


@bp.route("/communities/<uuid:community_id>/listing", methods=["POST"])
@web.requires("administrator")
@web.refuses(rules.UnknownCommunity, rules.CommunityListedAlready)
@bp.response(200, schemas.CommunityOut)
def put_in_list(community_id: uuid.UUID) -> Community:
    """Put a proposed community in the list."""
    return service.put_in_list(community_id, by=_me())


@bp.route("/communities/<uuid:community_id>/scans", methods=["GET"])
@web.requires("provider", "administrator")
@web.refuses(rules.UnknownCommunity)
@bp.response(200, schemas.ScansOut)
def list_scans(community_id: uuid.UUID) -> dict[str, Any]:
    """The self-scans of a community you lead, the first day first; an administrator sees those of all."""
    return {"items": scans.list_scans(_mine(community_id).community_id), "next": None}


@bp.route("/communities/<uuid:community_id>/scans/today", methods=["PUT"])
@web.requires("provider")
@web.refuses(rules.UnknownCommunity)
@bp.arguments(schemas.ScanIn)
@bp.response(200, schemas.ScanOut)
def fill_in(given: dict[str, tuple[int, str]], community_id: uuid.UUID) -> rules.Scan:
    """Score a community you lead on the six success factors, today."""
    return scans.fill_in(service.get_led(own_provider(), community_id).community_id, given, by=_me())


@bp.route("/communities/<uuid:community_id>/join-requests", methods=["GET"])
@web.requires("provider")
@web.refuses(rules.UnknownCommunity)
@bp.response(200, schemas.ReceivedJoinRequestsOut)
def list_requests(community_id: uuid.UUID) -> dict[str, Any]:
    """Who asks to take part in a community you lead: first what waits."""
    found = joining.list_requests(service.get_led(own_provider(), community_id).community_id)
    return {"items": [_received(request) for request in found], "next": None}


@bp.route("/communities/<uuid:community_id>/join-requests/<uuid:join_request_id>/accept", methods=["POST"])
@web.requires("provider")
@web.refuses(rules.UnknownCommunity, rules.JoinRequestIsOver, errors.NotFound)
@bp.arguments(schemas.JoinAnswerIn)
@bp.response(200, schemas.ReceivedJoinRequestOut)
def accept(given: dict[str, Any], community_id: uuid.UUID, join_request_id: uuid.UUID) -> dict[str, Any]:
    """Say yes. A company or school is a partner from now on."""
    return _answer(community_id, join_request_id, given["words"], accept=True)


@bp.route("/communities/<uuid:community_id>/join-requests/<uuid:join_request_id>/decline", methods=["POST"])
@web.requires("provider")
@web.refuses(rules.UnknownCommunity, rules.JoinRequestIsOver, errors.NotFound)
@bp.arguments(schemas.JoinAnswerIn)
@bp.response(200, schemas.ReceivedJoinRequestOut)
def decline(given: dict[str, Any], community_id: uuid.UUID, join_request_id: uuid.UUID) -> dict[str, Any]:
    """Say no."""
    return _answer(community_id, join_request_id, given["words"], accept=False)


def _answer(community_id: uuid.UUID, join_request_id: uuid.UUID, words: str, *, accept: bool) -> dict[str, Any]:
    community = service.get_led(own_provider(), community_id)
    return _received(joining.answer(community, join_request_id, accept=accept, words=words, by=_me()))


def _received(request: JoinRequest) -> dict[str, Any]:
    person = people.get_person(request.account_id)
    columns = {column.name: getattr(request, column.name) for column in JoinRequest.__table__.columns}
    return columns | {"person_name": person.name or "", "email": person.email or ""}


@bp.route("/join-requests", methods=["GET"])
@web.requires("worker", "employer", "provider")
@bp.response(200, schemas.JoinRequestsOut)
def list_own() -> dict[str, Any]:
    """The communities you asked to take part in, and the answers."""
    return {"items": joining.list_own(_me()), "next": None}


@bp.route("/join-requests", methods=["POST"])
@web.requires("worker", "employer", "provider")
@web.refuses(rules.UnknownCommunity, rules.LeadsThisCommunity, rules.AskedToJoinAlready)
@bp.arguments(schemas.JoinIn)
@bp.response(201, schemas.JoinRequestOut)
def ask(given: dict[str, Any]) -> JoinRequest:
    """Ask to take part, as a worker, or for your company or school. Who leads it sees your name and mail address."""
    return joining.ask(service.get_listed(given["community_id"]), who_asks.joiner(), given["words"])


@bp.route("/join-requests/<uuid:join_request_id>/withdraw", methods=["POST"])
@web.requires("worker", "employer", "provider")
@web.refuses(rules.JoinRequestIsOver, errors.NotFound)
@bp.response(200, schemas.JoinRequestOut)
def withdraw(join_request_id: uuid.UUID) -> JoinRequest:
    """Take your request back."""
    return joining.withdraw(_me(), join_request_id)
