"""Offers for tests."""

from datetime import timedelta
from typing import Any

from leerloket import db
from leerloket.courses.catalogue import service as catalogue
from leerloket.courses.offers import service as offers
from tests.courses.bookings import make


def change(line: make.Line, *, days: int = 7, **more: Any) -> int:
    """The provider moves an edition by so many days, or changes what is given."""
    now = catalogue.get_edition(line.edition.edition_id)
    facts: dict[str, Any] = {
        "place": now.place,
        "address": now.address,
        "price_cents": now.price_cents,
        "sessions": [
            catalogue.Session(session.starts_at + timedelta(days=days), session.ends_at + timedelta(days=days))
            for session in now.sessions
        ],
        "reason": "De docent is ziek.",
        "actor_id": line.school.staff_id,
    }
    with db.session.begin_nested():
        return offers.change_edition(line.school.provider_id, line.edition.edition_id, **facts | more)
