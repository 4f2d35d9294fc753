"""Money that comes in, goes from an employer to its people, and goes out to providers."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa

from leerloket import clock, db
from leerloket.accounts.ledger import rules, statements
from leerloket.accounts.ledger.locking import lock
from leerloket.accounts.ledger.statements import BANK, TRANSIT, Delta, Move, transfer_fields


@dataclass(frozen=True, slots=True)
class Terms:
    """What makes a pot one pot: source, funder, purposes and end date. An account has one pot per terms."""

    source: str
    funder_id: uuid.UUID | None
    funder_name: str
    purposes: Sequence[str] = rules.PURPOSES
    expires_on: date | None = None

    @property
    def text(self) -> str:
        """The terms as one text, by which the pot is found again."""
        return "|".join(
            [self.source, str(self.funder_id or ""), ",".join(sorted(self.purposes)), str(self.expires_on or "")]
        )


def credit(
    account_id: uuid.UUID,
    amount_cents: int,
    terms: Terms,
    *,
    kind: str,
    from_id: uuid.UUID,
    actor_id: uuid.UUID | None,
    rule: str,
    rule_version: str,
    key: str,
    holder: str = "person",
    approved_by: uuid.UUID | None = None,
) -> uuid.UUID:
    """Put money into the pot with these terms, made when it is new. Answers the transfer.

    `kind` is "grant" (from GOVERNMENT), "topup" (from TRANSIT), "own" (from BANK) or, into an employer's fund,
    "deposit" (from BANK, holder="employer").
    """
    account = lock(account_id, key, kind=holder)
    if account.seen_transfer_id is not None:
        return account.seen_transfer_id
    pot_id = _open_pot(account_id, terms)
    fields = transfer_fields(
        account_id, kind, key, actor_id, rule=rule, rule_version=rule_version, approved_by=approved_by
    )
    statements.write(fields, [Move(from_id, pot_id, amount_cents, rule)], [Delta(pot_id, amount_cents, 0)])
    return fields["transfer_id"]  # type: ignore[no-any-return]


def _open_pot(account_id: uuid.UUID, terms: Terms) -> uuid.UUID:
    row = (
        db.cursor()
        .execute(
            statements.OPEN_POT,
            {
                "account_id": account_id,
                "pot_id": db.new_id(),
                "terms": terms.text,
                "source": terms.source,
                "funder_id": terms.funder_id,
                "funder_name": terms.funder_name,
                "purposes": list(terms.purposes),
                "expires_on": terms.expires_on,
                "opened_at": clock.now(),
            },
        )
        .fetchone()
    )
    if row is None:
        raise RuntimeError("a pot was neither found nor made")
    return uuid.UUID(str(row[0]))


def credit_many(
    due: sa.Select[Any],
    *,
    kind: str,
    from_id: uuid.UUID,
    actor_id: uuid.UUID | None,
    rule: str | None,
    rule_version: str,
    approved_by: uuid.UUID | None = None,
) -> int:
    """Credit many people at once, set-based; answers how many postings were written.

    `due` selects account_id, transfer_id, key, amount_cents, terms, source, funder_id, funder_name, purposes and
    expires_on, one row per credit; with `rule=None` also the rule of each. Rows of one account need different
    transfer_ids and keys. A key that was used before stops the whole statement: leave those rows out of `due`.
    """
    if rule is not None:
        due = due.add_columns(sa.literal(rule).label("rule"))
    at = clock.now()
    fields = {
        "kind": kind,
        "from_id": from_id,
        "actor_id": actor_id,
        "approved_by": approved_by,
        "rule_version": rule_version,
        "created_at": at,
        "business_date": clock.business_date(at),
    }
    return statements.credit_due(due, fields)


def send_from_fund(
    employer_id: uuid.UUID,
    amount_cents: int,
    *,
    actor_id: uuid.UUID | None,
    rule: str,
    rule_version: str,
    key: str,
) -> uuid.UUID:
    """Take money out of an employer's fund, on its way to employees' pots (kind "distribute").

    In the same transaction the same total is credited to the pots from TRANSIT, so that transit is empty at rest.
    Raises `BalanceTooLow` when the fund holds less.
    """
    account = lock(employer_id, key, kind="employer")
    if account.seen_transfer_id is not None:
        return account.seen_transfer_id
    fund = next((pot for pot in account.pots if pot.source == "fund"), None)
    available = fund.available_cents if fund else 0
    if fund is None or available < amount_cents:
        raise rules.BalanceTooLow(short_cents=amount_cents - available)
    fields = transfer_fields(employer_id, "distribute", key, actor_id, rule=rule, rule_version=rule_version)
    statements.write(fields, [Move(fund.pot_id, TRANSIT, amount_cents, rule)], [Delta(fund.pot_id, -amount_cents, 0)])
    return fields["transfer_id"]  # type: ignore[no-any-return]


def pay_out(
    provider_id: uuid.UUID,
    amount_cents: int,
    *,
    actor_id: uuid.UUID,
    approved_by: uuid.UUID,
    rule: str,
    rule_version: str,
    key: str,
) -> uuid.UUID:
    """Pay a provider what it is owed, through the bank (kind "payout"). The approver is another person."""
    account = lock(provider_id, key, kind="provider")
    if account.seen_transfer_id is not None:
        return account.seen_transfer_id
    fields = transfer_fields(
        provider_id, "payout", key, actor_id, rule=rule, rule_version=rule_version, approved_by=approved_by
    )
    statements.write(fields, [Move(provider_id, BANK, amount_cents, rule)], [])
    return fields["transfer_id"]  # type: ignore[no-any-return]
