"""When somebody may ask an employer to pay along, and when it may be answered. Pure."""

from datetime import datetime

from leerloket import clock, errors

ANSWER_WORKING_DAYS = 10
"""Two weeks for the employer; after that the person knows that nothing comes."""

MOST_OPEN = 3
"""Requests of one person that wait at the same time."""

LONGEST_REASON = 500


class NotYourEmployer(errors.Conflict):
    """Only who works somewhere asks there."""

    nl = "U werkt op dit moment niet bij deze werkgever."
    en = "You do not work for this employer now."


class AskedAlready(errors.Conflict):
    """One request per course and employer waits."""

    nl = "U heeft dit al gevraagd. Uw werkgever antwoordt vóór {expires_at}."
    en = "You asked this already. Your employer answers before {expires_at}."


class TooManyAsked(errors.Conflict):
    """Enough wait for an answer."""

    nl = "U heeft al {most} verzoeken die op antwoord wachten. Meer kan niet tegelijk."
    en = "You have {most} requests that wait for an answer. That is the most at one time."


class AnsweredAlready(errors.Conflict):
    """It was answered, withdrawn, or its time is over."""

    nl = "Dit verzoek wacht niet meer op antwoord."
    en = "This request waits for an answer no longer."


def answer_by(at: datetime) -> datetime:
    """Until when an employer may answer what is asked now."""
    return clock.working_days_later(at, ANSWER_WORKING_DAYS)


def check_few_open(waiting: int) -> None:
    """Refuse a request beside three that wait."""
    if waiting >= MOST_OPEN:
        raise TooManyAsked(most=MOST_OPEN)


def check_waits(state: str, expires_at: datetime, at: datetime) -> None:
    """Refuse an answer to what does not wait for one."""
    if state != "open" or expires_at <= at:
        raise AnsweredAlready
