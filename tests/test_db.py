"""The only commit: what it keeps, what it undoes, and what it does again."""

import threading
import uuid

import psycopg
import pytest
import sqlalchemy as sa

from leerloket import clock, db
from leerloket.accounts.ledger import service as ledger

pytestmark = pytest.mark.usefixtures("committed")

COUNT = "SELECT count(*) FROM accounts"


def accounts() -> int:
    with db.transaction(read_only=True):
        return int(db.session.scalar(sa.text(COUNT)) or 0)


def open_account() -> None:
    ledger.open_account(db.random_id())


def test_what_the_session_and_the_bare_cursor_wrote_is_kept_together() -> None:
    with db.transaction():
        open_account()
        db.session.execute(
            sa.text("INSERT INTO accounts VALUES (:id, 'person', :at)"), {"id": uuid.uuid4(), "at": clock.now()}
        )
        open_account()
    assert accounts() == 3


def test_all_of_it_is_undone_when_the_block_raises() -> None:
    def work() -> None:
        open_account()
        db.session.execute(sa.text(COUNT))
        open_account()
        raise LookupError

    with pytest.raises(LookupError):
        db.run(work)
    assert accounts() == 0


def test_a_read_only_block_writes_nothing_and_leaves_the_next_one_free() -> None:
    with pytest.raises(psycopg.errors.ReadOnlySqlTransaction), db.transaction(read_only=True):
        open_account()
    with db.apart() as connection:
        connection.execute(
            sa.text("INSERT INTO accounts VALUES (:id, 'person', :at)"), {"id": uuid.uuid4(), "at": clock.now()}
        )
    db.run(open_account)
    assert accounts() == 2


def test_work_that_lost_its_connection_is_done_again() -> None:
    for _ in range(3):
        db.run(open_account)
    tries = []

    def work() -> None:
        tries.append(1)
        if len(tries) == 1:
            (pid,) = db.cursor().execute("SELECT pg_backend_pid()").fetchone() or (0,)
            with db.apart() as connection:
                connection.execute(sa.text("SELECT pg_terminate_backend(:pid)"), {"pid": pid})
        open_account()

    db.run(work)
    assert len(tries) == 2
    assert accounts() == 4


def test_work_that_met_a_deadlock_is_done_again() -> None:
    first, second = sorted(db.random_id() for _ in range(2))
    for account_id in (first, second):
        db.run(ledger.open_account, account_id)
    both_hold_one = threading.Barrier(2, timeout=20)
    tries: list[uuid.UUID] = []

    def cross(mine: uuid.UUID, other: uuid.UUID) -> None:
        tries.append(mine)
        ledger.lock(mine)
        if len(tries) <= 2:
            both_hold_one.wait()
        ledger.lock(other)

    threads = [threading.Thread(target=db.run, args=(cross, *pair)) for pair in ((first, second), (second, first))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(tries) == 3


def test_work_alone_that_needs_two_statements_is_done_in_one_transaction() -> None:
    def work() -> None:
        db.cursor().execute("SELECT 1")
        open_account()
        raise LookupError

    with pytest.raises(LookupError):
        db.run_alone(work)
    assert accounts() == 0


def test_after_work_alone_the_next_work_is_undone_again_when_it_raises() -> None:
    def work() -> None:
        open_account()
        raise LookupError

    db.run_alone(open_account)
    with pytest.raises(LookupError):
        db.run(work)
    assert accounts() == 1
