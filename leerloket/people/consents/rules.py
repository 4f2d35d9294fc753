"""What a consent can be and when it holds. Pure."""

from datetime import date, datetime, timedelta

from leerloket import clock, errors

SCOPES = ("account", "plan", "consult")
"""The balance with bookings, the plan with its tasks, and the notes of talks."""

RECEIVER_KINDS = ("adviser", "desk")

LASTS_DAYS = 365
LONGEST_DAYS = 5 * 366


class ConsentTooLong(errors.Invalid):
    """A consent ends; who wants can give it again."""

    nl = "Kies een dag na vandaag en binnen 5 jaar."
    en = "Choose a day after today and within 5 years."


class NoReceiver(errors.Invalid):
    """Nobody works there as an adviser."""

    nl = "Kies een leerloket of adviseur uit de lijst."
    en = "Choose a desk or adviser from the list."


def default_until(today: date) -> date:
    """The last day of a consent given today: 12 months (trust.md, privacy)."""
    return today + timedelta(days=LASTS_DAYS)


def expiry(until_on: date, today: date) -> datetime:
    """The instant at which a consent whose last day this is ends. Raises ConsentTooLong."""
    if not today < until_on <= today + timedelta(days=LONGEST_DAYS):
        raise ConsentTooLong(field="until_on")
    return clock.end_of_day(until_on)
