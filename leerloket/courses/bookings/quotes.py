"""What an edition would cost this person, from which pots and why, and what stands in the way."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from leerloket import clock, errors
from leerloket.accounts.ledger import service as ledger
from leerloket.courses.bookings import clocks, reads, reasons, rules
from leerloket.courses.catalogue import service as catalogue
from leerloket.courses.providers import service as providers
from leerloket.people import service as people

CANNOT_PAY = (
    "Dit potje mag deze opleiding niet betalen.",
    "This pot may not pay for this course.",
)
ENDED = ("Dit potje is verlopen.", "This pot has ended.")
NOT_NEEDED = ("Dit potje is niet nodig.", "This pot is not needed.")
EMPTY = ("Dit potje is leeg.", "This pot is empty.")


@dataclass(frozen=True, slots=True)
class PotInQuote:
    """One pot of the person and what it would pay; `left_cents` is what stays in it."""

    pot_id: uuid.UUID
    source: str
    funder_name: str
    available_cents: int
    amount_cents: int
    left_cents: int
    may_pay: bool
    rule: str | None
    why_nl: str
    why_en: str


@dataclass(frozen=True, slots=True)
class Quote:
    """The price for one person now. `own_cents` comes from own money, `short_cents` is in no pot yet."""

    edition: catalogue.Edition
    price_cents: int
    pots: list[PotInQuote]
    own_cents: int
    short_cents: int
    rule_version: str
    refusals: list[errors.Refusal]
    respond_by: datetime
    free_cancel_until: datetime
    late_cancel_cents: int

    @property
    def is_possible(self) -> bool:
        """Whether booking now would succeed, as far as can be seen."""
        return not self.refusals

    @property
    def only_money_is_missing(self) -> bool:
        """Whether it can be booked with an own share: nothing but money stands in the way."""
        return bool(self.refusals) and all(isinstance(refusal, ledger.BalanceTooLow) for refusal in self.refusals)

    @property
    def parts(self) -> list[PotInQuote]:
        """The pots that pay."""
        return [pot for pot in self.pots if pot.amount_cents]

    @property
    def to_pay_cents(self) -> int:
        """What the person pays: from own money, and what is still missing."""
        return self.own_cents + self.short_cents

    @property
    def possible(self) -> list[errors.Possible]:
        """What is possible instead, each once."""
        ways = [way for refusal in self.refusals for way in refusal.possible]
        return list(dict.fromkeys(ways))


def quote(account_id: uuid.UUID, edition_id: uuid.UUID, chosen: Sequence[tuple[uuid.UUID, int]] | None = None) -> Quote:
    """What this edition costs this person now, without holding anything.

    `chosen` is the split the person wants, per pot in cents; raises `SplitNotPossible` when pots cannot pay it
    like that, and NotFound for an unknown edition. Everything else that would refuse the booking is in `refusals`.
    """
    edition = catalogue.get_edition(edition_id)
    at = clock.now()
    terms = clocks.terms_on(clock.business_date(at))
    deadlines = clocks.of_booking(
        terms, at, edition.starts_at, edition.ends_at, knowledge_checked=edition.knowledge_checked
    )
    proposal = ledger.propose(account_id, edition.price_cents, edition.purpose, chosen)
    pots = _pots(ledger.list_pots(account_id), proposal, edition.purpose, at)
    return Quote(
        edition=edition,
        price_cents=edition.price_cents,
        pots=pots,
        own_cents=sum(pot.amount_cents for pot in pots if pot.source == "own"),
        short_cents=proposal.short_cents,
        rule_version=ledger.RULE_VERSION,
        refusals=_refusals(account_id, edition, terms, proposal, at),
        respond_by=deadlines.respond_by,
        free_cancel_until=clocks.free_until(
            deadlines.free_cancel_until, deadlines.cooling_off_until, edition.starts_at
        ),
        late_cancel_cents=rules.share_of(edition.price_cents, terms.late_cancel_pct),
    )


def _pots(pots: Sequence[ledger.Pot], proposal: ledger.Proposal, purpose: str, at: datetime) -> list[PotInQuote]:
    paid = {part.pot_id: part for part in proposal.parts}
    today = clock.business_date(at)
    found = []
    for pot in pots:
        part = paid.get(pot.pot_id)
        amount = part.amount_cents if part else 0
        nl, en = reasons.in_words(part.rule) if part else _why_nothing(pot, purpose, at)
        found.append(
            PotInQuote(
                pot_id=pot.pot_id,
                source=pot.source,
                funder_name=pot.funder_name,
                available_cents=pot.available_cents,
                amount_cents=amount,
                left_cents=pot.available_cents - amount,
                may_pay=ledger.may_pay(pot, purpose, today),
                rule=part.rule if part else None,
                why_nl=nl,
                why_en=en,
            )
        )
    return found


def _why_nothing(pot: ledger.Pot, purpose: str, at: datetime) -> tuple[str, str]:
    if purpose not in pot.purposes:
        return CANNOT_PAY
    if not ledger.may_pay(pot, purpose, clock.business_date(at)):
        return ENDED
    return NOT_NEEDED if pot.available_cents else EMPTY


def _refusals(
    account_id: uuid.UUID,
    edition: catalogue.Edition,
    terms: clocks.Terms,
    proposal: ledger.Proposal,
    at: datetime,
) -> list[errors.Refusal]:
    standing = reads.read_standing(account_id, edition.edition_id).for_rules(
        is_staff_of_provider=edition.provider_id in people.get_contact(account_id).provider_ids
    )
    found: list[errors.Refusal] = list(rules.refusals(terms, offer_of(edition, at), standing, at))
    other_date = errors.Possible(*rules.OTHER_DATE, dates_url(edition.slug))
    if edition.cancelled_at is not None:
        found.append(catalogue.EditionCancelled(possible=[other_date]))
    elif edition.seats_left <= 0 and not catalogue.is_seat_kept(edition.edition_id, account_id):
        found.append(catalogue.Full(possible=[other_date, catalogue.waiting_list_way(edition)]))
    if ledger.get_wishes(account_id).frozen_at is not None:
        found.append(ledger.Frozen())
    if proposal.short_cents:
        found.append(ledger.BalanceTooLow(short_cents=proposal.short_cents, possible=_ways(edition)))
    return found


def _ways(edition: catalogue.Edition) -> list[errors.Possible]:
    """The ways of the ledger; the one without a page is asking the employer, which is done for this edition."""
    ask = f"/opleidingen/{edition.slug}/vraag-werkgever?datum={edition.edition_id}"
    return [way if way.url else replace(way, url=ask) for way in ledger.WAYS]


def offer_of(edition: catalogue.Edition, at: datetime) -> rules.Offer:
    """What the rules need to know of an edition and its provider."""
    return rules.Offer(
        starts_at=edition.starts_at,
        is_online=edition.module_state == "online",
        is_provider_open=providers.is_open_for_booking(edition.provider_id, at),
        dates_url=dates_url(edition.slug),
    )


def dates_url(slug: str) -> str:
    """The page where a date of this module is chosen."""
    return f"/opleidingen/{slug}/boeken/datum"
