"""What codes of schemes are called on screen, and the sentences for why a scheme fits or not."""

from collections.abc import Iterable
from typing import Any

from flask_babel import lazy_gettext as _

from leerloket import money, web
from leerloket.advice.schemes import rules
from leerloket.advice.schemes.rules import Answers, Reason, State

WHO: dict[str, Any] = {
    "worker": _("iemand die werkt"),
    "jobseeker": _("iemand die werk zoekt"),
    "employer": _("een werkgever"),
}
SIZES: dict[str, Any] = {
    "small": _("klein bedrijf"),
    "medium": _("middelgroot bedrijf"),
    "large": _("groot bedrijf"),
}
SIZE_NAMES: dict[str, Any] = {"small": _("klein"), "medium": _("middelgroot"), "large": _("groot")}
SIZE_HINTS: dict[str, Any] = {
    "small": _("minder dan 50 mensen"),
    "medium": _("50 tot 250 mensen"),
    "large": _("250 mensen of meer"),
}
SECTORS: dict[str, Any] = {
    "metalworking": _("metaalbewerking"),
    "metalektro": _("metalektro"),
    "installation": _("installatietechniek"),
    "insulation": _("isolatie"),
    "coachbuilding": _("carrosserie"),
    "jewellery": _("goud en zilver"),
    "farming": _("landbouw"),
    "catering": _("horeca"),
    "leisure": _("recreatie"),
    "chemistry": _("chemie"),
    "energy": _("energie"),
    "care": _("zorg"),
    "logistics": _("transport en logistiek"),
    "other": _("iets anders"),
}
PURPOSES: dict[str, Any] = {
    "course": _("een opleiding of cursus"),
    "scan": _("een scan van het bedrijf"),
    "advice": _("advies over loopbaan"),
    "guidance": _("begeleiding op het werk"),
    "recognition": _("bewijs van kunnen (EVC)"),
    "placement": _("een stage of leerplek"),
    "project": _("een project met partners"),
}
APPLICANTS: dict[str, Any] = {
    "person": _("de persoon zelf"),
    "employer": _("de werkgever"),
    "partners": _("een groep van bedrijven of scholen"),
}
GIVES: dict[str, Any] = {
    "subsidy": _("geld"),
    "tax_free": _("vrij van belasting"),
    "deduction": _("aftrek van het inkomen"),
}
STATUSES: dict[str, Any] = {
    "open": _("open"),
    "closed": _("dicht"),
    "exhausted": _("geld is op"),
    "announced": _("komt nog"),
}
STATUS_KINDS = {"open": "success", "closed": "neutral", "exhausted": "error", "announced": "info"}
CERTAINTIES: dict[str, Any] = {
    "first_hand": _("gezien bij de bron zelf"),
    "second_hand": _("gezien op een andere site"),
    "unchecked": _("nog niet gecontroleerd"),
}
POTS: dict[str, Any] = {
    "right": _("leerrecht"),
    "employer": _("geld van uw werkgever"),
    "own": _("eigen geld"),
}
LEVELS: dict[int, Any] = {
    0: _("instapniveau"),
    1: _("mbo 1 of vmbo basis"),
    2: _("mbo 2 of vmbo"),
    3: _("mbo 3"),
    4: _("mbo 4, havo of vwo"),
    5: _("Associate degree"),
    6: _("hbo of bachelor"),
    7: _("master"),
    8: _("doctor"),
}
MISSING: dict[str, Any] = {
    "size": _("hoe groot het bedrijf is"),
    "sector": _("de sector"),
    "price": _("wat het kost"),
    "course_level": _("het niveau van de opleiding"),
    "education_level": _("uw eigen niveau"),
    "age": _("uw leeftijd"),
}
NAMES: dict[str, dict[Any, Any]] = {"who": WHO, "pays": PURPOSES, "size": SIZES, "sector": SECTORS}
WHY: dict[str, Any] = {
    "course_level": _("opleiding op niveau %(given)s"),
    "education_level": _("uw niveau is %(given)s"),
    "age": _("%(given)s jaar"),
}
WHY_NOT: dict[str, Any] = {
    "costs_too_low": _("De kosten zijn minstens %(least)s. U komt %(short)s tekort."),
    "amount_too_low": _("Het bedrag is minstens %(least)s. U komt %(short)s tekort."),
    "age": _("Dit is voor mensen van %(first)s tot en met %(last)s jaar."),
    "course_level": _("Dit is voor een opleiding op niveau %(allowed)s."),
    "education_level": _("Dit is voor mensen met niveau %(allowed)s."),
    "pays": _("Dit betaalt alleen: %(allowed)s."),
}
ONLY_FOR = _("Dit is alleen voor: %(allowed)s.")


def why(reason: Reason) -> str:
    """What was answered that makes a scheme fit, in a few words."""
    if reason.code in WHY:
        return str(WHY[reason.code]) % reason.facts
    return str(NAMES[reason.code][reason.facts["given"]])


def why_not(reason: Reason) -> str:
    """Why a scheme does not fit, in a sentence with the gap."""
    sentence = str(WHY_NOT.get(reason.code, ONLY_FOR))
    if "least_cents" in reason.facts:
        least, short = (money.euros(reason.facts[name], web.language()) for name in ("least_cents", "short_cents"))
        return sentence % {"least": least, "short": short}
    allowed = reason.facts["allowed"]
    known = NAMES.get(reason.code, {})
    listed = ", ".join(str(known.get(value, value)) for value in allowed)
    return sentence % {"allowed": listed, "first": allowed[0], "last": allowed[-1]}


def words(text: rules.Words) -> str:
    """A text of a record in the language of whoever reads."""
    return text.in_language(web.language())


def status(state: State) -> str:
    """What a scheme is now, in a word."""
    return str(STATUSES[state.status])


def names(known: dict[Any, Any], codes: Iterable[Any]) -> str:
    """The names of codes, one after the other."""
    return ", ".join(str(known[code]) for code in codes)


def size_options() -> list[tuple[str, str]]:
    """Sizes to choose from, with how many people that is."""
    return [(code, f"{SIZE_NAMES[code]}: {SIZE_HINTS[code]}") for code in SIZES]


def level_options() -> list[tuple[int, str]]:
    """Levels to choose from, with the diplomas they are."""
    return [(level, f"{level}: {name}") for level, name in LEVELS.items()]


def price(answers: Answers) -> str:
    """A price as people type it; empty when it is not known."""
    return "" if answers.price_cents is None else money.plain(answers.price_cents).replace(".", ",")


PARTS: dict[str, Any] = {
    "name": _("naam"),
    "about": _("uitleg"),
    "status": _("stand"),
    "status_note": _("uitleg bij de stand"),
    "windows": _("rondes"),
    "valid_from": _("eerste dag"),
    "valid_until": _("einde"),
    "applicant": _("wie aanvraagt"),
    "gives": _("wat men krijgt"),
    "who": _("voor wie"),
    "pays": _("waarvoor"),
    "sizes": _("grootte"),
    "sectors": _("sector"),
    "min_age": _("leeftijd vanaf"),
    "max_age": _("leeftijd tot"),
    "education_levels": _("diploma"),
    "rates": _("deel van de kosten"),
    "costs_from_cents": _("kosten vanaf"),
    "amount_from_cents": _("bedrag vanaf"),
    "threshold_cents": _("drempel"),
    "cap_cents": _("hoogste bedrag"),
    "sector_caps": _("hoogste bedrag per sector"),
    "advance_percent": _("deel vooraf"),
    "pots": _("potjes voor de rest"),
    "not_with": _("mag niet samen met"),
    "conditions": _("regels"),
    "papers": _("papieren"),
    "source_name": _("bron"),
    "source_url": _("adres van de bron"),
    "checked_on": _("gecontroleerd op"),
    "certainty": _("hoe zeker"),
}
"""What the parts of a record are called in its history."""


def amount(cents: int | None) -> str:
    """An amount as an editor types it; empty when there is none."""
    return money.plain(cents).replace(".", ",") if cents else ""
