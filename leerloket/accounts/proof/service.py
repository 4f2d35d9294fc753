"""Do the books add up? Runs every sentence of invariants.sql, and keeps what was found."""

import dataclasses
import re
import time
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import psycopg
import sqlalchemy as sa

from leerloket import clock, db
from leerloket.accounts.ledger import chain
from leerloket.accounts.proof.models import Proof

__all__ = ["Proof"]

SENTENCES = Path(__file__).with_name("invariants.sql")
SHOWN = 5
CHAIN = "M7"
"""The sentence about the chain of seals: the longest to check, and the one that can go on where a proof stopped."""
SEALED_WITHIN = timedelta(minutes=10)
WHOLE_CHAIN_EVERY = timedelta(days=6, hours=12)
SECONDS = 20
"""How long somebody waits for a proof on the page; the nightly one takes the time it needs."""


class NothingToProve(Exception):
    """No sentence could be read: books without a check are not right."""


@dataclass(frozen=True, slots=True)
class Invariant:
    """One sentence that must be true, in both languages, why it must, and the query that finds what breaks it."""

    name: str
    sentence: str
    sentence_nl: str
    why_nl: str
    query: str

    @property
    def group(self) -> str:
        """What it is about: the letter of its name."""
        return self.name[0]


@dataclass(frozen=True, slots=True)
class Finding:
    """The outcome of one sentence: how many rows break it and the first few of them.

    `is_finished` is False when the time was over before it was checked.
    """

    invariant: Invariant
    broken: int
    examples: list[str]
    is_finished: bool = True

    @property
    def holds(self) -> bool:
        """Whether it was checked and nothing breaks it."""
        return self.is_finished and self.broken == 0


def list_invariants() -> list[Invariant]:
    """The sentences in the order of the file."""
    found = re.findall(
        r"^-- ([A-Z]\d+) (.+)\n-- nl (.+)\n(?:-- waarom (.+)\n)?((?:(?!--).*\n?)+)",
        SENTENCES.read_text("utf-8"),
        re.MULTILINE,
    )
    if not found:
        raise NothingToProve
    return [Invariant(name, en, nl, why, query.strip().rstrip(";")) for name, en, nl, why, query in found]


def check_all(*, since: chain.Head | None = None, seconds: float | None = None) -> Iterator[Finding]:
    """Run every sentence in this transaction, one after the other.

    With `since` the chain is recomputed from that seal on, not from its start. With `seconds` the sentences that do
    not fit in that time stay unfinished.
    """
    deadline = time.monotonic() + seconds if seconds else None
    for invariant in list_invariants():
        yield _check(invariant, since, deadline)
    db.session.execute(sa.text("SET LOCAL statement_timeout TO DEFAULT"))


def _check(invariant: Invariant, since: chain.Head | None, deadline: float | None) -> Finding:
    left_ms = int(1000 * (deadline - time.monotonic())) if deadline else 0
    if deadline and left_ms <= 0:
        return Finding(invariant, 0, [], is_finished=False)
    try:
        with db.session.begin_nested():
            db.session.execute(sa.text(f"SET LOCAL statement_timeout TO {left_ms}"))
            return _check_chain(invariant, since) if since and invariant.name == CHAIN else _check_rows(invariant)
    except (psycopg.errors.QueryCanceled, sa.exc.OperationalError) as problem:
        if db.sqlstate(problem) != "57014":
            raise
        return Finding(invariant, 0, [], is_finished=False)


def _check_rows(invariant: Invariant) -> Finding:
    db.session.execute(sa.text("SET LOCAL search_path TO audit_v1"))
    rows = db.cursor().execute(invariant.query.encode()).fetchall()
    db.session.execute(sa.text("SET LOCAL search_path TO public"))
    return Finding(invariant, len(rows), [", ".join(map(str, row)) for row in rows[:SHOWN]])


def _check_chain(invariant: Invariant, since: chain.Head) -> Finding:
    try:
        chain.verify(since)
    except chain.ChainIsBroken as problem:
        return Finding(invariant, 1, [str(problem)])
    late = chain.count_unsealed(clock.now() - SEALED_WITHIN)
    return Finding(invariant, late, [f"{late} without a seal"] if late else [])


def prove(*, asked_by: uuid.UUID | None = None, whole_chain: bool = True, seconds: float | None = None) -> Proof:
    """Check everything now and keep the outcome, right or wrong.

    Without `whole_chain` the chain is recomputed from where the last proof that held stopped.
    """
    began_at = clock.now()
    trusted = None if whole_chain else _last_head()
    findings = list(check_all(since=trusted, seconds=seconds))
    head = chain.head()
    made = Proof(
        proof_id=db.new_id(),
        began_at=began_at,
        ended_at=clock.now(),
        asked_by=asked_by,
        holds=all(finding.holds for finding in findings),
        findings=[_kept(finding) for finding in findings],
        totals=[dataclasses.asdict(total) for total in list_totals()],
        chain_from=trusted.seq if trusted else 0,
        head_seq=head.seq,
        head_hash=head.hash,
    )
    db.session.add(made)
    db.session.flush()
    return made


def prove_tonight() -> Proof:
    """The nightly proof: once a week the whole chain is recomputed, on other nights what came since the last proof."""
    whole = find_last_whole()
    return prove(whole_chain=whole is None or whole.ended_at < clock.now() - WHOLE_CHAIN_EVERY)


def _kept(finding: Finding) -> dict[str, object]:
    return {
        "name": finding.invariant.name,
        "broken": finding.broken,
        "examples": finding.examples,
        "finished": finding.is_finished,
    }


def _last_head() -> chain.Head | None:
    held = db.session.scalar(sa.select(Proof).where(Proof.holds).order_by(Proof.proof_id.desc()).limit(1))
    return chain.Head(held.head_seq, held.head_hash) if held else None


def find_last() -> Proof | None:
    """The newest proof."""
    return db.session.scalar(sa.select(Proof).order_by(Proof.proof_id.desc()).limit(1))


def find_last_whole() -> Proof | None:
    """The newest proof that recomputed the chain from its start."""
    return db.session.scalar(sa.select(Proof).where(Proof.chain_from == 0).order_by(Proof.proof_id.desc()).limit(1))


def list_proofs(limit: int = 30) -> list[Proof]:
    """The proofs, newest first."""
    return list(db.session.scalars(sa.select(Proof).order_by(Proof.proof_id.desc()).limit(limit)))


@dataclass(frozen=True, slots=True)
class Total:
    """What the ledger accounts of one kind hold together, in cents."""

    kind: str
    cents: int


def list_totals() -> list[Total]:
    """The balance per kind of ledger account; together zero."""
    rows = db.session.execute(
        sa.text(
            "SELECT a.kind, coalesce(sum(e.cents), 0)::bigint FROM audit_v1.account a"
            " LEFT JOIN audit_v1.entry e ON e.account_id = a.id GROUP BY a.kind ORDER BY a.kind"
        )
    )
    return [Total(row[0], row[1]) for row in rows]


WORDS = {
    "bank": "Bank",
    "ended": "Verlopen",
    "escrow": "Staat vast voor boekingen",
    "fund": "Overheid en werkgevers",
    "online": "Bij de betaaldienst",
    "pot": "Potjes van mensen",
    "provider": "Nog te betalen aan aanbieders",
    "returning": "Gaat terug naar werkgevers",
}
"""The kinds of ledger accounts on screen."""
