"""The verbs of signals, and the one door of this folder: find, report, read, close."""

import uuid
from dataclasses import dataclass
from datetime import date, datetime

import sqlalchemy as sa

from leerloket import clock, db, errors
from leerloket.courses.bookings import service as bookings
from leerloket.courses.settlement import service as settlement
from leerloket.courses.signals import facts, kinds, limits, rules
from leerloket.courses.signals.models import Evidence, Signal
from leerloket.courses.signals.reports import check_may_report, follow, report
from leerloket.people import service as people
from leerloket.people.audit import service as audit
from leerloket.people.reads import service as looked_at

__all__ = ["Evidence", "Signal", "check_may_report", "follow", "report"]

WHY = "Nakijken van een signaal over de aanbieder"
"""What a person reads of why somebody looked at their booking."""
SHOWN = 200
"""How many facts of a signal its page shows."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which signals to list: of a kind, open or closed, found between two days, about a provider, before a signal."""

    kind: str | None = None
    state: str | None = None
    from_on: date | None = None
    to_on: date | None = None
    provider_id: uuid.UUID | None = None
    before: uuid.UUID | None = None


@dataclass(frozen=True, slots=True)
class Tally:
    """How the signals of one kind ended."""

    kind: str
    found: int = 0
    closed: int = 0
    false_alarms: int = 0

    @property
    def false_alarm_pct(self) -> int | None:
        """How many of a hundred closed ones were false alarms; None before any was closed."""
        return rules.false_alarm_pct(self.closed, self.false_alarms)


def find_all(now: datetime) -> int:
    """Look at every provider by every rule and keep what is new; answers how many signals.

    The same evidence gives no second signal of its kind, and a provider has one open signal per kind at most.
    """
    around, in_force, is_open = facts.read_around(now), limits.in_force(), _list_open()
    found = [
        one
        for each in facts.list_facts(now)
        for one in rules.find(each, around, in_force)
        if (one.kind, one.provider_id) not in is_open
    ]
    for one in found:
        keep(one, now)
    return len(found)


def _list_open() -> set[tuple[str, uuid.UUID]]:
    query = sa.select(Signal.kind, Signal.provider_id).where(Signal.closed_at.is_(None), Signal.kind != "report")
    return {(kind, provider_id) for kind, provider_id in db.session.execute(query) if provider_id}


def keep(found: rules.Found, now: datetime) -> Signal:
    """Note what a rule found with its evidence, and stop paying the provider when the kind says so."""
    signal_id = db.new_id()
    signal = Signal(
        signal_id=signal_id,
        kind=found.kind,
        provider_id=found.provider_id,
        found_at=now,
        figures=found.figures,
        limits=dict(found.limits),
    )
    db.session.add(signal)
    db.session.flush()
    rows = [
        {
            "kind": found.kind,
            "key": piece.key,
            "signal_id": signal_id,
            "object_type": piece.object_type,
            "object_id": piece.object_id,
        }
        for piece in found.evidence
    ]
    db.session.execute(sa.insert(Evidence), rows)
    if found.kind in kinds.HOLDS:
        settlement.hold_provider(found.provider_id, signal_id)
    return signal


def list_signals(wanted: Wanted, limit: int = 50) -> list[Signal]:
    """The signals that are asked for, the newest first."""
    query = sa.select(Signal).order_by(Signal.signal_id.desc()).limit(limit)
    if wanted.kind:
        query = query.where(Signal.kind == wanted.kind)
    if wanted.provider_id:
        query = query.where(Signal.provider_id == wanted.provider_id)
    if wanted.state:
        query = query.where(Signal.closed_at.is_(None) == (wanted.state == "open"))
    if wanted.from_on:
        query = query.where(Signal.found_at >= clock.start_of_day(wanted.from_on))
    if wanted.to_on:
        query = query.where(Signal.found_at < clock.end_of_day(wanted.to_on))
    if wanted.before:
        query = query.where(Signal.signal_id < wanted.before)
    return list(db.session.scalars(query))


def tally() -> list[Tally]:
    """Per kind how many were found, closed, and were false alarms."""
    query = sa.select(
        Signal.kind,
        sa.func.count(),
        sa.func.count(Signal.closed_at),
        sa.func.count().filter(Signal.outcome == "false-alarm"),
    ).group_by(Signal.kind)
    found = {kind: Tally(kind, *numbers) for kind, *numbers in db.session.execute(query)}
    return [found.get(kind, Tally(kind)) for kind in kinds.KINDS]


def read(signal_id: uuid.UUID) -> Signal:
    """One signal, for somebody who looks into it: the look is written down. Raises NotFound."""
    signal = db.session.get(Signal, signal_id)
    if signal is None:
        raise errors.NotFound
    with db.apart() as connection:
        connection.execute(audit.line("read", "signal", signal_id, people.current_identity()))
    return signal


def list_evidence(signal_id: uuid.UUID, limit: int = SHOWN) -> list[Evidence]:
    """What a signal rests on, at most so many facts."""
    query = sa.select(Evidence).where(Evidence.signal_id == signal_id).order_by(Evidence.key).limit(limit)
    return list(db.session.scalars(query))


def count_evidence(signal_id: uuid.UUID) -> int:
    """On how many facts a signal rests."""
    return db.session.scalar(sa.select(sa.func.count()).where(Evidence.signal_id == signal_id)) or 0


def read_booking(signal_id: uuid.UUID, booking_id: uuid.UUID) -> bookings.Booking:
    """A booking that is evidence of this signal; the person it is of sees that somebody looked. Raises NotFound."""
    query = sa.select(Evidence.key).where(
        Evidence.signal_id == signal_id, Evidence.object_type == "booking", Evidence.object_id == booking_id
    )
    if db.session.scalar(query) is None:
        raise errors.NotFound
    account_id = bookings.account_of(booking_id)
    looked_at.record(account_id, object_type="booking", object_id=booking_id, purpose=WHY)
    return bookings.get_booking(account_id, booking_id)


def close(signal_id: uuid.UUID, *, by: uuid.UUID, outcome: str, reason: str, answer: str = "") -> Signal:
    """A person says what a signal was, and why: the provider is paid again if nothing else holds it.

    `answer` is what somebody who reported reads with their code. Raises NotFound, `SignalClosed`.
    """
    query = sa.select(Signal).where(Signal.signal_id == signal_id).with_for_update()
    signal = db.session.scalar(query, execution_options={"populate_existing": True})
    if signal is None:
        raise errors.NotFound
    rules.check_open(signal.closed_at)
    signal.outcome, signal.reason, signal.answer = outcome, reason, answer
    signal.closed_at, signal.closed_by = clock.now(), by
    settlement.release_provider(signal_id, by=by)
    audit.record("close", "signal", signal_id, reason=outcome)
    db.session.flush()
    return signal
