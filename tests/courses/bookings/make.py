"""Providers, editions, learners and bookings for tests, made by the services."""

import itertools
import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from leerloket import clock, db
from leerloket.accounts.proof import service as proof
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
    """Book in a savepoint, so that a refusal undoes what it did, as the edge does."""
    values: dict[str, Any] = {"actor_id": person_id, "key": str(db.new_id())}
    with db.session.begin_nested():
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


def broken() -> dict[str, list[str]]:
    """Which of the invariants of the whole service do not hold, with the first rows that break them."""
    return {finding.invariant.name: finding.examples for finding in proof.check_all() if not finding.holds}
