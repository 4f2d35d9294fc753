"""What employers and people paid in over a year, for the tax. Never what became of an employer's money per person."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa

from leerloket import clock, db, errors
from leerloket.accounts.ledger import service as ledger
from leerloket.accounts.topups import service as topups
from leerloket.people.employers import service as employers

FIRST_YEAR = 2020
MOST_LINES = 100_000
OWN_KINDS = ("topup", "own", "own_back", "correction")


@dataclass(frozen=True, slots=True)
class Given:
    """What one employee received in a year for one set of purposes; `corrected_cents` is mostly below zero."""

    person_id: uuid.UUID
    name: str
    personnel_number: str
    purposes: list[str]
    deposited_cents: int
    corrected_cents: int

    @property
    def total_cents(self) -> int:
        """Deposited and corrected."""
        return self.deposited_cents + self.corrected_cents


@dataclass(frozen=True, slots=True)
class PurposeTotal:
    """What all employees together received for one set of purposes."""

    purposes: list[str]
    people: int
    total_cents: int


@dataclass(frozen=True, slots=True)
class EmployerYear:
    """What an employer gave in a year, up to a day; `returned_cents` came back into its fund, from all together."""

    employer_id: uuid.UUID
    name: str
    kvk: str
    year: int
    until: date
    given: list[Given]
    returned_cents: int
    used: topups.Used

    @property
    def people(self) -> int:
        """How many employees received something, or had something corrected."""
        return len({one.person_id for one in self.given})

    @property
    def deposited_cents(self) -> int:
        """All deposits of the year."""
        return sum(one.deposited_cents for one in self.given)

    @property
    def corrected_cents(self) -> int:
        """All corrections made in the year."""
        return sum(one.corrected_cents for one in self.given)

    @property
    def total_cents(self) -> int:
        """Deposited and corrected."""
        return self.deposited_cents + self.corrected_cents

    @property
    def purposes(self) -> list[PurposeTotal]:
        """The same per set of purposes, the largest first."""
        found = [self._of(list(purposes)) for purposes in {tuple(one.purposes) for one in self.given}]
        return sorted(found, key=lambda one: (-one.total_cents, one.purposes))

    def _of(self, purposes: list[str]) -> PurposeTotal:
        these = [one for one in self.given if one.purposes == purposes]
        return PurposeTotal(purposes, len({one.person_id for one in these}), sum(one.total_cents for one in these))


@dataclass(frozen=True, slots=True)
class Line:
    """Money that came into somebody's account, or was taken back from it; `purposes` is what it may pay for."""

    on: date
    kind: str
    funder: str
    purposes: Sequence[str]
    amount_cents: int


@dataclass(frozen=True, slots=True)
class WorkerYear:
    """What a person received from employers, paid in and spent of that own money in a year, up to a day."""

    year: int
    until: date
    received: list[Line]
    paid_in: list[Line]
    spent: list[ledger.Spent]

    @property
    def received_cents(self) -> int:
        """From all employers, corrections counted."""
        return sum(line.amount_cents for line in self.received)

    @property
    def paid_in_cents(self) -> int:
        """Own money, less what was given back."""
        return sum(line.amount_cents for line in self.paid_in)

    @property
    def spent_cents(self) -> int:
        """Own money that paid for courses."""
        return sum(one.amount_cents for one in self.spent)


def get_employer_year(employer_id: uuid.UUID, year: int) -> EmployerYear:
    """What an employer gave in a year, per employee and purpose, up to today when it still runs. Raises NotFound."""
    first, until = _days(year)
    employer = employers.get_employer(employer_id)
    returns = ledger.list_entries(employer_id, year=year, kinds=["return"], limit=MOST_LINES)
    return EmployerYear(
        employer_id=employer_id,
        name=employer.name,
        kvk=employer.kvk,
        year=year,
        until=until,
        given=_given(employer_id, first, until),
        returned_cents=sum(entry.amount_cents for entry in returns),
        used=topups.get_used(employer_id, until),
    )


def _days(year: int) -> tuple[date, date]:
    today = clock.business_date()
    if not FIRST_YEAR <= year <= today.year:
        raise errors.NotFound
    return date(year, 1, 1), min(date(year, 12, 31), today)


def _given(employer_id: uuid.UUID, first: date, until: date) -> list[Given]:
    given = topups.select_given(employer_id, first, until).subquery()
    cents = sa.func.coalesce(sa.func.sum(given.c.cents).filter(given.c.kind == "topup"), 0)
    corrected = sa.func.coalesce(sa.func.sum(given.c.cents).filter(given.c.kind == "correction"), 0)
    rows = db.session.execute(
        sa.select(given.c.account_id, given.c.purposes, cents, corrected).group_by(given.c.account_id, given.c.purposes)
    ).all()
    names = _employees(employer_id)
    found = [
        Given(
            person_id=person_id,
            name=names[person_id].name if person_id in names else "",
            personnel_number=names[person_id].personnel_number if person_id in names else "",
            purposes=sorted(purposes),
            deposited_cents=int(deposited),
            corrected_cents=int(taken),
        )
        for person_id, purposes, deposited, taken in rows
    ]
    return sorted(found, key=lambda one: (one.name == "", one.name, one.personnel_number, one.purposes))


def _employees(employer_id: uuid.UUID) -> dict[uuid.UUID, employers.Employee]:
    """Who works or worked here; of who came back, how they are called now."""
    return {
        one.person_id: one
        for is_former in (True, False)
        for one in employers.search_employees(employer_id, is_former=is_former, limit=MOST_LINES)
    }


def get_worker_year(person_id: uuid.UUID, year: int) -> WorkerYear:
    """What came into somebody's account in a year and what own money paid for, oldest first. Raises NotFound."""
    first, until = _days(year)
    purposes = {pot.pot_id: pot.purposes for pot in ledger.list_pots(person_id)}
    entries = reversed(ledger.list_entries(person_id, year=year, kinds=OWN_KINDS, limit=MOST_LINES))
    lines = [
        (entry.source, Line(entry.booked_on, entry.kind, entry.funder_name, purposes[entry.pot_id], entry.amount_cents))
        for entry in entries
    ]
    return WorkerYear(
        year=year,
        until=until,
        received=[line for source, line in lines if source == "employer"],
        paid_in=[line for source, line in lines if source == "own"],
        spent=ledger.list_own_spent(person_id, first, until),
    )


def list_years() -> list[int]:
    """The years there is a statement of: this one and those of the last seven, while money is kept."""
    this_year = clock.business_date().year
    return list(range(this_year, max(this_year - 7, FIRST_YEAR) - 1, -1))
