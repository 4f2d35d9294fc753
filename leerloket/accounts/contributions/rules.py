"""What a statement for the tax says besides amounts: purposes in words, the rule of the law, and its sources."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _

PURPOSES: dict[str, Any] = {
    "study": _("een studie"),
    "general_skills": _("algemene vaardigheden"),
    "job": _("leren voor het werk"),
    "labour_market": _("leren voor ander werk"),
    "guidance": _("advies en begeleiding"),
}
"""The five purposes, as both an employer and a worker read them."""

KINDS: dict[str, Any] = {
    "topup": _("Gestort"),
    "own": _("Zelf ingelegd"),
    "own_back": _("Teruggestort door de betaaldienst"),
    "correction": _("Correctie"),
}
"""What a line of somebody's own statement is called."""

CHECKED_ON = date(2026, 11, 24)
"""When somebody last read the sources below; the text of the law itself is named in the rules, not among them."""


@dataclass(frozen=True, slots=True)
class Source:
    """Where a statement about the tax comes from."""

    name: Any
    url: str


EMPLOYER_SOURCES = [
    Source(
        _("Belastingplan 2021, toelichting over scholing"),
        "https://www.rijksfinancien.nl/belastingplan-memorie-van-toelichting/2021/d17e1594",
    ),
    Source(_("Omnyacc, scholingsvrijstelling verruimd"), "https://omnyacc.nl/nieuws/scholingsvrijstelling-verruimd"),
]
EMPLOYER_RULES = [
    _("Geld voor scholing is vaak vrij van loonbelasting. De wet noemt dit een gerichte vrijstelling."),
    _("Dit staat in de Wet op de loonbelasting 1964, artikel 31a."),
    _("Het geldt voor leren dat nodig is voor het werk van nu, en voor een opleiding om later mee te verdienen."),
    _("Werkt iemand niet meer bij u? Dan geldt het sinds 2021 alleen voor een opleiding of studie."),
    _("De kosten van een studeerkamer thuis zijn niet vrij."),
    _("In dit overzicht staat voor welk doel u stortte. Bewaar het bij uw loonadministratie."),
]
"""What the sources say about wage tax, in general."""

WORKER_SOURCES = [
    Source(
        _("Belastingdienst, studiekosten aftrekken"), "https://www.belastingdienst.nl/bibliotheek/handboeken/html/15027"
    ),
]
WORKER_RULES = [
    _("Sinds 2022 kunt u studiekosten niet meer aftrekken van de belasting."),
    _("Er is één uitzondering: wie vroeger een prestatiebeurs had die nu een lening is."),
    _("Stort uw werkgever geld voor scholing? Dan gaat daar meestal geen loonbelasting van af."),
]
"""The same for a person."""


def purposes_text(purposes: Collection[str]) -> str:
    """What money may be used for, in the order of the five; all of them in two words."""
    named = [str(words) for purpose, words in PURPOSES.items() if purpose in purposes]
    return str(gettext("alle doelen")) if len(named) == len(PURPOSES) else ", ".join(named)
