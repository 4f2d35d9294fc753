"""When a provider may take bookings, and who may admit it. Pure."""

from datetime import date, datetime
from typing import Protocol
from uuid import UUID

from leerloket import clock, errors
from leerloket.courses.providers import codes


class AdmittedAlready(errors.Conflict):
    """The provider takes bookings already."""

    nl = "Deze aanbieder is al erkend."
    en = "This provider is admitted already."


class SamePersonAdmits(errors.Conflict):
    """Admission takes two people."""

    nl = "U heeft deze aanbieder al goedgekeurd. Nu moet iemand anders dat doen."
    en = "You approved this provider before. Now another person has to."


class NotSuspended(errors.Conflict):
    """There is no suspension to lift."""

    nl = "Deze aanbieder is niet geschorst."
    en = "This provider is not suspended."


class Admission(Protocol):
    """What a rule needs to know of a provider's admission."""

    @property
    def first_approved_by(self) -> UUID | None: ...
    @property
    def approved_at(self) -> datetime | None: ...
    @property
    def approved_until(self) -> date | None: ...
    @property
    def suspended_at(self) -> datetime | None: ...


def is_open(provider: Admission, at: datetime) -> bool:
    """Whether the provider may take a booking at this instant: admitted, not over, not suspended."""
    if provider.approved_at is None or at < provider.approved_at:
        return False
    if provider.suspended_at is not None and at >= provider.suspended_at:
        return False
    return provider.approved_until is None or clock.business_date(at) <= provider.approved_until


def check_may_approve(provider: Admission, person_id: UUID) -> None:
    """Refuse an approval that is not needed, or a second one by the person who gave the first."""
    if provider.approved_at is not None:
        raise AdmittedAlready
    if provider.first_approved_by == person_id:
        raise SamePersonAdmits


def reaches(step: str | None, wanted: str) -> bool:
    """Whether a step against a provider holds what another step brings; None: nothing is held."""
    return step is not None and codes.STEPS.index(step) >= codes.STEPS.index(wanted)
