"""The verbs of a changed bank account, and the one door of this folder: ask, approve, reject, withdraw.

A changed account number is how payments are stolen (trust.md, fraud; product.md, Singapore 2017). So two
administrators look, the provider is told at its known address at every step, and nothing is paid out to it meanwhile.
"""

import uuid
from collections.abc import Collection

import sqlalchemy as sa

from leerloket import clock, db, errors, outbox
from leerloket.courses.provider_accounts import rules
from leerloket.courses.provider_accounts.models import AccountChange
from leerloket.courses.providers import numbers
from leerloket.courses.providers import service as providers
from leerloket.people.audit import service as audit

MASKED = 4


def ask(provider_id: uuid.UUID, new_iban: str, *, holder: str, reason: str, asked_by: uuid.UUID) -> AccountChange:
    """A provider asks to be paid on another account, in the name of `holder`, and says why.

    Raises `WrongAccountNumber`, `SameAccount`, `AccountAskedAlready`.
    """
    iban = numbers.tidy_iban(new_iban)
    if iban is None:
        raise rules.WrongAccountNumber(field="iban")
    provider = providers.lock_provider(provider_id)
    if provider.iban == iban:
        raise rules.SameAccount(field="iban")
    if find_open(provider_id) is not None:
        raise rules.AccountAskedAlready
    change = AccountChange(
        change_id=db.new_id(),
        provider_id=provider_id,
        old_iban=provider.iban,
        new_iban=iban,
        holder=holder,
        reason=reason,
        state="asked",
        asked_by=asked_by,
        asked_at=clock.now(),
    )
    db.session.add(change)
    db.session.flush()
    audit.record("ask", "provider_account", change.change_id)
    _tell(change)
    return change


def approve(change_id: uuid.UUID, *, by: uuid.UUID) -> AccountChange:
    """An administrator says the account is the provider's own: the first waits, another person's carries it out.

    Raises NotFound, `ChangeIsOver`, `SamePersonLooks`.
    """
    change = _lock(change_id)
    rules.check_may_approve(change.state, change.asked_by, change.first_approved_by, by)
    if change.first_approved_by is None:
        change.first_approved_by, change.state = by, "approved_once"
    else:
        change.approved_by, change.state, change.ended_at = by, "changed", clock.now()
        providers.set_iban(change.provider_id, change.new_iban)
        _tell(change)
    audit.record("approve", "provider_account", change_id)
    db.session.flush()
    return change


def reject(change_id: uuid.UUID, *, by: uuid.UUID, reason: str) -> AccountChange:
    """An administrator does not trust it: the old account stays. Raises NotFound, `ChangeIsOver`."""
    change = _lock(change_id)
    _end(change, "rejected", reason)
    audit.record("reject", "provider_account", change_id, reason=f"by {by}")
    _tell(change)
    return change


def withdraw(provider_id: uuid.UUID, change_id: uuid.UUID) -> AccountChange:
    """The provider takes its own request back. Raises NotFound for another's, `ChangeIsOver`."""
    change = _lock(change_id)
    if change.provider_id != provider_id:
        raise errors.NotFound
    _end(change, "withdrawn")
    audit.record("withdraw", "provider_account", change_id)
    return change


def _end(change: AccountChange, state: str, reason: str = "") -> None:
    rules.check_is_open(change.state)
    change.state, change.ended_at, change.end_reason = state, clock.now(), reason
    db.session.flush()


def _lock(change_id: uuid.UUID) -> AccountChange:
    found = db.session.get(AccountChange, change_id)
    if found is None:
        raise errors.NotFound
    providers.lock_provider(found.provider_id)
    db.session.refresh(found, with_for_update=True)
    return found


def find_open(provider_id: uuid.UUID) -> AccountChange | None:
    """The change of this provider that waits, if there is one."""
    return db.session.scalar(_open().where(AccountChange.provider_id == provider_id))


def list_open() -> list[AccountChange]:
    """What waits for an administrator, the oldest first."""
    return list(db.session.scalars(_open().order_by(AccountChange.asked_at)))


def _open() -> sa.Select[AccountChange]:
    return sa.select(AccountChange).where(AccountChange.state.in_(rules.OPEN))


def select_changing(provider_ids: Collection[uuid.UUID]) -> set[uuid.UUID]:
    """Which of these providers wait for a change: they are not paid meanwhile."""
    return {change.provider_id for change in list_open() if change.provider_id in provider_ids}


def list_changes(provider_id: uuid.UUID) -> list[AccountChange]:
    """All changes of a provider, the newest first."""
    return list(
        db.session.scalars(
            sa.select(AccountChange)
            .where(AccountChange.provider_id == provider_id)
            .order_by(AccountChange.asked_at.desc())
        )
    )


def list_also_paid_on(change: AccountChange) -> list[str]:
    """The names of other providers that are paid on the account somebody asks for: a reason to look twice."""
    return [
        provider.name
        for provider in providers.list_by_iban(change.new_iban)
        if provider.provider_id != change.provider_id
    ]


def masked(iban: str) -> str:
    """An account number of which only begin and end show."""
    return f"{iban[:MASKED]} … {iban[-MASKED:]}"


def _tell(change: AccountChange) -> None:
    address = providers.get_provider(change.provider_id).email
    if address:
        outbox.put(
            "provider-account",
            address,
            dedup=f"provider-account:{change.change_id}:{change.state}",
            facts={"state": change.state, "account": masked(change.new_iban), "reason": change.end_reason},
            account_id=change.provider_id,
        )
