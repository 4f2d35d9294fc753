"""Providers that are not paid for now, each with the cause: the freeze of all payouts, for one provider."""

import uuid
from collections.abc import Collection

import sqlalchemy as sa

from leerloket import clock, db
from leerloket.courses.settlement.models import PayoutHold


def hold_provider(provider_id: uuid.UUID, cause_id: uuid.UUID) -> None:
    """Pay this provider nothing more until this cause is released; a draft payout with it cannot be approved."""
    db.session.add(PayoutHold(cause_id=cause_id, provider_id=provider_id, held_at=clock.now()))
    db.session.flush()


def release_provider(cause_id: uuid.UUID, *, by: uuid.UUID) -> None:
    """The cause is gone: the provider is paid again, unless another holds it. A cause that held nothing stays so."""
    hold = db.session.get(PayoutHold, cause_id)
    if hold is not None and hold.released_at is None:
        hold.released_at, hold.released_by = clock.now(), by
        db.session.flush()


def select_held(provider_ids: Collection[uuid.UUID]) -> set[uuid.UUID]:
    """Which of these providers are not paid for now."""
    query = sa.select(PayoutHold.provider_id).where(
        PayoutHold.released_at.is_(None), PayoutHold.provider_id.in_(provider_ids)
    )
    return set(db.session.scalars(query))


def is_held(provider_id: uuid.UUID) -> bool:
    """Whether this provider is not paid for now."""
    return bool(select_held([provider_id]))
