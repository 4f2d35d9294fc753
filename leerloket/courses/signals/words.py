"""Signals in words: what each kind is called, its rule with the limits filled in, what was found, and why a limit."""

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext, ngettext
from flask_babel import lazy_gettext as _

from leerloket import money, web
from leerloket.courses.signals import kinds

NAMES: dict[str, Any] = {
    "burst": _("Veel boekingen op 1 dag"),
    "price-rise": _("Prijs gaat snel omhoog"),
    "price-at-right": _("Prijs gelijk aan het leerrecht"),
    "shared-account": _("Rekening ook van een ander"),
    "young-volume": _("Jonge aanbieder met veel omzet"),
    "one-employer": _("1 werkgever bij 1 aanbieder"),
    "night-attendance": _("Aanwezigheid in de nacht"),
    "repeated-refunds": _("Vaak geld terug"),
    "report": _("Melding"),
}

OUTCOMES: dict[str, Any] = {"true": _("klopt"), "false-alarm": _("vals alarm"), "unclear": _("onduidelijk")}

RULES: dict[str, Any] = {
    "burst": _(
        "Op 1 dag kwamen er %(bookings)s boekingen of meer bij. Dat is minstens %(times)s keer zoveel als op een"
        " gewone dag in de 4 weken ervoor."
    ),
    "price-rise": _(
        "Een prijs ging minstens %(percent)s procent en minstens %(cents)s omhoog. Wij vergelijken met de hoogste"
        " prijs van de opleiding in het jaar ervoor."
    ),
    "price-at-right": _(
        "In 90 dagen kostten minstens %(bookings)s boekingen precies een leerrecht, of hoogstens %(below)s procent"
        " minder. Dat is minstens %(percent)s procent van alle boekingen."
    ),
    "shared-account": _("De aanbieder wordt betaald op een rekening waarop ook een andere aanbieder betaald wordt."),
    "young-volume": _(
        "De aanbieder is korter dan %(days)s dagen erkend en heeft minstens %(bookings)s boekingen voor samen"
        " %(cents)s. Ook verkoopt hij meer dan 95 van de 100 aanbieders."
    ),
    "one-employer": _(
        "In 90 dagen betaalde 1 werkgever minstens %(percent)s procent van alles bij de aanbieder, met minstens"
        " %(bookings)s boekingen. En minstens %(percent)s procent van wat die werkgever uitgaf, ging"
        " naar deze aanbieder."
    ),
    "night-attendance": _(
        "De aanbieder gaf minstens %(times)s keer aanwezigheid door tussen %(from)s en %(until)s uur. Dat is minstens"
        " %(percent)s procent van alle keren."
    ),
    "repeated-refunds": _(
        "In 90 dagen gingen bevestigde boekingen minstens %(refunds)s keer niet door. Dat is minstens %(percent)s"
        " procent van alle boekingen. Een groep die in 1 keer stopt, telt als 1 keer."
    ),
    "report": _("Iemand vertelde ons iets. Iedereen kan dat doen, ook zonder account."),
}

REASONS: dict[tuple[str, str], Any] = {
    ("burst", "bookings"): _("Een volle groep is 20 mensen. Dat hoort geen signaal te geven."),
    ("burst", "times"): _("Na een reclame komen er 2 tot 3 keer zoveel boekingen."),
    ("price-rise", "percent"): _(
        "Bij STAP gingen prijzen omhoog toen er geld kwam. Gewone prijzen stijgen 3 tot 6 procent."
    ),
    ("price-rise", "cents"): _("Een paar euro meer op een goedkope opleiding is geen fraude."),
    ("price-at-right", "bookings"): _("Een paar ronde prijzen zijn toeval."),
    ("price-at-right", "percent"): _("Wie zijn prijs op het leerrecht zet, doet dat bij de meeste opleidingen."),
    ("price-at-right", "below"): _("€ 995 is ook een prijs die op € 1.000 mikt."),
    ("young-volume", "days"): _("In de eerste 3 maanden kennen wij een aanbieder nog niet."),
    ("young-volume", "bookings"): _("1 dure opleiding is geen omzet van een bedrieger."),
    ("young-volume", "cents"): _("Onder dit bedrag is de schade klein en kan iemand later kijken."),
    ("one-employer", "bookings"): _("Een klein bedrijf dat een paar mensen stuurt, is gewoon."),
    ("one-employer", "percent"): _("Een echte school heeft meer klanten, en een echte werkgever meer scholen."),
    ("night-attendance", "times"): _("Een docent die een keer laat werkt, is gewoon."),
    ("night-attendance", "percent"): _("Wie alles in de nacht doorgeeft, was waarschijnlijk niet in de les."),
    ("night-attendance", "from"): _("De laatste avondles eindigt om 22.30 uur."),
    ("night-attendance", "until"): _("De eerste les begint om 7.00 uur."),
    ("repeated-refunds", "refunds"): _("Mensen worden ziek. Dat geeft een paar keer geld terug."),
    ("repeated-refunds", "percent"): _("Van gewone boekingen gaat 1 op de 10 niet door."),
}

LIMITS: dict[tuple[str, str], Any] = {
    ("burst", "bookings"): _("Boekingen op 1 dag"),
    ("burst", "times"): _("Keer zoveel als gewoon"),
    ("price-rise", "percent"): _("Stijging in procenten"),
    ("price-rise", "cents"): _("Stijging in centen"),
    ("price-at-right", "bookings"): _("Boekingen met die prijs"),
    ("price-at-right", "percent"): _("Deel van alle boekingen, in procenten"),
    ("price-at-right", "below"): _("Hoogstens zoveel procent minder"),
    ("young-volume", "days"): _("Dagen erkend"),
    ("young-volume", "bookings"): _("Boekingen"),
    ("young-volume", "cents"): _("Omzet in centen"),
    ("one-employer", "bookings"): _("Boekingen van de werkgever"),
    ("one-employer", "percent"): _("Deel van het geld, in procenten"),
    ("night-attendance", "times"): _("Keren in de nacht"),
    ("night-attendance", "percent"): _("Deel van alle keren, in procenten"),
    ("night-attendance", "from"): _("Nacht begint om (uur)"),
    ("night-attendance", "until"): _("Nacht eindigt om (uur)"),
    ("repeated-refunds", "refunds"): _("Keren geld terug"),
    ("repeated-refunds", "percent"): _("Deel van alle boekingen, in procenten"),
}


def rule(kind: str, limits: Mapping[str, int]) -> str:
    """The rule of a kind in words, with these limits in it."""
    return str(RULES[kind]) % _readable(limits)


def found(kind: str, figures: Mapping[str, int]) -> str:
    """What was found, in one sentence with its figures."""
    facts = _readable(figures)
    sentences: dict[str, str] = {
        "burst": gettext("%(bookings)s boekingen op 1 dag. In de 28 dagen ervoor samen %(before)s."),
        "price-rise": gettext("Van %(from_cents)s naar %(to_cents)s."),
        "price-at-right": gettext("%(bookings)s van de %(of)s boekingen."),
        "shared-account": ngettext("%(num)s andere aanbieder.", "%(num)s andere aanbieders.", figures.get("others", 0)),
        "young-volume": gettext("%(days)s dagen erkend, %(bookings)s boekingen, %(cents)s."),
        "one-employer": gettext(
            "%(bookings)s boekingen voor %(cents)s. De aanbieder verkocht %(of_cents)s,"
            " de werkgever gaf %(spent_cents)s uit."
        ),
        "night-attendance": gettext("%(times)s van de %(of)s keer."),
        "repeated-refunds": gettext("%(refunds)s keer, %(bookings)s van de %(of)s boekingen."),
        "report": "",
    }
    return sentences[kind] % facts


def _readable(values: Mapping[str, int]) -> dict[str, str]:
    return {
        name: money.euros(value, web.language()) if name.endswith("cents") else str(value)
        for name, value in values.items()
    }


def list_limits() -> list[tuple[kinds.Limit, Any, Any]]:
    """Every limit with its name and the reason of the value it begins with."""
    return [(one, LIMITS[one.kind, one.name], REASONS[one.kind, one.name]) for one in kinds.LIMITS]
