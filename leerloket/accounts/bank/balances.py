"""The balances statements tell: do they follow each other, and do their lines explain them?"""

import uuid
from collections.abc import Sequence
from datetime import date

import sqlalchemy as sa

from leerloket import db
from leerloket.accounts.bank import rules
from leerloket.accounts.bank.models import Balance
from leerloket.accounts.bank.statement_file import BankBalance, Document


def add(statement_id: uuid.UUID, told: Sequence[BankBalance]) -> int:
    """Keep the balances of a file; answers what is missing between them and the statements before, in cents."""
    gap = 0
    for n, one in enumerate(told, 1):
        if not overlaps([one]):
            gap += rules.gap_cents(_told(one), find_before(one.iban, one.opening_on, one.opening_cents))
        db.session.add(
            Balance(
                statement_id=statement_id,
                n=n,
                iban=one.iban,
                opening_cents=one.opening_cents,
                opening_on=one.opening_on,
                closing_cents=one.closing_cents,
                closing_on=one.closing_on,
            )
        )
        db.session.flush()
    return gap


def overlaps(told: Sequence[BankBalance]) -> bool:
    """Whether a file tells days again that an earlier one told."""
    return any(rules.overlaps(_told(one), [_told(kept) for kept in _list_of(one.iban)]) for one in told)


def difference_cents(document: Document) -> int:
    """What the lines of a file do not explain of its balances; 0 for a file without balances."""
    if not document.balances:
        return 0
    moved = sum(one.closing_cents - one.opening_cents for one in document.balances)
    lines = [line for line in document.lines if line.currency == "EUR" and line.status in {"BOOK", ""}]
    return moved - sum(line.amount_cents if line.is_credit else -line.amount_cents for line in lines)


def find_before(iban: str, opening_on: date, opening_cents: int) -> rules.Told | None:
    """The statement that a new one follows: the last that closed by then, one that fits exactly first."""
    query = (
        sa.select(Balance)
        .where(Balance.iban == iban, Balance.closing_on <= opening_on)
        .order_by(
            (Balance.closing_cents == opening_cents).desc(), Balance.closing_on.desc(), Balance.statement_id.desc()
        )
        .limit(1)
    )
    found = db.session.scalar(query)
    return _told(found) if found else None


def list_all() -> list[Balance]:
    """Every balance told, in the order of time."""
    query = sa.select(Balance).order_by(Balance.closing_on, Balance.opening_on, Balance.statement_id, Balance.n)
    return list(db.session.scalars(query))


def list_gaps(told: Sequence[Balance]) -> list[tuple[Balance, Balance, int]]:
    """Statements that follow each other and do not fit, in the order of time, with what is missing in cents."""
    gaps = []
    seen: dict[str, list[Balance]] = {}
    for one in told:
        earlier = seen.setdefault(one.iban, [])
        if earlier and not rules.overlaps(_told(one), [_told(kept) for kept in earlier]):
            fits = any(kept.closing_cents == one.opening_cents for kept in earlier)
            missing = 0 if fits else rules.gap_cents(_told(one), _told(earlier[-1]))
            if missing:
                gaps.append((earlier[-1], one, missing))
        earlier.append(one)
    return gaps


def _list_of(iban: str) -> Sequence[Balance]:
    return db.session.scalars(sa.select(Balance).where(Balance.iban == iban)).all()


def _told(one: Balance | BankBalance) -> rules.Told:
    return rules.Told(one.opening_cents, one.opening_on, one.closing_cents, one.closing_on)
