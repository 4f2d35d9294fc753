"""How draws are told on screen: states, and rules as sentences. Texts are translated when they are shown."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext

PURPOSES: dict[str, Any] = {
    "study": lazy_gettext("een studie"),
    "general_skills": lazy_gettext("algemene vaardigheden"),
    "job": lazy_gettext("leren voor uw werk"),
    "labour_market": lazy_gettext("leren voor ander werk"),
    "guidance": lazy_gettext("advies en begeleiding"),
}

STATES: dict[str, tuple[Any, str]] = {
    "draft": (lazy_gettext("Wacht op een tweede persoon"), "warning"),
    "open": (lazy_gettext("Open"), "info"),
    "drawn": (lazy_gettext("Geloot"), "success"),
    "ended": (lazy_gettext("Afgerond"), "neutral"),
}

ENTRY_STATES: dict[str, tuple[Any, str]] = {
    "entered": (lazy_gettext("U doet mee"), "info"),
    "drawn": (lazy_gettext("U bent ingeloot"), "success"),
    "claimed": (lazy_gettext("U krijgt het geld"), "success"),
    "waiting": (lazy_gettext("U staat in de rij"), "warning"),
    "declined": (lazy_gettext("U liet het geld aan een ander"), "neutral"),
    "lapsed": (lazy_gettext("U nam het geld niet op tijd op"), "neutral"),
}


def who_may_enter(condition: Mapping[str, Any], regions: Mapping[str, str]) -> list[str]:
    """Each condition as a sentence; `regions` names the codes."""
    told = []
    if "age_from" in condition:
        told.append(_("U bent %(age)s jaar of ouder.", age=condition["age_from"]))
    if "age_until" in condition:
        told.append(_("U bent jonger dan %(age)s jaar.", age=condition["age_until"]))
    if "nlqf_below" in condition:
        told.append(_("Uw opleiding is lager dan niveau %(level)s.", level=condition["nlqf_below"]))
    if condition.get("regions"):
        names = [regions.get(code, code) for code in condition["regions"]]
        told.append(_("U woont in de regio %(regions)s.", regions=", ".join(names)))
    return told or [_("Iedereen met een leerrekening mag meedoen.")]


def who_comes_first(priorities: Sequence[Mapping[str, Any]], regions: Mapping[str, str]) -> list[str]:
    """Each priority as a sentence."""
    return [
        _(
            "%(who)s Dan heeft u %(tickets)s lootjes.",
            who=" ".join(who_may_enter(each["when"], regions)),
            tickets=each["weight"],
        )
        for each in priorities
    ]
