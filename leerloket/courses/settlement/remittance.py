"""What one payout pays a provider for, booking by booking: on screen, on paper, in a spreadsheet, over the API."""

import uuid
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from flask_babel import gettext as _

from leerloket import printing, web
from leerloket.accounts.books.corrections import service as corrections
from leerloket.courses.bookings import service as bookings
from leerloket.courses.settlement import service
from leerloket.web import csv_files

MOST_ON_PAPER = 500
"""Rows (trust.md, PDF worker)."""
TEMPLATE = "courses/settlement/remittance.html"


def gather(provider_id: uuid.UUID, batch_id: uuid.UUID) -> dict[str, Any]:
    """The payout, its line, the bookings with the names of their participants, and what was set off.

    Another provider's payout does not exist (NotFound).
    """
    batch, line = service.get_payout(provider_id, batch_id)
    paid = bookings.list_in_batch(batch_id, provider_id)
    return {
        "batch": batch,
        "line": line,
        "bookings": paid,
        "names": bookings.names_of(paid),
        "clawbacks": corrections.list_set_off(batch_id, provider_id),
    }


def draw(facts: Mapping[str, Any]) -> bytes:
    """Tagged PDF of at most 500 bookings; the spreadsheet has them all. Raises NoPdf, TooHeavy or Busy."""
    shown = [replace(each, module_title=printing.cut(each.module_title)) for each in facts["bookings"][:MOST_ON_PAPER]]
    more = len(facts["bookings"]) - len(shown)
    return printing.draw(
        TEMPLATE, language=web.language(), made_on=facts["batch"].pays_on, **{**facts, "bookings": shown, "more": more}
    )


def lines(facts: Mapping[str, Any]) -> tuple[list[str], list[list[Any]]]:
    """Headings and rows: reference, participant, module, present %, price, paid; amounts set off are below zero."""
    headings = [_("Kenmerk"), _("Deelnemer"), _("Opleiding"), _("Procent aanwezig"), _("Prijs"), _("U krijgt")]
    rows: list[list[Any]] = [
        [
            booking.reference,
            facts["names"][booking.account_id],
            booking.module_title,
            booking.attendance.present_pct if booking.attendance else "",
            csv_files.amount(booking.price_cents),
            csv_files.amount(booking.due_cents),
        ]
        for booking in facts["bookings"]
    ]
    rows += [
        [clawback.reference, "", clawback.reason, "", "", csv_files.amount(-clawback.amount_cents)]
        for clawback in facts["clawbacks"]
    ]
    return headings, rows
