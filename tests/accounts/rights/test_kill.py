"""A run survives the sudden death of the process that makes it."""

import signal
import subprocess
import sys
import time
import uuid

import pytest
import sqlalchemy as sa

from leerloket import db
from leerloket.accounts.ledger import service as ledger
from leerloket.accounts.rights import service
from tests.accounts.rights import make
from tests.accounts.rights.test_service import approved
from tests.conftest import Database

PEOPLE, BATCH, KILLS = 600, 20, 3

WORKER = """
import sys, uuid
from leerloket import db
from leerloket.accounts.rights import service
db.connect(db.make_engine(sys.argv[1], pool_size=1))
while db.run(service.run_batch, uuid.UUID(sys.argv[2]), int(sys.argv[3])) is not None:
    pass
"""


def seen(run_id: uuid.UUID) -> int:
    return db.run(lambda: service.get_run(run_id).seen_count)


def start(database: Database, run_id: uuid.UUID) -> subprocess.Popen[bytes]:
    return subprocess.Popen([sys.executable, "-c", WORKER, database.app_url, str(run_id), str(BATCH)])


@pytest.mark.timeout(120)
def test_a_run_that_is_killed_goes_on_and_credits_everybody_once(committed: Database) -> None:
    people = db.run(make.persons, PEOPLE)
    run_id = db.run(lambda: approved().run_id)
    for _ in range(KILLS):
        before = seen(run_id)
        worker = start(committed, run_id)
        while seen(run_id) == before and worker.poll() is None:
            time.sleep(0.001)
        worker.send_signal(signal.SIGKILL)
        assert worker.wait() == -signal.SIGKILL
        assert before < seen(run_id) < PEOPLE
    assert start(committed, run_id).wait() == 0
    done = db.run(service.get_run, run_id)
    assert (done.state, done.seen_count, done.done_count, done.done_cents) == ("done", PEOPLE, PEOPLE, PEOPLE * 100_000)
    assert db.run(lambda: {ledger.get_balance(person).available_cents for person in people}) == {100_000}
    assert db.run(lambda: db.session.scalar(sa.text("SELECT count(*) FROM transfers"))) == PEOPLE
