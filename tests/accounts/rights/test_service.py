"""Counting, approving and running the credit of learning rights."""

import uuid
from datetime import date

import pytest
import sqlalchemy as sa

from leerloket import db
from leerloket.accounts.ledger import service as ledger
from leerloket.accounts.rights import rules, service
from tests.accounts.ledger import make as money
from tests.accounts.rights import make

pytestmark = pytest.mark.usefixtures("session")

ON = date(2026, 11, 24)
CLERK = uuid.UUID("44444444-4444-4444-8444-444444444444")
BOSS = uuid.UUID("55555555-5555-4555-8555-555555555555")


def run(on: date = ON) -> service.Run:
    """Count, approve by another, and carry the run to its end."""
    made = service.dry_run("leerrecht", on, created_by=CLERK)
    service.approve(made.run_id, approved_by=BOSS)
    service.work()
    return service.get_run(made.run_id)


def test_everybody_gets_the_starting_right_once(session: None) -> None:
    people = make.persons(3)
    done = run()
    assert (done.state, done.due_count, done.done_count) == ("done", 3, 3)
    assert [ledger.get_balance(person).available_cents for person in people] == [100_000] * 3
