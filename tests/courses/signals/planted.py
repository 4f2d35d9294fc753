"""A generated set of providers and bookings in memory: ordinary life, and fraud planted in it. The same each time."""

import random
import uuid
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from leerloket.courses.signals import kinds, rules

NOW = datetime(2026, 11, 24, 4, 45, tzinfo=UTC)
RIGHTS = frozenset({100_000, 50_000, 80_000})
PRICES = (24_500, 39_900, 45_000, 62_500, 89_000, 100_000, 129_500)
PROVIDERS = 40


class Country:
    """Forty providers over ninety days, each with ordinary bookings; `plant` adds one scheme to one of them."""

    def __init__(self, number: int) -> None:
        self.chance = random.Random(number)  # noqa: S311 - facts of a test, no secret
        self.employers = [self.id() for _ in range(40)]
        self.providers = [self._provider() for _ in range(PROVIDERS)]

    def id(self) -> uuid.UUID:
        return uuid.UUID(int=self.chance.getrandbits(128))

    def _provider(self) -> rules.Facts:
        admitted_at = NOW - timedelta(days=self.chance.randrange(20, 900))
        rises = [rules.PriceRise(self.id(), self.id(), 62_500, 60_000)] if self.chance.random() < 0.3 else []
        deals = [self._deal() for _ in range(self.chance.randrange(0, 120))]
        return rules.Facts(self.id(), admitted_at, rises=rises, deals=deals)

    def _deal(self) -> rules.Deal:
        """An ordinary booking: declared by day as a rule, one in twelve given back, half with an employer's money."""
        made_at = NOW - timedelta(days=self.chance.randrange(1, 89), hours=self.chance.randrange(24))
        price = self.chance.choice(PRICES)
        declared_at = None
        if self.chance.random() < 0.6:
            declared_at = made_at.replace(hour=self.chance.choice((8, 9, 11, 14, 16, 16, 19, 20)))
        given_back_at = made_at + timedelta(days=2) if self.chance.random() < 0.08 else None
        employer_id = self.chance.choice(self.employers) if self.chance.random() < 0.5 else None
        return rules.Deal(
            booking_id=self.id(),
            edition_id=self.id(),
            price_cents=price,
            created_at=made_at,
            declared_at=declared_at,
            given_back_at=given_back_at,
            employer_id=employer_id,
            employer_cents=price // 2 if employer_id else 0,
        )

    def plant(self, kind: str) -> uuid.UUID:
        """Plant one scheme at a provider that has ordinary bookings too; answers at which."""
        place = self.chance.randrange(PROVIDERS)
        facts = self.providers[place]
        self.providers[place] = getattr(self, "_" + kind.replace("-", "_"))(facts)
        return facts.provider_id

    def _burst(self, facts: rules.Facts) -> rules.Facts:
        deals = [replace(self._deal(), created_at=NOW - timedelta(days=3, minutes=n)) for n in range(60)]
        return replace(facts, deals=[*facts.deals[:30], *deals])

    def _price_rise(self, facts: rules.Facts) -> rules.Facts:
        return replace(facts, rises=[*facts.rises, rules.PriceRise(self.id(), self.id(), 89_500, 69_500)])

    def _price_at_right(self, facts: rules.Facts) -> rules.Facts:
        deals = [replace(self._deal(), price_cents=self.chance.choice((99_500, 100_000))) for _ in range(40)]
        return replace(facts, deals=[*facts.deals[:20], *deals])

    def _shared_account(self, facts: rules.Facts) -> rules.Facts:
        other = next(one for one in self.providers if one.provider_id != facts.provider_id)
        return replace(facts, shared_with=[other.provider_id])

    def _young_volume(self, facts: rules.Facts) -> rules.Facts:
        deals = [replace(self._deal(), price_cents=120_000) for _ in range(90)]
        return replace(facts, admitted_at=NOW - timedelta(days=25), deals=deals)

    def _one_employer(self, facts: rules.Facts) -> rules.Facts:
        sham, cents = self.id(), 60_000
        deals = [self._deal() for _ in range(20)]
        deals = [replace(one, price_cents=cents, employer_id=sham, employer_cents=cents) for one in deals]
        return replace(facts, deals=[*facts.deals[:3], *deals])

    def _night_attendance(self, facts: rules.Facts) -> rules.Facts:
        at_night = [NOW.replace(hour=1) - timedelta(days=n) for n in range(1, 26)]
        return replace(facts, deals=[*facts.deals[:20], *(replace(self._deal(), declared_at=at) for at in at_night)])

    def _repeated_refunds(self, facts: rules.Facts) -> rules.Facts:
        back = [NOW - timedelta(days=n) for n in range(1, 25)]
        return replace(facts, deals=[*facts.deals[:20], *(replace(self._deal(), given_back_at=at) for at in back)])

    def find(self) -> Iterator[rules.Found]:
        """Look at all of them, as the night does."""
        limits = {kind: kinds.defaults(kind) for kind in kinds.RULED}
        around = self._around()
        for facts in self.providers:
            yield from rules.find(facts, around, limits)

    def _around(self) -> rules.Around:
        spent: dict[uuid.UUID, int] = {}
        sold = []
        for facts in self.providers:
            sold.append(sum(deal.price_cents for deal in facts.deals))
            for deal in facts.deals:
                if deal.employer_id:
                    spent[deal.employer_id] = spent.get(deal.employer_id, 0) + deal.employer_cents
        return rules.Around(NOW, RIGHTS, sorted(sold)[int(len(sold) * 0.95)], spent)
