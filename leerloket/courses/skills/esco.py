"""The official download of ESCO as CSV: one file per kind and language, such as `skills_nl.csv`.

Read are `skills_<language>.csv`, `occupations_<language>.csv` and `occupationSkillRelations_<language>.csv`, in Dutch
and English; columns as in ESCO 1.1 and 1.2. Synonyms stand under each other in one cell. Other files of the download
are refused, so that nobody thinks they were taken in.
"""

import csv
import io
import re
from collections.abc import Iterator

from leerloket.courses.skills import codes
from leerloket.courses.skills.terms import Need, Term, Vocabulary

NAME = re.compile(r"(skills|occupations|occupationSkillRelations)_(nl|en)\.csv\Z")
COLUMNS = {
    "skills": {"conceptUri", "preferredLabel", "altLabels"},
    "occupations": {"conceptUri", "preferredLabel", "altLabels", "iscoGroup"},
    "occupationSkillRelations": {"occupationUri", "relationType", "skillUri"},
}
FOR_EVERY_JOB = "transversal"


class MissingColumns(ValueError):
    """The file is not what its name says; names the columns that it lacks."""


def is_meant(name: str) -> bool:
    """Whether a file bears a name of the official download that is read here."""
    return NAME.search(name) is not None


def read(name: str, content: str) -> Vocabulary:
    """One file of the download. Raises `MissingColumns`."""
    matched = NAME.search(name)
    if matched is None:
        raise MissingColumns(name)
    what, language = matched.groups()
    rows = csv.DictReader(io.StringIO(content), restval="")
    missing = COLUMNS[what] - set(rows.fieldnames or ())
    if missing:
        raise MissingColumns(", ".join(sorted(missing)))
    found = Vocabulary()
    if what == "occupationSkillRelations":
        found.needs.extend(_needs(rows))
    else:
        for row in rows:
            if row["preferredLabel"].strip() and row["conceptUri"].startswith(codes.ESCO):
                found.add(_term(what, language, row))
    return found


def _term(what: str, language: str, row: dict[str, str]) -> Term:
    label = row["preferredLabel"].strip()
    return Term(
        uri=row["conceptUri"],
        sort="skill" if what == "skills" else "occupation",
        scheme="esco",
        label_nl=label if language == "nl" else "",
        label_en=label if language == "en" else "",
        words={word.strip() for word in row["altLabels"].splitlines() if word.strip()},
        kind="general" if row.get("reuseLevel") == FOR_EVERY_JOB else "technical",
        isco=row.get("iscoGroup") or None,
    )


def _needs(rows: Iterator[dict[str, str]]) -> Iterator[Need]:
    for row in rows:
        yield Need(row["occupationUri"], row["skillUri"], row["relationType"] == "essential")
