"""What an offer changes, by when a person answers, and what a no or silence means. Pure."""

from dataclasses import dataclass
from datetime import datetime

from leerloket import clock, errors

KINDS = ("changed", "date")
"""The edition that was booked has changed, or another edition is proposed."""
ANSWERS = ("agreed", "declined", "silent", "ended")
ANSWER_WORKING_DAYS = 4
"""How long a person has to accept a changed offer (product.md, rules; as in CPF)."""


class NoOffer(errors.Conflict):
    """There is nothing to answer, or it was answered already."""

    nl = "Er is nu geen aanbod om op te antwoorden."
    en = "There is no offer to answer now."


class OfferOver(errors.Conflict):
    """The time to answer is over."""

    nl = "De tijd om te antwoorden was om op {answer_by}."
    en = "The time to answer ended on {answer_by}."


class EditionBegan(errors.Conflict):
    """What has begun cannot be offered otherwise."""

    nl = "Deze uitvoering is al begonnen. U kunt haar niet meer wijzigen."
    en = "This run has begun. It cannot be changed any more."


class NewDateInPast(errors.Invalid):
    """A new date lies ahead."""

    nl = "Kies een nieuwe datum die nog moet komen."
    en = "Choose a new date that lies ahead."


class NothingChanges(errors.Conflict):
    """Date, place and price are what they were."""

    nl = "Er verandert niets. Wijzig de datum, de plaats of de prijs."
    en = "Nothing changes. Change the date, the place or the price."


@dataclass(frozen=True, slots=True)
class Facts:
    """What a person booked, or what is offered in its place."""

    starts_at: datetime
    ends_at: datetime
    place: str | None
    address: str | None
    price_cents: int

    def is_elsewhere_or_at_another_time(self, other: "Facts") -> bool:
        """Whether somebody would have to be at another place or at another time."""
        mine = (self.starts_at, self.ends_at, self.place, self.address)
        return mine != (other.starts_at, other.ends_at, other.place, other.address)


def answer_by(at: datetime, starts_at: datetime) -> datetime:
    """Until when a person can answer: four working days, and never after what is offered starts."""
    return min(clock.working_days_later(at, ANSWER_WORKING_DAYS), starts_at)


def ends_booking(kind: str, booked: Facts, offered: Facts) -> bool:
    """Whether a no, or silence, ends the booking free of cost.

    That is when what was booked is no longer there: its date or place changed. A proposal of another date, or a
    change of price alone, leaves the booking as it was, at the price it was booked for.
    """
    return kind == "changed" and offered.is_elsewhere_or_at_another_time(booked)


def check_new_date(starts_at: datetime, at: datetime) -> None:
    """Refuse a date that is over."""
    if starts_at <= at:
        raise NewDateInPast(field="begin")


def check_in_time(until: datetime, at: datetime) -> None:
    """Refuse an answer that is too late."""
    if at >= until:
        raise OfferOver(answer_by=until)
