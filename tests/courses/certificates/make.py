"""Certificates of attended bookings."""

import uuid

from leerloket.courses.catalogue import service as catalogue
from leerloket.courses.certificates import service
from leerloket.courses.certificates.models import Certificate
from leerloket.people import vault
from tests.courses.bookings.make import Line
from tests.courses.ratings.make import attended

KEYS = vault.Vault([vault.Key(1, b"s" * 32, b"l" * 32)])


def earned(present_pct: int = 100, proof: str = "certificate", line: Line | None = None) -> Line:
    """Somebody attended a module that gives a certificate, and said so."""
    line = attended(line, present_pct=present_pct)
    module = catalogue.get_own_module(line.school.provider_id, line.edition.module_id)
    module.proof, module.skills, module.outcomes = proof, ["lassen"], ["een lasrobot programmeren"]
    return line


def given(line: Line | None = None) -> Certificate:
    """The same, and the provider gave it."""
    line = line or earned()
    return issue(line, line.booking.booking_id)


def issue(line: Line, booking_id: uuid.UUID, keys: vault.Vault = KEYS) -> Certificate:
    return service.issue(line.school.provider_id, booking_id, issued_by=line.school.staff_id, keys=keys)
