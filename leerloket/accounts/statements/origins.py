"""What the "why" panel of a movement needs beyond the movement itself: since when its rule holds, and its reversals."""

import uuid
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa

from leerloket import db
from leerloket.accounts.ledger import service as ledger
from leerloket.accounts.rights import service as rights
from leerloket.accounts.statements import rules


@dataclass(frozen=True, slots=True)
class Other:
    """Another movement; `posting_id` is its line when it is shown on the same page."""

    transfer_id: uuid.UUID
    posting_id: int | None


@dataclass(frozen=True, slots=True)
class Origin:
    """Since when the rule of a movement holds, the movement it takes back, and those that took something of it back."""

    rule_starts_on: date | None
    takes_back: Other | None
    taken_back_by: list[Other]


def of_entries(account_id: uuid.UUID, entries: Sequence[ledger.Entry]) -> dict[uuid.UUID, Origin]:
    """The origin of each of these movements of an account, by transfer."""
    granted = _rule_sets_since(account_id) if any(entry.kind == "grant" for entry in entries) else {}
    lines = {entry.transfer_id: entry.posting_id for entry in entries}
    takes_back: dict[uuid.UUID, Other] = {}
    taken_back_by: dict[uuid.UUID, list[Other]] = defaultdict(list)
    for link in ledger.list_links(account_id):
        takes_back[link.transfer_id] = Other(link.original_id, lines.get(link.original_id))
        taken_back_by[link.original_id].append(Other(link.transfer_id, lines.get(link.transfer_id)))
    return {
        entry.transfer_id: Origin(
            granted.get(entry.transfer_id) or rules.VERSIONS.get(entry.rule_version),
            takes_back.get(entry.transfer_id),
            taken_back_by[entry.transfer_id],
        )
        for entry in entries
    }


def _rule_sets_since(account_id: uuid.UUID) -> dict[uuid.UUID, date]:
    """Per right that was credited, the first day of the rule set that gave it."""
    found = db.session.execute(
        sa.select(rights.Grant.transfer_id, rights.RuleSet.starts_on)
        .join(rights.Run, rights.Run.run_id == rights.Grant.run_id)
        .join(rights.RuleSet, rights.RuleSet.rule_set_id == rights.Run.rule_set_id)
        .where(rights.Grant.account_id == account_id)
    )
    return {row.transfer_id: row.starts_on for row in found}
