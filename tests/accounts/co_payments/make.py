"""Somebody at an employer who asks to pay along."""

import uuid
from dataclasses import dataclass

from leerloket import db
from leerloket.accounts.co_payments import service
from tests.accounts.topups import make


@dataclass(frozen=True)
class Asking:
    """An employer, its clerk, one employee, and what that employee asked."""

    company: make.Company
    person_id: uuid.UUID
    asked: service.CoPayment


def asking(*, shared_title: str | None = None, amount_cents: int = 8_000) -> Asking:
    """One employee of one employer asks for € 80 for the job."""
    company = make.company(1)
    (person_id,) = company.people.values()
    asked = service.ask(person_id, company.employer_id, db.new_id(), amount_cents, "job", shared_title=shared_title)
    return Asking(company, person_id, asked)
