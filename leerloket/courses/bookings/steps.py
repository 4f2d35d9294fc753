"""The steps of a booking, each one UPDATE that names the state it expects, with its event.

Locks are taken in one order: account → booking → edition.
"""

import uuid
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from leerloket import clock, db
from leerloket.accounts.ledger import service as ledger
from leerloket.courses.bookings import reads, rules
from leerloket.courses.bookings.reads import Booking
from leerloket.courses.catalogue import service as catalogue

MOVE = """
WITH moved AS (
    UPDATE bookings SET state = %(to)s, due_cents = coalesce(%(due_cents)s, due_cents),
                        settled_at = coalesce(%(settled_at)s, settled_at)
    WHERE account_id = %(account_id)s AND booking_id = %(booking_id)s AND state = %(frm)s
    RETURNING account_id, booking_id
)
INSERT INTO booking_events (account_id, booking_id, n, frm, tos, at, actor_id, reason)
SELECT account_id, booking_id,
       (SELECT max(n) + 1 FROM booking_events
        WHERE account_id = %(account_id)s AND booking_id = %(booking_id)s),
       %(frm)s, %(to)s, %(at)s, %(actor_id)s, %(reason)s
FROM moved
"""
"""One step from the state that is expected, with its event. No row: somebody was just ahead."""


def lock(account_id: uuid.UUID, booking_id: uuid.UUID) -> Booking:
    """Lock the account and the booking, for steps that move money; raises NotFound."""
    ledger.lock(account_id)
    return reads.get_booking(account_id, booking_id, lock=True)


def end(
    booking: Booking,
    to: str,
    *,
    rule: str,
    actor_id: uuid.UUID | None,
    reason: str,
    due_cents: int = 0,
    passes_seat_on: bool = False,
) -> None:
    """End a booking before attendance: money along the split, and the seat back. The edition is touched last.

    With `passes_seat_on` the seat is for the booking that takes its place in the same edition.
    """
    settle(booking, due_cents, kind="fee", rule=rule, actor_id=actor_id)
    if booking.state in rules.HOLDS_SEAT and not passes_seat_on:
        catalogue.free_seat(booking.edition_id)
    at = clock.now()
    move(booking, to, at=at, actor_id=actor_id, reason=reason, due_cents=due_cents, settled_at=at)


def settle(booking: Booking, due_cents: int, *, kind: str, rule: str, actor_id: uuid.UUID | None) -> None:
    """What is due to the provider, the rest back along the split; a booking that cost nothing held nothing."""
    if booking.price_cents == 0:
        return
    ledger.settle(
        booking.account_id,
        booking.booking_id,
        booking.provider_id,
        due_cents,
        kind=kind if due_cents else "release",
        actor_id=actor_id,
        rule=rules.RULES[rule],
        rule_version=booking.rule_version,
        key=f"settle:{booking.booking_id}",
    )


def move(
    booking: Booking,
    to: str,
    *,
    at: datetime,
    actor_id: uuid.UUID | None,
    reason: str = "",
    due_cents: int | None = None,
    settled_at: datetime | None = None,
) -> None:
    """One step, with its event; refuses `StepNotPossible`, also when somebody was just ahead."""
    rules.check_move(booking.state, to)
    moved = db.cursor().execute(
        MOVE,
        {
            "account_id": booking.account_id,
            "booking_id": booking.booking_id,
            "frm": booking.state,
            "to": to,
            "at": at,
            "actor_id": actor_id,
            "reason": reason,
            "due_cents": due_cents,
            "settled_at": settled_at,
        },
    )
    if moved.rowcount != 1:
        raise rules.StepNotPossible(state=booking.state, state_nl=rules.STATE_NL[booking.state])


def change_attendance(booking: Booking, expected_answer: str | None, values: dict[str, Any]) -> None:
    """Change a declaration that has the answer that is expected; refuses `NothingToAnswer` when it has another."""
    table = reads.ATTENDANCE
    changed = db.session.execute(
        sa.update(table)
        .where(
            table.c.account_id == booking.account_id,
            table.c.booking_id == booking.booking_id,
            table.c.answer.is_not_distinct_from(expected_answer),
        )
        .values(**values)
        .returning(table.c.booking_id)
    ).first()
    if changed is None:
        raise rules.NothingToAnswer
