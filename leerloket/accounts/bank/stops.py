"""The switch that stops every payment file to the bank: payouts to providers, and money that goes back."""

import uuid

import sqlalchemy as sa

from leerloket import clock, db
from leerloket.accounts.bank import rules
from leerloket.accounts.bank.models import PayoutFreeze


def find_freeze() -> PayoutFreeze | None:
    """The stop on all payments that is in force now."""
    return db.session.scalar(sa.select(PayoutFreeze).where(PayoutFreeze.lifted_at.is_(None)))


def check_not_frozen() -> None:
    """Refuse while payments are stopped. Raises PayoutsFrozen."""
    freeze = find_freeze()
    if freeze is not None:
        raise rules.PayoutsFrozen(reason=freeze.reason)


def freeze_payouts(*, frozen: bool, reason: str, actor_id: uuid.UUID | None = None) -> None:
    """Stop all payments at once, or let them go on; what is so already stays. The command line has no `actor_id`."""
    current = find_freeze()
    if frozen and current is None:
        db.session.add(PayoutFreeze(freeze_id=db.new_id(), frozen_at=clock.now(), frozen_by=actor_id, reason=reason))
    if not frozen and current is not None:
        current.lifted_at, current.lifted_by = clock.now(), actor_id
    db.session.flush()
