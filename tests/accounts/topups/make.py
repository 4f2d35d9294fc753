"""An employer with employees, and files of top-ups."""

import uuid
from dataclasses import dataclass
from datetime import date

from leerloket import db
from leerloket.accounts.payments import service as payments
from leerloket.accounts.topups import service
from leerloket.people.employers import service as employers
from tests.people import make as people


@dataclass(frozen=True)
class Company:
    """An employer, whoever does its payroll, and its people by personnel number."""

    employer_id: uuid.UUID
    clerk_id: uuid.UUID
    people: dict[str, uuid.UUID]


def company(size: int = 3, first_number: int = 101) -> Company:
    """An employer with `size` employees, numbered from `first_number`."""
    made = people.employer()
    clerk = people.person("employer", organisation_id=made.employer_id, organisation_name=made.name)
    staff = {}
    for number in range(first_number, first_number + size):
        worker = people.person()
        employers.employ(made.employer_id, worker.person_id, str(number), 100, date(2020, 1, 1))
        staff[str(number)] = worker.person_id
    db.session.flush()
    return Company(made.employer_id, clerk.person_id, staff)


def check(of: Company, text: str, encoding: str = "utf-8", name: str = "stortingen.csv") -> service.Batch:
    """Upload a file."""
    return service.check_file(of.employer_id, text.encode(encoding), file_name=name, by=of.clerk_id)


def confirmed(of: Company, text: str) -> service.Batch:
    """Upload and confirm a file."""
    batch = check(of, text)
    return service.confirm(of.employer_id, batch.batch_id, accept_questions=True, by=of.clerk_id)


def payment_of(batch: service.Batch) -> payments.Payment:
    """The payment a batch waits for."""
    assert batch.payment_id is not None
    return payments.get_payment(batch.payment_id)
