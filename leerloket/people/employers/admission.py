"""Admit an employer together with the first person who acts for it."""

import uuid
from typing import Any

from leerloket import errors
from leerloket.people import service as people
from leerloket.people.employers import service
from leerloket.people.officers import service as officers


class FirstUserUnknown(errors.Invalid):
    """The first user of an employer needs an account."""

    nl = "Bij dit e-mailadres hoort nog geen account. Laat deze persoon zich eerst aanmelden."
    en = "There is no account for this e-mail address yet. Let this person sign up first."


def admit(*, officer_email: str | None, by: uuid.UUID, **given: Any) -> service.Employer:
    """Note an employer, as `service.create_employer`; whoever has this address may act for it and gets a mail.

    Raises FirstUserUnknown as well.
    """
    if officer_email is not None and people.find_person_by_email(officer_email) is None:
        raise FirstUserUnknown(field="officer_email")
    employer = service.create_employer(**given)
    if officer_email is not None:
        officers.add_officer(employer.employer_id, officer_email, by=by)
    return employer
