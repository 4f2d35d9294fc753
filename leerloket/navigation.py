"""The menu of each role: plain nouns, always visible (screens.md 4)."""

from typing import Any

import flask
import flask_login
from flask_babel import lazy_gettext as _

MENUS: dict[str | None, list[tuple[Any, str]]] = {
    None: [
        (_("Opleidingen"), "/opleidingen"),
        (_("Leergemeenschappen"), "/leergemeenschappen"),
        (_("Lotingen"), "/lotingen"),
        (_("Regelingen"), "/regelingen"),
        (_("Leerloketten"), "/loketten"),
    ],
    "worker": [
        (_("Saldo"), "/saldo"),
        (_("Opleidingen"), "/opleidingen"),
        (_("Boekingen"), "/boekingen"),
        (_("Bewijzen"), "/bewijzen"),
        (_("Plan"), "/plan"),
        (_("Regelingen"), "/regelingen"),
        (_("Afspraken"), "/afspraken"),
        (_("Lotingen"), "/lotingen"),
    ],
    "employer": [
        (_("Overzicht"), "/werkgever"),
        (_("Werknemers"), "/werkgever/werknemers"),
        (_("Storten"), "/werkgever/storten"),
        (_("Bestand uploaden"), "/werkgever/storten/bestand"),
        (_("Regels"), "/werkgever/regels"),
        (_("Verzoeken"), "/werkgever/verzoeken"),
        (_("Betalingen"), "/werkgever/betalingen"),
        (_("Overzichten"), "/werkgever/overzichten"),
        (_("Koppelingen"), "/werkgever/beheer/koppelingen"),
    ],
    "provider": [
        (_("Te doen"), "/aanbieder"),
        (_("Opleidingen"), "/aanbieder/opleidingen"),
        (_("Aanvragen"), "/aanbieder/aanvragen"),
        (_("Bewijzen"), "/aanbieder/bewijzen"),
        (_("Leergemeenschappen"), "/aanbieder/leergemeenschappen"),
        (_("Uitbetalingen"), "/aanbieder/uitbetalingen"),
        (_("Erkenning"), "/aanbieder/erkenning"),
        (_("Koppelingen"), "/aanbieder/beheer/koppelingen"),
    ],
    "adviser": [
        (_("Agenda"), "/loket"),
        (_("Cliënten"), "/loket/clienten"),
        (_("Beschikbaarheid"), "/loket/beschikbaarheid"),
    ],
    "administrator": [
        (_("Overzicht"), "/beheer"),
        (_("Monitor"), "/beheer/monitor"),
        (_("Leerrechten"), "/beheer/leerrechten"),
        (_("Regellab"), "/beheer/regellab"),
        (_("Lotingen"), "/beheer/lotingen"),
        (_("Werkgevers"), "/beheer/werkgevers"),
        (_("Bankregels"), "/beheer/bankregels"),
        (_("Aansluiting"), "/beheer/aansluiting"),
        (_("Uitbetalingen"), "/beheer/uitbetalingen"),
        (_("Geschillen"), "/beheer/geschillen"),
        (_("Leergemeenschappen"), "/beheer/leergemeenschappen"),
        (_("Signalen"), "/beheer/signalen"),
        (_("Regelingen"), "/beheer/regelingen"),
        (_("Berichten"), "/beheer/berichten"),
        (_("Brieven"), "/beheer/brieven"),
        (_("Boekhouding"), "/beheer/boekhouding"),
        (_("Bewaartermijnen"), "/beheer/bewaartermijnen"),
    ],
    "controller": [
        (_("Controle"), "/controle"),
        (_("Monitor"), "/beheer/monitor"),
        (_("Boekhouding"), "/beheer/boekhouding"),
        (_("Kloppen de boeken?"), "/beheer/boekhouding/kloppen"),
        (_("Werkgevers"), "/beheer/werkgevers"),
        (_("Regelingen"), "/beheer/regelingen"),
        (_("Lotingen"), "/beheer/lotingen"),
        (_("Aansluiting"), "/beheer/aansluiting"),
        (_("Uitbetalingen"), "/beheer/uitbetalingen"),
        (_("Signalen"), "/beheer/signalen"),
        (_("Bewaartermijnen"), "/beheer/bewaartermijnen"),
    ],
}
"""Per role (None: nobody signed in) the words and their addresses."""


def menu() -> list[tuple[Any, str, bool]]:
    """The menu of whoever looks at this page: label, address, and whether the page is there."""
    person = flask_login.current_user
    entries = MENUS.get(person.role if person.is_authenticated else None, [])
    path = flask.request.path
    here = max((url for _label, url in entries if path == url or path.startswith(url + "/")), key=len, default="")
    return [(label, url, url == here) for label, url in entries]
