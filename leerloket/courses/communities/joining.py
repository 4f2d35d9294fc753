"""Asking to take part in a community: a company, a school or a worker asks, who leads the community answers."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert

from leerloket import clock, db, errors, outbox
from leerloket.courses.communities import rules, service
from leerloket.courses.communities.models import Community, JoinRequest
from leerloket.courses.providers import service as providers
from leerloket.people import service as people

AT_ONCE = 200


@dataclass(frozen=True, slots=True)
class Joiner:
    """Who asks: the person, and the employer or provider for which they do; a worker asks for themselves."""

    kind: str
    person_id: uuid.UUID
    organisation_id: uuid.UUID | None = None
    organisation_name: str = ""

    @property
    def joiner_id(self) -> uuid.UUID:
        """The employer, the provider, or the person."""
        return self.organisation_id or self.person_id


def ask(community: Community, joiner: Joiner, words: str) -> JoinRequest:
    """Ask to take part in a community of the list; who leads it is told by mail.

    Raises `LeadsThisCommunity`, and `AskedToJoinAlready` while a request waits or was accepted.
    """
    rules.check_may_join(leader=community.leader_id, joiner=joiner.joiner_id)
    row = {
        "account_id": joiner.person_id,
        "request_id": db.new_id(),
        "community_id": community.community_id,
        "kind": joiner.kind,
        "joiner_id": joiner.joiner_id,
        "organisation_name": joiner.organisation_name,
        "words": words,
        "state": "asked",
        "asked_at": clock.now(),
        "answer": "",
    }
    added = insert(JoinRequest).values(row).on_conflict_do_nothing().returning(JoinRequest)
    request = db.session.scalar(added)
    if request is None:
        raise rules.AskedToJoinAlready
    leader = providers.get_provider(community.leader_id)
    if leader.email:
        outbox.put(
            "community-asked",
            leader.email,
            dedup=f"community-asked:{request.request_id}",
            facts={
                "community": community.name,
                "kind": joiner.kind,
                "organisation": joiner.organisation_name,
                "path": f"/aanbieder/leergemeenschappen/{community.community_id}/verzoeken",
            },
            account_id=community.leader_id,
        )
    return request


def answer(community: Community, request_id: uuid.UUID, *, accept: bool, words: str, by: uuid.UUID) -> JoinRequest:
    """Say yes or no to a request; who asked is told by mail. A company or school that may join is a partner then.

    Raises NotFound for a request to another community, `JoinRequestIsOver`.
    """
    request = _lock(JoinRequest.community_id == community.community_id, JoinRequest.request_id == request_id)
    rules.check_waits(request.state)
    request.state = "accepted" if accept else "declined"
    request.answered_by, request.answered_at, request.answer = by, clock.now(), words
    db.session.flush()
    if accept and request.kind != "worker":
        service.add_partner(community.community_id, request.organisation_name, request.kind)
    contact = people.get_contact(request.account_id)
    outbox.put(
        "community-answered",
        contact.email or "",
        dedup=f"community-answered:{request_id}",
        facts={"community": community.name, "slug": community.slug, "accepted": accept, "answer": words},
        account_id=request.account_id,
        language=contact.language,
    )
    return request


def withdraw(account_id: uuid.UUID, request_id: uuid.UUID) -> JoinRequest:
    """Take one's own request back. Raises NotFound for another's, `JoinRequestIsOver`."""
    request = _lock(JoinRequest.account_id == account_id, JoinRequest.request_id == request_id)
    rules.check_waits(request.state)
    request.state, request.answered_at = "withdrawn", clock.now()
    db.session.flush()
    return request


def _lock(*conditions: sa.ColumnElement[bool]) -> JoinRequest:
    query = sa.select(JoinRequest).where(*conditions).with_for_update()
    request = db.session.scalar(query, execution_options={"populate_existing": True})
    if request is None:
        raise errors.NotFound
    return request


def find_open(community_id: uuid.UUID, joiner_id: uuid.UUID) -> JoinRequest | None:
    """The request of this company, school or person that waits or was accepted."""
    return db.session.scalar(
        sa.select(JoinRequest).where(
            JoinRequest.community_id == community_id,
            JoinRequest.joiner_id == joiner_id,
            JoinRequest.state.in_(rules.OPEN),
        )
    )


def list_own(account_id: uuid.UUID) -> list[JoinRequest]:
    """What this person asked, the newest first."""
    own = sa.select(JoinRequest).where(JoinRequest.account_id == account_id)
    return list(db.session.scalars(own.order_by(JoinRequest.asked_at.desc()).limit(AT_ONCE)))


def list_requests(community_id: uuid.UUID) -> list[JoinRequest]:
    """What was asked of a community: first what waits, the oldest on top; then the rest, the newest on top."""
    found = db.session.scalars(
        sa.select(JoinRequest)
        .where(JoinRequest.community_id == community_id, JoinRequest.state != "withdrawn")
        .order_by(JoinRequest.asked_at)
        .limit(AT_ONCE)
    ).all()
    return [r for r in found if r.state == "asked"] + [r for r in reversed(found) if r.state != "asked"]


def count_waiting(community_ids: Sequence[uuid.UUID]) -> dict[uuid.UUID, int]:
    """How many requests wait for an answer, per community."""
    query = (
        sa.select(JoinRequest.community_id, sa.func.count())
        .where(JoinRequest.community_id.in_(community_ids), JoinRequest.state == "asked")
        .group_by(JoinRequest.community_id)
    )
    return {row[0]: row[1] for row in db.session.execute(query)}
