"""CompetentNL, the open Dutch skills language of SBB, UWV, CBS and TNO, as N-Triples.

Its data is linked data; any tool for that writes N-Triples, one fact a line. Read are the classes HumanCapability and
KnowledgeArea (skills) and Occupation; labels in SKOS and SKOS-XL, in Dutch where no language is named; links to the
same thing elsewhere; and what an occupation asks, in three weights: essential, important, somewhat.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from leerloket.courses.skills.terms import Need, Term, Vocabulary

CNLO = "https://linkeddata.competentnl.nl/def/competentnl#"
SKOS = "http://www.w3.org/2004/02/skos/core#"
SKOS_XL = "http://www.w3.org/2008/05/skos-xl#"
TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
SORTS = {CNLO + "HumanCapability": "skill", CNLO + "KnowledgeArea": "skill", CNLO + "Occupation": "occupation"}
LITERAL_FORM = SKOS_XL + "literalForm"
LABELS = {
    SKOS + "prefLabel": True,
    SKOS_XL + "prefLabel": True,
    SKOS + "altLabel": False,
    SKOS_XL + "altLabel": False,
}
"""Predicates of names; True for the name a thing goes by."""
SAME = {SKOS + "exactMatch"}
WEIGHTS = {
    CNLO + "requiresHATEssential": (True, 4),
    CNLO + "requiresHATImportant": (True, 3),
    CNLO + "requiresHATSomewhat": (False, 2),
}
"""Per weight whether it is essential, and the level we read in it."""
TRIPLE = re.compile(
    r"\s*(?P<subject><[^<>\s]*>|_:\S+)\s+<(?P<predicate>[^<>\s]*)>\s+"
    r'(?:(?P<object><[^<>\s]*>|_:\S+)|"(?P<text>(?:[^"\\]|\\.)*)"(?:@(?P<language>[A-Za-z-]+)|\^\^<[^<>\s]*>)?)'
    r"\s*\.\s*(?:#.*)?\Z"
)
ESCAPE = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))", re.DOTALL)
SIGNS = {"t": "\t", "b": "\b", "n": "\n", "r": "\r", "f": "\f"}


class UnreadableLine(ValueError):
    """A line that is no fact; names its number."""


@dataclass(frozen=True, slots=True)
class Fact:
    """One line: a thing, a predicate, and another thing or a text with its language."""

    subject: str
    predicate: str
    object: str = ""
    text: str | None = None
    language: str = "nl"


def read(content: str) -> Vocabulary:
    """A file of N-Triples. Raises `UnreadableLine`."""
    facts = [fact for fact in _facts(content.splitlines()) if _is_of_use(fact)]
    sorts = {fact.subject: SORTS[fact.object] for fact in facts if fact.predicate == TYPE}
    forms = {fact.subject: fact for fact in facts if fact.predicate == LITERAL_FORM and fact.text is not None}
    found = Vocabulary()
    by_subject: dict[str, list[Fact]] = defaultdict(list)
    for fact in facts:
        if fact.subject in sorts:
            by_subject[fact.subject].append(fact)
    for uri, sort in sorts.items():
        term = _term(uri, sort, by_subject[uri], forms)
        if term.label_nl or term.label_en:
            found.add(term)
    for fact in facts:
        if fact.predicate in WEIGHTS and fact.subject in found.terms:
            essential, level = WEIGHTS[fact.predicate]
            found.needs.append(Need(fact.subject, fact.object, essential, level))
    return found


def _is_of_use(fact: Fact) -> bool:
    if fact.predicate == TYPE:
        return fact.object in SORTS
    return fact.predicate in LABELS or fact.predicate in WEIGHTS or fact.predicate in SAME | {LITERAL_FORM}


def _facts(lines: Iterable[str]) -> Iterator[Fact]:
    for number, line in enumerate(lines, 1):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        matched = TRIPLE.match(line)
        if matched is None:
            raise UnreadableLine(number)
        text = matched["text"]
        yield Fact(
            subject=matched["subject"].strip("<>"),
            predicate=matched["predicate"],
            object=(matched["object"] or "").strip("<>"),
            text=None if text is None else ESCAPE.sub(_sign, text),
            language=(matched["language"] or "nl").partition("-")[0].lower(),
        )


def _sign(matched: re.Match[str]) -> str:
    four, eight, letter = matched.groups()
    return chr(int(four or eight, 16)) if four or eight else SIGNS.get(letter, letter)


def _term(uri: str, sort: str, facts: Iterable[Fact], forms: dict[str, Fact]) -> Term:
    term = Term(uri=uri, sort=sort, scheme="competentnl")
    for fact in facts:
        if fact.predicate in SAME and fact.object:
            term.same_as.add(fact.object)
        named = forms.get(fact.object, fact) if fact.predicate in LABELS else fact
        if fact.predicate not in LABELS or named.text is None:
            continue
        name = named.text.strip()
        if LABELS[fact.predicate] and named.language == "nl" and not term.label_nl:
            term.label_nl = name
        elif LABELS[fact.predicate] and named.language == "en" and not term.label_en:
            term.label_en = name
        elif named.language in {"nl", "en"}:
            term.words.add(name)
    return term
