"""Whom an adviser may see. Pure."""

import re

from leerloket import errors

MOST_SHOWN = 20
SCOPES = ("account", "plan", "consult")

PURPOSES = {
    "search": "cliënt zoeken",
    "page": "gesprek voorbereiden",
    "talk": "gesprek aan het loket",
    "private": "eigen aantekeningen van de adviseur",
    "plan": "plan maken",
    "skills": "vaardigheden bekijken",
    "overview": "overzicht maken",
    "schemes": "regelingen zoeken",
    "book": "samen een opleiding boeken",
    "hand_over": "overdragen aan een ander loket, samen met u",
    "consent": "toestemming vastleggen, samen met u",
}
"""Why a look is taken, as the person reads it at "Wie keek er?"."""


class ClientUnknown(errors.Invalid):
    """No client of this region has this number and birth date; says nothing about which of the three is wrong."""

    nl = "We vinden in uw regio geen cliënt met dit nummer en deze geboortedatum. Kijk beide nog eens na."
    en = "No client in your region has this number and date of birth. Check both again."


class NotAgreedToHandOver(errors.Invalid):
    """The client did not say yes, so nothing goes to another desk."""

    nl = "Vraag de cliënt of het mag, en zet het vinkje."
    en = "Ask the client whether it is allowed, and tick the box."


class SameDesk(errors.Invalid):
    """The case is at this desk already."""

    nl = "Kies een ander loket dan uw eigen loket."
    en = "Choose another desk than your own."


class NothingAgreed(errors.Invalid):
    """The client agreed to nothing."""

    nl = "Kies wat u mag zien van de cliënt."
    en = "Choose what the client lets you see."


def is_in_region(person_region: str | None, adviser_region: str) -> bool:
    """An adviser reads in the own region only (invariants.sql, P2); without a region nobody reads."""
    return person_region is not None and person_region == adviser_region


def matches(question: str, name: str, number: str) -> bool:
    """Whether a client is meant: the number, or every word of the question is in the name."""
    wanted = question.strip().lower()
    if not wanted:
        return True
    if plain_number(wanted) == plain_number(number):
        return True
    return all(word in name.lower() for word in wanted.split())


def plain_number(number: str) -> str:
    """`LR-204-881`, `lr 204 881` and `204881` are the same number."""
    return re.sub(r"\D", "", number) or "-"
