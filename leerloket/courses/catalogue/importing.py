"""Bring an offer into the catalogue: what is new is added, what differs is changed, the rest is left alone."""

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

from leerloket import clock, db
from leerloket.courses.catalogue import csv_offer, models, places, rules, words
from leerloket.courses.catalogue.offer import EditionRow, ModuleRow, Offer, ProviderRow, RowError, summary_of
from leerloket.courses.providers import service as providers

MODULE_FIELDS = (
    "title", "about", "prior", "knowledge_checked", "nlqf", "hours", "language", "proof", "kind", "form", "mode",
    "purpose",
)  # fmt: skip


@dataclass(slots=True)
class ImportReport:
    """What an import did. Modules and editions count together as rows."""

    added: int = 0
    changed: int = 0
    unchanged: int = 0
    providers: list[uuid.UUID] = field(default_factory=list)
    errors: list[RowError] = field(default_factory=list)
    warnings: list[RowError] = field(default_factory=list)

    @property
    def ok(self) -> int:
        """Rows that are in the catalogue now as the file has them."""
        return self.added + self.changed + self.unchanged

    def add(self, other: "ImportReport") -> None:
        """Count another report in."""
        self.added += other.added
        self.changed += other.changed
        self.unchanged += other.unchanged
        self.providers += other.providers
        self.errors += other.errors
        self.warnings += other.warnings


def import_csv(text: str, provider_id: uuid.UUID | None = None, *, state: str = "online") -> ImportReport:
    """Import an offer in CSV, of this provider or of the one whose KvK number is in the file."""
    return import_offer(csv_offer.read(text), provider_id, state=state)


def import_offer(offer: Offer, provider_id: uuid.UUID | None = None, *, state: str = "online") -> ImportReport:
    """Bring one provider's offer in. Good rows go in, wrong rows are reported, each with its number.

    New modules get `state`; a module that is known keeps the state it has. What is not in the file stays as it is.
    A new price holds from now on; a date or place with bookings does not change.
    """
    report = ImportReport(errors=list(offer.errors))
    provider = _provider(offer, provider_id, report)
    if provider is None:
        return report
    report.providers.append(provider.provider_id)
    module_ids = _import_modules(offer.modules, provider, state, report)
    _import_editions(offer.editions, {m.key: m for m in offer.modules}, module_ids, provider.provider_id, report)
    if report.added or report.changed:
        providers.mark_offer_changed()
    return report


def _provider(offer: Offer, provider_id: uuid.UUID | None, report: ImportReport) -> providers.Provider | None:
    row = offer.provider
    if provider_id is not None:
        provider = providers.get_provider(provider_id)
        if row is not None and row.kvk != provider.kvk:
            _note(report.errors, 1, "kvk", "other", "Dit aanbod is van een andere aanbieder.", "Another provider's.")
            return None
        return provider
    if row is None:
        if not report.errors:
            _note(report.errors, 1, "kvk", "required", "Zet het KvK-nummer in de kolom kvk.", "KvK number is missing.")
        return None
    known = providers.find_provider_by_kvk(row.kvk)
    if known is None:
        return add_provider(row)
    if row.iban and row.iban.replace(" ", "") != known.iban:
        _note(
            report.warnings, 1, "iban", "differs",
            "Het IBAN is anders dan bij ons. We hebben het niet veranderd.", "The IBAN differs; it was not changed.",
        )  # fmt: skip
    details = {name: value for name, value in _details(row).items() if value}
    providers.change_provider(known.provider_id, **details)
    return known


def add_provider(row: ProviderRow) -> providers.Provider:
    """Note a provider as it describes itself. It takes no bookings before two people admitted it."""
    iban = row.iban.replace(" ", "") if row.iban else None
    return providers.create_provider(kind=row.kind, kvk=row.kvk, iban=iban, slug=words.slug(row.name), **_details(row))


def _details(row: ProviderRow) -> dict[str, Any]:
    place = places.find(row.place) if row.place else None
    return {
        "name": row.name,
        "brin": row.brin,
        "place": row.place,
        "region": place.region if place else None,
        "about": row.about,
        "email": row.email,
        "phone": row.phone,
        "website": row.website,
    }


def module_values(row: ModuleRow) -> dict[str, Any]:
    """The columns of a module that follow from what was given, with the texts the search reads."""
    values = {name: getattr(row, name) for name in MODULE_FIELDS}
    texts = [row.about, *row.outcomes, *row.skills, row.prior]
    return values | {
        "summary": summary_of(row.about),
        "outcomes": list(row.outcomes),
        "skills": list(row.skills),
        "search_title": words.plain(f"{row.title} {' '.join(row.skills)}"),
        "search_text": words.plain(f"{row.title} {' '.join(texts)}"),
    }


def _import_modules(
    rows: Sequence[ModuleRow], provider: providers.Provider, state: str, report: ImportReport
) -> dict[str, uuid.UUID]:
    query = sa.select(models.Module).where(models.Module.provider_id == provider.provider_id)
    known = {module.source_key: module for module in db.session.scalars(query)}
    now, new, touched = clock.now(), [], []
    for row in rows:
        values = module_values(row)
        module = known.get(row.key)
        if module is None:
            new.append(
                values
                | {
                    "module_id": db.new_id(),
                    "provider_id": provider.provider_id,
                    "source_key": row.key,
                    "slug": f"{words.slug(row.title)[:70].rstrip('-')}-{provider.slug[:50]}",
                    "state": state,
                    "version": 1,
                    "created_at": now,
                    "changed_at": now,
                }
            )
        elif change_module(module, values):
            report.changed += 1
            touched.append(values)
        else:
            report.unchanged += 1
    _give_free_slugs(new)
    if new:
        db.session.execute(sa.insert(models.Module), new)
    report.added += len(new)
    learn_words(values["search_text"] for values in [*new, *touched])
    return {m.source_key: m.module_id for m in known.values()} | {m["source_key"]: m["module_id"] for m in new}


def change_module(module: models.Module, values: dict[str, Any]) -> bool:
    """Set what differs; whether anything did. The version rises and the moment is noted."""
    differing = {name: value for name, value in values.items() if getattr(module, name) != value}
    for name, value in differing.items():
        setattr(module, name, value)
    if differing:
        module.version += 1
        module.changed_at = clock.now()
    return bool(differing)


def _give_free_slugs(new: list[dict[str, Any]]) -> None:
    query = sa.select(models.Module.slug).where(models.Module.slug.in_([values["slug"] for values in new]))
    taken = set(db.session.scalars(query))
    for values in new:
        slug, number = values["slug"], 1
        while slug in taken or (number > 1 and slug_is_taken(slug)):
            number += 1
            slug = f"{values['slug']}-{number}"
        values["slug"] = slug
        taken.add(slug)


def slug_is_taken(slug: str) -> bool:
    """Whether a module has this address already."""
    return db.session.scalar(sa.select(models.Module.module_id).where(models.Module.slug == slug)) is not None


def learn_words(texts: Iterable[str]) -> None:
    """Add the words of these texts to those that a mistyped word is compared with."""
    fresh = sorted({word for text in texts for word in text.split() if len(word) >= words.LEAST_LETTERS})
    if fresh:
        insert = postgresql.insert(models.SearchWord).on_conflict_do_nothing()
        db.session.execute(insert, [{"word": word} for word in fresh])


def _import_editions(
    rows: Sequence[EditionRow],
    modules: dict[str, ModuleRow],
    module_ids: dict[str, uuid.UUID],
    provider_id: uuid.UUID,
    report: ImportReport,
) -> None:
    query = (
        sa.select(models.Edition)
        .where(models.Edition.provider_id == provider_id)
        .order_by(models.Edition.edition_id)
        .with_for_update()
    )
    known = {edition.edition_id: edition for edition in db.session.scalars(query)}
    old_prices = _prices_now(known)
    now = clock.now()
    new: list[dict[str, Any]] = []
    new_prices: list[tuple[uuid.UUID, int]] = []
    for row in rows:
        edition_id = edition_id_of(provider_id, row.key)
        values = edition_values(row, modules[row.module_key].mode)
        edition = known.get(edition_id)
        if edition is None:
            new.append(
                values
                | {
                    "edition_id": edition_id,
                    "module_id": module_ids[row.module_key],
                    "provider_id": provider_id,
                    "source_key": row.key,
                    "taken": 0,
                    "version": 1,
                    "changed_at": now,
                }
            )
            new_prices.append((edition_id, row.price_cents))
            continue
        problem = why_not_change(edition, values)
        if problem:
            _note(report.errors, row.row, *problem)
            continue
        priced = old_prices.get(edition_id) != row.price_cents
        if priced:
            _warn_of_jump(report, row, old_prices.get(edition_id))
            new_prices.append((edition_id, row.price_cents))
        if change_edition(edition, values) or priced:
            report.changed += 1
        else:
            report.unchanged += 1
    if new:
        db.session.execute(sa.insert(models.Edition), new)
    report.added += len(new)
    db.session.flush()
    set_prices(new_prices, now)


def edition_id_of(provider_id: uuid.UUID, key: str) -> uuid.UUID:
    """The id of a provider's edition: the same key gives the same id, so nothing is imported twice."""
    return uuid.uuid5(provider_id, key)


def edition_values(row: EditionRow, mode: str) -> dict[str, Any]:
    """The columns of an edition that follow from what was given."""
    place = places.find(row.place) if row.place else None
    return {
        "place": row.place,
        "address": row.address,
        "lat": place.lat if place else None,
        "lon": place.lon if place else None,
        "schedule": "online" if place is None else rules.schedule_of(row.sessions, mode),
        "starts_at": row.sessions[0].starts_at,
        "ends_at": row.sessions[-1].ends_at,
        "sessions": [{"starts_at": s.starts_at.isoformat(), "ends_at": s.ends_at.isoformat()} for s in row.sessions],
        "capacity": row.capacity,
    }


def why_not_change(edition: models.Edition, values: dict[str, Any]) -> tuple[str, str, str, str] | None:
    """Why an edition cannot become this: fewer seats than booked, or another date or place than was booked."""
    if values["capacity"] < edition.taken:
        return (
            "capacity", "booked",
            f"Er zijn al {edition.taken} plekken geboekt.", f"{edition.taken} seats are booked already.",
        )  # fmt: skip
    if edition.taken and any(getattr(edition, name) != values[name] for name in ("place", "sessions")):
        return (
            "sessions", "booked",
            "Er zijn al boekingen. Datum en plaats kunnen niet meer veranderen.",
            "There are bookings. Date and place cannot change any more.",
        )  # fmt: skip
    return None


def change_edition(edition: models.Edition, values: dict[str, Any]) -> bool:
    """Set what differs; whether anything did."""
    differing = {name: value for name, value in values.items() if getattr(edition, name) != value}
    for name, value in differing.items():
        setattr(edition, name, value)
    if differing:
        edition.version += 1
        edition.changed_at = clock.now()
    return bool(differing)


def _prices_now(editions: Iterable[uuid.UUID]) -> dict[uuid.UUID, int]:
    query = sa.select(models.EditionPrice.edition_id, models.EditionPrice.cents).where(
        models.EditionPrice.edition_id.in_(list(editions)), sa.func.upper_inf(models.EditionPrice.valid)
    )
    return {row.edition_id: row.cents for row in db.session.execute(query)}


def _warn_of_jump(report: ImportReport, row: EditionRow, old_cents: int | None) -> None:
    if old_cents is not None and rules.is_price_jump(old_cents, row.price_cents):
        _note(
            report.warnings, row.row, "price", "price-jump",
            "De prijs stijgt meer dan 15 procent.", "The price rises by more than 15 percent.",
        )  # fmt: skip


def set_prices(prices: Sequence[tuple[uuid.UUID, int]], at: datetime) -> None:
    """End the prices in force at an instant and let these begin. The editions' rows are locked by the caller."""
    if not prices:
        return
    db.session.execute(
        sa.update(models.EditionPrice)
        .where(
            models.EditionPrice.edition_id.in_([edition_id for edition_id, _cents in prices]),
            sa.func.upper_inf(models.EditionPrice.valid),
        )
        .values(valid=sa.func.tstzrange(sa.func.lower(models.EditionPrice.valid), at))
    )
    rows = [
        {
            "edition_id": edition_id,
            "price_id": db.new_id(),
            "cents": cents,
            "valid": postgresql.Range(at, None, bounds="[)"),
        }
        for edition_id, cents in prices
    ]
    db.session.execute(sa.insert(models.EditionPrice), rows)


def _note(notes: list[RowError], row: int, name: str, code: str, nl: str, en: str) -> None:
    notes.append(RowError(row, name, code, nl, en))
