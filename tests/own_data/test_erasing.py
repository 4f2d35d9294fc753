"""Erasure: after it nothing names the person, the books add up, and nobody signs in."""

import uuid
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
import time_machine
from sqlalchemy.dialects import postgresql

from leerloket import clock, db, errors
from leerloket.accounts.ledger import service as ledger
from leerloket.own_data import erasing, register, rules
from leerloket.own_data.models import Erasure
from leerloket.people import service as people
from tests.accounts.ledger import make as money
from tests.advice import make as advice
from tests.courses.bookings import make as bookings
from tests.own_data import make
from tests.people import make as persons

pytestmark = pytest.mark.usefixtures("session")


def named_in(*words: str) -> list[str]:
    """Every column of text in the whole database in which one of these stands."""
    texts = (sa.String, postgresql.JSONB, postgresql.ARRAY)
    columns = [c for table in db.Base.metadata.tables.values() for c in table.columns if isinstance(c.type, texts)]
    return list(db.session.scalars(sa.union_all(*(_where_it_stands(column, words) for column in columns))))


def _where_it_stands(column: sa.Column[Any], words: Sequence[str]) -> sa.Select[Any]:
    text = sa.func.lower(sa.cast(column, sa.Text))
    holds = sa.or_(*(sa.func.strpos(text, word.lower()) > 0 for word in words))
    return sa.select(sa.literal(str(column))).where(sa.exists().where(holds))


def test_after_erasure_no_table_names_the_person() -> None:
    person = make.roza()
    assert "outbox.facts" in named_in(make.NAME, make.EMAIL)
    removed = erasing.erase(person.person_id)
    assert named_in(make.NAME, make.EMAIL, make.PHONE, "Enigestraat", "Uniek-Achternaam") == []
    assert removed.keys() >= {"plans", "tasks", "consultations", "certificates", "consultation_private_notes"}
    for entry in register.of_persons():
        if entry.erasure == "delete" and entry.name != "erasures":
            rows = sa.select(sa.func.count()).where(entry.table.c[entry.person] == person.person_id)
            assert (entry.name, db.session.scalar(rows)) == (entry.name, 0)


def test_the_books_add_up_and_keep_their_lines() -> None:
    person = make.roza()
    money.employer(person.person_id, 20_000)
    before = len(ledger.list_entries(person.person_id, limit=500))
    erasing.erase(person.person_id)
    balance = ledger.get_balance(person.person_id)
    assert sum(pot.available_cents + pot.held_cents for pot in balance.pots) == 0
    assert len(ledger.list_entries(person.person_id, limit=500)) == before + 2
    assert bookings.broken() == {}


def test_nobody_signs_in_any_more(app) -> None:  # type: ignore[no-untyped-def]
    person = persons.person(password=persons.PASSWORD)
    email = person.email or ""
    token = people.open_session(person.person_id, "page")
    erasing.erase(person.person_id)
    assert people.find_identity(token, "page") is None
    assert people.find_person_by_email(email) is None
    with app.test_request_context(), pytest.raises(errors.Invalid):
        people.sign_in(email, persons.PASSWORD, origin="127.0.0.1")


def test_it_is_asked_with_time_to_think_and_taken_back() -> None:
    person = persons.person()
    asked = erasing.ask(person.person_id)
    assert asked.due_at - asked.asked_at == rules.WAITING
    with pytest.raises(rules.ErasureAsked):
        erasing.ask(person.person_id)
    erasing.withdraw(person.person_id)
    with time_machine.travel(asked.due_at + timedelta(hours=1)):
        assert erasing.work() == {"erased": 0, "waiting": 0}
    assert people.get_person(person.person_id).name
    assert advice.mails(person.person_id) == ["erasure-asked", "erasure-asked"]
    with pytest.raises(errors.NotFound):
        erasing.withdraw(person.person_id)


def test_it_is_carried_out_after_two_weeks_and_not_before() -> None:
    person = persons.person()
    asked = erasing.ask(person.person_id)
    assert erasing.work() == {"erased": 0, "waiting": 0}
    with time_machine.travel(asked.due_at + timedelta(hours=1)):
        assert erasing.work() == {"erased": 1, "waiting": 0}
        assert erasing.work() == {"erased": 0, "waiting": 0}
    done = db.session.scalars(sa.select(Erasure).where(Erasure.account_id == person.person_id)).one()
    assert done.done_at is not None


def test_a_booking_of_those_two_weeks_is_finished_first() -> None:
    person_id = bookings.learner()
    asked = erasing.ask(person_id)
    bookings.book(person_id, bookings.edition())
    with time_machine.travel(asked.due_at + timedelta(hours=1)):
        assert erasing.work() == {"erased": 0, "waiting": 1}
    assert people.get_person(person_id).erased_at is None


def in_the_way(account_id: uuid.UUID) -> list[type[errors.Refusal]]:
    return [type(refusal) for refusal in erasing.consequences(account_id).refusals]


def test_what_stands_in_the_way_is_said_at_once() -> None:
    own = bookings.learner(0, 5_000)
    assert in_the_way(own) == [rules.OwnMoneyLeft]
    with pytest.raises(rules.OwnMoneyLeft):
        erasing.ask(own)
    assert in_the_way(bookings.line().person_id) == [rules.BookingsGoOn]
    clerk = persons.manager(persons.employer())
    assert in_the_way(clerk.person_id) == [rules.WorksHere]


def test_the_consequences_are_shown_before() -> None:
    person_id = bookings.learner(30_000)
    money.employer(person_id, 20_000)
    shown = erasing.consequences(person_id)
    assert (shown.ending_cents, shown.returning_cents, shown.refusals) == (30_000, 20_000, [])
    assert shown.why_kept[0] == "money"


def test_erasing_again_after_a_restore_changes_nothing() -> None:
    person = make.roza()
    erasing.erase(person.person_id)
    assert "plans" not in erasing.erase(person.person_id)
    assert clock.now() >= (people.get_person(person.person_id).erased_at or clock.now())
