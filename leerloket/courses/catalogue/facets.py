"""Choose and count: the whole offer as bit masks, one bit a module, so that every facet is counted at once. Pure.

A facet's counts keep the choices in all other facets and drop its own, so that a person sees what ticking one
more box would bring. Masks are Python integers: `a & b` and `bit_count` cost microseconds for 100,000 modules.
"""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache, reduce
from operator import or_
from uuid import UUID

from leerloket.courses.catalogue import codes, places

ONLINE = "online"
NAMES = ("level", "kind", "form", "provider_type", "language", "proof", "mode")
"""Facets in which a module has one value. `when` and price hang on its editions."""
OWN_STEPS_CENTS = (0, 10_000, 50_000)
"""The steps of “Prijs voor mij”."""
MOST_PLACES = 100
"""From how many places distances are kept; with 2,000 places to learn each takes 200 kB."""

Spot = tuple[float, float]
"""Latitude and longitude."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A module as the facets see it: one value per facet, and where and when it can be followed."""

    module_id: UUID
    values: Mapping[str, str]
    offers: Sequence[tuple[str, Spot | None]]
    cheapest_cents: int | None


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody looks for, apart from the words. Empty collections mean: does not matter."""

    chosen: Mapping[str, Collection[str]] = field(default_factory=dict)
    when: Collection[str] = ()
    near: Spot | None = None
    km: float | None = None
    most_own_cents: int | None = None
    available_cents: int = 0


class Facets:
    """The offer at one moment. Bit n is the n-th entry in the order given."""

    def __init__(self, entries: Sequence[Entry]) -> None:
        self.module_ids = [entry.module_id for entry in entries]
        self.all = (1 << len(entries)) - 1
        self._bit_of = {entry.module_id: number for number, entry in enumerate(entries)}
        bits: dict[tuple[str, str], list[int]] = defaultdict(list)
        offers: dict[tuple[str, Spot | None], list[int]] = defaultdict(list)
        by_price: dict[int, list[int]] = defaultdict(list)
        for number, entry in enumerate(entries):
            for name, value in entry.values.items():
                bits[name, value].append(number)
            for offer in set(entry.offers):
                offers[offer].append(number)
            if entry.cheapest_cents is not None:
                by_price[entry.cheapest_cents].append(number)
        self._masks: dict[str, dict[str, int]] = {name: {} for name in NAMES}
        for (name, value), numbers in bits.items():
            self._masks[name][value] = _mask(numbers)
        self._anywhere: dict[str, int] = defaultdict(int)
        self._at: dict[Spot, dict[str, int]] = defaultdict(dict)
        for (schedule, spot), numbers in offers.items():
            mask = _mask(numbers)
            self._anywhere[schedule] |= mask
            if spot is not None:
                self._at[spot][schedule] = mask
        self._by_distance = lru_cache(MOST_PLACES)(self._sort_by_distance)
        self._within = lru_cache(MOST_PLACES)(self._find_within)
        self._prices = sorted(by_price)
        self._up_to: list[int] = []
        for price in self._prices:
            self._up_to.append((self._up_to[-1] if self._up_to else 0) | _mask(by_price[price]))

    def mask_of(self, module_ids: Iterable[UUID]) -> int:
        """The bits of these modules, as far as they are on offer."""
        return _mask(self._bit_of[module_id] for module_id in module_ids if module_id in self._bit_of)

    def is_in(self, mask: int, module_id: UUID) -> bool:
        """Whether a module is on offer and in a mask."""
        bit = self._bit_of.get(module_id)
        return bit is not None and bool(mask >> bit & 1)

    def choose(self, wish: Wish, among: int | None = None) -> tuple[int, dict[str, dict[str, int]]]:
        """The modules that fit a wish, and for every value of every facet how many would."""
        masks = {name: self._chosen(name, wish.chosen.get(name, ())) for name in NAMES}
        masks["when"] = self._reachable(wish, wish.when)
        masks["own"] = self._affordable(wish.most_own_cents, wish.available_cents)
        start = self.all if among is None else among
        counts: dict[str, dict[str, int]] = {}
        for name in masks:
            rest = start
            for other, mask in masks.items():
                if other != name:
                    rest &= mask
            counts[name] = self._count(name, rest, wish)
        fits = start
        for mask in masks.values():
            fits &= mask
        return fits, counts

    def _count(self, name: str, rest: int, wish: Wish) -> dict[str, int]:
        if name == "when":
            options = {when: self._reachable(wish, [when]) for when in codes.SCHEDULES}
        elif name == "own":
            options = {str(step): self._affordable(step, wish.available_cents) for step in OWN_STEPS_CENTS}
        else:
            options = self._masks[name]
        counted = {value: (rest & mask).bit_count() for value, mask in options.items()}
        return {value: number for value, number in counted.items() if number}

    def _chosen(self, name: str, values: Collection[str]) -> int:
        if not values:
            return self.all
        return reduce(or_, (self._masks[name].get(value, 0) for value in values), 0)

    def _reachable(self, wish: Wish, when: Collection[str]) -> int:
        if not when and (wish.near is None or wish.km is None):
            return self.all
        here = self._anywhere if wish.near is None or wish.km is None else self._within(wish.near, wish.km)
        return reduce(or_, (here.get(schedule, 0) for schedule in _wanted(when)), 0)

    def _find_within(self, near: Spot, most_km: float) -> dict[str, int]:
        """Per schedule which modules lie within so many kilometres; what is online is everywhere."""
        found: dict[str, int] = defaultdict(int, {ONLINE: self._anywhere.get(ONLINE, 0)})
        for km, spot in self._by_distance(near):
            if km > most_km:
                break
            for schedule, mask in self._at[spot].items():
                found[schedule] |= mask
        return found

    def _sort_by_distance(self, near: Spot) -> list[tuple[float, Spot]]:
        return sorted((places.km_between(*near, *spot), spot) for spot in self._at)

    def _affordable(self, most_own_cents: int | None, available_cents: int) -> int:
        if most_own_cents is None:
            return self.all
        number = bisect_right(self._prices, most_own_cents + available_cents)
        return self._up_to[number - 1] if number else 0

    def in_order(self, mask: int) -> Iterator[UUID]:
        """The modules of a mask in the order they were given."""
        while mask:
            lowest = mask & -mask
            yield self.module_ids[lowest.bit_length() - 1]
            mask ^= lowest

    def nearest_first(self, mask: int, wish: Wish) -> Iterator[UUID]:
        """The modules of a mask, those that can be followed nearest first, what is only online last."""
        left = mask
        for km, spot in self._by_distance(wish.near) if wish.near is not None else ():
            if wish.km is not None and km > wish.km:
                break
            here = left & reduce(or_, (self._at[spot].get(schedule, 0) for schedule in _wanted(wish.when)), 0)
            yield from self.in_order(here)
            left &= ~here
        yield from self.in_order(left)


def _wanted(when: Collection[str]) -> Collection[str]:
    """The moments asked for; what is online counts when online was asked for."""
    return when or [schedule for schedule in codes.SCHEDULES if schedule != ONLINE]


def _mask(numbers: Iterable[int]) -> int:
    """One integer with these bits set."""
    wanted = list(numbers)
    if not wanted:
        return 0
    octets = bytearray(max(wanted) // 8 + 1)
    for number in wanted:
        octets[number >> 3] |= 1 << (number & 7)
    return int.from_bytes(octets, "little")
