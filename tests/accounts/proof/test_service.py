"""Every sentence is read, runs, and turns red when somebody tampers with the rows."""

import pytest
import sqlalchemy as sa

from leerloket import db
from leerloket.accounts.ledger import chain
from leerloket.accounts.proof import service
from tests.accounts.ledger import make
from tests.conftest import Database


def broken() -> set[str]:
    with db.transaction(read_only=True):
        return {finding.invariant.name for finding in service.check_all() if not finding.holds}


def test_all_sentences_are_read() -> None:
    names = [invariant.name for invariant in service.list_invariants()]
    groups = {letter: sum(name[0] == letter for name in names) for letter in "MBPOL"}
    assert groups == {"M": 14, "B": 9, "P": 7, "O": 3, "L": 7}


def test_the_books_of_a_small_ledger_add_up(committed: Database) -> None:
    person = db.random_id()
    db.run(lambda: make.right(person, 50_000))
    db.run(lambda: make.employer(person, 20_000))
    db.run(chain.seal)
    assert broken() == set()


OF_RIGHTS = "WHERE to_id IN (SELECT pot_id FROM pots WHERE source = 'right')"
TAMPERINGS = [
    ("UPDATE pots SET available_cents = available_cents + 1 WHERE source = 'right'", {"M4"}),
    ("UPDATE postings SET amount_cents = amount_cents + 1 " + OF_RIGHTS, {"M4", "M7"}),
    ("DELETE FROM postings " + OF_RIGHTS, {"M2", "M4", "M7"}),
    ("UPDATE transfers SET business_date = business_date - 1 WHERE kind = 'grant'", {"M7", "M10"}),
    ("DELETE FROM seals WHERE seq = 2", {"M7"}),
    ("DELETE FROM transfers WHERE kind = 'grant'", {"L4", "M7"}),
    ("UPDATE pots SET held_cents = 5 WHERE source = 'right'", {"L1"}),
]


@pytest.mark.parametrize(("statement", "red"), TAMPERINGS)
def test_an_owner_who_tampers_is_seen(committed: Database, statement: str, red: set[str]) -> None:
    person = db.random_id()
    db.run(lambda: make.right(person, 50_000))
    db.run(lambda: make.employer(person, 20_000))
    db.run(chain.seal)
    engine = sa.create_engine(committed.owner_url, poolclass=sa.NullPool)
    with engine.begin() as owner:
        owner.execute(sa.text(statement))
    assert broken() == red


def test_a_broken_chain_is_found_by_recomputing(committed: Database) -> None:
    person = db.random_id()
    for cents in (100, 200, 300):
        db.run(lambda cents=cents: make.right(person, cents))  # type: ignore[misc]
        db.run(chain.seal)
    with db.transaction(read_only=True):
        assert chain.verify() == chain.head()
    engine = sa.create_engine(committed.owner_url, poolclass=sa.NullPool)
    with engine.begin() as owner:
        owner.execute(
            sa.text(
                "UPDATE transfers t SET kind = 'own' FROM seals s WHERE s.transfer_id = t.transfer_id AND s.seq = 2"
            )
        )
    with db.transaction(read_only=True), pytest.raises(chain.ChainIsBroken, match="seal 2 "):
        chain.verify()
