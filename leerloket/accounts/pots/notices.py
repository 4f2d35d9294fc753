"""Telling people ahead that money ends: 12, 6, 3 and 1 months before, each once."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

from leerloket import clock, db
from leerloket.accounts.ledger import service as ledger
from leerloket.accounts.pots import messages, rules
from leerloket.accounts.pots.models import Notice

AT_ONCE = 500
"""Notices in one transaction."""


def tell_all(today: date) -> int:
    """Tell everybody whose money ends what they were not told yet; answers how many notices.

    After a missed night only the latest notice is sent. For the worker: called again it goes on where it stopped.
    """
    told = 0
    while number := db.run(tell_next, today):
        told += number
    return told


def tell_next(today: date) -> int:
    """The next notices that are due, in this transaction; answers how many."""
    ending = ledger.select_ending(rules.notice_windows(today), today).subquery("ending")
    told = sa.exists().where(
        Notice.account_id == ending.c.account_id,
        Notice.pot_id == ending.c.pot_id,
        Notice.expires_on == ending.c.expires_on,
        Notice.months <= ending.c.months,
    )
    due = db.session.execute(sa.select(ending).where(~told).limit(AT_ONCE)).all()
    if due:
        _note(due)
        messages.tell_ending(due)
    return len(due)


def _note(due: Sequence[Any]) -> None:
    at = clock.now()
    notices = [
        {
            "account_id": pot.account_id,
            "pot_id": pot.pot_id,
            "expires_on": pot.expires_on,
            "months": pot.months,
            "told_at": at,
        }
        for pot in due
    ]
    db.session.execute(postgresql.insert(Notice).values(notices).on_conflict_do_nothing())
