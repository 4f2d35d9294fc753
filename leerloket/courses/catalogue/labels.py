"""What the codes of the catalogue are called on screen, in page addresses and in lists."""

from typing import Any

from flask_babel import lazy_gettext as _

SLUGS: dict[str, dict[str, str]] = {
    "when": {"day": "overdag", "evening": "avond", "friday": "vrijdag", "weekend": "weekend", "online": "online"},
    "kind": {"necessary": "vooraf-nodig", "reactive": "snel-nodig", "proactive": "vooruit"},
    "proof": {"diploma": "diploma", "certificate": "certificaat", "badge": "badge", "none": "geen"},
    "provider_type": {
        "mbo": "mbo",
        "hbo": "hbo",
        "wo": "wo",
        "private": "particulier",
        "technohub": "technohub",
        "fieldlab": "fieldlab",
        "community": "leergemeenschap",
    },
    "form": {
        "masterclass": "masterclass",
        "clinic": "clinic",
        "studio": "atelier",
        "laboratory": "laboratorium",
        "academy": "academie",
        "dress_rehearsal": "generale-repetitie",
        "entrepreneurs_cafe": "ondernemerscafe",
        "boxing_ring": "boksring",
        "kitchen_table": "keukentafel",
        "utopia": "utopia",
        "study_club": "studieclub",
        "expedition": "expeditie",
    },
    "language": {"nld": "nederlands", "eng": "engels", "deu": "duits"},
    "level": {
        level: level.replace("entry", "instroom") for level in ("entry", "1", "2", "3", "4", "4+", "5", "6", "7", "8")
    },
}
"""Per facet the word that stands for a code in the address of a page."""

NAMES: dict[str, dict[str, Any]] = {
    "when": {
        "day": _("overdag"),
        "evening": _("avond"),
        "friday": _("vrijdag"),
        "weekend": _("weekend"),
        "online": _("online"),
    },
    "kind": {
        "necessary": _("verplicht of vooraf nodig"),
        "reactive": _("snel nodig op uw werk"),
        "proactive": _("vooruit leren"),
    },
    "proof": {
        "diploma": _("diploma"),
        "certificate": _("certificaat"),
        "badge": _("badge"),
        "none": _("geen bewijs"),
    },
    "provider_type": {
        "mbo": _("school (mbo)"),
        "hbo": _("school (hbo)"),
        "wo": _("universiteit"),
        "private": _("andere opleider"),
        "technohub": _("technohub"),
        "fieldlab": _("fieldlab"),
        "community": _("leergemeenschap"),
    },
    "form": {
        "masterclass": _("masterclass: inzicht"),
        "clinic": _("clinic: vaardigheid"),
        "studio": _("atelier: nieuwe blik"),
        "laboratory": _("laboratorium: werkt het?"),
        "academy": _("academie: kennis toepassen"),
        "dress_rehearsal": _("generale repetitie: samen oefenen"),
        "entrepreneurs_cafe": _("ondernemerscafé: nieuw netwerk"),
        "boxing_ring": _("boksring: beter presteren"),
        "kitchen_table": _("keukentafel: elkaar leren kennen"),
        "utopia": _("utopia: vernieuwen"),
        "study_club": _("studieclub: spiegelen aan resultaten"),
        "expedition": _("expeditie: uzelf leren kennen"),
    },
    "language": {"nld": _("Nederlands"), "eng": _("Engels"), "deu": _("Duits")},
    "level": {
        "entry": _("instroom"),
        "1": _("niveau 1 (mbo 1)"),
        "2": _("niveau 2 (mbo 2)"),
        "3": _("niveau 3 (mbo 3)"),
        "4": _("niveau 4 (mbo 4)"),
        "4+": _("niveau 4+ (vwo)"),
        "5": _("niveau 5 (associate degree)"),
        "6": _("niveau 6 (bachelor)"),
        "7": _("niveau 7 (master)"),
        "8": _("niveau 8 (doctor)"),
    },
    "mode": {
        "classroom": _("in een groep op locatie"),
        "online": _("online"),
        "hybrid": _("deels online, deels op locatie"),
        "dual": _("leren en werken samen"),
    },
    "purpose": {
        "study": _("een studie"),
        "general_skills": _("algemene vaardigheden"),
        "job": _("uw werk"),
        "labour_market": _("ander werk"),
        "guidance": _("advies over uw loopbaan"),
    },
    "state": {
        "draft": _("concept"),
        "submitted": _("ter keuring"),
        "online": _("online"),
        "suspended": _("geschorst"),
    },
}
"""Per facet what a code is called on screen."""

CODES = {facet: {slug: code for code, slug in slugs.items()} for facet, slugs in SLUGS.items()}
"""Per facet the code that a word in an address stands for."""


def label(facet: str, code: str) -> Any:
    """What a code is called on screen."""
    return NAMES[facet][code]
