"""Looking up labour-market regions."""

from datetime import date

import sqlalchemy as sa

from leerloket import clock, db, errors
from leerloket.people.regions import tiles
from leerloket.people.regions.models import Region
from leerloket.people.regions.rules import UnknownRegion
from leerloket.people.regions.tiles import Tile

__all__ = ["Region", "Tile", "UnknownRegion", "check_region", "get_region", "list_regions", "list_tiles"]


def list_regions(on: date | None = None) -> list[Region]:
    """The regions that exist on a day (today when omitted), by name."""
    day = on or clock.business_date()
    return list(
        db.session.scalars(
            sa.select(Region)
            .where(Region.valid_from <= day, sa.or_(Region.valid_until.is_(None), Region.valid_until >= day))
            .order_by(Region.name)
        )
    )


def list_tiles() -> list[Tile]:
    """The regions of today as squares of a map, from north to south, for `ui.region_tiles`."""
    names = {region.code: region.name for region in list_regions()}
    return [Tile(code, names[code], *place) for code, place in tiles.places().items() if code in names]


def get_region(code: str) -> Region:
    """One region, also one that no longer exists. Raises NotFound."""
    region = db.session.get(Region, code)
    if region is None:
        raise errors.NotFound
    return region


def check_region(code: str) -> None:
    """Raises UnknownRegion when there is no such region."""
    if db.session.get(Region, code) is None:
        raise UnknownRegion(field="region_code")
