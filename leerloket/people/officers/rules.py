"""What holds for the people who act for an employer. Pure."""

from leerloket import errors

TRIES = 20
"""Addresses an employer may try in 15 minutes: who adds people learns who has an account."""


class NoAccountThere(errors.Invalid):
    """Told to officers only, counted, and never by name."""

    nl = "Bij dit e-mailadres hoort nog geen account. Laat deze persoon zich eerst aanmelden."
    en = "There is no account for this e-mail address yet. Let this person sign up first."


class LastOfficer(errors.Conflict):
    """Without anybody the employer could not reach its own money."""

    nl = "U bent de enige gebruiker. Voeg eerst iemand anders toe."
    en = "You are the only user. Add somebody else first."


def check_somebody_stays(officers: int) -> None:
    """Refuse to remove the last of an employer."""
    if officers <= 1:
        raise LastOfficer(field="page")
