"""A booking on paper: what was booked, what it costs from which pots, and until when it can change."""

import flask

from leerloket import clock, printing, web
from leerloket.accounts.ledger import service as ledger
from leerloket.courses.bookings.reads import Booking

TEMPLATE = "courses/bookings/confirmation.html"


def draw(booking: Booking, holder_name: str | None) -> bytes:
    """Tagged PDF, mostly of one page. Raises NoPdf, TooHeavy or Busy."""
    pots = {pot.pot_id: pot for pot in ledger.list_pots(booking.account_id)}
    return printing.draw(
        TEMPLATE,
        language=web.language(),
        made_on=clock.business_date(),
        booking=booking,
        title=printing.cut(booking.module_title),
        holder_name=printing.cut(holder_name or ""),
        parts=[(part, pots[part.pot_id]) for part in booking.split if part.pot_id in pots],
    )


def answer(booking: Booking, holder_name: str | None) -> flask.Response:
    """The same as a file to keep."""
    return printing.answer(draw(booking, holder_name), f"boeking-{booking.reference}.pdf")
