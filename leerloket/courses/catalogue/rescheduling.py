"""An edition gets another date, place or price. What people booked is not touched here: they are asked first."""

import uuid
from collections.abc import Sequence

import sqlalchemy as sa

from leerloket import clock, db, errors
from leerloket.courses.catalogue import editions, importing, models, seats
from leerloket.courses.catalogue.offer import EditionRow, Offer, check_edition
from leerloket.courses.catalogue.rules import Session
from leerloket.courses.providers import service as providers


def reschedule_edition(
    provider_id: uuid.UUID,
    edition_id: uuid.UUID,
    *,
    place: str | None,
    address: str | None,
    sessions: Sequence[Session],
    price_cents: int,
) -> editions.Edition:
    """Give a provider's own edition these facts from now on; its row stays locked.

    Refuses NotFound for another provider's edition, and what cannot be with every error at once.
    """
    seats.lock_seats(edition_id)
    edition = db.session.get_one(models.Edition, edition_id, populate_existing=True)
    if edition.provider_id != provider_id:
        raise editions.UnknownEdition
    row = EditionRow(0, edition.source_key, "", place, address, tuple(sessions), edition.capacity, price_cents)
    offer = Offer()
    if not check_edition(offer, row):
        raise errors.Invalid(errors=[errors.FieldError(e.field, e.code, e.nl, e.en) for e in offer.errors])
    mode = db.session.scalar(sa.select(models.Module.mode).where(models.Module.module_id == edition.module_id)) or ""
    importing.change_edition(edition, importing.edition_values(row, mode))
    db.session.flush()
    if editions.get(edition_id).price_cents != price_cents:
        importing.set_prices([(edition_id, price_cents)], clock.now())
        edition.version += 1
    db.session.flush()
    providers.mark_offer_changed()
    return editions.get(edition_id)
