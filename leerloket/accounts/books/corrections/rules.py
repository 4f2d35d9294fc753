"""Who may correct what. Pure."""

import uuid

from flask_babel import gettext as _

from leerloket import errors

STATE_NL = {
    "proposed": "voorgesteld",
    "approved": "goedgekeurd",
    "rejected": "afgewezen",
    "withdrawn": "ingetrokken",
}


class OwnProposal(errors.Conflict):
    """Whoever proposed a correction cannot decide on it."""

    nl = "U stelde dit zelf voor. Iemand anders moet beslissen."
    en = "You proposed this yourself. Somebody else has to decide."


class NotYourProposal(errors.Conflict):
    """Only whoever proposed a correction can withdraw it."""

    nl = "Alleen wie dit voorstelde, kan het intrekken. U kunt het wel afwijzen."
    en = "Only who proposed this can withdraw it. You can reject it."


class OwnMoney(errors.Conflict):
    """Nobody corrects the own account, nor decides on it."""

    nl = "Dit is uw eigen rekening. Iemand anders moet dit doen."
    en = "This is your own account. Somebody else has to do this."


class OwnOrganisation(errors.Conflict):
    """Nobody decides on money of the organisation they work for."""

    nl = "U werkt voor deze organisatie. Iemand anders moet dit doen."
    en = "You work for this organisation. Somebody else has to do this."


class CorrectionDecided(errors.Conflict):
    """The proposal was decided before."""

    nl = "Dit voorstel is al {state_nl}."
    en = "This proposal was {state} already."


class CorrectionOpen(errors.Conflict):
    """There is an open proposal for this transfer."""

    nl = "Voor deze regel staat al een voorstel open. Beslis daar eerst over."
    en = "There is an open proposal for this movement. Decide on that first."


def account_name(kind: str, name: str) -> str:
    """What a ledger account is called on screen: a pot by its source and funder, another by its own name."""
    pots = {
        "right": _("Potje leerrecht van %(name)s", name=name),
        "employer": _("Potje met geld van %(name)s", name=name),
        "own": _("Potje eigen geld"),
        "fund": _("Tegoed van %(name)s", name=name),
    }
    return str(pots.get(kind, name))


def check_open(state: str) -> None:
    """A proposal is decided once."""
    if state != "proposed":
        raise CorrectionDecided(state=state, state_nl=STATE_NL[state])


def check_decider(proposed_by: uuid.UUID, decided_by: uuid.UUID) -> None:
    """Four eyes."""
    if proposed_by == decided_by:
        raise OwnProposal


def check_disinterested(person_id: uuid.UUID, account_id: uuid.UUID, organisation_ids: set[uuid.UUID | None]) -> None:
    """Nobody touches the own account, nor that of an organisation they act for (`organisation_ids`)."""
    if person_id == account_id:
        raise OwnMoney
    if account_id in organisation_ids:
        raise OwnOrganisation
