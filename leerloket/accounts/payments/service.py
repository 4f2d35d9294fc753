"""Expect payments, import bank statements, match their lines and credit what came in."""

import hashlib
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import sqlalchemy as sa

from leerloket import clock, db, errors, money, outbox
from leerloket.accounts.ledger import service as ledger
from leerloket.accounts.payments import camt, rules
from leerloket.accounts.payments.models import Line, Payment, Statement
from leerloket.accounts.payments.rules import OwnAmountOutOfRange, written
from leerloket.people import service as people
from leerloket.people.audit import service as audit

__all__ = ["Imported", "Line", "OwnAmountOutOfRange", "Payment", "Statement", "written"]

SUGGESTIONS = 5


@dataclass(frozen=True, slots=True)
class Imported:
    """What came of a statement: how many lines were matched, wait for a person, or were not for us."""

    statement: Statement
    matched: int
    unmatched: int
    refused: int


# --- payments that are expected ---------------------------------------------------------------------------


def expect(
    account_id: uuid.UUID, amount_cents: int, *, holder: str, holder_name: str, created_by: uuid.UUID
) -> Payment:
    """Expect a transfer and give it a reference. `holder` is "employer" (into its fund) or "person" (own pot)."""
    now = clock.now()
    number = db.session.scalar(sa.text("SELECT nextval(pg_get_serial_sequence('expected_payments', 'number'))"))
    payment = Payment(
        number=number,
        reference=rules.reference_for(clock.business_date(now).year, int(number or 0)),
        account_id=account_id,
        holder=holder,
        holder_name=holder_name,
        amount_cents=amount_cents,
        received_cents=0,
        state="waiting",
        created_by=created_by,
        created_at=now,
    )
    db.session.add(payment)
    db.session.flush()
    return payment


def top_up_own(account_id: uuid.UUID, amount_cents: int, *, field: str = "amount_cents") -> Payment:
    """A person wants to add own money: a payment to make by bank transfer, credited when it comes in.

    Raises OwnAmountOutOfRange, at `field`.
    """
    rules.check_own_amount(amount_cents, field)
    person = people.get_person(account_id)
    return expect(account_id, amount_cents, holder="person", holder_name=person.name or "", created_by=account_id)


def get_payment(payment_id: uuid.UUID) -> Payment:
    """One payment. Raises NotFound."""
    payment = db.session.get(Payment, payment_id)
    if payment is None:
        raise errors.NotFound
    return payment


def get_own_payment(account_id: uuid.UUID, payment_id: uuid.UUID) -> Payment:
    """One payment of this account. Raises NotFound for another's."""
    payment = get_payment(payment_id)
    if payment.account_id != account_id:
        raise errors.NotFound
    return payment


def list_payments(account_id: uuid.UUID, limit: int = 50) -> list[Payment]:
    """The payments of an employer or person, newest first."""
    return list(
        db.session.scalars(
            sa.select(Payment).where(Payment.account_id == account_id).order_by(Payment.number.desc()).limit(limit)
        )
    )


def list_payments_by_id(payment_ids: Iterable[uuid.UUID]) -> dict[uuid.UUID, Payment]:
    """These payments."""
    found = db.session.scalars(sa.select(Payment).where(Payment.payment_id.in_(list(payment_ids))))
    return {payment.payment_id: payment for payment in found}


def find_waiting(text: str) -> Payment | None:
    """The one payment whose reference is in a text and that still waits for money."""
    named = {found.reference for found in rules.find_references(text)}
    found = list(db.session.scalars(sa.select(Payment).where(Payment.reference.in_(named), Payment.state == "waiting")))
    return found[0] if len(found) == 1 else None


# --- statements -------------------------------------------------------------------------------------------


def import_file(path: str | Path) -> Imported:
    """Import a statement from a file, for the command line. Raises as `import_statement`."""
    path = Path(path)
    return import_statement(path.read_bytes(), file_name=path.name, imported_by=None)


def import_statement(content: bytes, *, file_name: str | None, imported_by: uuid.UUID | None) -> Imported:
    """Import a camt.053 statement, whole or not at all, and credit every line that matches exactly.

    Raises UnreadableStatement, or StatementSeen (with the first import) for a file that was imported before.
    """
    sha256 = hashlib.sha256(content).hexdigest()
    seen = db.session.scalar(sa.select(Statement).where(Statement.sha256 == sha256))
    if seen is not None:
        raise _seen(seen)
    document = camt.read(content)
    statement = Statement(
        sha256=sha256,
        file_name=file_name,
        version=document.version,
        message_id=document.message_id,
        imported_by=imported_by,
        imported_at=clock.now(),
    )
    try:
        with db.session.begin_nested():
            db.session.add(statement)
    except sa.exc.IntegrityError as problem:
        raise _seen(db.session.scalars(sa.select(Statement).where(Statement.sha256 == sha256)).one()) from problem
    lines = _judge_all(statement, document.lines)
    _credit_matched([line for line in lines if line.state == "matched"])
    db.session.add_all(lines)
    db.session.flush()
    audit.record("import", "bank-statement", statement.statement_id)
    return _report(statement, lines)


def _seen(statement: Statement) -> rules.StatementSeen:
    return rules.StatementSeen(
        imported_at=statement.imported_at,
        statement_id=str(statement.statement_id),
        possible=[errors.Possible("Bekijk de regels van toen.", "See its lines.", "/beheer/bankregels")],
    )


def _report(statement: Statement, lines: Sequence[Line]) -> Imported:
    number = {state: sum(line.state == state for line in lines) for state in ("matched", "unmatched", "refused")}
    return Imported(statement, number["matched"], number["unmatched"], number["refused"])


def _judge_all(statement: Statement, bank_lines: Sequence[camt.BankLine]) -> list[Line]:
    fingerprints = [_fingerprint(bank) for bank in bank_lines]
    seen_before = set(
        db.session.scalars(
            sa.select(Line.fingerprint).where(
                Line.fingerprint.in_([f for f in fingerprints if f]), Line.state != "refused"
            )
        )
    )
    found = [rules.find_references(bank.text) for bank in bank_lines]
    payments = _lock_named({one.reference for some in found for one in some})
    taken: set[uuid.UUID] = set()
    lines = []
    for n, (bank, fingerprint, references) in enumerate(zip(bank_lines, fingerprints, found, strict=True), 1):
        named = [(payments[one.reference], one.certain) for one in references if one.reference in payments]
        verdict = _judge(bank, fingerprint in seen_before if fingerprint else False, references, named, taken)
        if verdict.payment_id:
            taken.add(verdict.payment_id)
        if fingerprint and verdict.state != "refused":
            seen_before.add(fingerprint)
        lines.append(_line(statement, n, bank, fingerprint, verdict, [payment for payment, _ in named]))
    return lines


def _judge(
    bank: camt.BankLine,
    seen_before: bool,
    references: Sequence[rules.Found],
    named: Sequence[tuple[Payment, bool]],
    taken: set[uuid.UUID],
) -> rules.Verdict:
    why_not = rules.not_for_us(
        is_credit=bank.is_credit,
        currency=bank.currency,
        status=bank.status,
        is_reversal=bank.is_reversal,
        amount_cents=bank.amount_cents,
    )
    if why_not or seen_before:
        return rules.Verdict("refused", why_not or "seen-before")
    candidates = [
        rules.Candidate(payment.payment_id, 0 if payment.payment_id in taken else payment.missing_cents, certain)
        for payment, certain in named
    ]
    return rules.judge(bank.amount_cents, bool(references), candidates)


def _fingerprint(bank: camt.BankLine) -> str | None:
    """What makes a line the same line in another file; None where the bank gave it no reference of its own."""
    if not bank.bank_reference:
        return None
    parts = [bank.bank_reference, bank.booked_on, bank.amount_cents, bank.is_credit, bank.currency, bank.end_to_end_id]
    return hashlib.sha256("|".join([*map(str, parts), bank.remittance]).encode()).hexdigest()


def _lock_named(references: set[str]) -> dict[str, Payment]:
    """The payments with these references, locked in the order of their ids until this import is done."""
    rows = db.session.scalars(
        sa.select(Payment).where(Payment.reference.in_(references)).order_by(Payment.payment_id).with_for_update()
    )
    return {payment.reference: payment for payment in rows}


def _line(
    statement: Statement,
    n: int,
    bank: camt.BankLine,
    fingerprint: str | None,
    verdict: rules.Verdict,
    named: Sequence[Payment],
) -> Line:
    suggested: list[uuid.UUID] = []
    if verdict.state == "unmatched":
        suggested = [payment.payment_id for payment in named if payment.state == "waiting"]
        suggested += [p for p in _same_amount(bank.amount_cents) if p not in suggested]
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
        suggested_ids=[str(payment_id) for payment_id in suggested[:SUGGESTIONS]],
        payment_id=verdict.payment_id,
    )


def _same_amount(amount_cents: int) -> list[uuid.UUID]:
    return list(
        db.session.scalars(
            sa.select(Payment.payment_id)
            .where(Payment.state == "waiting", Payment.amount_cents - Payment.received_cents == amount_cents)
            .order_by(Payment.number)
            .limit(SUGGESTIONS)
        )
    )


# --- crediting --------------------------------------------------------------------------------------------


def _credit_matched(lines: Sequence[Line]) -> None:
    """Credit in the order of the accounts, which is the order in which everybody locks them."""
    payments = list_payments_by_id(line.payment_id for line in lines if line.payment_id)
    matched = [(payments[line.payment_id], line) for line in lines if line.payment_id]
    for payment, line in sorted(matched, key=lambda pair: (pair[0].account_id, pair[1].n)):
        _credit(line, payment, rule=rules.EXACT, actor_id=None, approved_by=None)


def _credit(
    line: Line, payment: Payment, *, rule: str, actor_id: uuid.UUID | None, approved_by: uuid.UUID | None
) -> None:
    is_person = payment.holder == "person"
    terms = (
        ledger.Terms("own", None, "Eigen geld")
        if is_person
        else ledger.Terms("fund", payment.account_id, payment.holder_name)
    )
    line.transfer_id = ledger.credit(
        payment.account_id,
        line.amount_cents,
        terms,
        kind="own" if is_person else "deposit",
        from_id=ledger.BANK,
        actor_id=actor_id,
        approved_by=approved_by,
        rule=rule,
        rule_version=rules.VERSION,
        key=f"bank-line:{line.line_id}",
        holder=payment.holder,
    )
    now = clock.now()
    line.state, line.payment_id, line.matched_at = "matched", payment.payment_id, now
    payment.received_cents += line.amount_cents
    if payment.received_cents >= payment.amount_cents and payment.state == "waiting":
        payment.state, payment.paid_at = "paid", now
    db.session.flush()
    _tell(line, payment)


def _tell(line: Line, payment: Payment) -> None:
    person = people.get_person(payment.created_by)
    if not person.email or line.transfer_id is None:
        return
    outbox.put(
        "own_money_received" if payment.holder == "person" else "payment_received",
        person.email,
        dedup=f"payment-received:{line.line_id}",
        facts={
            "name": person.name,
            "amount": money.euros(line.amount_cents, person.language),
            "missing": money.euros(payment.missing_cents, person.language) if payment.missing_cents else "",
            "reference": rules.written(payment.reference),
        },
        account_id=payment.account_id if payment.holder == "person" else None,
        transfer_id=line.transfer_id,
        language=person.language,
    )


# --- the work list ----------------------------------------------------------------------------------------


def list_lines(
    state: str | None = None, *, after: uuid.UUID | None = None, limit: int = 50, statement_id: uuid.UUID | None = None
) -> list[Line]:
    """Bank lines, oldest first, from after a line on."""
    query = sa.select(Line).order_by(Line.line_id).limit(limit)
    if state:
        query = query.where(Line.state == state)
    if after:
        query = query.where(Line.line_id > after)
    if statement_id:
        query = query.where(Line.statement_id == statement_id)
    return list(db.session.scalars(query))


def count_unmatched() -> int:
    """How many lines wait for a person."""
    return db.session.scalar(sa.select(sa.func.count()).where(Line.state == "unmatched")) or 0


def list_statements(limit: int = 20) -> list[tuple[Statement, dict[str, int]]]:
    """The newest imports, with how many lines are in each state."""
    statements = list(db.session.scalars(sa.select(Statement).order_by(Statement.imported_at.desc()).limit(limit)))
    rows = db.session.execute(
        sa.select(Line.statement_id, Line.state, sa.func.count())
        .where(Line.statement_id.in_([statement.statement_id for statement in statements]))
        .group_by(Line.statement_id, Line.state)
    )
    numbers: dict[uuid.UUID, dict[str, int]] = {statement.statement_id: {} for statement in statements}
    for statement_id, state, number in rows:
        numbers[statement_id][state] = number
    return [(statement, numbers[statement.statement_id]) for statement in statements]


def assign(line_id: uuid.UUID, payment_id: uuid.UUID, *, by: uuid.UUID) -> Line:
    """Assign an unmatched line to a payment by hand. With the exact amount it counts at once.

    With another amount the first person proposes and a second person agrees; then the whole line is credited:
    what is too much stays in the fund or pot, what is too little waits for the rest.
    Raises LineIsDone or NeedsSecondPerson.
    """
    line = db.session.get(Line, line_id, with_for_update=True)
    payment = db.session.get(Payment, payment_id, with_for_update=True)
    if line is None or payment is None:
        raise errors.NotFound
    if line.state != "unmatched":
        raise rules.LineIsDone
    counts = rules.check_may_assign(
        amount_cents=line.amount_cents,
        missing_cents=payment.missing_cents,
        proposed_by=line.assigned_by,
        is_same_payment=line.payment_id == payment_id,
        by=by,
    )
    if not counts:
        line.payment_id, line.assigned_by = payment_id, by
        db.session.flush()
        audit.record("propose", "bank-line", line_id)
        return line
    is_second = line.assigned_by is not None and line.payment_id == payment_id and line.assigned_by != by
    if is_second:
        line.approved_by = by
    else:
        line.assigned_by = by
    line.reason = "by-hand"
    _credit(line, payment, rule=rules.BY_HAND, actor_id=line.assigned_by, approved_by=line.approved_by)
    audit.record("assign", "bank-line", line_id)
    return line
