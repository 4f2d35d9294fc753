"""The work list: lines that found no payment, what they may be for, and what somebody decides."""

import uuid
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from leerloket import clock, db, errors
from leerloket.accounts.bank import rules
from leerloket.accounts.bank.crediting import credit_part
from leerloket.accounts.bank.models import Line, Part, Statement
from leerloket.accounts.bank.rules import Share
from leerloket.accounts.payments import service as payments
from leerloket.people.audit import service as audit

SUGGESTIONS = 5
COMPARED = 200
"""So many waiting payments are compared with a line, those that miss its amount first."""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A payment a line may be for, and in what they are alike."""

    payment: payments.Payment
    likeness: rules.Likeness


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


def get_line(line_id: uuid.UUID) -> Line:
    """One line. Raises NotFound."""
    line = db.session.get(Line, line_id)
    if line is None:
        raise errors.NotFound
    return line


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


# --- suggestions ------------------------------------------------------------------------------------------


def suggest(line: Line) -> list[Suggestion]:
    """The waiting payments most like a line, best first: by reference, amount, account it came from, and name."""
    if line.state != "unmatched":
        return []
    text = f"{line.remittance} {line.end_to_end_id or ''}"
    named = payments.list_named(text)
    waiting = {one.payment_id: one for one in [*named, *payments.list_waiting(line.amount_cents, limit=COMPARED)]}
    paid_before = _accounts_paid_from(line.counterparty_iban)
    found = [
        Suggestion(payment, _compare(line, text, payment, paid_before, {one.payment_id for one in named}))
        for payment in waiting.values()
        if payment.state == "waiting"
    ]
    likely = [one for one in found if one.likeness.score >= rules.LEAST_SCORE]
    return sorted(likely, key=lambda one: (-one.likeness.score, one.payment.number))[:SUGGESTIONS]


def _compare(
    line: Line,
    text: str,
    payment: payments.Payment,
    paid_before: frozenset[uuid.UUID],
    named: Collection[uuid.UUID],
) -> rules.Likeness:
    return rules.likeness(
        text,
        payment.reference,
        names_another=bool(named) and payment.payment_id not in named,
        amount=line.amount_cents == payment.missing_cents,
        known_iban=payment.account_id in paid_before,
        sender=line.counterparty_name,
        holder=payment.holder_name,
    )


def _accounts_paid_from(iban: str | None) -> frozenset[uuid.UUID]:
    """Whose payments came from this bank account before."""
    if iban is None:
        return frozenset()
    lines = sa.select(Line.line_id).where(Line.counterparty_iban == iban, Line.state == "matched")
    paid = db.session.scalars(sa.select(Part.payment_id).where(Part.line_id.in_(lines), Part.payment_id.is_not(None)))
    return frozenset(one.account_id for one in payments.list_payments_by_id(p for p in paid if p).values())


# --- deciding ---------------------------------------------------------------------------------------------


def decide(line_id: uuid.UUID, shares: Sequence[Share], *, reason: str, by: uuid.UUID, field: str = "parts") -> Line:
    """Divide a line over payments, and send the rest back to where it came from.

    The exact amount of one payment counts at once. Everything else is proposed by the first person, with a reason,
    and counts when a second person agrees on the same: then each payment gets its share, and what goes back waits
    for the next payment file. Raises LineIsDone, NeedsSecondPerson, PartsDoNotFit, NoAccountToReturnTo, ReasonMissing.
    """
    known = _lock_payments(shares)
    line = _lock_unmatched(line_id)
    rules.check_shares(line.amount_cents, shares, has_iban=line.counterparty_iban is not None, field=field)
    is_exact = rules.is_exact(shares, next((one.missing_cents for one in known.values()), 0))
    proposer = line.proposed_by
    proposed = [Share(part.payment_id, part.amount_cents) for part in line.parts]
    if not rules.counts_now(shares, proposed, is_exact=is_exact, proposed_by=proposer, by=by):
        if not reason.strip():
            raise rules.ReasonMissing(field="reason" if field == "parts" else "reden")
        _propose(line, shares, reason=reason.strip(), by=by)
        audit.record("propose", "bank-line", line_id, reason=reason.strip())
        return line
    if proposer is None or set(shares) != set(proposed):
        _propose(line, shares, reason=reason.strip(), by=by)
    _carry_out(line, known, approved_by=by if line.parts[0].proposed_by != by else None)
    audit.record("assign", "bank-line", line_id, reason=reason.strip())
    return line


def approve(line_id: uuid.UUID, *, by: uuid.UUID) -> Line:
    """Agree, as the second person, on what was proposed. Raises as `decide`, and LineIsDone without a proposal."""
    line = get_line(line_id)
    if line.proposed_by is None:
        raise rules.LineIsDone
    shares = [Share(part.payment_id, part.amount_cents) for part in line.parts]
    return decide(line_id, shares, reason=line.parts[0].reason, by=by)


def withdraw(line_id: uuid.UUID) -> Line:
    """Take a proposal back or refuse it; the line waits again. Raises LineIsDone."""
    line = _lock_unmatched(line_id)
    _forget_proposal(line)
    audit.record("withdraw", "bank-line", line_id)
    return line


def _lock_payments(shares: Sequence[Share]) -> Mapping[uuid.UUID, payments.Payment]:
    """Payments before lines, by id, as an import locks them."""
    ids = sorted({share.payment_id for share in shares if share.payment_id})
    return {payment_id: payments.lock_payment(payment_id) for payment_id in ids}


def _lock_unmatched(line_id: uuid.UUID) -> Line:
    line = db.session.get(Line, line_id, with_for_update=True, populate_existing=True)
    if line is None:
        raise errors.NotFound
    if line.state != "unmatched":
        raise rules.LineIsDone
    return line


def _propose(line: Line, shares: Sequence[Share], *, reason: str, by: uuid.UUID) -> None:
    _forget_proposal(line)
    line.parts = [
        Part(
            part_id=db.new_id(),
            line_id=line.line_id,
            kind="payment" if share.payment_id else "return",
            payment_id=share.payment_id,
            amount_cents=share.amount_cents,
            reason=reason,
            proposed_by=by,
        )
        for share in shares
    ]
    db.session.flush()


def _forget_proposal(line: Line) -> None:
    db.session.execute(sa.delete(Part).where(Part.line_id == line.line_id))
    db.session.expire(line, ["parts"])


def _carry_out(line: Line, known: Mapping[uuid.UUID, payments.Payment], *, approved_by: uuid.UUID | None) -> None:
    for part in sorted(line.parts, key=lambda part: known[part.payment_id].account_id.int if part.payment_id else 0):
        part.approved_by = approved_by
        if part.payment_id:
            credit_part(part, known[part.payment_id], rule=rules.BY_HAND)
        else:
            part.done_on = clock.business_date()
    line.state, line.reason, line.matched_at = "matched", "by-hand", clock.now()
    db.session.flush()
