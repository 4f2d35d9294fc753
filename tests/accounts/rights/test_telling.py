"""Whoever is credited hears of it, once, after the run is done."""

import pytest
import sqlalchemy as sa

from leerloket import db
from leerloket.accounts.rights import service, telling
from leerloket.people import service as people
from tests.accounts.rights import make
from tests.accounts.rights.test_service import approved, run
from tests.conftest import Database
from tests.races import together


def told() -> list[tuple[str, str]]:
    rows = db.session.execute(
        sa.text("SELECT account_id::text, channel FROM outbox WHERE kind = 'right_received' ORDER BY account_id")
    )
    return [tuple(row) for row in rows]


@pytest.mark.usefixtures("session")
def test_everybody_is_told_once_and_nobody_before_the_end() -> None:
    persons = make.persons(3)
    assert service.tell_next() is None
    run()
    assert service.tell_next() == 3
    assert service.tell_next() is None
    assert told() == sorted((str(person), "mail") for person in persons)


@pytest.mark.usefixtures("session")
def test_telling_goes_on_where_it_was(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(telling, "AT_ONCE", 2)
    persons = make.persons(5)
    run()
    assert [service.tell_next() for _ in range(4)] == [2, 2, 1, None]
    assert [account for account, _ in told()] == sorted(map(str, persons))


@pytest.mark.usefixtures("session")
def test_who_was_erased_since_is_not_told() -> None:
    gone, stays = make.persons(2)
    run()
    people.erase_person(gone)
    service.tell_next()
    assert told() == [(str(stays), "mail")]


def test_two_workers_tell_nobody_twice(committed: Database) -> None:
    persons = db.run(make.persons, 6)
    db.run(approved)
    service.work()
    together(*(telling.tell_next for _ in range(3)))
    service.tell_all()
    with db.transaction(read_only=True):
        assert [account for account, _ in told()] == sorted(map(str, persons))
