"""How movements are named and explained to a person. Pure; texts are translated when they are shown."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _

PURPOSES: dict[str, Any] = {
    "study": _("een studie"),
    "general_skills": _("algemene vaardigheden"),
    "job": _("leren voor uw werk"),
    "labour_market": _("leren voor ander werk"),
    "guidance": _("advies en begeleiding"),
}

KINDS: dict[str, Any] = {
    "grant": _("Leerrecht van de overheid"),
    "topup": _("Geld van uw werkgever"),
    "own": _("Zelf ingelegd"),
    "own_back": _("Teruggestort door de betaaldienst"),
    "reserve": _("Vastgezet voor een boeking"),
    "release": _("Terug van een boeking"),
    "capture": _("Terug na een opleiding"),
    "fee": _("Terug na annuleren"),
    "refund": _("Terugbetaald"),
    "expiry": _("Verlopen"),
    "return": _("Terug naar uw werkgever"),
    "correction": _("Correctie"),
    "clawback": _("Teruggehaald bij de aanbieder"),
}
"""What a movement is called."""

GROUPS: dict[str, tuple[Any, tuple[str, ...]]] = {
    "erbij": (_("Geld erbij"), ("grant", "topup", "own")),
    "boekingen": (_("Boekingen"), ("reserve", "release", "capture", "fee", "refund")),
    "anders": (_("Verlopen en correcties"), ("expiry", "return", "own_back", "correction", "clawback")),
}
"""The kinds one can filter by."""

WHY: dict[str, Any] = {
    "starting-right": _("Iedereen van 18 jaar tot de AOW-leeftijd krijgt één keer een startbedrag."),
    "starting-right-up-to-the-cap": _("U krijgt één keer een startbedrag, tot het maximum op uw rekening."),
    "yearly-right": _("U krijgt elk jaar leerrecht van de overheid."),
    "yearly-right-up-to-the-cap": _("U krijgt elk jaar leerrecht, tot het maximum op uw rekening."),
    "yearly-right-below-nlqf-4": _("Uw opleiding is lager dan niveau 4. Daarom krijgt u elk jaar meer leerrecht."),
    "yearly-right-below-nlqf-4-up-to-the-cap": _("U krijgt elk jaar meer leerrecht, tot het maximum op uw rekening."),
    "won-in-a-draw": _("U bent ingeloot bij een loting en nam het geld op."),
    "employer-top-up": _("Uw werkgever zet dit geld op uw rekening. Uw werkgever ziet niet welke opleiding u kiest."),
    "bank-line-with-reference-and-exact-amount": _("U maakte dit bedrag over met het goede kenmerk."),
    "bank-line-with-reference": _("U maakte dit bedrag over met het goede kenmerk."),
    "paid-online-as-the-payment-service-says": _("U betaalde dit met iDEAL."),
    "given-back-by-the-payment-service": _("De betaaldienst stortte dit bedrag aan u terug."),
    "waits-for-the-own-share": _("Dit stond vast voor een boeking waarvan u een deel zelf betaalt."),
    "bank-line-assigned-by-hand": _("U maakte dit bedrag over. Een medewerker zocht uit dat het van u was."),
    "pays-first-because-it-ends-first": _("We gebruiken het geld dat het eerst verloopt."),
    "pays-in-order-right-employer-own": _("Eerst leerrecht, dan geld van uw werkgever, dan uw eigen geld."),
    "chosen-by-the-person": _("U koos zelf uit welk potje dit kwam."),
    "pays-in-the-order-of-the-person": _("U koos zelf welk potje eerst betaalt."),
    "pays-as-before-the-move": _("Dit potje betaalde ook de datum die u eerst had."),
    "moved-to-another-date-all-back": _("Uw boeking ging naar een andere datum. Het geld kwam eerst helemaal terug."),
    "changed-offer-agreed-all-back": _("U nam een gewijzigd aanbod aan. Het geld kwam eerst helemaal terug."),
    "changed-offer-declined-all-back": _("U nam een gewijzigd aanbod niet aan. U kreeg alles terug."),
    "right-has-ended": _("De einddatum van dit leerrecht is voorbij. Wat u niet gebruikte, is verlopen."),
    "unused-money-returns-to-its-funder": _(
        "De einddatum van dit geld is voorbij. Wat u niet gebruikte, gaat terug naar uw werkgever."
    ),
    "correction-by-two-people": _("Hier stond iets verkeerd. Twee medewerkers hebben dat samen hersteld."),
    "clawback-by-two-people": _("De aanbieder kreeg te veel. Twee medewerkers haalden dat geld terug."),
    "hold-the-whole-price": _("De hele prijs staat vast zodra u boekt."),
}
"""Why a movement is there, by the rule it carries."""


VERSIONS = {"2026-1": date(2026, 1, 1)}
"""Since when each version of the rules in the code holds; those of learning rights stand in their rule sets."""


def pot_name(pot: Any) -> str:
    """What a pot is called: leerrecht, the employer's name, or own money."""
    if pot.source == "employer":
        return str(gettext("Geld van %(name)s", name=pot.funder_name))
    return str(gettext("Leerrecht") if pot.source == "right" else gettext("Eigen geld"))


def holding_name(pot: Any) -> str:
    """The same for a statement, which also names an employer's fund."""
    return str(gettext("Uw tegoed")) if pot.source == "fund" else pot_name(pot)


def matches(asked: str, texts: Iterable[str]) -> bool:
    """Whether every word somebody searches for stands in one of the texts; letters and spaces count loosely."""
    there = _plain(" ".join(texts))
    return all(word in there for word in _plain(asked).split())


def _plain(text: str) -> str:
    return text.casefold().replace("\u00a0", " ").replace("−", "-")


@dataclass(frozen=True, slots=True)
class Ending:
    """Money that ends on a day."""

    on: date
    amount_cents: int
    source: str
    funder_name: str
    months_left: int


def months_between(today: date, day: date) -> int:
    """Whole months from a day to a later one."""
    months = (day.year - today.year) * 12 + day.month - today.month
    return months - (day.day < today.day)


def endings(pots: Sequence[Any], today: date) -> list[Ending]:
    """What ends when, earliest first; pots without money, without an end or past it are left out."""
    found = [
        Ending(
            pot.expires_on,
            pot.available_cents,
            pot.source,
            pot.funder_name,
            months_between(today, pot.expires_on),
        )
        for pot in pots
        if pot.expires_on is not None and pot.available_cents > 0 and not is_over(pot.expires_on, today)
    ]
    return sorted(found, key=lambda ending: ending.on)


def is_over(expires_on: date | None, today: date) -> bool:
    """Whether a pot has ended."""
    return expires_on is not None and expires_on < today
