"""Close days and months, and show what the books hold of them."""

import dataclasses
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from flask_babel import lazy_gettext as _

from leerloket import clock, db, errors, money, outbox
from leerloket.accounts.books.closing import rules
from leerloket.accounts.books.closing.models import DayClosing, MonthClosing
from leerloket.accounts.ledger import chain, days
from leerloket.accounts.proof import service as proof
from leerloket.people import service as people
from leerloket.people.audit import service as audit
from leerloket.people.reads import service as reads

__all__ = ["DayClosing", "MonthClosing"]

LOOKS_FOR = "Controle van de boekhouding"
"""What a person reads when somebody looked up the own money here."""


KIND_WORDS: dict[str, Any] = {
    "grant": _("Leerrecht gegeven"),
    "deposit": _("Storting van een werkgever"),
    "distribute": _("Van werkgever naar potjes"),
    "topup": _("Geld van een werkgever"),
    "own": _("Eigen geld"),
    "reserve": _("Vastgezet voor een boeking"),
    "release": _("Vrijgegeven"),
    "capture": _("Betaald na de opleiding"),
    "fee": _("Kosten van annuleren"),
    "refund": _("Terugbetaald"),
    "payout": _("Uitbetaald aan een aanbieder"),
    "expiry": _("Verlopen"),
    "return": _("Terug naar de werkgever"),
    "correction": _("Correctie"),
    "clawback": _("Teruggevorderd"),
}
"""The kinds of transfers on screen."""


class StillWriting(Exception):
    """Work that began before midnight is not over: a day cannot be closed while something is written into it."""


@dataclass(frozen=True, slots=True)
class Day:
    """One business day: what the ledger holds of it now, and how it was closed (None: it is open)."""

    day: date
    kinds: list[days.Kind]
    nets: list[tuple[str, int]]
    closing: DayClosing | None

    @property
    def transfer_count(self) -> int:
        """How many transfers there are."""
        return sum(kind.transfer_count for kind in self.kinds)

    @property
    def moved_cents(self) -> int:
        """What all postings moved together."""
        return sum(kind.moved_cents for kind in self.kinds)

    @property
    def sum_cents(self) -> int:
        """What came in less what went out: zero."""
        return sum(cents for _kind, cents in self.nets)

    @property
    def is_as_closed(self) -> bool:
        """Whether the ledger still holds what the closing says."""
        closing = self.closing
        return closing is None or (closing.transfer_count, closing.moved_cents) == (
            self.transfer_count,
            self.moved_cents,
        )


def span(day: date) -> days.Span:
    """A business day as instants."""
    return days.Span(day, clock.start_of_day(day), clock.end_of_day(day))


def close_days() -> list[DayClosing]:
    """Close every business day before today that is open, oldest first. Seal everything first.

    Raises `StillWriting` while a transaction of before midnight goes on.
    """
    today = clock.business_date()
    if days.count_writers(clock.start_of_day(today)):
        raise StillWriting
    first = _first_open_day()
    if first is None:
        return []
    head, at = chain.head(), clock.now()
    closed = [_close(day, head, at) for day in clock.days_until(first, today - clock.ONE_DAY)]
    if closed:
        chain.close_day()
        _tell_auditors(closed)
    return closed


def _first_open_day() -> date | None:
    last: date | None = db.session.scalar(sa.select(sa.func.max(DayClosing.day)))
    return last + clock.ONE_DAY if last else find_first_day()


def find_first_day() -> date | None:
    """The first business day in the books."""
    first_at = days.first_at()
    return clock.business_date(first_at) if first_at else None


def _close(day: date, head: chain.Head, at: datetime) -> DayClosing:
    held = look_at(day)
    closing = DayClosing(
        day=day,
        closed_at=at,
        transfer_count=held.transfer_count,
        moved_cents=held.moved_cents,
        kinds=[dataclasses.asdict(kind) for kind in held.kinds],
        nets=[{"kind": kind, "cents": cents} for kind, cents in held.nets],
        head_seq=head.seq,
        head_hash=head.hash,
    )
    db.session.add(closing)
    db.session.flush()
    return closing


def _tell_auditors(closed: list[DayClosing]) -> None:
    """One mail a night with the newest head, so that its hash is kept outside this service."""
    newest, last_proof = closed[-1], proof.find_last()
    for grant in people.list_role_holders("controller"):
        reader = people.get_person(grant.person_id)
        if reader.email:
            outbox.put(
                "day-closed",
                reader.email,
                dedup=f"day-closed:{newest.day}:{grant.person_id}",
                facts={
                    "day": clock.day_text(newest.day, reader.language),
                    "transfers": newest.transfer_count,
                    "moved": money.euros(newest.moved_cents, reader.language),
                    "sum": money.euros(newest.sum_cents, reader.language),
                    "seq": newest.head_seq,
                    "hash": newest.head_hash,
                    "proven": clock.moment_text(last_proof.ended_at, reader.language) if last_proof else "",
                    "holds": last_proof.holds if last_proof else False,
                },
                account_id=grant.person_id,
                language=reader.language,
            )


def look_at(day: date) -> Day:
    """A day as the ledger holds it at this moment."""
    its = span(day)
    return Day(day, days.count_kinds(its), days.sum_by_account_kind(its), db.session.get(DayClosing, day))


def is_closed(day: date) -> bool:
    """Whether a business day was closed."""
    return db.session.get(DayClosing, day) is not None


def list_closings(month: date) -> list[DayClosing]:
    """The closed days of a month, newest first."""
    return list(
        db.session.scalars(
            sa.select(DayClosing)
            .where(DayClosing.day.between(rules.first_of(month), rules.last_of(month)))
            .order_by(DayClosing.day.desc())
        )
    )


def list_day_lines(day: date, *, after: uuid.UUID | None = None, limit: int = 100) -> list[days.Line]:
    """The transfers of a day in order, from after one of them."""
    return days.list_lines(span(day), after=after, limit=limit)


def find_month(month: date) -> MonthClosing | None:
    """How a month was closed, if it was."""
    return db.session.get(MonthClosing, rules.first_of(month))


def list_months() -> list[MonthClosing]:
    """The closed months, newest first."""
    return list(db.session.scalars(sa.select(MonthClosing).order_by(MonthClosing.month.desc())))


def close_month(month: date, *, closed_by: uuid.UUID) -> MonthClosing:
    """A controller signs a month off: over, in order, each day closed, the books right.

    Raises NoMonth, MonthNotOver, MonthClosedBefore, EarlierMonthOpen, DaysNotClosed, BooksDoNotHold.
    """
    month = rules.first_of(month)
    closings = list_closings(month)
    last_proof = proof.find_last()
    rules.check_month(
        month,
        clock.business_date(),
        first_day=find_first_day(),
        closed_days={closing.day for closing in closings},
        closed_months={closed.month for closed in list_months()},
        holds=last_proof is not None and last_proof.holds,
    )
    made = MonthClosing(
        month=month,
        closed_at=clock.now(),
        closed_by=closed_by,
        transfer_count=sum(closing.transfer_count for closing in closings),
        moved_cents=sum(closing.moved_cents for closing in closings),
        head_seq=closings[0].head_seq,
        head_hash=closings[0].head_hash,
    )
    db.session.add(made)
    try:
        with db.session.begin_nested():
            db.session.flush()
    except sa.exc.IntegrityError as problem:
        raise rules.MonthClosedBefore from problem
    audit.record("close", "month", str(month))
    return made


def look_up(text: str, limit: int = 100) -> list[days.Line]:
    """Transfers by any reference: of themselves, a seal, a hash, a booking, a payment, or a person's number.

    Whose money is shown can see that somebody looked.
    """
    asked = rules.read_reference(text)
    ids = [*asked.ids, *_ids_of(asked.text)]
    lines = days.search_lines(ids, seq=asked.seq, digest=asked.digest, limit=limit)
    for account_id in _persons_among({line.account_id for line in lines}):
        reads.record(account_id, object_type="account", purpose=LOOKS_FOR)
    return lines


def _persons_among(account_ids: set[uuid.UUID]) -> list[uuid.UUID]:
    return [person.person_id for person in people.list_persons(account_ids)]


REFERENCES = (
    "SELECT booking_id FROM bookings WHERE reference = :reference"
    " UNION SELECT account_id FROM expected_payments WHERE reference = :bare"
)
"""What a written reference stands for. Bookings belong to a higher room; of theirs only the reference is read."""


def _ids_of(text: str) -> list[uuid.UUID]:
    asked = {"reference": text.upper(), "bare": text.upper().replace(" ", "")}
    person = people.find_person_by_number(text)
    return [*db.session.scalars(sa.text(REFERENCES), asked), *([person.person_id] if person else [])]


def names_of(person_ids: set[uuid.UUID | None]) -> Mapping[uuid.UUID, str]:
    """The names of those who did something in the books."""
    known = [person_id for person_id in person_ids if person_id is not None]
    return {person.person_id: person.name or person.number for person in people.list_persons(known)}


def get_day(day: date) -> Day:
    """One day of the books. Raises NotFound before the first one and after today."""
    first = find_first_day()
    if first is None or not first <= day <= clock.business_date():
        raise errors.NotFound
    return look_at(day)
