"""Who may move a change of a bank account, and what is refused. Pure."""

from uuid import UUID

from leerloket import errors

OPEN = ("asked", "approved_once")


class WrongAccountNumber(errors.Invalid):
    """The check digits do not fit."""

    nl = "Dit rekeningnummer klopt niet. Kijk het na."
    en = "This account number is not right. Check it."


class SameAccount(errors.Conflict):
    """The provider is paid on this account already."""

    nl = "Op deze rekening wordt u al betaald."
    en = "You are paid on this account already."


class AccountAskedAlready(errors.Conflict):
    """One change at a time."""

    nl = "U vroeg al een andere rekening aan. Trek die aanvraag eerst in."
    en = "You asked for another account already. Withdraw that first."


class ChangeIsOver(errors.Conflict):
    """The change was carried out, rejected or withdrawn."""

    nl = "Deze aanvraag is al afgehandeld."
    en = "This request is over already."


class SamePersonLooks(errors.Conflict):
    """Two different people look, and neither asked for it."""

    nl = "U vroeg dit aan of keek al. Nu moet iemand anders kijken."
    en = "You asked for this or looked already. Now another person has to."


def check_is_open(state: str) -> None:
    """Refuse what is over; raises `ChangeIsOver`."""
    if state not in OPEN:
        raise ChangeIsOver


def check_may_approve(state: str, asked_by: UUID, first_approved_by: UUID | None, person_id: UUID) -> None:
    """Refuse who asked, and who approved before; raises `ChangeIsOver` or `SamePersonLooks`."""
    check_is_open(state)
    if person_id in (asked_by, first_approved_by):
        raise SamePersonLooks
