"""Reading what somebody wrote as a question for skills. Pure."""

from collections.abc import Sequence

from leerloket import errors
from leerloket.courses.catalogue import words as plain_words

LONGEST_QUESTION = 200
MOST_WORDS = 12
LEAST_BEGINNING = 3
LEAST_ALIKE = 0.55
"""From 0 to 1, as pg_trgm measures it: below this a text of a module is not taken for the name of a skill."""


class UnknownSkill(errors.NotFound):
    """No skill with this id or address."""

    nl = "Deze vaardigheid bestaat niet."
    en = "This skill does not exist."


class UnknownOccupation(errors.NotFound):
    """No occupation with this id or address."""

    nl = "Dit beroep bestaat niet."
    en = "This occupation does not exist."


def question(text: str) -> str:
    """What somebody wrote as it is compared: `Ik kan MIG/MAG-lassen!` → `ik kan mig mag lassen`."""
    return " ".join(plain_words.plain(text[:LONGEST_QUESTION]).split()[:MOST_WORDS])


def any_word(asked: str) -> str:
    """The words of a question as PostgreSQL looks for any of them: `ik las` finds `lassen`."""
    words = asked.split()
    return " | ".join(f"'{word}':*" if len(word) >= LEAST_BEGINNING else f"'{word}'" for word in words)


def beginning(asked: str) -> str:
    """The pattern of names that begin with the question; nothing when it is too short to say anything."""
    return f"{asked}%" if len(asked) >= LEAST_BEGINNING else ""


def is_alike(asked: str, name: str, likeness: float) -> bool:
    """Whether a text of a module may be taken for the name of a skill: much alike, or all its words are in the name."""
    return likeness >= LEAST_ALIKE or _all_words(asked.split(), name.split())


def _all_words(asked: Sequence[str], name: Sequence[str]) -> bool:
    return len(asked) > 1 and set(asked) <= set(name)
