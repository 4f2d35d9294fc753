"""The monthly digest: who looked at one's data, and what one chose to hear of together. At most one a month."""

import uuid
from collections import Counter
from datetime import date

import sqlalchemy as sa

from leerloket import clock, db, outbox
from leerloket.people import persons
from leerloket.people.reads import service as reads

PEOPLE_AT_ONCE = 200
"""People told in one transaction."""


def send_monthly(today: date) -> int:
    """Tell everybody what happened in the month before this day's, once; answers how many people.

    Some people per transaction, in the order of their ids, so that it can go on after a crash.
    """
    until = today.replace(day=1)
    since = (until - clock.ONE_DAY).replace(day=1)
    told, after = 0, None
    while people := db.run(_list_next, since, until, after):
        told += db.run(_tell_all, people, since, until)
        after = people[-1]
    return told


def _list_next(since: date, until: date, after: uuid.UUID | None) -> list[uuid.UUID]:
    """The next people about whom there may be something to tell."""
    looked_at = reads.select_looked_at(clock.start_of_day(since), clock.start_of_day(until))
    everybody = sa.union(looked_at, outbox.select_digested()).subquery()
    people = sa.select(everybody.c.account_id).order_by(everybody.c.account_id).limit(PEOPLE_AT_ONCE)
    if after is not None:
        people = people.where(everybody.c.account_id > after)
    return list(db.session.scalars(people))


def _tell_all(people: list[uuid.UUID], since: date, until: date) -> int:
    return sum(_tell(account_id, since, until) for account_id in people)


def _tell(account_id: uuid.UUID, since: date, until: date) -> bool:
    person = persons.get_person(account_id)
    waiting = outbox.take_digested(account_id)
    looked = {}
    if outbox.choices_of(account_id)["reads"] == "digest":
        looked = reads.count_by_reader(account_id, clock.start_of_day(since), clock.start_of_day(until))
    if person.email is None or not (waiting or looked):
        return False
    outbox.put(
        "monthly-digest",
        person.email,
        dedup=f"monthly-digest:{account_id}:{since:%Y-%m}",
        facts={
            "name": person.name,
            "month": clock.month_text(since, person.language),
            "looked": [{"who": who, "times": times} for who, times in sorted(looked.items())],
            "happened": _lines(waiting, person.language),
        },
        account_id=account_id,
        language=person.language,
    )
    return True


def _lines(messages: list[outbox.Message], language: str) -> list[dict[str, str | int]]:
    """What happened, each kind once with how often."""
    often = Counter(message.kind for message in messages)
    found: list[dict[str, str | int]] = []
    for name, times in often.items():
        kind = outbox.find_kind(name)
        if kind is not None:
            found.append({"what": kind.line_nl if language == "nl" else kind.line_en, "times": times})
    return found
