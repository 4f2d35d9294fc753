"""The night removes what is over its time, and nothing else."""

from datetime import timedelta

import pytest
import sqlalchemy as sa
import time_machine

from leerloket import clock, db
from leerloket.own_data import exports, retention
from tests.courses.bookings import make as bookings
from tests.own_data import make
from tests.people import make as persons

pytestmark = pytest.mark.usefixtures("session")


def count(table: str) -> int:
    return int(db.session.scalar(sa.text(f"SELECT count(*) FROM {table}")) or 0)


def test_nothing_young_goes() -> None:
    make.roza()
    before = {name: count(name) for name in ("reads", "consents", "consultations", "outbox", "audit_log", "sessions")}
    assert set(retention.work().values()) == {0}
    assert {name: count(name) for name in before} == before


def test_advice_goes_two_years_after_the_last_contact() -> None:
    make.roza()
    with time_machine.travel(clock.now() + timedelta(days=740)):
        removed = retention.work()
        assert retention.work()["advice"] == 0
    assert removed["advice"] == 5
    assert [count(name) for name in ("consultations", "consultation_private_notes", "plans", "tasks")] == [0] * 4
    assert removed["messages"] > 0
    assert removed["sign-ins"] > 0
    assert removed["consents"] == 0
    shown = {kept.rule.name: (kept.last, kept.total) for kept in retention.list_rules()}
    assert shown["advice"] == (removed["advice"], removed["advice"])
    assert bookings.broken() == {}


def test_a_log_loses_only_what_the_database_itself_finds_old() -> None:
    """The service may not delete from the logs; the function of the owner refuses to, whatever the service asks."""
    make.roza()
    old = clock.now() - timedelta(days=3_000)
    db.session.execute(
        sa.text(
            "INSERT INTO reads (account_id, read_id, at, actor_name, role, organisation_name, action, object_type,"
            " purpose, operation_id) VALUES (:a, :b, :at, 'x', 'system', '', 'read', 'person', 'x', '')"
        ),
        {"a": db.random_id(), "b": db.new_id(), "at": old},
    )
    before = count("reads")
    with time_machine.travel(clock.now() + timedelta(days=9_000)):
        assert retention.work()["reads"] == 1
    assert count("reads") == before - 1
    with pytest.raises(sa.exc.ProgrammingError), db.session.begin_nested():
        db.session.execute(sa.text("DELETE FROM reads"))


def test_a_file_goes_after_its_last_day_and_its_line_stays() -> None:
    person = persons.person()
    asked = exports.ask(person.person_id)
    exports._keep(person.person_id, asked.export_id, b"PK")
    with time_machine.travel(clock.now() + timedelta(days=8)):
        assert retention.work()["exports"] == 1
    db.session.expire_all()
    assert exports.get_file(person.person_id, asked.export_id).content is None
