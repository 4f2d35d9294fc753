"""The kinds of signals: which hold payouts, and their limits with the value they begin with and why. Data."""

from collections.abc import Mapping
from dataclasses import dataclass

RULED = (
    "burst",
    "price-rise",
    "price-at-right",
    "shared-account",
    "young-volume",
    "one-employer",
    "night-attendance",
    "repeated-refunds",
)
KINDS = (*RULED, "report")
OUTCOMES = ("true", "false-alarm", "unclear")
OBJECTS = ("booking", "provider", "edition", "module")

HOLDS = frozenset({"shared-account", "young-volume", "one-employer", "night-attendance"})
"""Kinds in which money could be gone before anybody looked: the provider is not paid until somebody closed them.

The others tell of prices and of money that went back, which a later look still mends. A report holds nothing:
otherwise anybody could stop a competitor's money.
"""

Limits = Mapping[str, int]
"""The limits of one kind by name."""


@dataclass(frozen=True, slots=True)
class Limit:
    """From which figure on a rule speaks. `unit` is number, percent, cents, days, times or hour."""

    kind: str
    name: str
    value: int
    unit: str


LIMITS = (
    Limit("burst", "bookings", 25, "number"),
    Limit("burst", "times", 5, "times"),
    Limit("price-rise", "percent", 15, "percent"),
    Limit("price-rise", "cents", 5_000, "cents"),
    Limit("price-at-right", "bookings", 10, "number"),
    Limit("price-at-right", "percent", 60, "percent"),
    Limit("price-at-right", "below", 2, "percent"),
    Limit("young-volume", "days", 90, "days"),
    Limit("young-volume", "bookings", 10, "number"),
    Limit("young-volume", "cents", 2_000_000, "cents"),
    Limit("one-employer", "bookings", 10, "number"),
    Limit("one-employer", "percent", 80, "percent"),
    Limit("night-attendance", "times", 5, "number"),
    Limit("night-attendance", "percent", 30, "percent"),
    Limit("night-attendance", "from", 23, "hour"),
    Limit("night-attendance", "until", 6, "hour"),
    Limit("repeated-refunds", "refunds", 8, "number"),
    Limit("repeated-refunds", "percent", 33, "percent"),
)
"""What each rule begins with. `words.py` tells why; an administrator changes one with a reason."""


def defaults(kind: str) -> dict[str, int]:
    """The limits a kind begins with."""
    return {limit.name: limit.value for limit in LIMITS if limit.kind == kind}


def find_limit(kind: str, name: str) -> Limit | None:
    """The limit with this name."""
    return next((limit for limit in LIMITS if (limit.kind, limit.name) == (kind, name)), None)
