"""The life of pots, and the one door of this folder: how they end, who is told, and what the holder decides."""

from dataclasses import dataclass
from datetime import date

from leerloket.accounts.pots import endings, notices, outages
from leerloket.accounts.pots.endings import close_account, end_pots, return_to
from leerloket.accounts.pots.outages import Longer, NotAnOutage, list_longer
from leerloket.accounts.pots.rules import SHORTEST_OUTAGE
from leerloket.accounts.pots.wishes import Wishes, freeze, get_wishes, list_in_order, move_pot, set_order, unfreeze

__all__ = [
    "SHORTEST_OUTAGE",
    "Longer",
    "NotAnOutage",
    "Wishes",
    "close_account",
    "end_pots",
    "freeze",
    "get_wishes",
    "list_in_order",
    "list_longer",
    "move_pot",
    "note_outage",
    "note_outages",
    "return_to",
    "set_order",
    "tell_all",
    "unfreeze",
    "work",
]

note_outage, note_outages, tell_all = outages.note, outages.note_all, notices.tell_all


@dataclass(frozen=True, slots=True)
class Night:
    """What one night did: pots that got more time, pots that ended, employers that got money back."""

    lengthened: int
    ended: int
    employers: int


def work(today: date) -> Night:
    """End the pots whose last day was before today: first grace for outages, then the ends, then the way back."""
    return Night(outages.give_grace(), endings.end_all(today), endings.return_all(today))
