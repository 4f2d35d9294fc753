"""Every sentence is read, runs, and turns red when somebody tampers with the rows."""

import pytest
import sqlalchemy as sa
import time_machine

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
    assert groups == {"M": 14, "B": 9, "P": 7, "O": 3, "L": 8}


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


def test_a_proof_is_kept_and_the_next_one_goes_on_with_the_chain(committed: Database) -> None:
    person = db.random_id()
    db.run(lambda: make.right(person, 100))
    db.run(chain.seal)
    first = db.run(service.prove)
    assert (first.holds, first.chain_from, first.head_seq) == (True, 0, 1)
    db.run(lambda: make.right(person, 200))
    db.run(chain.seal)
    second = db.run(service.prove, asked_by=person, whole_chain=False)
    assert (second.holds, second.chain_from, second.head_seq) == (True, 1, 2)
    with db.transaction(read_only=True):
        last, whole = service.find_last(), service.find_last_whole()
        assert last
        assert whole
        assert (last.proof_id, whole.proof_id) == (second.proof_id, first.proof_id)
        assert [proof.proof_id for proof in service.list_proofs()] == [second.proof_id, first.proof_id]


@pytest.mark.parametrize(
    ("statement", "seen"),
    [
        ("UPDATE seals SET hash = repeat('0', 64) WHERE seq = 1", True),
        ("UPDATE transfers t SET kind = 'own' FROM seals s WHERE s.transfer_id = t.transfer_id AND s.seq = 2", True),
        ("DELETE FROM seals WHERE seq = 2", True),
        ("UPDATE transfers t SET kind = 'own' FROM seals s WHERE s.transfer_id = t.transfer_id AND s.seq = 1", False),
    ],
)
def test_what_an_owner_changes_after_the_last_proof_is_seen_at_once(
    committed: Database, statement: str, *, seen: bool
) -> None:
    """A change before the last proof is seen by the weekly proof of the whole chain."""
    person = db.random_id()
    for number in range(3):
        db.run(lambda: make.right(person, 100))
        db.run(chain.seal)
        if number == 0:
            db.run(service.prove)
    engine = sa.create_engine(committed.owner_url, poolclass=sa.NullPool)
    with engine.begin() as owner:
        owner.execute(sa.text(statement))
    assert ("M7" in db.run(service.prove, whole_chain=False).broken) is seen
    assert "M7" in db.run(service.prove).broken


def test_a_proof_stops_in_time_and_says_what_it_did_not_check(
    committed: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    slow = service.Invariant("M1", "slow", "traag", "", "select pg_sleep(30)")
    quick = service.Invariant("M2", "quick", "snel", "", "select 1 where false")
    monkeypatch.setattr(service, "list_invariants", lambda: [quick, slow, quick])
    made = db.run(service.prove, seconds=0.5)
    assert [found["finished"] for found in made.findings] == [True, False, False]
    assert made.unfinished == ["M1", "M2"]
    assert not made.holds
    assert made.broken == {}


def test_the_whole_chain_is_recomputed_once_a_week(committed: Database) -> None:
    with time_machine.travel("2026-11-01 03:30:00+00:00", tick=True):
        assert db.run(service.prove_tonight).chain_from == 0
        db.run(lambda: make.right(db.random_id(), 100))
        db.run(chain.seal)
        db.run(service.prove_tonight)
    with time_machine.travel("2026-11-07 03:30:00+00:00", tick=True):
        assert db.run(service.prove_tonight).chain_from == 1
    with time_machine.travel("2026-11-08 03:30:00+00:00", tick=True):
        assert db.run(service.prove_tonight).chain_from == 0


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
