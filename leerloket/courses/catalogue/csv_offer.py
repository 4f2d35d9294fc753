"""A provider's offer as a CSV file: one row per edition, the columns of its module repeated. Pure."""

import csv
import io
import re
from collections.abc import Mapping
from datetime import UTC, date, datetime, time

from leerloket import clock, money
from leerloket.courses.catalogue import rules, words
from leerloket.courses.catalogue.offer import (
    EditionRow,
    ModuleRow,
    Offer,
    ProviderRow,
    check_edition,
    check_module,
)

REQUIRED = ("code", "titel", "omschrijving", "niveau", "uren", "plekken", "prijs", "lessen")
OPTIONAL = (
    "kvk", "aanbieder", "leerdoelen", "vaardigheden", "vooraf", "taal", "bewijs", "soort", "vorm", "werkvorm",
    "doel", "plaats", "adres",
)  # fmt: skip
DUTCH = {
    "taal": {"nederlands": "nld", "engels": "eng", "duits": "deu"},
    "bewijs": {"diploma": "diploma", "certificaat": "certificate", "badge": "badge", "geen": "none"},
    "soort": {"voorwaardelijk": "necessary", "reactief": "reactive", "proactief": "proactive"},
    "werkvorm": {"klassikaal": "classroom", "online": "online", "hybride": "hybrid", "duaal": "dual"},
    "doel": {
        "studie": "study",
        "algemeen": "general_skills",
        "werk": "job",
        "arbeidsmarkt": "labour_market",
        "begeleiding": "guidance",
    },
    "vorm": {
        "masterclass": "masterclass",
        "clinic": "clinic",
        "atelier": "studio",
        "laboratorium": "laboratory",
        "academie": "academy",
        "generale repetitie": "dress_rehearsal",
        "ondernemerscafe": "entrepreneurs_cafe",
        "boksring": "boxing_ring",
        "keukentafel": "kitchen_table",
        "utopia": "utopia",
        "studieclub": "study_club",
        "expeditie": "expedition",
    },
}
DEFAULT = {
    "taal": "nederlands",
    "bewijs": "geen",
    "soort": "proactief",
    "werkvorm": "klassikaal",
    "doel": "werk",
    "vorm": "academie",
}
SESSION = re.compile(
    r"(?P<day>\d{4}-\d{2}-\d{2}|\d{1,2}-\d{1,2}-\d{4}) (?P<begin>\d{1,2}[:.]\d{2})\s*-\s*(?P<end>\d{1,2}[:.]\d{2})"
)


def decode(content: bytes) -> str:
    """The text of a file in UTF-8 (with or without BOM) or, when it is not that, Windows-1252."""
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def read(text: str) -> Offer:
    """Read a CSV with `;` or `,`; rows are numbered as a spreadsheet does, the header being row 1."""
    offer = Offer()
    first_line = text.partition("\n")[0]
    delimiter = ";" if first_line.count(";") >= first_line.count(",") else ","
    reader = csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        reader.fieldnames = [words.plain(name) for name in reader.fieldnames or []]
        if not _check_header(offer, reader.fieldnames):
            return offer
        for row, cells in enumerate(reader, 2):
            _read_row(offer, row, {name: (cell or "").strip() for name, cell in cells.items() if name is not None})
    except csv.Error as problem:
        offer.refuse(reader.line_num, "", "csv", "Deze rij is geen leesbare CSV.", str(problem))
    return offer


def _check_header(offer: Offer, names: list[str]) -> bool:
    for name in REQUIRED:
        if name not in names:
            offer.refuse(1, name, "column", f"De kolom “{name}” ontbreekt.", f"Column “{name}” is missing.")
    for name in names:
        if name not in REQUIRED + OPTIONAL:
            offer.refuse(1, name, "column", f"De kolom “{name}” kennen we niet.", f"Column “{name}” is unknown.")
    return not offer.errors


def _read_row(offer: Offer, row: int, cells: Mapping[str, str]) -> None:
    if not any(cells.values()):
        return
    before = len(offer.errors)
    module = _module(offer, row, cells)
    edition = _edition(offer, row, cells, module)
    _provider(offer, row, cells)
    if len(offer.errors) > before or not (check_module(offer, module) & check_edition(offer, edition)):
        return
    known = next((m for m in offer.modules if m.key == module.key), None)
    if known is None:
        offer.modules.append(module)
    elif (known.title, known.about) != (module.title, module.about):
        offer.refuse(
            row,
            "code",
            "differs",
            f"Deze code hoort bij een andere opleiding in rij {known.row}.",
            f"This code is another course in row {known.row}.",
        )
        return
    if any(e.key == edition.key for e in offer.editions):
        offer.refuse(row, "lessen", "double", "Deze datum staat er twee keer in.", "This date is here twice.")
        return
    offer.editions.append(edition)


def _provider(offer: Offer, row: int, cells: Mapping[str, str]) -> None:
    kvk = re.sub(r"\s", "", cells.get("kvk", ""))
    if not kvk:
        return
    if offer.provider is None:
        offer.provider = ProviderRow(kvk=kvk, name=cells.get("aanbieder", "") or f"KvK {kvk}")
    elif offer.provider.kvk != kvk:
        offer.refuse(row, "kvk", "differs", "Een bestand is van precies één aanbieder.", "One provider, please.")


def _module(offer: Offer, row: int, cells: Mapping[str, str]) -> ModuleRow:
    hours = cells["uren"]
    if not re.fullmatch(r"\d{1,6}", hours):
        offer.refuse(row, "uren", "number", "Vul een heel getal in.", "A whole number, please.")
        hours = "1"
    chosen = {name: _choice(offer, row, name, cells) for name in DUTCH}
    return ModuleRow(
        row=row,
        key=cells["code"],
        title=cells["titel"],
        about=cells["omschrijving"],
        outcomes=_list(cells.get("leerdoelen", "")),
        skills=_list(cells.get("vaardigheden", "")),
        prior=cells.get("vooraf", ""),
        nlqf=cells["niveau"].lower().replace("instroom", "entry"),
        hours=int(hours),
        language=chosen["taal"],
        proof=chosen["bewijs"],
        kind=chosen["soort"],
        form=chosen["vorm"],
        mode=chosen["werkvorm"],
        purpose=chosen["doel"],
    )


def _choice(offer: Offer, row: int, name: str, cells: Mapping[str, str]) -> str:
    word = words.plain(cells.get(name, "")) or DEFAULT[name]
    if word not in DUTCH[name]:
        choice = ", ".join(DUTCH[name])
        offer.refuse(row, name, "choice", f"Kies uit: {choice}.", f"Choose from: {choice}.")
        word = DEFAULT[name]
    return DUTCH[name][word]


def _list(cell: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in cell.split("|") if part.strip())


def _edition(offer: Offer, row: int, cells: Mapping[str, str], module: ModuleRow) -> EditionRow:
    seats = cells["plekken"]
    if not re.fullmatch(r"\d{1,6}", seats):
        offer.refuse(row, "plekken", "number", "Vul een heel getal in.", "A whole number, please.")
        seats = "1"
    sessions = _sessions(offer, row, cells["lessen"])
    place = cells.get("plaats") or None
    start = sessions[0].starts_at.isoformat() if sessions else ""
    return EditionRow(
        row=row,
        key=f"{module.key}/{start}/{words.slug(place) if place else 'online'}",
        module_key=module.key,
        place=place,
        address=cells.get("adres") or None,
        sessions=sessions,
        capacity=int(seats),
        price_cents=_price(offer, row, cells["prijs"]),
    )


def _price(offer: Offer, row: int, cell: str) -> int:
    try:
        return money.parse(cell)
    except money.UnreadableAmount as problem:
        offer.refuse(
            row,
            "prijs",
            f"amount-{problem.reason}",
            "Schrijf een bedrag, bijvoorbeeld 600 of 600,00.",
            "Write an amount, such as 600 or 600.00.",
        )
        return 0


def _sessions(offer: Offer, row: int, cell: str) -> tuple[rules.Session, ...]:
    found = []
    for part in _list(cell):
        match = SESSION.fullmatch(part)
        try:
            if match is None:
                raise ValueError
            found.append(rules.Session(_at(match["day"], match["begin"]), _at(match["day"], match["end"])))
        except ValueError:
            offer.refuse(
                row,
                "lessen",
                "session",
                f"“{part[:40]}” kunnen we niet lezen. Schrijf bijvoorbeeld 2026-12-05 09:00-16:30.",
                "Write for example 2026-12-05 09:00-16:30.",
            )
            return ()
    return tuple(sorted(found, key=lambda session: session.starts_at))


def _at(day: str, hour: str) -> datetime:
    when = date.fromisoformat(day) if day[4] == "-" else _dutch_day(day)
    hours, minutes = re.split("[:.]", hour)
    return datetime.combine(when, time(int(hours), int(minutes)), clock.AMSTERDAM).astimezone(UTC)


def _dutch_day(day: str) -> date:
    day_of_month, month, year = day.split("-")
    return date(int(year), int(month), int(day_of_month))
