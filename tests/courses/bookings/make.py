"""Providers, editions, learners and bookings for tests, made by the services."""

import itertools
import threading
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from leerloket import clock, db, errors
from leerloket.courses.bookings import service as bookings
from leerloket.courses.catalogue import service as catalogue
from leerloket.courses.providers import service as providers
from tests.accounts.ledger import make as money
from tests.people import make as people

_numbers = itertools.count(1)


@dataclass(frozen=True)
class School:
    """A provider that takes bookings, and one member of its staff."""

    provider_id: uuid.UUID
    staff_id: uuid.UUID


def school(iban: str | None = "NL91ABNA0417164300") -> School:
    number = next(_numbers)
    provider = providers.create_provider(
        name=f"Technohub {number}",
        kind="technohub",
        kvk=f"{70_000_000 + number}",
        slug=f"technohub-{number}",
        email=f"aanmelden{number}@technohub.example",
        iban=iban,
    )
    providers.admit(provider.provider_id, db.random_id(), db.random_id())
    staff = people.person("provider", organisation_id=provider.provider_id, organisation_name=provider.name)
    return School(provider.provider_id, staff.person_id)


def edition(
    of: School | None = None,
    *,
    price_cents: int = 60_000,
    capacity: int = 10,
    starts_in: timedelta = timedelta(days=60),
    hours: int = 7,
    knowledge_checked: bool = False,
    purpose: str = "job",
) -> catalogue.Edition:
    provider_id = (of or school()).provider_id
    module = catalogue.add_module(
        provider_id,
        catalogue.ModuleRow(
            row=0,
            key="k",
            title=f"Lasrobot programmeren {next(_numbers)}",
            about="U leert een lasrobot programmeren en veilig bedienen.",
            knowledge_checked=knowledge_checked,
            purpose=purpose,
        ),
    )
    catalogue.change_module(provider_id, module.module_id, {"state": "submitted"})
    catalogue.put_online(module.module_id)
    starts_at = clock.now().replace(minute=0, second=0, microsecond=0) + starts_in
    return catalogue.add_edition(
        provider_id,
        module.module_id,
        place="Eindhoven",
        address="Achtseweg Zuid 151",
        sessions=[catalogue.Session(starts_at, starts_at + timedelta(hours=hours))],
        capacity=capacity,
        price_cents=price_cents,
    )


def learner(right_cents: int = 100_000, own_cents: int = 0) -> uuid.UUID:
    person_id = people.person().person_id
    if right_cents:
        money.right(person_id, right_cents)
    if own_cents:
        money.own(person_id, own_cents)
    return person_id


def book(person_id: uuid.UUID, of: catalogue.Edition, **more: Any) -> bookings.Booking:
    values: dict[str, Any] = {"actor_id": person_id, "key": str(db.new_id())}
    return bookings.book(person_id, of.edition_id, **values | more)


@dataclass(frozen=True)
class Line:
    """A confirmed booking with everybody around it."""

    school: School
    edition: catalogue.Edition
    person_id: uuid.UUID
    booking: bookings.Booking

    @property
    def now(self) -> bookings.Booking:
        """The booking as it is at this moment."""
        return bookings.get_booking(self.person_id, self.booking.booking_id)


def line(right_cents: int = 100_000, own_cents: int = 0, *, accepted: bool = True, **of_edition: Any) -> Line:
    place = school()
    offered = edition(place, **of_edition)
    person_id = learner(right_cents, own_cents)
    booking = book(person_id, offered)
    if accepted:
        booking = bookings.accept(place.provider_id, booking.booking_id, actor_id=place.staff_id)
    return Line(place, offered, person_id, booking)


def after(moment: datetime, **more: int) -> datetime:
    return moment + timedelta(**more)


def together(*works: Callable[[], object]) -> list[object]:
    """Run all at the same moment, each in a transaction of its own; answers what each gave or raised."""
    barrier = threading.Barrier(len(works))
    results: list[object] = [None] * len(works)

    def one(number: int) -> None:
        barrier.wait()
        try:
            results[number] = db.run(works[number])
        except errors.Refusal as refusal:
            results[number] = refusal

    threads = [threading.Thread(target=one, args=(number,)) for number in range(len(works))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


BROKEN = {
    "M5": """SELECT t.booking_id FROM transfers t JOIN postings l USING (account_id, transfer_id)
             JOIN pots p ON p.account_id = t.account_id AND p.pot_id IN (l.from_id, l.to_id)
             WHERE t.booking_id IS NOT NULL GROUP BY t.booking_id, p.pot_id
             HAVING sum(CASE WHEN l.to_id = p.pot_id THEN l.amount_cents ELSE -l.amount_cents END) > 0""",
    "M14": """SELECT b.booking_id FROM bookings b JOIN transfers t USING (account_id, booking_id)
              JOIN postings l ON l.account_id = t.account_id AND l.transfer_id = t.transfer_id
              WHERE l.to_id = b.provider_id
              GROUP BY b.booking_id, b.due_cents HAVING sum(l.amount_cents) <> coalesce(b.due_cents, -1)""",
    "B1": """SELECT edition_id FROM (SELECT b.edition_id, e.capacity, sum(CASE WHEN v.tos = 'reserved' THEN 1
                 WHEN v.tos IN ('cancelled', 'expired', 'rejected') AND v.frm IN ('reserved', 'confirmed') THEN -1
                 ELSE 0 END) OVER (PARTITION BY b.edition_id ORDER BY v.at, v.booking_id, v.n) AS live
             FROM booking_events v JOIN bookings b USING (account_id, booking_id)
             JOIN editions e USING (edition_id)) q WHERE live > capacity""",
    "seats": """SELECT e.edition_id FROM editions e WHERE e.taken <> (SELECT count(*) FROM bookings b
                WHERE b.edition_id = e.edition_id AND NOT EXISTS (SELECT FROM booking_events v
                    WHERE v.account_id = b.account_id AND v.booking_id = b.booking_id
                      AND v.frm IN ('reserved', 'confirmed') AND v.tos IN ('cancelled', 'expired', 'rejected')))""",
    "B3": """SELECT b.booking_id FROM bookings b WHERE b.state IS DISTINCT FROM
             (SELECT v.tos FROM booking_events v WHERE v.account_id = b.account_id AND v.booking_id = b.booking_id
              ORDER BY n DESC LIMIT 1)""",
    "B4": """SELECT b.booking_id FROM bookings b LEFT JOIN transfers t USING (account_id, booking_id)
             LEFT JOIN postings l ON l.account_id = t.account_id AND l.transfer_id = t.transfer_id
             GROUP BY b.account_id, b.booking_id, b.state, b.price_cents
             HAVING coalesce(sum(CASE WHEN l.to_id = '00000000-0000-4000-8000-000000000002' THEN l.amount_cents
                 WHEN l.from_id = '00000000-0000-4000-8000-000000000002' THEN -l.amount_cents END), 0)
                 <> CASE WHEN b.state IN ('reserved', 'confirmed', 'attended', 'no_show') THEN b.price_cents
                    ELSE 0 END""",
    "B5": """SELECT b.booking_id FROM bookings b WHERE NOT EXISTS (SELECT FROM edition_prices p
             WHERE p.edition_id = b.edition_id AND p.valid @> b.created_at AND p.cents = b.price_cents)""",
    "B7": """SELECT t.booking_id FROM transfers t LEFT JOIN attendances a USING (account_id, booking_id)
             JOIN bookings b USING (account_id, booking_id)
             WHERE t.kind = 'capture' AND (a.confirmed_at IS NULL OR a.confirmed_at > t.created_at
                 OR t.created_at < b.starts_at)""",
    "O2": """SELECT v.booking_id FROM booking_events v WHERE v.tos = 'confirmed' AND NOT EXISTS
             (SELECT FROM outbox o WHERE o.booking_id = v.booking_id AND o.kind = 'booking-confirmed')""",
}
"""The invariants a booking can break, on the tables themselves; each query answers no row."""


def broken() -> dict[str, int]:
    """Which invariants do not hold, with the number of rows."""
    found = {name: len(db.cursor().execute(query.encode()).fetchall()) for name, query in BROKEN.items()}
    return {name: rows for name, rows in found.items() if rows}
