"""The verbs of learning communities, and the one door of this folder: propose, change, list, show.

A community is proposed by the provider that leads it, or by an administrator, and is in the list once an
administrator put it there.
"""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from leerloket import clock, db
from leerloket.courses.catalogue import service as catalogue
from leerloket.courses.catalogue import words
from leerloket.courses.communities import codes, rules
from leerloket.courses.communities.models import Community, CommunityMentor, CommunityModule, CommunityPartner
from leerloket.courses.communities.rules import Choice, Description
from leerloket.courses.providers import service as providers
from leerloket.people.audit import service as audit
from leerloket.people.regions import service as regions

__all__ = ["Choice", "Community", "Description", "Whole"]

TARGET = rules.TARGET
MODULES_SHOWN = 200
OWN_COLUMNS = ("name", "form", "sector", "region_code", "place", "about", "places", "email", "website")


@dataclass(frozen=True, slots=True)
class Whole:
    """A community with everything that belongs to it; partners per kind, in the order of the kinds."""

    community: Community
    leader: providers.Provider
    partners: dict[str, list[str]]
    mentors: list[CommunityMentor]
    modules: list[catalogue.Module]


def propose(said: Description, *, leader_id: uuid.UUID, by: uuid.UUID) -> Community:
    """Propose a community that this provider leads.

    Raises UnknownRegion, UnknownProvider, and UnknownModule for a module of another.
    """
    leader = providers.get_provider(leader_id)
    community = Community(
        community_id=db.new_id(),
        slug=db.first_free(Community.slug, words.slug(said.name)),
        leader_id=leader.provider_id,
        proposed_by=by,
        proposed_at=clock.now(),
    )
    _describe(community, said)
    audit.record("propose", "community", community.community_id)
    return community


def change(community: Community, said: Description) -> Community:
    """Say something else of a community from now on. Its address stays. Raises UnknownRegion, UnknownModule."""
    _describe(community, said)
    audit.record("change", "community", community.community_id)
    return community


def _describe(community: Community, said: Description) -> None:
    regions.check_region(said.region_code)
    for name in OWN_COLUMNS:
        setattr(community, name, getattr(said, name))
    community.activities, community.environments = list(said.activities), list(said.environments)
    modules = [catalogue.get_own_module(community.leader_id, module_id) for module_id in set(said.module_ids)]
    db.session.add(community)
    db.session.flush()
    own = {"community_id": community.community_id}
    for part in (CommunityPartner, CommunityMentor, CommunityModule):
        db.session.execute(sa.delete(part).where(part.community_id == community.community_id))
    db.session.add_all(CommunityPartner(name=name, kind=kind, **own) for name, kind in dict(said.partners).items())
    db.session.add_all(CommunityMentor(name=name, subject=what, **own) for name, what in dict(said.mentors).items())
    db.session.add_all(CommunityModule(module_id=module.module_id, **own) for module in modules)
    db.session.flush()


def put_in_list(community_id: uuid.UUID, *, by: uuid.UUID) -> Community:
    """An administrator puts a proposed community in the list. Raises `CommunityListedAlready`."""
    query = sa.select(Community).where(Community.community_id == community_id).with_for_update()
    community = db.session.scalar(query, execution_options={"populate_existing": True})
    if community is None:
        raise rules.UnknownCommunity
    if community.listed_at is not None:
        raise rules.CommunityListedAlready
    community.listed_by, community.listed_at = by, clock.now()
    db.session.flush()
    audit.record("list", "community", community_id)
    return community


def region_names() -> dict[str, str]:
    """Every region of today with its name, by name."""
    return {region.code: region.name for region in regions.list_regions()}


def get_community(community_id: uuid.UUID) -> Community:
    """A community in any state."""
    found = db.session.get(Community, community_id)
    if found is None:
        raise rules.UnknownCommunity
    return found


def get_listed(key: uuid.UUID | str) -> Community:
    """A community of the list, by id or by its address of the site."""
    column = Community.community_id if isinstance(key, uuid.UUID) else Community.slug
    found = db.session.scalar(sa.select(Community).where(column == key, Community.listed_at.is_not(None)))
    if found is None:
        raise rules.UnknownCommunity
    return found


def get_led(leader_id: uuid.UUID, community_id: uuid.UUID) -> Community:
    """A community that this provider leads, in any state; another's does not exist."""
    found = get_community(community_id)
    if found.leader_id != leader_id:
        raise rules.UnknownCommunity
    return found


def list_listed() -> list[Community]:
    """Every community of the list, by name: a few hundred at most, so that choosing among them is a pure rule."""
    return _list(Community.listed_at.is_not(None))


def list_proposed() -> list[Community]:
    """The communities that wait for an administrator, by name."""
    return _list(Community.listed_at.is_(None))


def list_led(leader_id: uuid.UUID) -> list[Community]:
    """The communities that this provider leads, in any state, by name."""
    return _list(Community.leader_id == leader_id)


def list_communities(ids: Sequence[uuid.UUID]) -> list[Community]:
    """These communities, by name."""
    return _list(Community.community_id.in_(ids))


def _list(condition: sa.ColumnElement[bool]) -> list[Community]:
    return list(db.session.scalars(sa.select(Community).where(condition).order_by(Community.name, Community.slug)))


def count_partners(ids: Sequence[uuid.UUID]) -> dict[uuid.UUID, int]:
    """How many organisations take part in each of these communities, besides who leads it."""
    query = sa.select(CommunityPartner.community_id, sa.func.count()).where(CommunityPartner.community_id.in_(ids))
    return {row[0]: row[1] for row in db.session.execute(query.group_by(CommunityPartner.community_id))}


def show(community: Community) -> Whole:
    """A community with its partners, mentors and modules on offer."""
    own = community.community_id
    rows = db.session.scalars(
        sa.select(CommunityPartner).where(CommunityPartner.community_id == own).order_by(CommunityPartner.name)
    )
    partners: dict[str, list[str]] = {kind: [] for kind in codes.PARTNER_KINDS}
    for row in rows:
        partners[row.kind].append(row.name)
    mentors = db.session.scalars(
        sa.select(CommunityMentor).where(CommunityMentor.community_id == own).order_by(CommunityMentor.name)
    )
    return Whole(
        community,
        providers.get_provider(community.leader_id),
        partners,
        list(mentors),
        _list_modules(community),
    )


def _list_modules(community: Community) -> list[catalogue.Module]:
    offer, _total = catalogue.list_online_modules(provider_id=community.leader_id, limit=MODULES_SHOWN)
    if rules.gives_whole_offer(community.form):
        return offer
    chosen = list_chosen_modules(community.community_id)
    return [module for module in offer if module.module_id in chosen]


def list_chosen_modules(community_id: uuid.UUID) -> set[uuid.UUID]:
    """The modules that were chosen for a community, on offer or not."""
    query = sa.select(CommunityModule.module_id).where(CommunityModule.community_id == community_id)
    return set(db.session.scalars(query))


def add_partner(community_id: uuid.UUID, name: str, kind: str) -> None:
    """Note that an organisation takes part; one that does already stays as it is."""
    if db.session.get(CommunityPartner, (community_id, name)) is None:
        db.session.add(CommunityPartner(community_id=community_id, name=name, kind=kind))
        db.session.flush()
