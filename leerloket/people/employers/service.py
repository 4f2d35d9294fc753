"""Employers, and whom they employ on a day."""

import uuid
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

from leerloket import clock, db, errors
from leerloket.people import service as people
from leerloket.people import signing_in
from leerloket.people.audit import service as audit
from leerloket.people.employers import rules
from leerloket.people.employers.models import Employer, Employment
from leerloket.people.employers.rules import SIZES, EmployedAlready, EmployerKnown, EndsBeforeStart, NobodyLikeThat
from leerloket.people.regions import service as regions

__all__ = [
    "SIZES",
    "EmployedAlready",
    "Employee",
    "Employer",
    "EmployerKnown",
    "Employment",
    "EndsBeforeStart",
    "NobodyLikeThat",
]


WRONG_TRIES = 100
"""How often in 15 minutes an employer may name somebody wrongly: enough for a file with typing errors."""


@dataclass(frozen=True, slots=True)
class Employee:
    """What an employer may know of an employee: who it is and how much they work. Never what they learn."""

    employment_id: uuid.UUID
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
    """Admit an employer. `size` is small (< 50 people), medium (< 250) or large. Raises NotAKvkNumber, NotAnIban,
    UnknownRegion, and EmployerKnown when the number of the trade register is another's.
    """
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
    try:
        with db.session.begin_nested():
            db.session.add(employer)
    except sa.exc.IntegrityError as problem:
        if db.sqlstate(problem) == "23505":
            raise _known(employer.kvk) from problem
        raise
    audit.record("admit", "employer", employer.employer_id)
    return employer


def _known(kvk: str) -> EmployerKnown:
    other = get_employer_by_kvk(kvk)
    url = f"/beheer/werkgevers/{other.employer_id}"
    possible = [errors.Possible("Bekijk die werkgever.", "See that employer.", url)]
    return EmployerKnown(field="kvk", kvk=kvk, name=other.name, possible=possible)


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


def search_employers(text: str = "", *, after: uuid.UUID | None = None, limit: int = 50) -> list[Employer]:
    """A page of employers by name; `text` has parts of a name or a KvK number, `after` is the last one seen."""
    place = sa.tuple_(Employer.name, Employer.employer_id)
    query = sa.select(Employer)
    if after is not None:
        last = get_employer(after)
        query = query.where(place > sa.tuple_(sa.literal(last.name), sa.literal(last.employer_id)))
    if words := text.split():
        written = sa.func.concat_ws(" ", Employer.name, Employer.kvk)
        query = query.where(*(written.icontains(word, autoescape=True) for word in words))
    return list(db.session.scalars(query.order_by(place).limit(limit)))


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

    Raises NotAShareOfFullTime, EndsBeforeStart; EmployedAlready when the person, or the personnel number, is there in
    the same time.
    """
    starts_on = starts_on or clock.business_date()
    if ends_on is not None and ends_on < starts_on:
        raise rules.EndsBeforeStart(field="ends_on", starts_on=starts_on)
    employment = Employment(
        employer_id=employer_id,
        employment_id=db.new_id(),
        person_id=person_id,
        personnel_number=personnel_number.strip(),
        fte_pct=rules.check_fte_pct(fte_pct),
        starts_on=starts_on,
        ends_on=ends_on,
    )
    _write(employment)
    return employment


def employ_known(
    employer_id: uuid.UUID,
    called: str,
    birth_on: date,
    personnel_number: str,
    fte_pct: int = 100,
    starts_on: date | None = None,
    ends_on: date | None = None,
) -> Employment:
    """Employ somebody who has an account, `called` by e-mail address or `LR-…` number.

    An employer knows the date of birth of an employee, and a stranger does not: without it an employer could try
    addresses and learn who has an account. Raises NobodyLikeThat, TooManyTries, and as `employ`.
    """
    person = people.find_person_by_email(called) if "@" in called else people.find_person_by_number(called)
    if person is None or person.birth_on != birth_on:
        signing_in.count_try("employ", str(employer_id), WRONG_TRIES)
        raise rules.NobodyLikeThat(field="called")
    return employ(employer_id, person.person_id, personnel_number, fte_pct, starts_on, ends_on)


def get_employment(employer_id: uuid.UUID, employment_id: uuid.UUID) -> Employee:
    """One employment of this employer, also one that has ended. Raises NotFound."""
    row = db.session.execute(_employees(employer_id).where(Employment.employment_id == employment_id)).first()
    if row is None:
        raise errors.NotFound
    return _employee(*row)


def change_employment(
    employer_id: uuid.UUID,
    employment_id: uuid.UUID,
    *,
    personnel_number: str | None = None,
    fte_pct: int | None = None,
) -> None:
    """Change what is given. Raises NotFound, NotAShareOfFullTime; EmployedAlready when the number is another's."""
    employment = _lock(employer_id, employment_id)
    changed: dict[str, Any] = {}
    if fte_pct is not None:
        changed["fte_pct"] = rules.check_fte_pct(fte_pct)
    if personnel_number is not None:
        changed["personnel_number"] = personnel_number.strip()
    _write(employment, **changed)


def end_employment(employer_id: uuid.UUID, employment_id: uuid.UUID, ends_on: date | None) -> None:
    """A person's last day at an employer; None when there is none after all. Pots stay the person's own.

    Raises NotFound, EndsBeforeStart; EmployedAlready when somebody else has the number by then.
    """
    employment = _lock(employer_id, employment_id)
    if ends_on is not None and ends_on < employment.starts_on:
        raise rules.EndsBeforeStart(field="ends_on", starts_on=employment.starts_on)
    _write(employment, ends_on=ends_on)


def _lock(employer_id: uuid.UUID, employment_id: uuid.UUID) -> Employment:
    employment = db.session.get(Employment, (employer_id, employment_id), with_for_update=True)
    if employment is None:
        raise errors.NotFound
    return employment


def _write(employment: Employment, **changed: Any) -> None:
    """Write an employment; the database sees to it that a person and a number are there once at a time."""
    try:
        with db.session.begin_nested():
            for name, value in changed.items():
                setattr(employment, name, value)
            db.session.add(employment)
    except sa.exc.IntegrityError as problem:
        if db.sqlstate(problem) == "23P01":
            raise rules.EmployedAlready(field="personnel_number") from problem
        raise


def _on(day: date) -> sa.ColumnElement[bool]:
    return sa.and_(Employment.starts_on <= day, _not_ended(day))


def _employees(employer_id: uuid.UUID) -> sa.Select[Employment, people.Person]:
    return (
        sa.select(Employment, people.Person)
        .join(people.Person, people.Person.person_id == Employment.person_id)
        .where(Employment.employer_id == employer_id, people.Person.erased_at.is_(None))
    )


def _employee(employment: Employment, person: people.Person) -> Employee:
    return Employee(
        employment_id=employment.employment_id,
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


def search_employees(
    employer_id: uuid.UUID, text: str = "", *, is_former: bool = False, after: uuid.UUID | None = None, limit: int = 50
) -> list[Employee]:
    """A page of who works here or will, or of who did, by name; `after` is the last employment that was seen.

    `text` has parts of a name, a personnel number or an account number.
    """
    today = clock.business_date()
    query = _employees(employer_id).where(Employment.ends_on < today if is_former else _not_ended(today))
    place = sa.tuple_(sa.func.coalesce(people.Person.name, ""), Employment.employment_id)
    if after is not None:
        last = get_employment(employer_id, after)
        query = query.where(place > sa.tuple_(sa.literal(last.name), sa.literal(last.employment_id)))
    if words := text.split():
        written = sa.func.concat_ws(" ", people.Person.name, Employment.personnel_number, people.Person.number)
        query = query.where(*(written.icontains(word, autoescape=True) for word in words))
    rows = db.session.execute(query.order_by(place).limit(limit))
    return [_employee(employment, person) for employment, person in rows]


def _not_ended(day: date) -> sa.ColumnElement[bool]:
    return sa.or_(Employment.ends_on.is_(None), Employment.ends_on >= day)


def select_employed(employer_id: uuid.UUID, on: date) -> sa.Select[uuid.UUID]:
    """Who works for this employer on a day, as ids to compare with in another query."""
    return (
        sa.select(Employment.person_id)
        .join(people.Person, people.Person.person_id == Employment.person_id)
        .where(Employment.employer_id == employer_id, _on(on), people.Person.erased_at.is_(None))
    )


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


@dataclass(frozen=True, slots=True)
class Named:
    """Somebody who works or worked here, by everything a file can call them; one per employment."""

    person_id: uuid.UUID
    personnel_number: str
    email: str
    number: str
    starts_on: date
    ends_on: date | None


def find_named(
    employer_id: uuid.UUID,
    *,
    personnel_numbers: Collection[str] = (),
    emails: Collection[str] = (),
    numbers: Collection[str] = (),
) -> list[Named]:
    """Everybody who ever worked here and is called one of these, in two queries however many names there are.

    Personnel numbers are compared without leading zeros, which spreadsheets lose; `numbers` are `LR-…` numbers.
    """
    columns = (people.Person.person_id, Employment.personnel_number, people.Person.email, people.Person.number)
    here = (
        sa.select(*columns, Employment.starts_on, Employment.ends_on)
        .join(people.Person, people.Person.person_id == Employment.person_id)
        .where(Employment.employer_id == employer_id, people.Person.erased_at.is_(None))
    )
    bare = sa.func.ltrim(Employment.personnel_number, "0")
    called = [bare == _any_of([number.lstrip("0") for number in personnel_numbers], sa.Text())]
    if emails:
        called.append(Employment.person_id == _any_of(people.find_person_ids_by_email(emails), sa.Uuid()))
    if numbers:
        called.append(people.Person.number == _any_of(numbers, sa.Text()))
    found = db.session.execute(sa.union(*(here.where(condition) for condition in called)))
    return [Named(person, own, email or "", number, start, end) for person, own, email, number, start, end in found]


def _any_of(values: Collection[Any], kind: sa.types.TypeEngine[Any]) -> sa.CollectionAggregate[Any]:
    return sa.any_(sa.bindparam(None, list(values), type_=postgresql.ARRAY(kind)))


def list_employments(person_id: uuid.UUID, on: date | None = None) -> list[tuple[Employment, Employer]]:
    """Where a person works on a day (today when omitted)."""
    rows = db.session.execute(
        sa.select(Employment, Employer)
        .join(Employer, Employer.employer_id == Employment.employer_id)
        .where(Employment.person_id == person_id, _on(on or clock.business_date()))
        .order_by(Employer.name)
    )
    return [(employment, employer) for employment, employer in rows]
