"""How an offer is kept: check a module, copy a module or a date, more seats, another price with a reason."""

import uuid
from dataclasses import dataclass
from datetime import UTC, date, datetime

import sqlalchemy as sa

from leerloket import clock, db, errors
from leerloket.courses.catalogue import editions, models, rules, seats, service
from leerloket.courses.catalogue.models import Module
from leerloket.people.audit import service as audit


class EditionBooked(errors.Conflict):
    """People booked this date: they are asked before anything but the number of seats changes."""

    nl = "Er zijn hier al plekken geboekt. Alleen meer plekken kan nog. Stel anders de mensen een ander aanbod voor."
    en = "Seats are booked here. Only more seats are possible. Else make people a changed offer."


class SamePrice(errors.Conflict):
    """This is the price already."""

    nl = "Dit is de prijs al."
    en = "This is the price already."


@dataclass(frozen=True, slots=True)
class Price:
    """What an edition cost from when until when (None: still), in whole cents, and why it changed."""

    from_at: datetime
    until_at: datetime | None
    cents: int
    reason: str


def list_to_check() -> list[Module]:
    """The modules that were sent in, and those that are suspended, the oldest first."""
    query = sa.select(Module).where(Module.state.in_(("submitted", "suspended")))
    return list(db.session.scalars(query.order_by(Module.state.desc(), Module.changed_at, Module.module_id)))


def get_any(module_id: uuid.UUID) -> Module:
    """A module in any state, for administrators; raises NotFound."""
    module = db.session.get(Module, module_id)
    if module is None:
        raise service.UnknownModule
    return module


def check(module_id: uuid.UUID, state: str, *, reason: str) -> Module:
    """An administrator puts a module online, sends it back as a draft, or suspends it; the provider reads why.

    Refuses NotFound and `MoveNotPossible`.
    """
    module = get_any(module_id)
    if state == "draft":
        service.change_module(module.provider_id, module_id, {"state": "draft"})
    elif state == "online":
        service.put_online(module_id)
    else:
        service.suspend_module(module_id)
    module.state_reason = reason
    audit.record(f"make {state}", "module", module_id, reason=reason)
    db.session.flush()
    return module


def copy_module(provider_id: uuid.UUID, module_id: uuid.UUID) -> Module:
    """A draft with the texts of an own module, without its dates."""
    module = service.get_own_module(provider_id, module_id)
    title = f"{module.title[:150]} (kopie)"
    return service.add_module(provider_id, service.module_row(module, title=title))


def copy_edition(provider_id: uuid.UUID, edition_id: uuid.UUID, starts_on: date) -> editions.Edition:
    """The same date again from another first day on: same hours on the clock, place, seats and price."""
    edition = editions.get_own(provider_id, edition_id)
    days = starts_on - clock.business_date(edition.starts_at)
    return service.add_edition(
        provider_id,
        edition.module_id,
        place=edition.place,
        address=edition.address,
        sessions=[
            rules.Session(_days_on(session.starts_at, days.days), _days_on(session.ends_at, days.days))
            for session in edition.sessions
        ],
        capacity=edition.capacity,
        price_cents=edition.price_cents,
    )


def _days_on(at: datetime, days: int) -> datetime:
    local = at.astimezone(clock.AMSTERDAM)
    return datetime.combine(local.date() + clock.ONE_DAY * days, local.time(), clock.AMSTERDAM).astimezone(UTC)


def change_seats(provider_id: uuid.UUID, edition_id: uuid.UUID, capacity: int) -> editions.Edition:
    """Other seats; fewer only while nobody booked. Refuses NotFound and `EditionBooked`."""
    editions.get_own(provider_id, edition_id)
    present = seats.lock_seats(edition_id)
    if present.taken and capacity < present.capacity:
        raise _booked(edition_id)
    return service.change_edition(provider_id, edition_id, capacity=capacity)


def change_price(provider_id: uuid.UUID, edition_id: uuid.UUID, price_cents: int, *, reason: str) -> editions.Edition:
    """Another price from now on, with the reason; only while nobody booked.

    Refuses NotFound, `SamePrice` and `EditionBooked`.
    """
    edition = editions.get_own(provider_id, edition_id)
    if edition.price_cents == price_cents:
        raise SamePrice
    if seats.lock_seats(edition_id).taken:
        raise _booked(edition_id)
    changed = service.change_edition(provider_id, edition_id, price_cents=price_cents)
    price = models.EditionPrice
    present = sa.and_(price.edition_id == edition_id, sa.func.upper_inf(price.valid))
    db.session.execute(sa.update(price).where(present).values(reason=reason))
    return changed


def _booked(edition_id: uuid.UUID) -> EditionBooked:
    way = errors.Possible(
        "Stel een ander aanbod voor.", "Make a changed offer.", f"/aanbieder/uitvoeringen/{edition_id}/wijzigen"
    )
    return EditionBooked(possible=[way])


def list_prices(provider_id: uuid.UUID, edition_id: uuid.UUID) -> list[Price]:
    """Every price an own edition had, the newest first, with the reason of each change."""
    editions.get_own(provider_id, edition_id)
    price = models.EditionPrice
    rows = db.session.execute(sa.select(price.valid, price.cents, price.reason).where(price.edition_id == edition_id))
    found = [Price(valid.lower, valid.upper, cents, reason) for valid, cents, reason in rows if not valid.isempty]
    return sorted(found, key=lambda one: one.from_at, reverse=True)
