"""The set of skills and occupations that comes with Leerloket, written by hand in Dutch."""

import csv
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from leerloket.courses.skills import codes
from leerloket.courses.skills.terms import Coming, Need, Term, Vocabulary

HERE = Path(__file__).parent


def read() -> Vocabulary:
    """The shipped files as one vocabulary."""
    found = Vocabulary()
    uris: dict[str, dict[str, str]] = {"skill": {}, "occupation": {}}
    for sort, name in (("skill", "skills.csv"), ("occupation", "occupations.csv")):
        for row in _rows(name):
            term = _term(sort, row)
            uris[sort][row["key"]] = term.uri
            found.add(term)
            found.needs += [_need(uris, row["key"], text) for text in _parts(row.get("needs", ""))]
    for row in _rows("outlook.csv"):
        found.coming.append(
            Coming(
                occupation=uris["occupation"][row["occupation"]],
                skill=uris["skill"][row["skill"]],
                level=int(row["level"]),
                from_year=int(row["from_year"]),
                why_nl=row["why_nl"],
                why_en=row["why_en"],
                source=row["source"],
                checked_on=date.fromisoformat(row["checked_on"]),
            )
        )
    return found


def _rows(name: str) -> Iterator[dict[str, str]]:
    with (HERE / name).open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file, delimiter=";")


def _parts(text: str) -> list[str]:
    return [part for part in text.split("|") if part]


def _term(sort: str, row: dict[str, str]) -> Term:
    return Term(
        uri=codes.ESCO + row["esco"] if row["esco"] else codes.OWN[sort] + row["key"],
        sort=sort,
        scheme="esco" if row["esco"] else "leerloket",
        label_nl=row["label_nl"],
        label_en=row["label_en"],
        words=set(_parts(row["words"])),
        key=row["key"],
        kind=row.get("kind", "technical"),
        isco=row.get("isco"),
    )


def _need(uris: dict[str, dict[str, str]], occupation: str, text: str) -> Need:
    """`lassen 3!` is level 3 and essential; without `!` it helps."""
    key, level = text.rstrip("!").split(" ")
    return Need(uris["occupation"][occupation], uris["skill"][key], text.endswith("!"), int(level))
