"""Employers, and whom they employ on a day."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa

from leerloket import clock, db, errors
from leerloket.people import service as people
from leerloket.people.employers import rules
from leerloket.people.employers.models import Employer, Employment
from leerloket.people.regions import service as regions

__all__ = ["Employee", "Employer", "Employment"]


@dataclass(frozen=True, slots=True)
class Employee:
    """What an employer may know of an employee: who it is and how much they work. Never what they learn."""

    person_id: uuid.UUID
    number: str
    name: str
    email: str
    personnel_number: str
    fte_pct: int
    starts_on: date
    ends_on: date | None


def create_employer(
    name: str,
    kvk: str,
    region_code: str,
    *,
    iban: str | None = None,
    sector: str | None = None,
    size: str = "small",
    employer_id: uuid.UUID | None = None,
) -> Employer:
    """Admit an employer. `size` is small (< 50 people), medium (< 250) or large. Raises NotAKvkNumber, NotAnIban."""
    regions.check_region(region_code)
    employer = Employer(
        employer_id=employer_id or db.random_id(),
        name=name.strip(),
        kvk=rules.read_kvk(kvk),
        iban=rules.read_iban(iban) if iban else None,
        region_code=region_code,
        sector=sector,
        size=size,
        created_at=clock.now(),
    )
    db.session.add(employer)
    db.session.flush()
    return employer


def get_employer(employer_id: uuid.UUID) -> Employer:
    """One employer. Raises NotFound."""
    employer = db.session.get(Employer, employer_id)
    if employer is None:
        raise errors.NotFound
    return employer


def get_employer_by_kvk(kvk: str) -> Employer:
    """The employer with this number of the trade register. Raises NotFound."""
    employer = db.session.scalar(sa.select(Employer).where(Employer.kvk == kvk))
    if employer is None:
        raise errors.NotFound
    return employer


def list_employers(employer_ids: Iterable[uuid.UUID] | None = None) -> list[Employer]:
    """These employers, or all, by name."""
    these = [Employer.employer_id.in_(list(employer_ids))] if employer_ids is not None else []
    return list(db.session.scalars(sa.select(Employer).where(*these).order_by(Employer.name)))


def employ(
    employer_id: uuid.UUID,
    person_id: uuid.UUID,
    personnel_number: str,
    fte_pct: int = 100,
    starts_on: date | None = None,
    ends_on: date | None = None,
) -> Employment:
    """Record that a person works for an employer, up to and including `ends_on`; `fte_pct` is 1 to 100, full time.

    Raises NotAShareOfFullTime; EmployedAlready when the person, or the personnel number, is there in the same time.
    """
    employment = Employment(
        employer_id=employer_id,
        employment_id=db.new_id(),
        person_id=person_id,
        personnel_number=personnel_number.strip(),
        fte_pct=rules.check_fte_pct(fte_pct),
        starts_on=starts_on or clock.business_date(),
        ends_on=ends_on,
    )
    try:
        with db.session.begin_nested():
            db.session.add(employment)
    except sa.exc.IntegrityError as problem:
        if db.sqlstate(problem) == "23P01":
            raise rules.EmployedAlready(field="personnel_number") from problem
        raise
    return employment


def end_employment(employer_id: uuid.UUID, employment_id: uuid.UUID, ends_on: date) -> None:
    """A person's last day at an employer. Raises NotFound."""
    employment = db.session.get(Employment, (employer_id, employment_id))
    if employment is None:
        raise errors.NotFound
    employment.ends_on = ends_on
    db.session.flush()


def _on(day: date) -> sa.ColumnElement[bool]:
    return sa.and_(Employment.starts_on <= day, sa.or_(Employment.ends_on.is_(None), Employment.ends_on >= day))


def _employees(employer_id: uuid.UUID) -> sa.Select[Employment, people.Person]:
    return (
        sa.select(Employment, people.Person)
        .join(people.Person, people.Person.person_id == Employment.person_id)
        .where(Employment.employer_id == employer_id, people.Person.erased_at.is_(None))
    )


def _employee(employment: Employment, person: people.Person) -> Employee:
    return Employee(
        person_id=person.person_id,
        number=person.number,
        name=person.name or "",
        email=person.email or "",
        personnel_number=employment.personnel_number,
        fte_pct=employment.fte_pct,
        starts_on=employment.starts_on,
        ends_on=employment.ends_on,
    )


def list_employees(employer_id: uuid.UUID, on: date | None = None) -> list[Employee]:
    """Who works for this employer on a day (today when omitted), by name."""
    rows = db.session.execute(
        _employees(employer_id).where(_on(on or clock.business_date())).order_by(people.Person.name)
    )
    return [_employee(employment, person) for employment, person in rows]


def count_employees(employer_id: uuid.UUID, on: date | None = None) -> int:
    """How many people work for this employer on a day (today when omitted)."""
    counted = sa.select(sa.func.count()).where(Employment.employer_id == employer_id, _on(on or clock.business_date()))
    return db.session.scalar(counted) or 0


def get_employee(employer_id: uuid.UUID, person_id: uuid.UUID, on: date | None = None) -> Employee:
    """One employee of today (or another day). Raises NotFound for anybody else, known or not (invariant P4)."""
    row = db.session.execute(
        _employees(employer_id).where(Employment.person_id == person_id, _on(on or clock.business_date()))
    ).first()
    if row is None:
        raise errors.NotFound
    return _employee(*row)


def find_employee(
    employer_id: uuid.UUID,
    *,
    personnel_number: str | None = None,
    email: str | None = None,
    number: str | None = None,
    on: date | None = None,
) -> Employee | None:
    """The employee of today (or another day) with this personnel number, e-mail address or `LR-…` number."""
    if personnel_number is not None:
        which = Employment.personnel_number == personnel_number.strip()
    elif email is not None:
        person = people.find_person_by_email(email)
        if person is None:
            return None
        which = Employment.person_id == person.person_id
    else:
        which = people.Person.number == (number or "").replace(" ", "").upper()
    row = db.session.execute(_employees(employer_id).where(which, _on(on or clock.business_date()))).first()
    return _employee(*row) if row else None


def find_former_employee(employer_id: uuid.UUID, *, personnel_number: str) -> date | None:
    """The last day of whoever had this personnel number; None when nobody ever had it."""
    return db.session.scalar(
        sa.select(sa.func.max(Employment.ends_on)).where(
            Employment.employer_id == employer_id, Employment.personnel_number == personnel_number.strip()
        )
    )


def list_employments(person_id: uuid.UUID, on: date | None = None) -> list[tuple[Employment, Employer]]:
    """Where a person works on a day (today when omitted)."""
    rows = db.session.execute(
        sa.select(Employment, Employer)
        .join(Employer, Employer.employer_id == Employment.employer_id)
        .where(Employment.person_id == person_id, _on(on or clock.business_date()))
        .order_by(Employer.name)
    )
    return [(employment, employer) for employment, employer in rows]
