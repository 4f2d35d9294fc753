"""What may happen to an online payment. Pure."""

from leerloket import errors

VERSION = "2026-1"
"""The version of the rules in this file."""

PAID_ONLINE = "paid-online-as-the-payment-service-says"
REFUNDED = "given-back-by-the-payment-service"

LATER = {"failed", "expired", "canceled"}
"""Ends without money; the service can still say paid after one of these, and then it is paid."""


class NothingMissing(errors.Conflict):
    """The payment is in already."""

    nl = "Dit bedrag is al binnen. U hoeft niets meer te betalen."
    en = "This amount has come in already. There is nothing left to pay."


def check_missing(missing_cents: int) -> None:
    """Only what is missing can be paid. Raises NothingMissing."""
    if missing_cents == 0:
        raise NothingMissing


def step(state: str, told: str) -> str | None:
    """The state a payment goes to when the service tells `told`; None when that is no news.

    Paid is final, whatever is told later and in whatever order reports come; only a refund changes it.
    """
    if told == state or told == "open" or state in {"paid", "refunded"}:
        return None
    if told == "paid":
        return "paid"
    return told if state == "open" else None
