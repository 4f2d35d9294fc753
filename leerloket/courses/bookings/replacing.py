"""One booking takes the place of another: same person, same module, another date or other terms, in one transaction.

The first ends with all money back along its split; the second holds its own price and keeps what the provider said.
So each keeps the price, the steps and the seat it had, and the books need no exception (docs/decisions/0010).
"""

import uuid
from datetime import datetime

import sqlalchemy as sa

from leerloket import clock, db
from leerloket.accounts.ledger import service as ledger
from leerloket.courses.bookings import reads, recording, rules, steps
from leerloket.courses.bookings.quotes import offer_of
from leerloket.courses.bookings.reads import Booking
from leerloket.courses.catalogue import service as catalogue
from leerloket.people import service as people


def replace_booking(
    old: Booking, edition: catalogue.Edition, *, rule: str, actor_id: uuid.UUID, is_confirmed: bool
) -> Booking:
    """End a booking that was locked, and book `edition` in its place, for the price that stands in it.

    In another edition a seat is taken, and that price must be in force there; in the same one the seat passes on, and
    the price is what was offered. Editions are locked in the order of their ids. `rule` says why, as in `rules.RULES`.
    Raises what `rules.refusals` names but for the number of requests, and `Full`, `EditionCancelled`, `PriceChanged`,
    `Frozen`, `BalanceTooLow`, `StepNotPossible`.
    """
    is_same_edition = old.edition_id == edition.edition_id
    for edition_id in sorted({old.edition_id, edition.edition_id}):
        catalogue.lock_seats(edition_id)
    booking_id, reference = _check_and_name(old, edition, clock.now(), is_same_edition=is_same_edition)
    steps.end(old, "cancelled", rule=rule, actor_id=actor_id, reason="", passes_seat_on=is_same_edition)
    hold = ledger.hold_again(
        old.account_id,
        booking_id,
        edition.price_cents,
        edition.purpose,
        [(part.pot_id, part.amount_cents) for part in old.split],
        actor_id=actor_id,
        key=f"move:{old.booking_id}",
    )
    at = clock.now()
    if not is_same_edition:
        at = catalogue.take_seat(edition.edition_id, account_id=old.account_id, price_cents=edition.price_cents)
    new = recording.record(
        edition, old.terms, hold, account_id=old.account_id, booking_id=booking_id, reference=reference, at=at,
        actor_id=actor_id, task_id=old.task_id, on_behalf=old.on_behalf, moved_from=old,
    )  # fmt: skip
    if is_confirmed:
        steps.move(new, "confirmed", at=at, actor_id=actor_id)
    return reads.get_booking(new.account_id, new.booking_id)


def _check_and_name(
    old: Booking, edition: catalogue.Edition, at: datetime, *, is_same_edition: bool
) -> tuple[uuid.UUID, str]:
    """Refuse an edition that cannot be booked, and find an id whose reference this person does not have yet."""
    names = {rules.reference_of(booking_id): booking_id for booking_id in (db.new_id(), db.new_id(), db.new_id())}
    found = reads.read_standing(old.account_id, edition.edition_id, list(names))
    standing = rules.Standing(
        open_requests=0,
        live_reference=None if is_same_edition else found.live_reference,
        is_staff_of_provider=edition.provider_id in people.get_contact(old.account_id).provider_ids,
    )
    rules.check_open(old.terms, offer_of(edition, at), standing, at)
    reference, booking_id = next(pair for pair in names.items() if pair[0] not in found.taken)
    return booking_id, reference


def set_offer(booking: Booking, kind: str | None, until: datetime | None) -> None:
    """Note on a booking that its person has an offer to answer, and by when; None when there is none any more."""
    table = reads.BOOKING
    mine = sa.and_(table.c.account_id == booking.account_id, table.c.booking_id == booking.booking_id)
    db.session.execute(sa.update(table).where(mine).values(offer_kind=kind, offer_until=until))
