"""Accounts with money in them, for tests."""

import uuid
from datetime import date

from leerloket import db
from leerloket.accounts.ledger import service
from leerloket.accounts.ledger.service import Terms

EMPLOYER = uuid.UUID("11111111-1111-4111-8111-111111111111")


def right(account_id: uuid.UUID, cents: int, expires_on: date | None = None) -> None:
    credit(account_id, cents, Terms("right", None, "Overheid", expires_on=expires_on), "grant", service.GOVERNMENT)


def own(account_id: uuid.UUID, cents: int) -> None:
    credit(account_id, cents, Terms("own", None, "Eigen geld"), "own", service.BANK)


def fund(employer_id: uuid.UUID, cents: int) -> None:
    terms = Terms("fund", employer_id, "Bakker Metaal")
    credit(employer_id, cents, terms, "deposit", service.BANK, holder="employer")


def employer(
    account_id: uuid.UUID, cents: int, expires_on: date | None = None, purposes: tuple[str, ...] = ("job",)
) -> None:
    """Money from an employer, by the way it really comes: bank → fund → transit → pot."""
    fund(EMPLOYER, cents)
    service.send_from_fund(EMPLOYER, cents, actor_id=None, rule="test", rule_version="1", key=str(db.new_id()))
    terms = Terms("employer", EMPLOYER, "Bakker Metaal", purposes, expires_on)
    credit(account_id, cents, terms, "topup", service.TRANSIT)


def credit(
    account_id: uuid.UUID, cents: int, terms: Terms, kind: str, from_id: uuid.UUID, holder: str = "person"
) -> None:
    service.credit(
        account_id,
        cents,
        terms,
        kind=kind,
        from_id=from_id,
        actor_id=None,
        rule="test",
        rule_version="1",
        key=str(db.new_id()),
        holder=holder,
    )
