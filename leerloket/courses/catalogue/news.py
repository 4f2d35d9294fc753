"""What is new on offer, and in which labour-market regions it can be followed."""

import uuid
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache

import sqlalchemy as sa

from leerloket import clock, db
from leerloket.courses.catalogue import editions, places
from leerloket.courses.catalogue.models import Module
from leerloket.courses.providers import service as providers


@dataclass(frozen=True, slots=True)
class NewModule:
    """A module that came on offer; `regions` is empty where it can be followed everywhere."""

    title: str
    slug: str
    provider_name: str
    regions: frozenset[str]
    first_on: date
    price_cents: int

    def can_be_followed_in(self, region_code: str) -> bool:
        """Whether somebody of this region needs not travel to another."""
        return not self.regions or region_code in self.regions


def list_new(since: datetime, until: datetime) -> list[NewModule]:
    """The modules that were added in a time, are on offer now and still have a date; the soonest date first."""
    open_providers = sa.select(providers.Provider.provider_id).where(providers.open_now(clock.now()))
    found: dict[uuid.UUID, Module] = {
        module.module_id: module
        for module in db.session.scalars(
            sa.select(Module).where(
                Module.state == "online",
                Module.created_at >= since,
                Module.created_at < until,
                Module.provider_id.in_(open_providers),
            )
        )
    }
    coming = editions.coming(list(found)).items()
    new = [_new(found[module_id], dates) for module_id, dates in coming if dates]
    return sorted(new, key=lambda module: (module.first_on, module.title))


def _new(module: Module, dates: list[editions.Edition]) -> NewModule:
    regions = [region_of(one.place) for one in dates]
    return NewModule(
        title=module.title,
        slug=module.slug,
        provider_name=dates[0].provider_name,
        regions=frozenset() if None in regions else frozenset(region for region in regions if region),
        first_on=clock.business_date(min(one.starts_at for one in dates)),
        price_cents=min(one.price_cents for one in dates),
    )


@lru_cache(maxsize=5_000)
def region_of(place: str | None) -> str | None:
    """The region of a place, or of the nearest place whose region we know; None where there is no place."""
    found = places.find(place) if place else None
    if found is None:
        return None
    if found.region:
        return found.region
    known = [one for one in places.all_places() if one.region]
    return min(known, key=lambda one: places.km_between(found.lat, found.lon, one.lat, one.lon)).region
