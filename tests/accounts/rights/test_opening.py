"""A run meets somebody who opens the same account at the same moment."""

import threading
import time

import sqlalchemy as sa

from leerloket import db
from leerloket.accounts.ledger import service as ledger
from leerloket.accounts.rights import service
from tests.accounts.rights import make
from tests.accounts.rights.test_service import approved
from tests.conftest import Database


def test_a_run_waits_for_who_opens_an_account_and_credits_it_too(committed: Database) -> None:
    people = db.run(make.persons, 5)
    run_id = db.run(lambda: approved().run_id)
    opened, credited = threading.Event(), threading.Event()

    def open_slowly() -> None:
        ledger.open_account(people[2])
        opened.set()
        assert not credited.wait(0.5), "the run waits for the account"

    opening = threading.Thread(target=db.run, args=[open_slowly])
    opening.start()
    opened.wait()
    began = time.monotonic()
    assert db.run(service.run_batch, run_id) == 5
    credited.set()
    opening.join()
    assert time.monotonic() - began > 0.4
    assert db.run(lambda: {ledger.get_balance(person).available_cents for person in people}) == {100_000}
    assert db.run(lambda: db.session.scalar(sa.text("SELECT count(*) FROM accounts"))) == 5
