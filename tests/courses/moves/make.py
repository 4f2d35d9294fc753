"""Other dates of a module for tests."""

from datetime import timedelta

from leerloket.courses.catalogue import service as catalogue


def other_date(of: catalogue.Edition, *, capacity: int = 10, price_cents: int = 60_000) -> catalogue.Edition:
    starts_at = of.starts_at + timedelta(days=14)
    return catalogue.add_edition(
        of.provider_id,
        of.module_id,
        place="Helmond",
        address=None,
        sessions=[catalogue.Session(starts_at, starts_at + timedelta(hours=7))],
        capacity=capacity,
        price_cents=price_cents,
    )
