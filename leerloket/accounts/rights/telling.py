"""Tell everybody whom a run credited, after it is done: crediting waits for no message."""

import uuid

import sqlalchemy as sa

from leerloket import clock, db, money, outbox
from leerloket.accounts.rights.models import Grant, Run
from leerloket.people import service as people

AT_ONCE = 500
"""People told in one transaction."""


def tell_all() -> int:
    """Tell of every run that is done; answers how many people. Goes on where it was stopped, and tells nobody twice."""
    told = 0
    while (number := db.run(tell_next)) is not None:
        told += number
    return told


def tell_next() -> int | None:
    """Write the messages for the next people, in this transaction; answers how many. None when all were told."""
    waiting = sa.select(Run).where(Run.state == "done", Run.told_at.is_(None)).order_by(Run.number).limit(1)
    run = db.session.scalar(waiting.with_for_update(skip_locked=True))
    if run is None:
        return None
    grants = _next_grants(run)
    persons = {person.person_id: person for person in people.list_persons([grant.account_id for grant in grants])}
    for grant in grants:
        _tell(grant, persons[grant.account_id])
    if len(grants) < AT_ONCE:
        run.told_at = clock.now()
    else:
        run.told_until = grants[-1].account_id
    db.session.flush()
    return len(grants)


def _next_grants(run: Run) -> list[Grant]:
    after = run.told_until or uuid.UUID(int=0)
    mine = sa.select(Grant).where(Grant.scheme == run.scheme, Grant.year == run.year, Grant.run_id == run.run_id)
    return list(db.session.scalars(mine.where(Grant.account_id > after).order_by(Grant.account_id).limit(AT_ONCE)))


def _tell(grant: Grant, person: people.Person) -> None:
    if person.erased_at is not None:
        return
    language = person.language
    outbox.put(
        "right_received",
        person.email or "",
        dedup=f"right_received:{grant.transfer_id}",
        facts={
            "name": person.name,
            "amount": money.euros(grant.amount_cents, language),
            "until": clock.day_text(grant.expires_on, language) if grant.expires_on else "",
        },
        account_id=grant.account_id,
        transfer_id=grant.transfer_id,
        language=language,
    )
