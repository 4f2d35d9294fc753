"""Signals for tests."""

import uuid

from leerloket import clock
from leerloket.courses.bookings import service as bookings
from leerloket.courses.signals import kinds, rules, service

REPORT = "De docent kwam niet, maar iedereen moest tekenen."


def found(booking: bookings.Booking, kind: str = "night-attendance") -> service.Signal:
    """A signal that rests on this booking, and holds the payouts of its provider when the kind says so."""
    booking_id = booking.booking_id
    piece = rules.Piece(str(booking_id), "booking", booking_id)
    figures = {"times": 6, "of": 7, "bookings": 6, "before": 1}
    one = rules.Found(kind, booking.provider_id, figures, (piece,), kinds.defaults(kind))
    return service.keep(one, clock.now())


def reported(provider_id: uuid.UUID | None = None) -> str:
    """A report about this provider; the code to follow it with."""
    return service.report(REPORT, provider_id=provider_id)
