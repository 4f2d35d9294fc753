"""The night after a last day: pots are emptied, and employers get back what their people did not use."""

import uuid
from collections.abc import Sequence
from datetime import date

import sqlalchemy as sa

from leerloket import clock, db
from leerloket.accounts.ledger import service as ledger
from leerloket.accounts.pots import messages, rules
from leerloket.accounts.pots.models import Return

AT_ONCE = 200
"""Accounts in one transaction: few enough that no booking waits (engines.md B.4)."""

LOOK_BACK = 366
"""Days after its end in which a pot can still get money: a payment that came late. A refund moves the end itself."""


def end_all(today: date) -> int:
    """Empty every pot that ended before today, some accounts per transaction; answers how many pots.

    For the worker: called again, also after a crash, it goes on with what is still there.
    """
    ended, after = 0, ledger.START
    first_on = date.fromordinal(today.toordinal() - LOOK_BACK)
    while True:
        number, after_next = db.run(_end_next, first_on, today, after)
        if after_next is None:
            return ended
        ended, after = ended + number, after_next


def _end_next(first_on: date, today: date, after: ledger.Place) -> tuple[int, ledger.Place | None]:
    places = ledger.list_ending(first_on, today - clock.ONE_DAY, after, AT_ONCE)
    if not places:
        return 0, None
    return len(end_pots([account_id for _, account_id in places], today)), places[-1]


def end_pots(account_ids: Sequence[uuid.UUID], today: date) -> list[ledger.Ended]:
    """Empty the pots of these accounts that ended before today, note what goes back, and tell the holders."""
    ended = ledger.end_pots(account_ids, today, rules.VERSION)
    db.session.add_all(
        Return(
            account_id=pot.account_id,
            transfer_id=pot.transfer_id,
            employer_id=pot.funder_id,
            employer_name=pot.funder_name,
            amount_cents=pot.amount_cents,
            ended_on=pot.expires_on,
        )
        for pot in ended
        if pot.source == "employer"
    )
    db.session.flush()
    messages.tell_ended(ended)
    return ended


def close_account(account_id: uuid.UUID, today: date) -> list[ledger.Ended]:
    """Somebody leaves for good: rights end today, unused money of employers starts its way back, own money stays."""
    ledger.let_all_end(account_id, today)
    return end_pots([account_id], today + clock.ONE_DAY)


def return_all(today: date) -> int:
    """Give every employer what may go back today, one per transaction; answers how many employers got money."""
    waiting = db.run(_list_waiting)
    return sum(db.run(return_to, employer_id, today) is not None for employer_id in waiting)


def _list_waiting() -> list[uuid.UUID]:
    waiting = sa.select(Return.employer_id).where(Return.returned_by.is_(None)).distinct().order_by(Return.employer_id)
    return list(db.session.scalars(waiting))


def return_to(employer_id: uuid.UUID, today: date) -> uuid.UUID | None:
    """Put the unused money that waits for this employer into its fund as one sum, when that tells about no one.

    Answers the transfer; None when nothing waits or the group is still too small.
    """
    ledger.lock(employer_id, kind="employer")
    mine = [Return.employer_id == employer_id, Return.returned_by.is_(None)]
    people, first_ended_on, total, name, first = db.session.execute(
        sa.select(
            sa.func.count(Return.account_id.distinct()),
            sa.func.min(Return.ended_on),
            sa.func.sum(Return.amount_cents),
            sa.func.max(Return.employer_name),
            sa.func.min(sa.cast(Return.transfer_id, sa.Text)),
        ).where(*mine)
    ).one()
    if not people or not rules.may_return(people, first_ended_on, today):
        return None
    transfer_id = ledger.return_to_fund(
        employer_id, name, int(total), key=f"returned:{employer_id}:{first}", rule_version=rules.VERSION
    )
    db.session.execute(sa.update(Return).where(*mine).values(returned_by=transfer_id))
    messages.tell_employer(employer_id, transfer_id, int(total))
    return transfer_id
