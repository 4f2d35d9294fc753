"""Skills and occupations as plain values, as every source gives them: our own set, ESCO, CompetentNL."""

from dataclasses import dataclass, field
from datetime import date

from leerloket.courses.catalogue import words as plain_words


@dataclass(slots=True)
class Term:
    """A skill or occupation of a source. Labels that the source does not have are empty."""

    uri: str
    sort: str
    """`skill` or `occupation`."""
    scheme: str
    label_nl: str = ""
    label_en: str = ""
    words: set[str] = field(default_factory=set)
    key: str | None = None
    kind: str = "technical"
    isco: str | None = None
    same_as: set[str] = field(default_factory=set)

    def take(self, other: "Term") -> None:
        """Take over what another mention of the same term adds: a label in another language, more synonyms."""
        self.label_nl = self.label_nl or other.label_nl
        self.label_en = self.label_en or other.label_en
        self.words |= other.words
        self.same_as |= other.same_as
        self.isco = self.isco or other.isco


@dataclass(frozen=True, slots=True)
class Need:
    """What an occupation asks of a skill, by their addresses; level 1 to 5, none where the source names no level."""

    occupation: str
    skill: str
    essential: bool
    level: int | None = None


@dataclass(frozen=True, slots=True)
class Coming:
    """What an occupation will ask, by the addresses of our own set."""

    occupation: str
    skill: str
    level: int
    from_year: int
    why_nl: str
    why_en: str
    source: str
    checked_on: date


@dataclass(slots=True)
class Vocabulary:
    """The terms of one or more files, each address once, and what occupations ask and will ask."""

    terms: dict[str, Term] = field(default_factory=dict)
    needs: list[Need] = field(default_factory=list)
    coming: list[Coming] = field(default_factory=list)

    def add(self, term: Term) -> None:
        """Add a term, or what it adds to an earlier mention."""
        if term.uri in self.terms:
            self.terms[term.uri].take(term)
        else:
            self.terms[term.uri] = term

    def join(self, other: "Vocabulary") -> None:
        """Add all that another file holds."""
        for term in other.terms.values():
            self.add(term)
        self.needs += other.needs
        self.coming += other.coming


def names_of(label_nl: str, label_en: str | None, synonyms: set[str]) -> set[str]:
    """All names of a term as they are compared: without capitals, accents and signs."""
    return {plain_words.plain(name) for name in (label_nl, label_en or "", *synonyms)} - {""}
