"""The self-scan: a community scores itself on the six success factors, and keeps every day on which it did."""

import uuid
from collections.abc import Mapping

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert

from leerloket import clock, db
from leerloket.courses.communities import codes, rules
from leerloket.courses.communities.models import CommunityScore


def fill_in(community_id: uuid.UUID, said: Mapping[str, tuple[int, str]], *, by: uuid.UUID) -> rules.Scan:
    """Keep the scan of today: per factor a score from 1 to 5 and what shows it.

    A second one on the same day takes the place of the first; the scans of earlier days never change.
    """
    today, now = clock.business_date(), clock.now()
    rows = [
        {
            "community_id": community_id,
            "scanned_on": today,
            "factor": factor,
            "score": said[factor][0],
            "evidence": said[factor][1],
            "scored_by": by,
            "scored_at": now,
        }
        for factor in codes.FACTORS
    ]
    statement = insert(CommunityScore).values(rows)
    changed = {name: statement.excluded[name] for name in ("score", "evidence", "scored_by", "scored_at")}
    keys = [CommunityScore.community_id, CommunityScore.scanned_on, CommunityScore.factor]
    db.session.execute(statement.on_conflict_do_update(index_elements=keys, set_=changed))
    db.session.expire_all()
    return list_scans(community_id)[-1]


def list_scans(community_id: uuid.UUID) -> list[rules.Scan]:
    """The scans of a community, the first day first."""
    scores = db.session.scalars(sa.select(CommunityScore).where(CommunityScore.community_id == community_id))
    return rules.scans_of(list(scores))
