"""Providers: know them, admit them with two people, suspend them."""

import uuid
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

from leerloket import clock, db, errors
from leerloket.accounts.ledger import service as ledger
from leerloket.courses.providers import codes, rules
from leerloket.courses.providers.models import OfferVersion, Provider
from leerloket.courses.providers.rules import SamePersonAdmits, is_open

__all__ = ["Provider", "SamePersonAdmits", "is_open"]

KINDS = codes.KINDS
STEPS = codes.STEPS
HELD_FROM = {"suspended_at": "no_bookings", "payouts_held_at": "payouts_held", "removed_at": "removed"}
"""Which step brings what."""
MAY_CHANGE = frozenset({"name", "place", "region", "about", "email", "phone", "website", "brin"})
"""What a provider may change itself. An account number takes four eyes, a KvK number and kind never change."""


class UnknownProvider(errors.NotFound):
    """No provider with this number or address."""

    nl = "Deze aanbieder bestaat niet."
    en = "This provider does not exist."


def create_provider(*, name: str, kind: str, kvk: str, slug: str, **details: Any) -> Provider:
    """Note a provider and open its account. It takes no bookings before two people admitted it.

    New providers are noted one at a time, so that each finds an address that is free.
    """
    mark_offer_changed()
    provider = Provider(
        provider_id=db.new_id(),
        slug=db.first_free(Provider.slug, slug),
        name=name,
        kind=kind,
        kvk=kvk,
        created_at=clock.now(),
        **{"about": ""} | details,
    )
    db.session.add(provider)
    db.session.flush()
    ledger.open_account(provider.provider_id, "provider")
    return provider


def change_provider(provider_id: uuid.UUID, **changes: Any) -> bool:
    """Change what a provider may change itself; whether anything differed."""
    provider = get_provider(provider_id)
    differing = {n: v for n, v in changes.items() if n in MAY_CHANGE and getattr(provider, n) != v}
    for name, value in differing.items():
        setattr(provider, name, value)
    if differing:
        mark_offer_changed()
    return bool(differing)


def get_provider(provider_id: uuid.UUID) -> Provider:
    """The provider with this id."""
    provider = db.session.get(Provider, provider_id)
    if provider is None:
        raise UnknownProvider
    return provider


def set_iban(provider_id: uuid.UUID, iban: str) -> None:
    """Pay a provider on another account from now on; who may decide that is for `provider_accounts` to say."""
    get_provider(provider_id).iban = iban
    db.session.flush()


def list_by_iban(iban: str) -> list[Provider]:
    """The providers that are paid on this account."""
    return list(db.session.scalars(sa.select(Provider).where(Provider.iban == iban).order_by(Provider.name)))


def get_provider_by_slug(slug: str) -> Provider:
    """The provider at this address of the site."""
    provider = db.session.scalar(sa.select(Provider).where(Provider.slug == slug))
    if provider is None:
        raise UnknownProvider
    return provider


def find_provider_by_kvk(kvk: str) -> Provider | None:
    """The provider with this number in the trade register."""
    return db.session.scalar(sa.select(Provider).where(Provider.kvk == kvk))


def list_providers(
    ids: Sequence[uuid.UUID] | None = None, *, only_open: bool = False, offset: int = 0, limit: int = 1_000
) -> list[Provider]:
    """Providers by name: all, these, or only those that take bookings now."""
    query = sa.select(Provider).order_by(Provider.name, Provider.provider_id).offset(offset).limit(limit)
    if ids is not None:
        query = query.where(Provider.provider_id.in_(ids))
    if only_open:
        query = query.where(open_now(clock.now()))
    return list(db.session.scalars(query))


def list_ending(first: date, last: date) -> list[Provider]:
    """The admitted providers whose admission ends on or between these days, the soonest first."""
    query = sa.select(Provider).where(
        Provider.approved_at.is_not(None), Provider.approved_until >= first, Provider.approved_until <= last
    )
    return list(db.session.scalars(query.order_by(Provider.approved_until, Provider.name)))


def open_now(at: datetime) -> sa.ColumnElement[bool]:
    """The rule `is_open` as a condition on rows of providers."""
    return sa.and_(
        Provider.approved_at <= at,
        sa.or_(Provider.suspended_at.is_(None), Provider.suspended_at > at),
        sa.or_(Provider.approved_until.is_(None), Provider.approved_until >= clock.business_date(at)),
    )


def is_open_for_booking(provider_id: uuid.UUID, at: datetime) -> bool:
    """Whether this provider may take a booking at this instant."""
    return rules.is_open(get_provider(provider_id), at)


def approve(provider_id: uuid.UUID, by: uuid.UUID, *, until: date | None = None) -> Provider:
    """Approve a provider: the first person's approval waits, another person's admits.

    Refuses `AdmittedAlready`, and `SamePersonAdmits` when one person tries both.
    """
    provider = lock_provider(provider_id)
    rules.check_may_approve(provider, by)
    now = clock.now()
    if provider.first_approved_by is None:
        provider.first_approved_by, provider.first_approved_at = by, now
        provider.approved_until = until
    else:
        provider.approved_by, provider.approved_at = by, now
        provider.approved_until = until or provider.approved_until
        mark_offer_changed()
    db.session.flush()
    return provider


def admit(provider_id: uuid.UUID, first: uuid.UUID, second: uuid.UUID, *, until: date | None = None) -> Provider:
    """Admit a provider on the word of two different people; refuses `SamePersonAdmits`."""
    provider = get_provider(provider_id)
    if provider.first_approved_by != first:
        approve(provider_id, first, until=until)
    return approve(provider_id, second, until=until)


def renew(provider_id: uuid.UUID, first: uuid.UUID, second: uuid.UUID, *, until: date) -> Provider:
    """Let an admission last until another day, on the word of two different people; refuses `SamePersonAdmits`."""
    provider = lock_provider(provider_id)
    if first == second:
        raise rules.SamePersonAdmits
    provider.first_approved_by, provider.approved_by, provider.approved_until = first, second, until
    mark_offer_changed()
    db.session.flush()
    return provider


def suspend(provider_id: uuid.UUID, by: uuid.UUID, reason: str, *, step: str = "payouts_held") -> Provider:
    """Hold at once what this step and those before it bring. What is booked stays booked."""
    provider = lock_provider(provider_id)
    provider.suspended_by, provider.suspended_reason = by, reason
    return _hold(provider, step)


def lift_suspension(provider_id: uuid.UUID, by: uuid.UUID, *, step: str | None = None) -> Provider:
    """Hold no more than a lower step brings, on the word of another person than who suspended; None holds nothing.

    Refuses `NotSuspended` and `SamePersonAdmits`.
    """
    provider = lock_provider(provider_id)
    if provider.suspended_at is None:
        raise rules.NotSuspended
    if provider.suspended_by == by:
        raise rules.SamePersonAdmits
    if not rules.reaches(step, "no_bookings"):
        provider.suspended_by = None
    return _hold(provider, step)


def _hold(provider: Provider, step: str | None) -> Provider:
    now = clock.now()
    for column, wanted in HELD_FROM.items():
        since = getattr(provider, column) or now
        setattr(provider, column, since if rules.reaches(step, wanted) else None)
    mark_offer_changed()
    db.session.flush()
    return provider


def is_shown(provider: Provider) -> bool:
    """Whether the provider has a page in the catalogue: it was admitted once, and is not removed."""
    return provider.approved_at is not None and provider.removed_at is None


def lock_provider(provider_id: uuid.UUID) -> Provider:
    """The provider, its row locked until the end of this transaction."""
    query = sa.select(Provider).where(Provider.provider_id == provider_id).with_for_update()
    provider = db.session.scalar(query, execution_options={"populate_existing": True})
    if provider is None:
        raise UnknownProvider
    return provider


def mark_offer_changed() -> None:
    """Let every process read the offer again at its next search."""
    insert = postgresql.insert(OfferVersion).values(one=1, version=db.random_id())
    db.session.execute(insert.on_conflict_do_update(index_elements=["one"], set_={"version": insert.excluded.version}))


def offer_version() -> uuid.UUID | None:
    """What `mark_offer_changed` last noted; None before the first offer."""
    return db.session.scalar(sa.select(OfferVersion.version))
