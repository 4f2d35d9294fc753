"""When a booking may move to another date, and what that costs. Pure: plain values in, plain values out."""

from datetime import datetime

from leerloket import errors


class MovingTooLate(errors.Conflict):
    """The time in which cancelling is free is over, and so is moving."""

    nl = "Verplaatsen kon tot {until}. De aanbieder kan u nog wel een andere datum voorstellen."
    en = "Moving was possible until {until}. The provider can still propose another date to you."


class NotThisModule(errors.Conflict):
    """A booking moves to another date of the same module."""

    nl = "Deze datum is van een andere opleiding. Annuleer uw boeking en boek de andere opleiding."
    en = "This is a date of another course. Cancel your booking and book the other course."


class DateAlready(errors.Conflict):
    """The booking is for this date."""

    nl = "Uw boeking is al voor deze datum."
    en = "Your booking is for this date already."


def check_time(state: str, free_until: datetime, starts_at: datetime, at: datetime, *, has_changed: bool) -> None:
    """A person moves a booking as long as cancelling it is free: else moving would be a way around that cost.

    That is until the provider said yes, in the free time after that, and while a changed offer waits for an answer.
    """
    until = starts_at if state == "reserved" else free_until
    if at >= until and not has_changed:
        raise MovingTooLate(until=until)


def difference(before_cents: int, after_cents: int) -> tuple[int, int]:
    """What is held more, and what comes back, in whole cents; one of both is zero."""
    return max(0, after_cents - before_cents), max(0, before_cents - after_cents)
