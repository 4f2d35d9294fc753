"""Do the books add up? Runs every sentence of invariants.sql and shows what breaks it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import sqlalchemy as sa

from leerloket import db
from leerloket.accounts.ledger import chain

SENTENCES = Path(__file__).with_name("invariants.sql")
SHOWN = 5


class NothingToProve(Exception):
    """No sentence could be read: books without a check are not right."""


@dataclass(frozen=True, slots=True)
class Invariant:
    """One sentence that must be true, in both languages, and the query that finds what breaks it."""

    name: str
    sentence: str
    sentence_nl: str
    query: str


@dataclass(frozen=True, slots=True)
class Finding:
    """The outcome of one sentence: how many rows break it and the first few of them."""

    invariant: Invariant
    broken: int
    examples: list[str]

    @property
    def holds(self) -> bool:
        """Whether nothing breaks it."""
        return self.broken == 0


@dataclass(frozen=True, slots=True)
class Proof:
    """All sentences, the totals of the ledger, and the head of the chain."""

    findings: list[Finding]
    totals: list[tuple[str, int]]
    head: chain.Head

    @property
    def holds(self) -> bool:
        """Whether every sentence is true."""
        return all(finding.holds for finding in self.findings)


def list_invariants() -> list[Invariant]:
    """The sentences in the order of the file."""
    found = re.findall(
        r"^-- ([A-Z]\d+) (.+)\n-- nl (.+)\n((?:(?!--).*\n?)+)", SENTENCES.read_text("utf-8"), re.MULTILINE
    )
    if not found:
        raise NothingToProve
    return [Invariant(name, en, nl, query.strip().rstrip(";")) for name, en, nl, query in found]


def check_all() -> Iterator[Finding]:
    """Run every sentence in this transaction, one after the other."""
    db.session.execute(sa.text("SET LOCAL search_path TO audit_v1"))
    db.session.execute(sa.text("SET LOCAL statement_timeout TO 0"))
    for invariant in list_invariants():
        rows = db.cursor().execute(invariant.query.encode()).fetchall()
        yield Finding(invariant, len(rows), [", ".join(map(str, row)) for row in rows[:SHOWN]])
    db.session.execute(sa.text("SET LOCAL search_path TO public"))


def prove() -> Proof:
    """Everything the page and the nightly job show."""
    findings = list(check_all())
    totals = db.session.execute(
        sa.text(
            "SELECT a.kind, coalesce(sum(e.cents), 0)::bigint FROM audit_v1.account a"
            " LEFT JOIN audit_v1.entry e ON e.account_id = a.id GROUP BY a.kind ORDER BY a.kind"
        )
    ).all()
    return Proof(findings, [(row[0], row[1]) for row in totals], chain.head())


WORDS = {
    "bank": "Bank",
    "ended": "Verlopen",
    "escrow": "Staat vast voor boekingen",
    "fund": "Overheid en werkgevers",
    "pot": "Potjes van mensen",
    "provider": "Nog te betalen aan aanbieders",
}
"""The kinds of ledger accounts on screen."""
