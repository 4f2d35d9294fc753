"""A booking as it is written: with its split and its first step, in one statement."""

import uuid
from datetime import datetime

from leerloket import db
from leerloket.accounts.ledger import service as ledger
from leerloket.courses.bookings import clocks, reads
from leerloket.courses.bookings.reads import Booking, Event, Part
from leerloket.courses.catalogue import service as catalogue

INSERT = """
WITH booking AS (
    INSERT INTO bookings (account_id, booking_id, reference, edition_id, module_id, provider_id, module_title,
        module_slug, provider_name, place, address, starts_at, ends_at, price_cents, purpose, state, transfer_id,
        task_id, actor_id, on_behalf, rule_version, created_at, respond_by, free_cancel_until, cooling_off_until,
        attendance_by, moved_from_id)
    VALUES (%(account_id)s, %(booking_id)s, %(reference)s, %(edition_id)s, %(module_id)s, %(provider_id)s,
        %(module_title)s, %(module_slug)s, %(provider_name)s, %(place)s, %(address)s, %(starts_at)s, %(ends_at)s,
        %(price_cents)s, %(purpose)s, 'reserved', %(transfer_id)s, %(task_id)s, %(actor_id)s, %(on_behalf)s,
        %(rule_version)s, %(created_at)s, %(respond_by)s, %(free_cancel_until)s, %(cooling_off_until)s,
        %(attendance_by)s, %(moved_from_id)s)
), split AS (
    INSERT INTO booking_splits (account_id, booking_id, pot_id, amount_cents, rule, rule_version)
    SELECT %(account_id)s, %(booking_id)s, pot_id, amount_cents, rule, %(split_version)s
    FROM unnest(%(pot_ids)s::uuid[], %(amounts)s::bigint[], %(rules)s::text[]) AS part(pot_id, amount_cents, rule)
)
INSERT INTO booking_events (account_id, booking_id, n, tos, at, actor_id, reason)
VALUES (%(account_id)s, %(booking_id)s, 1, 'reserved', %(created_at)s, %(actor_id)s, '')
"""
"""A booking with its split and its first step, in one round trip."""


def record(
    edition: catalogue.Edition,
    terms: clocks.Terms,
    hold: ledger.Hold | None,
    *,
    account_id: uuid.UUID,
    booking_id: uuid.UUID,
    reference: str,
    at: datetime,
    actor_id: uuid.UUID,
    task_id: uuid.UUID | None,
    on_behalf: bool,
    moved_from: Booking | None = None,
) -> Booking:
    """Write a booking that waits for its provider, made at an instant under these terms.

    One that takes the place of another keeps the cooling-off time of the first.
    """
    deadlines = clocks.of_booking(
        terms, at, edition.starts_at, edition.ends_at, knowledge_checked=edition.knowledge_checked
    )
    parts = hold.parts if hold else []
    version = hold.rule_version if hold else ""
    booking = Booking(
        account_id=account_id,
        booking_id=booking_id,
        reference=reference,
        edition_id=edition.edition_id,
        module_id=edition.module_id,
        provider_id=edition.provider_id,
        module_title=edition.title,
        module_slug=edition.slug,
        provider_name=edition.provider_name,
        place=edition.place,
        address=edition.address,
        starts_at=edition.starts_at,
        ends_at=edition.ends_at,
        price_cents=edition.price_cents,
        purpose=edition.purpose,
        state="reserved",
        due_cents=None,
        transfer_id=hold.transfer_id if hold else None,
        task_id=task_id,
        actor_id=actor_id,
        on_behalf=on_behalf,
        rule_version=terms.version,
        created_at=at,
        respond_by=deadlines.respond_by,
        free_cancel_until=deadlines.free_cancel_until,
        cooling_off_until=moved_from.cooling_off_until if moved_from else deadlines.cooling_off_until,
        attendance_by=deadlines.attendance_by,
        settled_at=None,
        batch_id=None,
        paid_out_at=None,
        moved_from_id=moved_from.booking_id if moved_from else None,
        split=[Part(part.pot_id, part.amount_cents, part.rule, version) for part in parts],
        events=[Event(1, None, "reserved", at, actor_id, "")],
    )
    columns = {column.name: getattr(booking, column.name) for column in reads.BOOKING.c}
    db.cursor().execute(
        INSERT,
        columns
        | {
            "split_version": version,
            "pot_ids": [part.pot_id for part in parts],
            "amounts": [part.amount_cents for part in parts],
            "rules": [part.rule for part in parts],
        },
    )
    return booking
