"""A provider's offer as plain values, whatever file it came in, with every error of that file. Pure."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from leerloket import money
from leerloket.courses.catalogue import codes, places, rules
from leerloket.courses.providers import codes as provider_codes
from leerloket.courses.providers import numbers

LONGEST = {"title": 160, "about": 4_000, "prior": 500, "name": 160, "key": 120, "item": 300, "place": 80}
LONGEST_SUMMARY = 160
MOST_ITEMS = 20
MOST_SESSIONS = 200
MOST_SEATS = 5_000
MOST_HOURS = 10_000


@dataclass(frozen=True, slots=True)
class RowError:
    """What is wrong in one row (a spreadsheet row, or the how-manieth item of a JSON list)."""

    row: int
    field: str
    code: str
    nl: str
    en: str


@dataclass(frozen=True, slots=True)
class ProviderRow:
    """A provider as a file describes it."""

    kvk: str
    name: str
    kind: str = "private"
    brin: str | None = None
    iban: str | None = None
    place: str | None = None
    about: str = ""
    email: str | None = None
    phone: str | None = None
    website: str | None = None


@dataclass(frozen=True, slots=True)
class EditionRow:
    """An edition as a file describes it. `key` names it within the provider."""

    row: int
    key: str
    module_key: str
    place: str | None
    address: str | None
    sessions: tuple[rules.Session, ...]
    capacity: int
    price_cents: int


@dataclass(frozen=True, slots=True)
class ModuleRow:
    """A module as a file describes it. `key` names it within the provider."""

    row: int
    key: str
    title: str
    about: str
    outcomes: tuple[str, ...] = ()
    skills: tuple[str, ...] = ()
    prior: str = ""
    knowledge_checked: bool = False
    nlqf: str = "2"
    hours: int = 8
    language: str = "nld"
    proof: str = "none"
    kind: str = "proactive"
    form: str = "academy"
    mode: str = "classroom"
    purpose: str = "job"


@dataclass(slots=True)
class Offer:
    """What one provider offers, as far as it could be read, and all that could not."""

    provider: ProviderRow | None = None
    modules: list[ModuleRow] = field(default_factory=list)
    editions: list[EditionRow] = field(default_factory=list)
    errors: list[RowError] = field(default_factory=list)

    def refuse(self, row: int, name: str, code: str, nl: str, en: str) -> None:
        """Note an error."""
        self.errors.append(RowError(row, name, code, nl, en))


CHOICES = {
    "nlqf": codes.LEVELS,
    "language": codes.LANGUAGES,
    "proof": codes.PROOFS,
    "kind": codes.KINDS,
    "form": codes.FORMS,
    "mode": codes.MODES,
    "purpose": codes.PURPOSES,
}


def check_module(offer: Offer, module: ModuleRow) -> bool:
    """Note every error of a module; whether there is none."""
    before = len(offer.errors)
    _check_text(offer, module.row, "title", module.title, LONGEST["title"])
    _check_text(offer, module.row, "about", module.about, LONGEST["about"])
    _check_text(offer, module.row, "key", module.key, LONGEST["key"])
    for name in ("outcomes", "skills"):
        items: Sequence[str] = getattr(module, name)
        if len(items) > MOST_ITEMS or any(not 0 < len(item) <= LONGEST["item"] for item in items):
            offer.refuse(module.row, name, "list", "Dit zijn te veel of te lange regels.", "Too many or too long.")
    if len(module.prior) > LONGEST["prior"]:
        offer.refuse(module.row, "prior", "too-long", "Deze tekst is te lang.", "This text is too long.")
    if not 0 < module.hours <= MOST_HOURS:
        offer.refuse(module.row, "hours", "range", "Vul uren in van 1 tot 10.000.", "Hours must be 1 to 10,000.")
    for name, choices in CHOICES.items():
        if getattr(module, name) not in choices:
            choice = ", ".join(choices)
            offer.refuse(module.row, name, "choice", f"Kies uit: {choice}.", f"Choose from: {choice}.")
    return len(offer.errors) == before


def check_edition(offer: Offer, edition: EditionRow) -> bool:
    """Note every error of an edition; whether there is none."""
    before = len(offer.errors)
    _check_text(offer, edition.row, "key", edition.key, LONGEST["key"])
    if edition.place is not None and places.find(edition.place) is None:
        near = places.like(edition.place)
        guess = f" Bedoelt u {near.name}?" if near else ""
        offer.refuse(
            edition.row, "place", "unknown-place", f"Deze plaats kennen we niet.{guess}", "This place is not known."
        )
    if not 0 < edition.capacity <= MOST_SEATS:
        offer.refuse(edition.row, "capacity", "range", "Vul plekken in van 1 tot 5.000.", "Seats must be 1 to 5,000.")
    if not 0 <= edition.price_cents <= money.LARGEST_CENTS:
        offer.refuse(edition.row, "price", "range", "Deze prijs kan niet.", "This price is not possible.")
    _check_sessions(offer, edition.row, edition.sessions)
    return len(offer.errors) == before


def _check_sessions(offer: Offer, row: int, sessions: Sequence[rules.Session]) -> None:
    if not 0 < len(sessions) <= MOST_SESSIONS:
        offer.refuse(row, "sessions", "missing", "Vul minstens één dag in.", "Give at least one date.")
        return
    ends: datetime | None = None
    for session in sessions:
        if session.ends_at <= session.starts_at:
            offer.refuse(
                row, "sessions", "order", "Een les eindigt voor het begin.", "A session ends before it starts."
            )
            return
        if ends is not None and session.starts_at < ends:
            offer.refuse(
                row, "sessions", "overlap", "Twee lessen vallen samen of staan door elkaar.", "Sessions overlap."
            )
            return
        ends = session.ends_at


def check_provider(offer: Offer, row: int, provider: ProviderRow) -> bool:
    """Note every error of a provider; whether there is none."""
    before = len(offer.errors)
    _check_text(offer, row, "name", provider.name, LONGEST["name"])
    if not numbers.is_kvk(provider.kvk):
        offer.refuse(row, "kvk", "kvk", "Een KvK-nummer heeft 8 cijfers.", "A KvK number has 8 digits.")
    if provider.kind not in provider_codes.KINDS:
        choice = ", ".join(provider_codes.KINDS)
        offer.refuse(row, "kind", "choice", f"Kies uit: {choice}.", f"Choose from: {choice}.")
    if provider.iban is not None and numbers.tidy_iban(provider.iban) is None:
        offer.refuse(row, "iban", "iban", "Dit IBAN klopt niet.", "This IBAN is not right.")
    if provider.place is not None and places.find(provider.place) is None:
        offer.refuse(row, "place", "unknown-place", "Deze plaats kennen we niet.", "This place is not known.")
    return len(offer.errors) == before


def _check_text(offer: Offer, row: int, name: str, text: str, longest: int) -> None:
    if not text.strip():
        offer.refuse(row, name, "required", "Vul dit in.", "This is required.")
    elif len(text) > longest:
        offer.refuse(row, name, "too-long", f"Gebruik hooguit {longest} tekens.", f"At most {longest} characters.")
    elif "\x00" in text:
        offer.refuse(row, name, "character", "Hier staat een onleesbaar teken.", "There is an unreadable character.")


def summary_of(text: str) -> str:
    """The first sentences of a text, at least one and as many as fit on two lines of a list."""
    sentences = re.split(r"(?<=[.!?])\s+", text.strip())
    summary = sentences[0][:LONGEST_SUMMARY]
    for sentence in sentences[1:]:
        if len(summary) + 1 + len(sentence) > LONGEST_SUMMARY:
            break
        summary += f" {sentence}"
    return summary
