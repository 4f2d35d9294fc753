"""When a booking may wait for an own share, and how long. Pure."""

import uuid
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from leerloket import clock, errors

MOST_WAITING = 2
"""So many bookings of one person wait for money at a time: they keep seats that others want."""
WORKING_DAYS = 2
"""So long a person has to pay: as long as a provider has to answer, and enough for a transfer."""
GRACE = timedelta(hours=1)
"""So much longer the seat is kept than the person is told, for money that came in at the last moment."""

REASONS_NL = {
    "waiting": "wacht op uw betaling",
    "booked": "geboekt",
    "lapsed": "vervallen",
    "withdrawn": "ingetrokken",
    "refused": "niet doorgegaan",
}


class EnoughMoney(errors.Conflict):
    """The pots can pay it all; nothing has to be added."""

    nl = "U heeft genoeg in uw potjes. U kunt deze opleiding zo boeken."
    en = "Your pots hold enough. You can book this course as it is."


class TooManyOwnShares(errors.Conflict):
    """Other bookings wait for money already."""

    nl = "Er wachten al {waiting} boekingen op uw betaling. Betaal die eerst, of trek er een in."
    en = "{waiting} bookings wait for your payment already. Pay those first, or withdraw one."


class OwnShareChanged(errors.Conflict):
    """What the person has to pay is another amount than was shown."""

    nl = "U moet nu {own_cents} zelf betalen. Er is nog niets geboekt."
    en = "Your own share is {own_cents} now. Nothing was booked yet."


class NotWaiting(errors.Conflict):
    """This no longer waits for money."""

    nl = "Dit kan niet meer: deze boeking is {state_nl}."
    en = "This is no longer possible: this booking is {state}."


def check_waiting_count(waiting: int) -> None:
    """Refuse one more booking that waits for money. Raises TooManyOwnShares."""
    if waiting >= MOST_WAITING:
        possible = errors.Possible(
            "Bekijk wat op uw betaling wacht.", "See what waits for you.", "/boekingen/zelf-betalen"
        )
        raise TooManyOwnShares(waiting=waiting, possible=[possible])


def pay_by(at: datetime, starts_at: datetime) -> datetime:
    """Until when a person can pay: 2 working days, and always before the start."""
    return min(clock.working_days_later(at, WORKING_DAYS), starts_at)


def with_own_pot(
    parts: Sequence[Mapping[str, object]], own_pot_id: uuid.UUID, own_cents: int
) -> list[tuple[uuid.UUID, int]]:
    """The split once the money is in: what was set aside, and the own share from the own pot."""
    split = {uuid.UUID(str(part["pot_id"])): int(str(part["amount_cents"])) for part in parts}
    split[own_pot_id] = split.get(own_pot_id, 0) + own_cents
    return list(split.items())
