"""Who may rate, until when, and from how many ratings an average is shown. Pure."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from leerloket import errors

CRITERIA = ("welcome", "content", "teachers", "means", "guidance")
"""The five criteria of Mon Compte Formation: accueil, contenu, formateurs, moyens, accompagnement."""

LOWEST, HIGHEST = 1, 5
SHOWN_FROM = 5
"""An average is shown from this many ratings, so that nobody's own rating can be read from it."""

MAY_RATE_FOR = timedelta(days=92)
"""How long after the confirmed attendance a rating can be given or changed."""
ASKED_AFTER = timedelta(days=1)
"""How long after the confirmed attendance the person is asked."""

ATTENDED = frozenset({"attended", "paid"})


class NotAttended(errors.Conflict):
    """Only who was there can rate."""

    nl = "U kunt deze boeking niet beoordelen. Dat kan pas als u geweest bent en dat bevestigd is."
    en = "You cannot rate this booking. You can when you have been there and that is confirmed."


class RatedTooLate(errors.Conflict):
    """The time to rate is over."""

    nl = "U kunt deze boeking niet meer beoordelen. Dat kon tot {until_at}."
    en = "You can no longer rate this booking. You could until {until_at}."


@dataclass(frozen=True, slots=True)
class Visit:
    """What counts of a booking: its state, how much the person was there, and since when that is confirmed."""

    state: str
    present_pct: int
    confirmed_at: datetime | None


def check_may_rate(visit: Visit, at: datetime) -> None:
    """Refuse who was not there, or is too late; raises `NotAttended` or `RatedTooLate`."""
    if visit.state not in ATTENDED or not visit.present_pct or visit.confirmed_at is None:
        raise NotAttended
    until_at = visit.confirmed_at + MAY_RATE_FOR
    if at >= until_at:
        raise RatedTooLate(until_at=until_at)


def may_rate(visit: Visit, at: datetime) -> bool:
    """Whether the person may rate now."""
    try:
        check_may_rate(visit, at)
    except errors.Refusal:
        return False
    return True
