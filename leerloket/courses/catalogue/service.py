"""The catalogue: find modules and editions, take and free seats, change the offer."""

import uuid
from collections.abc import Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from leerloket import clock, db, errors
from leerloket.courses.catalogue import editions, importing, models, rules, words
from leerloket.courses.catalogue.editions import Edition
from leerloket.courses.catalogue.importing import ImportReport, add_provider, import_csv, import_offer
from leerloket.courses.catalogue.models import Module
from leerloket.courses.catalogue.offer import (
    EditionRow,
    ModuleRow,
    Offer,
    ProviderRow,
    RowError,
    check_edition,
    check_module,
    check_provider,
)
from leerloket.courses.catalogue.rescheduling import reschedule_edition
from leerloket.courses.catalogue.rules import (
    EditionCancelled,
    Full,
    MoveNotPossible,
    NoPrice,
    PriceChanged,
    SeatsBooked,
    Session,
)
from leerloket.courses.catalogue.searching import Found, Hit, Query, search
from leerloket.courses.catalogue.seats import (
    Seats,
    change_line,
    free_seat,
    give_up_seat,
    is_seat_kept,
    keep_seat,
    keep_seat_for_payment,
    lock_seats,
    price_of,
    take_seat,
    waiting_list_way,
)
from leerloket.courses.catalogue.sources import (
    SourceNotReadable,
    import_sample,
    import_source,
    sample_documents,
)
from leerloket.courses.providers import service as providers

__all__ = [
    "Edition",
    "EditionCancelled",
    "EditionRow",
    "Found",
    "Full",
    "Hit",
    "ImportReport",
    "Module",
    "ModuleRow",
    "MoveNotPossible",
    "NoPrice",
    "Offer",
    "PriceChanged",
    "ProviderRow",
    "Query",
    "RowError",
    "Seats",
    "SeatsBooked",
    "Session",
    "SourceNotReadable",
    "add_provider",
    "change_line",
    "check_provider",
    "free_seat",
    "give_up_seat",
    "import_csv",
    "import_offer",
    "import_sample",
    "import_source",
    "is_seat_kept",
    "keep_seat",
    "keep_seat_for_payment",
    "lock_seats",
    "price_of",
    "reschedule_edition",
    "sample_documents",
    "search",
    "take_seat",
    "waiting_list_way",
]


class UnknownModule(errors.NotFound):
    """No module with this id or address, or it is not on offer."""

    nl = "Deze opleiding bestaat niet."
    en = "This course does not exist."


def get_module(key: uuid.UUID | str) -> Module:
    """A module on offer, by id or by its address of the site."""
    module = _find_module(key)
    if module is None or module.state != "online" or providers.get_provider(module.provider_id).removed_at is not None:
        raise UnknownModule
    return module


def _find_module(key: uuid.UUID | str) -> Module | None:
    if isinstance(key, uuid.UUID):
        return db.session.get(Module, key)
    return db.session.scalar(sa.select(Module).where(Module.slug == key))


def list_online_modules(
    *, offset: int = 0, limit: int = 20, provider_id: uuid.UUID | None = None
) -> tuple[list[Module], int]:
    """The modules on offer by title, and how many there are in all."""
    on_offer = sa.and_(
        Module.state == "online",
        Module.provider_id.in_(sa.select(providers.Provider.provider_id).where(providers.open_now(clock.now()))),
    )
    if provider_id is not None:
        on_offer = sa.and_(on_offer, Module.provider_id == provider_id)
    query = sa.select(Module).where(on_offer).order_by(Module.title, Module.module_id).offset(offset).limit(limit)
    total = db.session.scalar(sa.select(sa.func.count()).select_from(Module).where(on_offer))
    return list(db.session.scalars(query)), total or 0


def list_editions(module_id: uuid.UUID) -> list[Edition]:
    """The editions of a module that still have to start and were not called off, soonest first."""
    return editions.coming([module_id]).get(module_id, [])


def list_coming(module_ids: Sequence[uuid.UUID]) -> dict[uuid.UUID, list[Edition]]:
    """The coming editions of several modules at once."""
    return editions.coming(module_ids)


def get_edition(edition_id: uuid.UUID) -> Edition:
    """One edition, also when it is past, full or called off; refuses NotFound and `NoPrice`."""
    return editions.get(edition_id)


def get_own_edition(provider_id: uuid.UUID, edition_id: uuid.UUID) -> Edition:
    """An edition of a provider; another's does not exist (NotFound)."""
    return editions.get_own(provider_id, edition_id)


def list_prices(edition_id: uuid.UUID) -> list[tuple[datetime, datetime | None, int]]:
    """The history of a price: from when, until when (None: still), cents."""
    price = models.EditionPrice
    query = sa.select(price.valid, price.cents).where(price.edition_id == edition_id)
    rows = [(r.lower, r.upper, cents) for r, cents in db.session.execute(query) if not r.isempty]
    return sorted(rows, key=lambda row: row[0])


def list_own_modules(provider_id: uuid.UUID, *, offset: int = 0, limit: int = 50) -> list[Module]:
    """A provider's own modules in every state, by title."""
    query = sa.select(Module).where(Module.provider_id == provider_id).order_by(Module.title, Module.module_id)
    return list(db.session.scalars(query.offset(offset).limit(limit)))


def count_own_modules(provider_id: uuid.UUID) -> int:
    """How many modules a provider has, in every state."""
    query = sa.select(sa.func.count()).select_from(Module).where(Module.provider_id == provider_id)
    return db.session.scalar(query) or 0


def get_own_module(provider_id: uuid.UUID, module_id: uuid.UUID) -> Module:
    """A provider's own module in any state; another's does not exist."""
    module = _find_module(module_id)
    if module is None or module.provider_id != provider_id:
        raise UnknownModule
    return module


def list_own_editions(
    provider_id: uuid.UUID, module_id: uuid.UUID, *, offset: int = 0, limit: int = 500
) -> list[Edition]:
    """All editions of a provider's own module, latest first."""
    return editions.of_module(get_own_module(provider_id, module_id).module_id, offset=offset, limit=limit)


def add_module(provider_id: uuid.UUID, row: ModuleRow) -> Module:
    """A new module of a provider, as a draft; refuses what cannot be with every error at once."""
    _check(lambda offer: check_module(offer, row))
    provider = providers.get_provider(provider_id)
    now = clock.now()
    module = Module(
        module_id=db.new_id(),
        provider_id=provider_id,
        source_key=str(db.new_id()),
        slug=f"{words.slug(row.title)[:70].rstrip('-')}-{provider.slug[:50]}",
        state="draft",
        version=1,
        created_at=now,
        changed_at=now,
        **importing.module_values(row),
    )
    if importing.slug_is_taken(module.slug):
        module.slug = f"{module.slug}-{module.module_id.hex[-6:]}"
    db.session.add(module)
    db.session.flush()
    importing.learn_words([module.search_text])
    return module


def change_module(
    provider_id: uuid.UUID, module_id: uuid.UUID, changes: dict[str, Any], *, version: int | None = None
) -> Module:
    """Change a provider's own module; `state` moves by the table of moves, and online takes an administrator.

    Refuses `errors.Changed` when `version` is not the present one, `MoveNotPossible`, and invalid values.
    """
    module = get_own_module(provider_id, module_id)
    if version is not None and version != module.version:
        raise errors.Changed
    state = changes.pop("state", module.state)
    row = module_row(module, **changes)
    _check(lambda offer: check_module(offer, row))
    changed = importing.change_module(module, importing.module_values(row))
    if state != module.state:
        rules.check_move(module.state, state)
        if state == "online":
            raise MoveNotPossible(state=module.state)
        module.state = state
        module.version += 1
        changed = True
    if changed:
        importing.learn_words([module.search_text])
        providers.mark_offer_changed()
    db.session.flush()
    return module


def put_online(module_id: uuid.UUID) -> Module:
    """An administrator lets a module that was sent in, or was suspended, appear in the catalogue."""
    return _move(module_id, "online")


def suspend_module(module_id: uuid.UUID) -> Module:
    """An administrator takes a module out of the catalogue. What is booked stays booked."""
    return _move(module_id, "suspended")


def _move(module_id: uuid.UUID, state: str) -> Module:
    module = _find_module(module_id)
    if module is None:
        raise UnknownModule
    rules.check_move(module.state, state)
    module.state = state
    module.version += 1
    providers.mark_offer_changed()
    db.session.flush()
    return module


def module_row(module: Module, **changes: Any) -> ModuleRow:
    """A module as plain values, some of them changed."""
    values = {name: getattr(module, name) for name in importing.MODULE_FIELDS}
    values |= {"outcomes": tuple(module.outcomes), "skills": tuple(module.skills)} | changes
    return ModuleRow(row=0, key=module.source_key, **values)


def edition_row(edition: Edition) -> EditionRow:
    """An edition as plain values."""
    return EditionRow(
        row=0,
        key=str(edition.edition_id),
        module_key=str(edition.module_id),
        place=edition.place,
        address=edition.address,
        sessions=edition.sessions,
        capacity=edition.capacity,
        price_cents=edition.price_cents,
    )


def add_edition(
    provider_id: uuid.UUID,
    module_id: uuid.UUID,
    *,
    place: str | None,
    address: str | None,
    sessions: Sequence[Session],
    capacity: int,
    price_cents: int,
) -> Edition:
    """A new edition of a provider's own module, with its price from now on."""
    module = get_own_module(provider_id, module_id)
    edition_id = db.new_id()
    row = EditionRow(0, str(edition_id), module.source_key, place, address, tuple(sessions), capacity, price_cents)
    _check(lambda offer: check_edition(offer, row))
    now = clock.now()
    db.session.add(
        models.Edition(
            edition_id=edition_id,
            module_id=module_id,
            provider_id=provider_id,
            source_key=row.key,
            taken=0,
            version=1,
            changed_at=now,
            **importing.edition_values(row, module.mode),
        )
    )
    db.session.flush()
    importing.set_prices([(edition_id, price_cents)], now)
    providers.mark_offer_changed()
    return get_edition(edition_id)


def change_edition(
    provider_id: uuid.UUID, edition_id: uuid.UUID, *, capacity: int | None = None, price_cents: int | None = None
) -> Edition:
    """Change the seats or, from now on, the price of a provider's own edition; refuses `SeatsBooked`.

    What is booked keeps the price it was booked for.
    """
    edition = _lock_own_edition(provider_id, edition_id)
    if capacity is not None:
        rules.check_capacity(capacity, edition.taken)
        importing.change_edition(edition, {"capacity": capacity})
    db.session.flush()
    if price_cents is not None and price_cents != get_edition(edition_id).price_cents:
        importing.set_prices([(edition_id, price_cents)], clock.now())
        edition.version += 1
    db.session.flush()
    providers.mark_offer_changed()
    return get_edition(edition_id)


def cancel_edition(provider_id: uuid.UUID, edition_id: uuid.UUID) -> Edition:
    """Call a provider's own edition off: no more seats. The bookings in it are ended by the bookings service."""
    edition = _lock_own_edition(provider_id, edition_id)
    if edition.cancelled_at is None:
        edition.cancelled_at = clock.now()
        edition.version += 1
        db.session.flush()
        providers.mark_offer_changed()
    return get_edition(edition_id)


def _lock_own_edition(provider_id: uuid.UUID, edition_id: uuid.UUID) -> models.Edition:
    query = sa.select(models.Edition).where(models.Edition.edition_id == edition_id).with_for_update()
    edition = db.session.scalar(query, execution_options={"populate_existing": True})
    if edition is None or edition.provider_id != provider_id:
        raise editions.UnknownEdition
    return edition


def _check(read: Any) -> None:
    offer = Offer()
    if not read(offer):
        raise errors.Invalid(errors=[errors.FieldError(e.field, e.code, e.nl, e.en) for e in offer.errors])
