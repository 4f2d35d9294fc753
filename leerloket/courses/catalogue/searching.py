"""Search the offer: words in Dutch, mistyped words, facets with counts, distance."""

import threading
import uuid
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import islice

import sqlalchemy as sa

from leerloket import clock, db
from leerloket.courses.catalogue import editions as dates
from leerloket.courses.catalogue import models, places, words
from leerloket.courses.catalogue.facets import ONLINE, Entry, Facets, Wish
from leerloket.courses.providers import service as providers

PAGE = 20
MOST_HITS = 20_000
MOST_KEPT = 500
"""Answers to words that a process keeps; with 100,000 modules each takes at most 160 kB."""
LONGEST_QUERY = 120
MOST_WORDS = 8
MOST_JOINED = 3
LEAST_BEGINNING = 3
DEFAULT_KM = 25
FIELD_OF_FACET = {
    "level": "nlqf",
    "kind": "kind",
    "form": "form",
    "language": "language",
    "proof": "proof",
    "mode": "mode",
}


@dataclass(frozen=True, slots=True)
class Query:
    """What somebody asks: every part may be left out."""

    q: str = ""
    near: str = ""
    km: float | None = None
    when: Collection[str] = ()
    chosen: Mapping[str, Collection[str]] = field(default_factory=dict)
    max_own_cents: int | None = None


@dataclass(frozen=True, slots=True)
class Hit:
    """A module that fits, its provider, and its coming editions, those that fit the question first."""

    module: models.Module
    provider: providers.Provider
    editions: list[dates.Edition]
    km: float | None

    @property
    def next(self) -> dates.Edition | None:
        """The first coming edition that fits best."""
        return self.editions[0] if self.editions else None

    @property
    def cheapest_cents(self) -> int | None:
        """The lowest price among the coming editions."""
        return min((edition.price_cents for edition in self.editions), default=None)


@dataclass(frozen=True, slots=True)
class Found:
    """One page of hits, how many there are, and per facet how many each choice would give."""

    hits: list[Hit]
    total: int
    facets: dict[str, dict[str, int]]
    meant: str | None
    """The words that were searched for instead, when those that were typed are nowhere in the catalogue."""
    place: places.Place | None
    """The place `near` names; None when it is empty or not known."""
    next_offset: int | None


def search(query: Query, *, available_cents: int = 0, offset: int = 0, limit: int = PAGE) -> Found:
    """Find modules. `available_cents` is what the account of who asks can pay, for “Prijs voor mij”.

    Without words the modules that start soonest come first, near a place the nearest. A place that is not known
    is looked up by likeness; when none is alike, distance plays no part and `place` is None.
    """
    offer = _offer()
    facets = offer.facets
    place = (places.find(query.near) or places.like(query.near)) if query.near.strip() else None
    wish = Wish(
        chosen=query.chosen,
        when=query.when,
        near=(place.lat, place.lon) if place else None,
        km=(query.km or DEFAULT_KM) if place else None,
        most_own_cents=query.max_own_cents,
        available_cents=available_cents,
    )
    named = _by_words(offer, query.q)
    fits, counts = facets.choose(wish, named.mask if named else None)
    order = _order(facets, fits, named, wish)
    page = list(islice(order, offset, offset + limit))
    total = fits.bit_count()
    return Found(
        hits=_hits(page, wish, query.when),
        total=total,
        facets=counts,
        meant=named.meant if named else None,
        place=place,
        next_offset=offset + limit if offset + limit < total else None,
    )


@dataclass(frozen=True, slots=True)
class Named:
    """The modules in which words occur, best first and as a mask, and the words that were meant if others."""

    ranked: list[uuid.UUID]
    mask: int
    meant: str | None


def _order(facets: Facets, fits: int, named: Named | None, wish: Wish) -> Iterator[uuid.UUID]:
    if named is not None:
        return (module_id for module_id in named.ranked if facets.is_in(fits, module_id))
    if wish.near is not None:
        return facets.nearest_first(fits, wish)
    return facets.in_order(fits)


@dataclass(frozen=True, slots=True)
class Kept:
    """What a process keeps of one state of the offer: its facets, and what was found by words so far."""

    version: uuid.UUID | None
    day: date
    facets: Facets
    by_words: dict[tuple[str, ...], Named] = field(default_factory=dict)


_lock = threading.Lock()
_kept: list[Kept] = []


def _offer() -> Kept:
    """The present offer: kept per process, read anew when the offer or the day changes."""
    version, today = providers.offer_version(), clock.business_date()
    if version is None:
        return Kept(None, today, Facets([]))
    with _lock:
        if not _kept or (_kept[0].version, _kept[0].day) != (version, today):
            _kept[:] = [Kept(version, today, _read_facets())]
        return _kept[0]


def _read_facets() -> Facets:
    now = clock.now()
    module, provider, edition, price = (
        models.Module,
        providers.Provider,
        models.Edition,
        models.EditionPrice,
    )
    on_offer = sa.and_(module.state == "online", providers.open_now(now))
    coming = sa.and_(edition.starts_at > now, edition.cancelled_at.is_(None))
    offers: dict[uuid.UUID, list[tuple[str, tuple[float, float] | None]]] = defaultdict(list)
    cheapest: dict[uuid.UUID, int] = {}
    soonest: dict[uuid.UUID, int] = {}
    rows = db.session.execute(
        sa.select(edition.module_id, edition.schedule, edition.lat, edition.lon, price.cents)
        .join(price, sa.and_(price.edition_id == edition.edition_id, price.valid.contains(now)))
        .where(coming)
        .order_by(edition.starts_at)
    )
    for number, (module_id, schedule, lat, lon, cents) in enumerate(rows):
        spot = None if schedule == ONLINE or lat is None or lon is None else (lat, lon)
        offers[module_id].append((schedule, spot))
        cheapest[module_id] = min(cents, cheapest.get(module_id, cents))
        soonest.setdefault(module_id, number)
    columns = [getattr(module, name) for name in FIELD_OF_FACET.values()]
    listed = db.session.execute(
        sa.select(module.module_id, provider.kind, *columns)
        .join(provider, provider.provider_id == module.provider_id)
        .where(on_offer)
        .order_by(module.title, module.module_id)
    ).all()
    last = len(soonest)
    return Facets(
        [
            Entry(
                module_id=module_id,
                values={"provider_type": kind, **dict(zip(FIELD_OF_FACET, values, strict=True))},
                offers=offers.get(module_id, ()),
                cheapest_cents=cheapest.get(module_id),
            )
            for module_id, kind, *values in sorted(listed, key=lambda row: soonest.get(row[0], last))
        ]
    )


def _by_words(offer: Kept, q: str) -> Named | None:
    """The modules in which the words occur; None when nothing was asked."""
    asked = tuple(words.plain(q[:LONGEST_QUERY]).split()[:MOST_WORDS])
    if not asked:
        return None
    known = offer.by_words.get(asked)
    if known is None:
        if len(offer.by_words) >= MOST_KEPT:
            offer.by_words.clear()
        ranked, meant = _find(asked)
        known = offer.by_words[asked] = Named(ranked, offer.facets.mask_of(ranked), meant)
    return known


def _find(asked: Sequence[str]) -> tuple[list[uuid.UUID], str | None]:
    ranked = _with_words(asked)
    if ranked:
        return ranked, None
    meant = [_meant(word) for word in asked]
    if meant != list(asked):
        ranked = _with_words(meant)
    if not ranked and len(meant) > 1:
        ranked = _with_any_word(meant)
    return ranked, " ".join(meant) if ranked and meant != list(asked) else None


RANKED = sa.text("""
    SELECT module_id FROM (
        SELECT module_id, title, search_title, ts_rank(search, query) AS rank
          FROM modules, to_tsquery('dutch', :query) AS query
         WHERE search @@ query AND state = 'online'
        UNION ALL
        SELECT module_id, title, search_title, 1 AS rank
          FROM modules
         WHERE :joined <> '' AND search_text LIKE '%' || :joined || '%' AND state = 'online'
        UNION ALL
        SELECT module_id, title, search_title, 0 AS rank
          FROM modules
         WHERE :parts <> '{}'::text[] AND search_text LIKE ALL (CAST(:parts AS text[])) AND state = 'online'
    ) AS hit
    GROUP BY module_id, title, search_title
    ORDER BY max(rank) + CASE WHEN search_title LIKE :plain || '%' THEN 2
                              WHEN search_title LIKE '%' || :plain || '%' THEN 1 ELSE 0 END DESC, title, module_id
    LIMIT :most
""").bindparams(sa.bindparam("parts", type_=sa.ARRAY(sa.Text)))
"""Whole words and their beginnings, best by where they stand; then words inside other words."""


def _query(asked: Sequence[str], operator: str) -> str:
    """Words as PostgreSQL asks for them, each also as the beginning of a longer one: `las` finds `lasrobot`."""
    return operator.join(f"'{word}':*" if len(word) >= LEAST_BEGINNING else f"'{word}'" for word in asked)


def _with_words(asked: Sequence[str]) -> list[uuid.UUID]:
    """Modules with all the words in any Dutch inflection, or with all the longer ones inside other words.

    Words that belong together and were written apart (`las robot`) are also looked for as one.
    """
    facts = {
        "plain": " ".join(asked),
        "query": _query(asked, " & "),
        "joined": "".join(asked) if 1 < len(asked) <= MOST_JOINED else "",
        "parts": [f"%{word}%" for word in asked if len(word) >= words.LEAST_LETTERS],
        "most": MOST_HITS,
    }
    rows = db.session.execute(RANKED, facts)
    return [module_id for (module_id,) in rows]


def _with_any_word(asked: Sequence[str]) -> list[uuid.UUID]:
    """Modules with at least one of the words, those with most of them first: for who types a whole sentence."""
    facts = {
        "plain": " ".join(asked),
        "query": _query(asked, " | "),
        "joined": "",
        "parts": [],
        "most": MOST_HITS,
    }
    return [module_id for (module_id,) in db.session.execute(RANKED, facts)]


def _meant(word: str) -> str:
    """The word of the catalogue that looks most like one that may be mistyped; itself when none does."""
    if len(word) < words.LEAST_LETTERS:
        return word
    candidates = db.session.scalars(
        sa.select(models.SearchWord.word)
        .where(models.SearchWord.word.op("%")(word))
        .order_by(sa.func.similarity(models.SearchWord.word, word).desc())
        .limit(20)
    )
    return words.most_alike(word, candidates) or word


def _hits(module_ids: Sequence[uuid.UUID], wish: Wish, when: Collection[str]) -> list[Hit]:
    if not module_ids:
        return []
    query = sa.select(models.Module).where(models.Module.module_id.in_(module_ids))
    modules = {module.module_id: module for module in db.session.scalars(query)}
    owners = {p.provider_id: p for p in providers.list_providers([m.provider_id for m in modules.values()])}
    coming = dates.coming(module_ids)
    return [
        _hit(modules[module_id], owners, coming.get(module_id, []), wish, when)
        for module_id in module_ids
        if module_id in modules
    ]


def _hit(
    module: models.Module,
    owners: Mapping[uuid.UUID, providers.Provider],
    coming: list[dates.Edition],
    wish: Wish,
    when: Collection[str],
) -> Hit:
    def misfit(edition: dates.Edition) -> bool:
        if when and edition.schedule not in when:
            return True
        distance = edition.km_from(wish.near)
        return wish.km is not None and distance is not None and distance > wish.km

    def order(edition: dates.Edition) -> tuple[bool, bool, float, datetime]:
        return misfit(edition), edition.seats_left == 0, edition.km_from(wish.near) or 0, edition.starts_at

    ordered = sorted(coming, key=order)
    distance = ordered[0].km_from(wish.near) if ordered else None
    return Hit(module, owners[module.provider_id], ordered, distance)
