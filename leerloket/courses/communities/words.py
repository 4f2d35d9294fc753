"""What the codes of learning communities are called on screen, and in the addresses of pages."""

from typing import Any

from flask_babel import lazy_gettext as _

NAMES: dict[str, dict[str, Any]] = {
    "community_form": {
        "fieldlab": _("fieldlab"),
        "skillslab": _("skillslab"),
        "living_lab": _("living lab"),
        "centre_of_expertise": _("centre of expertise"),
        "civ": _("vakcentrum (CIV)"),
        "lectorate": _("lectoraat"),
        "practorate": _("practoraat"),
        "technohub": _("technohub"),
        "campus": _("campus"),
    },
    "sector": {
        "energy": _("Energie"),
        "agri_food": _("Agri & food"),
        "horticulture": _("Tuinbouw en uitgangsmaterialen"),
        "life_sciences": _("Life sciences & health"),
        "high_tech": _("High tech (HTSM)"),
        "chemistry": _("Chemie"),
        "water_maritime": _("Water en maritiem"),
        "logistics": _("Logistiek"),
        "creative": _("Creatieve industrie"),
        "ict": _("ICT"),
    },
    "partner": {
        "company": _("Bedrijven"),
        "school": _("Scholen"),
        "research": _("Onderzoek"),
        "government": _("Overheid"),
        "other": _("Anderen"),
    },
    "joiner": {"company": _("bedrijf"), "school": _("school"), "worker": _("werkende")},
    "factor": {
        "ownership": _("Samen eigenaar"),
        "ties": _("Banden in de regio"),
        "hybrid": _("Leren en werken samen"),
        "places": _("Plekken"),
        "expertise": _("Open kennis"),
        "mentors": _("Mentoren"),
    },
    "factor_sentence": {
        "ownership": _("Partners voelen zich samen eigenaar van hoe er in hun eigen organisatie geleerd wordt."),
        "ties": _("Er zijn banden met de economische en sociale netwerken in de regio."),
        "hybrid": _("Leren en werken door elkaar is het begin van alles."),
        "places": _("Er zijn echte plekken die voor van alles te gebruiken zijn."),
        "expertise": _("Netwerken van kennis zijn open, en iedereen komt makkelijk binnen."),
        "mentors": _("Mentoren helpen iedereen om open te leren, over en weer."),
    },
}
"""Per kind of code what each is called on screen."""

JOIN_STATES: dict[str, tuple[Any, str]] = {
    "asked": (_("wacht op antwoord"), "info"),
    "accepted": (_("doet mee"), "success"),
    "declined": (_("afgewezen"), "neutral"),
    "withdrawn": (_("ingetrokken"), "neutral"),
}
"""Where a request to join stands, in words and as a kind of badge."""


def address_word(code: str) -> str:
    """The word that stands for a code in the address of a page."""
    return code.replace("_", "-")


def code_of(word: str, codes: tuple[str, ...]) -> str:
    """The code a word in an address stands for; empty when there is none."""
    return next((code for code in codes if address_word(code) == word), "")
