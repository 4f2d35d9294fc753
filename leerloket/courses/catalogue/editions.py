"""Editions as others see them: with the title of the module, the price in force and the seats left."""

import uuid
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from leerloket import clock, db, errors
from leerloket.courses.catalogue import models, places, rules
from leerloket.courses.providers import service as providers


class UnknownEdition(errors.NotFound):
    """No edition with this id."""

    nl = "Deze datum bestaat niet."
    en = "This date does not exist."


@dataclass(frozen=True, slots=True)
class Edition:
    """An edition with what a booking needs to know of it. Prices in whole cents."""

    edition_id: uuid.UUID
    module_id: uuid.UUID
    provider_id: uuid.UUID
    title: str
    slug: str
    provider_name: str
    provider_slug: str
    provider_kind: str
    purpose: str
    knowledge_checked: bool
    module_state: str
    place: str | None
    address: str | None
    lat: float | None
    lon: float | None
    schedule: str
    starts_at: datetime
    ends_at: datetime
    sessions: tuple[rules.Session, ...]
    capacity: int
    taken: int
    in_line: int
    cancelled_at: datetime | None
    version: int
    price_cents: int

    @property
    def seats_left(self) -> int:
        """How many more people can book. Free seats that somebody waits for do not count."""
        return 0 if self.cancelled_at else max(0, self.capacity - self.taken - self.in_line)

    def km_from(self, spot: tuple[float, float] | None) -> float | None:
        """Kilometres from a point to where it is taught; None when either is unknown."""
        if spot is None or self.lat is None or self.lon is None:
            return None
        return places.km_between(*spot, self.lat, self.lon)


def get(edition_id: uuid.UUID) -> Edition:
    """One edition; refuses `UnknownEdition` and `NoPrice`."""
    row = db.session.execute(ONE, {"at": clock.now(), "edition_id": edition_id}).first()
    if row is None:
        raise UnknownEdition
    if row.price_cents is None:
        raise rules.NoPrice
    return _edition(row)


def get_own(provider_id: uuid.UUID, edition_id: uuid.UUID) -> Edition:
    """An edition of an own module; another's does not exist."""
    edition = get(edition_id)
    if edition.provider_id != provider_id:
        raise UnknownEdition
    return edition


def coming(module_ids: Sequence[uuid.UUID]) -> dict[uuid.UUID, list[Edition]]:
    """The editions of these modules that still have to start and were not called off, soonest first."""
    now = clock.now()
    query = _select(now).where(
        models.Edition.module_id.in_(module_ids),
        models.Edition.starts_at > now,
        models.Edition.cancelled_at.is_(None),
    )
    found: dict[uuid.UUID, list[Edition]] = defaultdict(list)
    for row in db.session.execute(query.order_by(models.Edition.starts_at, models.Edition.edition_id)):
        found[row.module_id].append(_edition(row))
    return found


def of_module(module_id: uuid.UUID, *, offset: int = 0, limit: int = 500) -> list[Edition]:
    """Every edition of a module, also past and cancelled ones, latest start first."""
    query = _select(clock.now()).where(models.Edition.module_id == module_id)
    query = query.order_by(models.Edition.starts_at.desc(), models.Edition.edition_id).offset(offset).limit(limit)
    return [_edition(row) for row in db.session.execute(query)]


def _select(at: datetime | sa.BindParameter[datetime], *, outer: bool = False) -> sa.Select[Any]:
    edition, module, provider, price = (
        models.Edition,
        models.Module,
        providers.Provider,
        models.EditionPrice,
    )
    in_force = sa.and_(price.edition_id == edition.edition_id, price.valid.contains(at))
    columns: list[Any] = [
        edition.edition_id,
        edition.module_id,
        edition.provider_id,
        module.title,
        module.slug,
        provider.name.label("provider_name"),
        provider.slug.label("provider_slug"),
        provider.kind.label("provider_kind"),
        module.purpose,
        module.knowledge_checked,
        module.state.label("module_state"),
        edition.place,
        edition.address,
        edition.lat,
        edition.lon,
        edition.schedule,
        edition.starts_at,
        edition.ends_at,
        edition.sessions,
        edition.capacity,
        edition.taken,
        edition.in_line,
        edition.cancelled_at,
        edition.version,
        price.cents.label("price_cents"),
    ]
    return (
        sa.select(*columns)
        .join(module, module.module_id == edition.module_id)
        .join(provider, provider.provider_id == edition.provider_id)
        .join(price, in_force, isouter=outer)
    )


ONE = _select(sa.bindparam("at", type_=db.Timestamp()), outer=True).where(
    models.Edition.edition_id == sa.bindparam("edition_id", type_=sa.Uuid())
)
"""Built once: this is on the path of every booking."""


def _edition(row: sa.Row[Any]) -> Edition:
    values = dict(row._mapping)
    values["sessions"] = tuple(
        rules.Session(datetime.fromisoformat(s["starts_at"]), datetime.fromisoformat(s["ends_at"]))
        for s in values["sessions"]
    )
    return Edition(**values)
