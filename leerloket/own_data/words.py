"""What a reader sees of rows: the subjects on paper with their columns, values in words, and why something stays."""

from datetime import date, datetime
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _

from leerloket import clock, money, printing

ROWS_ON_PAPER, FEWEST_ROWS_ON_PAPER = 100, 5
"""Of each subject; the other files have everything."""
LONGEST_CELL = 600

Columns = list[tuple[str, Any]]

ON_PAPER: dict[str, tuple[Any, Columns]] = {
    "pots": (
        _("Uw potjes"),
        [
            ("funderName", _("Van wie")),
            ("availableCents", _("Te gebruiken")),
            ("heldCents", _("Staat vast")),
            ("expiresOn", _("Te gebruiken tot en met")),
        ],
    ),
    "transfers": (_("Bij en af"), [("businessDate", _("Dag")), ("kind", _("Soort")), ("rule", _("Regel"))]),
    "bookings": (
        _("Uw boekingen"),
        [
            ("reference", _("Kenmerk")),
            ("moduleTitle", _("Opleiding")),
            ("providerName", _("Aanbieder")),
            ("startsAt", _("Begin")),
            ("priceCents", _("Prijs")),
        ],
    ),
    "certificates": (
        _("Uw bewijzen"),
        [("title", _("Bewijs")), ("providerName", _("Aanbieder")), ("issuedAt", _("Gegeven")), ("code", _("Code"))],
    ),
    "goals": (_("De doelen in uw plan"), [("title", _("Doel")), ("readyOn", _("Klaar op"))]),
    "tasks": (_("De taken in uw plan"), [("title", _("Taak")), ("dueOn", _("Voor")), ("doneAt", _("Gedaan"))]),
    "consultations": (
        _("Uw gesprekken"),
        [("startedAt", _("Wanneer")), ("adviserName", _("Met wie")), ("notes", _("Notities"))],
    ),
    "appointments": (_("Uw afspraken"), [("startsAt", _("Wanneer")), ("channel", _("Hoe"))]),
    "employments": (
        _("Uw werk"),
        [("personnelNumber", _("Personeelsnummer")), ("startsOn", _("Vanaf")), ("endsOn", _("Tot en met"))],
    ),
    "consents": (
        _("Uw toestemmingen"),
        [
            ("receiverName", _("Voor wie")),
            ("scope", _("Wat")),
            ("givenAt", _("Gegeven")),
            ("revokedAt", _("Ingetrokken")),
        ],
    ),
    "reads": (
        _("Wie keek in uw gegevens"),
        [("at", _("Wanneer")), ("actorName", _("Wie")), ("organisationName", _("Namens")), ("purpose", _("Waarom"))],
    ),
    "outbox": (_("Berichten aan u"), [("createdAt", _("Wanneer")), ("kind", _("Soort")), ("sentAt", _("Verstuurd"))]),
    "broughtItems": (_("Meegenomen van een andere dienst"), [("origin", _("Van")), ("subject", _("Wat"))]),
}

PERSON: Columns = [
    ("number", _("Uw nummer")),
    ("name", _("Naam")),
    ("email", _("E-mailadres")),
    ("phone", _("Telefoonnummer")),
    ("postalAddress", _("Postadres")),
    ("birthOn", _("Geboortedatum")),
    ("regionCode", _("Regio waar u woont")),
]

WHY_KEPT = {
    "money": _("Uw bij en af, boekingen en betalingen: 7 jaar, omdat de belastingwet dat vraagt. Zonder uw naam."),
    "bank": _("Wat de bank ons meldde, met de naam van wie betaalde: 7 jaar, omdat de belastingwet dat vraagt."),
    "proof": _("Wie mocht meekijken, wie keek en wat wij deden: 2 jaar, als bewijs. Zonder uw naam."),
    "average": _("De cijfers die u aan opleidingen gaf. Zonder uw naam. Ze tellen mee in het gemiddelde."),
    "number": _("Een willekeurig nummer, zodat de boekhouding blijft kloppen."),
    "staff": _("Wat medewerkers deden: 7 jaar, voor de controle."),
}
"""Why a table keeps its rows after erasure, and under which law; `nobody` is about no person."""

WHAT_GOES = [
    _("Uw naam, e-mailadres, telefoonnummer, adres en geboortedatum."),
    _("Uw plan, de notities van gesprekken en uw afspraken."),
    _("Uw bewijzen en de links waarmee u ze deelde."),
    _("De tekst van berichten aan u en uw jaaroverzichten."),
    _("Uw wachtwoord en tweede stap. U kunt niet meer inloggen."),
]


def in_words(name: str, value: Any, language: str) -> str:
    """A JSON value as people read it: cents as euros, days and instants written out, typed texts cut and breakable."""
    if value is None or value == "":
        return ""
    if name.endswith("Cents"):
        return money.euros(int(value), language)
    if name.endswith("On") or name == "businessDate":
        return clock.day_text(date.fromisoformat(str(value)), language)
    if name.endswith("At") or name == "at":
        return clock.moment_text(datetime.fromisoformat(str(value)), language)
    if isinstance(value, bool):
        return str(gettext("ja") if value else gettext("nee"))
    text: str = printing.cut(str(value), LONGEST_CELL)
    return text
