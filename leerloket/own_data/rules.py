"""When a person may take everything along, and when a person can be erased."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from leerloket import errors

FILE_LASTS = timedelta(days=7)
"""How long a file can be fetched (screens.md 15b)."""
FILES_A_DAY = 3
WAITING = timedelta(days=14)
"""Between the request to be erased and the deed: time to change one's mind, or to notice somebody else asked it."""

UNFINISHED = frozenset({"reserved", "confirmed"})
"""The states of a booking that is still to come; after it, held money says whether it is settled."""


class FileBeingMade(errors.Conflict):
    """One file at a time."""

    nl = "We maken uw bestand al. U krijgt een e-mail als het klaar is."
    en = "Your file is being made already. You get a mail when it is ready."


class EnoughFiles(errors.TooMany):
    """A file a few times a day is enough for a person, and bounds what a thief of a session can ask."""

    nl = "U vroeg vandaag al {files} keer een bestand aan. Probeer het morgen opnieuw."
    en = "You asked for a file {files} times today. Try again tomorrow."


class ErasureAsked(errors.Conflict):
    """The request is there already."""

    nl = "U vroeg dit al aan. We wissen uw gegevens na {due_at}."
    en = "You asked for this already. Your data is erased after {due_at}."


class NotUnderstood(errors.Invalid):
    """The box under the consequences is not ticked."""

    nl = "Zet een vinkje als u dit wilt."
    en = "Tick the box if you want this."


class WorksHere(errors.Conflict):
    """Somebody who works for an organisation hands that over first."""

    nl = "U werkt hier ook voor een organisatie. Laat die rol eerst weghalen."
    en = "You also work here for an organisation. Have that role taken away first."


class BookingsGoOn(errors.Conflict):
    """A seat and its money are waiting for something."""

    nl = "U heeft nog {bookings} boeking(en) die niet klaar zijn. Annuleer die eerst, of wacht tot ze klaar zijn."
    en = "You have {bookings} booking(s) that are not finished. Cancel them first, or wait until they are."


class MoneyHeld(errors.Conflict):
    """Money is set aside for something that is not finished."""

    nl = "Er staat nog {held_cents} vast. Wacht tot dat klaar is."
    en = "{held_cents} is still held. Wait until that is finished."


class OwnMoneyLeft(errors.Conflict):
    """What a person paid in is the person's own, and goes back first."""

    nl = "U heeft nog {own_cents} eigen geld. Bel ons. Wij betalen het eerst aan u terug."
    en = "You still have {own_cents} of your own money. Call us. We pay it back to you first."


@dataclass(frozen=True, slots=True)
class Standing:
    """What stands in the way of erasure: amounts in whole cents."""

    other_roles: int
    bookings: int
    held_cents: int
    own_cents: int


def in_the_way(standing: Standing) -> Iterator[errors.Refusal]:
    """Every reason why this person cannot be erased now; none when it can be done."""
    if standing.other_roles:
        yield WorksHere()
    if standing.bookings:
        yield BookingsGoOn(
            bookings=standing.bookings,
            possible=[errors.Possible("Bekijk uw boekingen.", "See your bookings.", "/boekingen")],
        )
    elif standing.held_cents:
        yield MoneyHeld(held_cents=standing.held_cents)
    if standing.own_cents:
        yield OwnMoneyLeft(own_cents=standing.own_cents)


def check_may_ask_file(asked: Iterable[tuple[datetime, bool]], now: datetime) -> None:
    """Given when each file was asked for and whether it is made: raises FileBeingMade or EnoughFiles."""
    asked = list(asked)
    if not all(is_made for _, is_made in asked):
        raise FileBeingMade
    if sum(at > now - timedelta(days=1) for at, _ in asked) >= FILES_A_DAY:
        raise EnoughFiles(files=FILES_A_DAY)
