"""Import a bank statement, whole or not at all, and credit every line that finds its payment."""

import hashlib
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import sqlalchemy as sa

from leerloket import clock, db, errors
from leerloket.accounts.bank import balances, camt, mt940_file, orders, rules
from leerloket.accounts.bank.crediting import credit_part
from leerloket.accounts.bank.models import Line, Part, Statement
from leerloket.accounts.bank.statement_file import BankLine, Document
from leerloket.accounts.payments import service as payments
from leerloket.people.audit import service as audit

STATES = ("matched", "unmatched", "refused")


@dataclass(frozen=True, slots=True)
class Imported:
    """What came of a statement: how many lines were matched, wait for a person, or were not for us.

    `gap_cents` is what is missing since the statement before it, `difference_cents` what its lines do not explain
    of its own balances.
    """

    statement: Statement
    matched: int
    unmatched: int
    refused: int
    gap_cents: int
    difference_cents: int


def import_file(path: str | Path) -> Imported:
    """Import a statement from a file, for the command line. Raises as `import_statement`."""
    path = Path(path)
    return import_statement(path.read_bytes(), file_name=path.name, imported_by=None)


def import_statement(content: bytes, *, file_name: str | None, imported_by: uuid.UUID | None) -> Imported:
    """Import a camt.053 or MT940 statement, whole or not at all, and credit every line that finds its payment.

    One import at a time. Raises UnreadableStatement, or StatementSeen (with the first import) for a file that was
    imported before.
    """
    document = mt940_file.read(content) if mt940_file.is_mt940(content) else camt.read(content)
    db.session.execute(sa.text("LOCK TABLE bank_statements IN SHARE ROW EXCLUSIVE MODE"))
    sha256 = hashlib.sha256(content).hexdigest()
    seen = db.session.scalar(sa.select(Statement).where(Statement.sha256 == sha256))
    if seen is not None:
        raise _seen(seen)
    statement = Statement(
        statement_id=db.new_id(),
        sha256=sha256,
        file_name=file_name,
        version=document.version,
        message_id=document.message_id,
        imported_by=imported_by,
        imported_at=clock.now(),
    )
    db.session.add(statement)
    db.session.flush()
    lines = _import_lines(statement, document)
    gap_cents = balances.add(statement.statement_id, document.balances)
    audit.record("import", "bank-statement", statement.statement_id)
    number = {state: sum(line.state == state for line in lines) for state in STATES}
    return Imported(
        statement=statement,
        matched=number["matched"],
        unmatched=number["unmatched"],
        refused=number["refused"],
        gap_cents=gap_cents,
        difference_cents=balances.difference_cents(document),
    )


def _seen(statement: Statement) -> rules.StatementSeen:
    return rules.StatementSeen(
        imported_at=statement.imported_at,
        statement_id=str(statement.statement_id),
        possible=[errors.Possible("Bekijk de regels van toen.", "See its lines.", "/beheer/bankregels")],
    )


def _import_lines(statement: Statement, document: Document) -> list[Line]:
    verdicts = _judge_all(document)
    lines = [
        _line(statement, n, bank, fingerprint, verdict)
        for n, (bank, (fingerprint, verdict)) in enumerate(zip(document.lines, verdicts, strict=True), 1)
    ]
    db.session.add_all(lines)
    db.session.flush()
    _credit([(line, part) for line, (_, verdict) in zip(lines, verdicts, strict=True) for part in verdict.parts])
    for line, bank in zip(lines, document.lines, strict=True):
        if line.state == "refused" and line.reason == "debit":
            orders.find_order(line, bank.text)
    db.session.flush()
    return lines


def _judge_all(document: Document) -> list[tuple[str | None, rules.Verdict]]:
    """Per line its fingerprint and what happens with it. Several lines for one payment add up."""
    seen = _Seen(document)
    found = [payments.find_references(bank.text) for bank in document.lines]
    named = payments.lock_named({one.reference for some in found for one in some})
    missing = {payment.payment_id: payment.missing_cents for payment in named.values()}
    verdicts = []
    for bank, references in zip(document.lines, found, strict=True):
        fingerprint = _fingerprint(bank)
        why_not = rules.not_for_us(
            is_credit=bank.is_credit,
            currency=bank.currency,
            status=bank.status,
            is_reversal=bank.is_reversal,
            amount_cents=bank.amount_cents,
        )
        if seen.was(bank, fingerprint):
            why_not = "seen-before"
        verdict = rules.Verdict("refused", why_not) if why_not else _judge(bank, references, named, missing)
        for payment_id, cents in verdict.parts:
            missing[payment_id] = max(0, missing[payment_id] - cents)
        verdicts.append((fingerprint, verdict))
    return verdicts


def _judge(
    bank: BankLine,
    references: Sequence[payments.Found],
    named: Mapping[str, payments.Payment],
    missing: Mapping[uuid.UUID, int],
) -> rules.Verdict:
    candidates = [
        rules.Candidate(payment.payment_id, missing[payment.payment_id], one.certain)
        for one in references
        if (payment := named.get(one.reference)) is not None
    ]
    if not candidates and rules.is_from_payment_service(bank.counterparty_name):
        return rules.Verdict("matched", "payment-service")
    missed = candidates[0].missing_cents if candidates else 0
    return rules.judge(
        bank.amount_cents,
        bool(references),
        candidates,
        result=payments.result(bank.amount_cents, missed),
        is_plausible=payments.is_plausible(bank.amount_cents, missed),
    )


def _fingerprint(bank: BankLine) -> str | None:
    """What makes a line the same line in another file; None where the bank gave it no reference of its own."""
    if not bank.bank_reference:
        return None
    parts = [bank.bank_reference, bank.booked_on, bank.amount_cents, bank.is_credit, bank.currency, bank.end_to_end_id]
    return hashlib.sha256("|".join([*map(str, parts), bank.remittance]).encode()).hexdigest()


class _Seen:
    """Which lines of a file are here already: by the bank's reference, or where statements overlap by content."""

    def __init__(self, document: Document) -> None:
        prints = [found for bank in document.lines if (found := _fingerprint(bank))]
        known = sa.select(Line.fingerprint).where(Line.fingerprint.in_(prints), Line.reason != "seen-before")
        self._prints = set(db.session.scalars(known))
        self._overlaps = balances.overlaps(document.balances)
        self._left: dict[tuple[object, ...], int] = {}

    def was(self, bank: BankLine, fingerprint: str | None) -> bool:
        """Whether this line was imported before. A second line in one file with the same print was, too."""
        if fingerprint is not None:
            known = fingerprint in self._prints
            self._prints.add(fingerprint)
            return known
        if not self._overlaps:
            return False
        content = (bank.booked_on, bank.amount_cents, bank.is_credit, bank.remittance, bank.counterparty_iban)
        left = self._left.get(content)
        self._left[content] = (_count_same(content) if left is None else left) - 1
        return self._left[content] >= 0


def _count_same(content: tuple[object, ...]) -> int:
    columns = (Line.booked_on, Line.amount_cents, Line.is_credit, Line.remittance, Line.counterparty_iban)
    same = [column.is_not_distinct_from(value) for column, value in zip(columns, content, strict=True)]
    return db.session.scalar(sa.select(sa.func.count(Line.line_id)).where(*same, Line.reason != "seen-before")) or 0


def _line(statement: Statement, n: int, bank: BankLine, fingerprint: str | None, verdict: rules.Verdict) -> Line:
    return Line(
        line_id=db.new_id(),
        statement_id=statement.statement_id,
        n=n,
        state=verdict.state,
        reason=verdict.reason,
        booked_on=bank.booked_on,
        amount_cents=bank.amount_cents,
        currency=bank.currency,
        is_credit=bank.is_credit,
        remittance=bank.remittance,
        counterparty_name=bank.counterparty_name,
        counterparty_iban=bank.counterparty_iban,
        end_to_end_id=bank.end_to_end_id,
        fingerprint=fingerprint,
        matched_at=clock.now() if verdict.state == "matched" else None,
    )


def _credit(matched: Sequence[tuple[Line, tuple[uuid.UUID, int]]]) -> None:
    """Credit in the order of the accounts, which is the order in which everybody locks them."""
    known = payments.list_payments_by_id({payment_id for _, (payment_id, _) in matched})
    for line, (payment_id, cents) in sorted(matched, key=lambda one: (known[one[1][0]].account_id, one[0].n)):
        part = Part(
            part_id=db.new_id(), line_id=line.line_id, kind="payment", payment_id=payment_id, amount_cents=cents,
            reason="",
        )  # fmt: skip
        credit_part(part, known[payment_id], rule=rules.BY_REFERENCE)
        line.parts.append(part)
