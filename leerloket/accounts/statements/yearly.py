"""Yearly statements: what an account did in a year, drawn as PDF, kept, and told by mail."""

import uuid
from dataclasses import dataclass
from datetime import date, datetime

import flask_babel
import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

from leerloket import clock, db, errors, outbox, printing
from leerloket.accounts.books.closing import service as closing
from leerloket.accounts.ledger import chain, years
from leerloket.accounts.statements import rules
from leerloket.accounts.statements.models import YearlyStatement
from leerloket.people import service as people
from leerloket.people.employers import service as employers

PAGES = {"person": "/saldo/jaaroverzichten", "employer": "/werkgever/jaaroverzichten"}
"""Where each kind of holder finds the statements."""


@dataclass(frozen=True, slots=True)
class Yearly:
    """Everything on the sheet, as plain values."""

    account_id: uuid.UUID
    holder: str
    name: str
    number: str
    language: str
    year: int
    until: date
    made_at: datetime
    pots: list[years.PotYear]
    held_cents: int
    head: chain.Head

    @property
    def end_cents(self) -> int:
        """What the pots held on the last day, money set aside for bookings not counted."""
        return sum(pot.end_cents for pot in self.pots)

    @property
    def is_whole(self) -> bool:
        """Whether the year was over when this was made."""
        return self.until == date(self.year, 12, 31)


def gather(account_id: uuid.UUID, holder: str, year: int) -> Yearly | None:
    """What stands on the statement of a year, up to today when it still runs.

    None for a person who was erased, and for an account without a holder: there is nobody to write to.
    """
    until = min(date(year, 12, 31), clock.business_date())
    held = years.get_year(account_id, date(year, 1, 1), until)
    names = _names(account_id, holder)
    if names is None:
        return None
    name, number, language = names
    return Yearly(
        account_id=account_id,
        holder=holder,
        name=printing.cut(name, 200),
        number=number,
        language=language,
        year=year,
        until=until,
        made_at=clock.now(),
        pots=held.pots,
        held_cents=held.held_cents,
        head=chain.head(),
    )


def _names(account_id: uuid.UUID, holder: str) -> tuple[str, str, str] | None:
    if holder == "employer":
        for employer in employers.list_employers([account_id]):
            return employer.name, f"KvK {employer.kvk}", "nl"
        return None
    for person in people.list_persons([account_id]):
        return None if person.erased_at else (person.name or "", person.number, person.language)
    return None


def draw(statement: Yearly, renderer: printing.Renderer | None = None) -> bytes:
    """The statement as tagged PDF in the reader's language. Raises NoPdf, TooHeavy or Busy."""
    with flask_babel.force_locale(statement.language):
        pots = [{"name": printing.cut(rules.holding_name(pot), 200), "pot": pot} for pot in statement.pots]
    return printing.draw(
        "accounts/saldo/yearly.html",
        language=statement.language,
        renderer=renderer,
        statement=statement,
        pots=pots,
        made_on=clock.business_date(statement.made_at),
        head=statement.head,
    )


def keep(statement: Yearly, pdf: bytes) -> bool:
    """Keep a statement, once per account and year, and tell who may read it; whether it was the first."""
    values = {
        "account_id": statement.account_id,
        "year": statement.year,
        "holder": statement.holder,
        "made_at": statement.made_at,
        "end_cents": statement.end_cents,
        "head_seq": statement.head.seq,
        "head_hash": statement.head.hash,
        "pdf": pdf,
    }
    insert = postgresql.insert(YearlyStatement).values(values).on_conflict_do_nothing()
    is_first = db.session.scalar(insert.returning(YearlyStatement.account_id)) is not None
    if is_first:
        _tell(statement)
    return is_first


def _tell(statement: Yearly) -> None:
    ids = [statement.account_id]
    if statement.holder == "employer":
        ids = [grant.person_id for grant in people.list_role_holders("employer", statement.account_id)]
    for reader in people.list_persons(ids):
        if reader.email:
            outbox.put(
                "yearly-statement",
                reader.email,
                dedup=f"yearly-statement:{statement.account_id}:{statement.year}:{reader.person_id}",
                facts={"year": statement.year, "path": PAGES[statement.holder], "holder": statement.holder},
                account_id=statement.account_id,
                language=reader.language,
            )


def is_made(account_id: uuid.UUID, year: int) -> bool:
    """Whether this account has its statement of that year."""
    made = sa.select(YearlyStatement.year).where(YearlyStatement.account_id == account_id, YearlyStatement.year == year)
    return db.session.scalar(made) is not None


def list_made(account_id: uuid.UUID) -> list[YearlyStatement]:
    """The statements of an account, newest first; without their PDF."""
    return list(
        db.session.scalars(
            sa.select(YearlyStatement)
            .where(YearlyStatement.account_id == account_id)
            .order_by(YearlyStatement.year.desc())
        )
    )


def get_pdf(account_id: uuid.UUID, holder: str, year: int) -> bytes:
    """The kept statement of a year; of the year that still runs a provisional one, drawn now. Raises NotFound."""
    kept = db.session.scalar(
        sa.select(YearlyStatement.pdf).where(YearlyStatement.account_id == account_id, YearlyStatement.year == year)
    )
    if kept is not None:
        return kept
    statement = gather(account_id, holder, year) if year == clock.business_date().year else None
    if statement is None:
        raise errors.NotFound
    return draw(statement)


def is_over(year: int) -> bool:
    """Whether the last day of a year is closed in the books, so that its statements can be made."""
    return closing.is_closed(date(year, 12, 31))
