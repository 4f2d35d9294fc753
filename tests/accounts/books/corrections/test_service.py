"""Corrections by two people, on a real PostgreSQL: the money, the messages, the races, and who tampers."""

import uuid
from collections.abc import Iterator

import pytest
import sqlalchemy as sa

from leerloket import db, errors
from leerloket.accounts.books.corrections import rules, service
from leerloket.accounts.ledger import chain, reversals
from leerloket.accounts.ledger import corrections as takings
from leerloket.accounts.ledger import service as ledger
from leerloket.accounts.proof import service as proof
from tests import races
from tests.accounts.ledger import make as money
from tests.conftest import Database
from tests.people import make

WHY = "Dit bedrag was voor iemand met dezelfde naam."


def broken() -> dict[str, list[str]]:
    return {finding.invariant.name: finding.examples for finding in proof.check_all() if not finding.holds}


def clerk() -> uuid.UUID:
    return make.person("administrator").person_id


def transfer_of(account_id: uuid.UUID, kind: str) -> uuid.UUID:
    return ledger.list_entries(account_id, kinds=[kind])[0].transfer_id


def corrected(transfer_id: uuid.UUID, cents: int) -> service.Correction:
    proposal = service.propose(transfer_id, cents, WHY, proposed_by=clerk())
    return service.approve(proposal.correction_id, approved_by=clerk())


@pytest.mark.usefixtures("session")
class TestOneAccount:
    @pytest.fixture(autouse=True)
    def sound(self, session: None) -> Iterator[None]:
        yield
        assert broken() == {}

    def test_a_whole_correction_mirrors_its_original(self) -> None:
        person = make.person().person_id
        money.right(person, 50_000)
        original = transfer_of(person, "grant")
        made = corrected(original, 50_000)
        assert ledger.get_balance(person).balance_cents == 0
        back = takings.get_movement(made.made_transfer_id or uuid.uuid4())
        assert (back.kind, back.amount_cents, back.reason) == ("correction", 50_000, WHY)
        assert back.approved_by not in {None, back.actor_id}
        assert db.session.scalar(sa.text("SELECT reverses_id FROM transfers WHERE kind = 'correction'")) == original

    def test_parts_add_up_to_the_whole_and_no_further(self) -> None:
        person = make.person().person_id
        money.own(person, 10_000)
        original = transfer_of(person, "own")
        for cents in (3_333, 3_333):
            corrected(original, cents)
        with pytest.raises(reversals.MoreThanLeft):
            corrected(original, 3_335)
        corrected(original, 3_334)
        assert ledger.get_balance(person).balance_cents == 0
        with pytest.raises(reversals.TakenBackAlready):
            service.propose(original, 1, WHY, proposed_by=clerk())

    def test_employer_money_goes_back_into_the_fund(self) -> None:
        person = make.person().person_id
        money.employer(person, 20_000)
        corrected(transfer_of(person, "topup"), 5_000)
        assert ledger.get_balance(person).available_cents == 15_000
        assert ledger.get_fund_cents(money.EMPLOYER) == 5_000

    def test_a_correction_can_be_corrected_too(self) -> None:
        person = make.person().person_id
        money.employer(person, 20_000)
        made = corrected(transfer_of(person, "topup"), 20_000)
        assert made.made_transfer_id
        corrected(made.made_transfer_id, 20_000)
        assert ledger.get_balance(person).available_cents == 20_000
        assert ledger.get_fund_cents(money.EMPLOYER) == 0

    def test_money_that_was_set_aside_is_refused_and_nothing_moves(self) -> None:
        person = make.person().person_id
        money.right(person, 50_000)
        ledger.hold(person, db.new_id(), 45_000, "job", actor_id=person, key="k")
        proposal = service.propose(transfer_of(person, "grant"), 50_000, WHY, proposed_by=clerk())
        with pytest.raises(reversals.PotsHoldLess) as refusal, db.session.begin_nested():
            service.approve(proposal.correction_id, approved_by=clerk())
        assert refusal.value.facts == {"available_cents": 5_000, "short_cents": 45_000}
        assert service.get_correction(proposal.correction_id).state == "proposed"
        service.withdraw(proposal.correction_id, withdrawn_by=proposal.proposed_by)
        ledger.release(person, _booking_of(person), actor_id=person, rule="test", rule_version="1", key="terug")

    def test_who_is_concerned_hears_of_it(self) -> None:
        person = make.person()
        money.right(person.person_id, 50_000)
        made = corrected(transfer_of(person.person_id, "grant"), 1_000)
        told = db.session.execute(sa.text("SELECT kind, to_address, facts, transfer_id FROM outbox")).all()
        assert [(row[0], row[1], row[3]) for row in told] == [
            ("correction-person", person.email, made.made_transfer_id)
        ]
        assert told[0][2]["reason"] == WHY

    def test_two_people_decide_and_neither_on_the_own_money(self) -> None:
        person, first = make.person().person_id, clerk()
        money.right(person, 50_000)
        original = transfer_of(person, "grant")
        with pytest.raises(rules.OwnMoney):
            service.propose(original, 100, WHY, proposed_by=person)
        proposal = service.propose(original, 100, WHY, proposed_by=first)
        with pytest.raises(rules.CorrectionOpen):
            service.propose(original, 100, WHY, proposed_by=clerk())
        with pytest.raises(rules.OwnProposal):
            service.approve(proposal.correction_id, approved_by=first)
        with pytest.raises(rules.OwnMoney):
            service.approve(proposal.correction_id, approved_by=person)
        with pytest.raises(rules.NotYourProposal):
            service.withdraw(proposal.correction_id, withdrawn_by=clerk())
        assert service.reject(proposal.correction_id, "Dit klopte wel.", rejected_by=clerk()).state == "rejected"
        with pytest.raises(rules.CorrectionDecided):
            service.approve(proposal.correction_id, approved_by=clerk())
        assert ledger.get_balance(person).balance_cents == 50_000

    def test_a_held_booking_is_not_corrected(self) -> None:
        person = make.person().person_id
        money.right(person, 50_000)
        booking = db.new_id()
        ledger.hold(person, booking, 1_000, "job", actor_id=person, key="k")
        with pytest.raises(reversals.NotCorrectable):
            service.propose(transfer_of(person, "reserve"), 1_000, WHY, proposed_by=clerk())
        ledger.release(person, booking, actor_id=person, rule="test", rule_version="1", key="terug")

    def test_what_does_not_exist_is_not_found(self) -> None:
        with pytest.raises(errors.NotFound):
            service.propose(db.new_id(), 1, WHY, proposed_by=clerk())
        with pytest.raises(errors.NotFound):
            service.approve(db.new_id(), approved_by=clerk())


def _booking_of(account_id: uuid.UUID) -> uuid.UUID:
    found = ledger.list_entries(account_id, kinds=["reserve"])[0].booking_id
    assert found
    return found


class TestAtTheSameMoment:
    def test_of_two_approvals_one_moves_the_money(self, committed: Database) -> None:
        person = db.run(make.person).person_id
        db.run(lambda: money.right(person, 50_000))
        proposal = db.run(lambda: service.propose(transfer_of(person, "grant"), 20_000, WHY, proposed_by=clerk()))
        second, third = db.run(clerk), db.run(clerk)
        results = races.together(
            lambda: service.approve(proposal.correction_id, approved_by=second),
            lambda: service.approve(proposal.correction_id, approved_by=third),
        )
        assert sorted(type(result).__name__ for result in results) == ["Correction", "CorrectionDecided"]
        assert db.run(lambda: ledger.get_balance(person).balance_cents) == 30_000
        assert db.run(broken) == {}

    def test_a_booking_and_a_correction_share_the_money_once(self, committed: Database) -> None:
        person = db.run(make.person).person_id
        db.run(lambda: money.right(person, 50_000))
        proposal = db.run(lambda: service.propose(transfer_of(person, "grant"), 40_000, WHY, proposed_by=clerk()))
        second, booking = db.run(clerk), db.new_id()
        results = races.together(
            lambda: service.approve(proposal.correction_id, approved_by=second),
            lambda: ledger.hold(person, booking, 30_000, "job", actor_id=person, key="k"),
        )
        names = sorted(type(result).__name__ for result in results)
        assert names in (["BalanceTooLow", "Correction"], ["Hold", "PotsHoldLess"])
        if "Hold" in names:
            db.run(lambda: ledger.release(person, booking, actor_id=person, rule="t", rule_version="1", key="terug"))
        assert db.run(broken) == {}

    def test_two_employers_people_are_corrected_without_a_deadlock(self, committed: Database) -> None:
        people = [db.run(make.person).person_id for _ in range(4)]
        for person in people:
            db.run(lambda person=person: money.employer(person, 10_000))  # type: ignore[misc]
        proposals = [
            db.run(lambda p=person: service.propose(transfer_of(p, "topup"), 10_000, WHY, proposed_by=clerk()))  # type: ignore[misc]
            for person in people
        ]
        second = db.run(clerk)
        results = races.together(
            *[lambda one=one: service.approve(one.correction_id, approved_by=second) for one in proposals]
        )
        assert [type(result).__name__ for result in results] == ["Correction"] * 4
        assert db.run(lambda: ledger.get_fund_cents(money.EMPLOYER)) == 40_000
        assert db.run(broken) == {}


TAMPERINGS = [
    ("UPDATE transfers SET approved_by = actor_id WHERE kind = 'correction'", {"M13"}),
    ("UPDATE transfers SET approved_by = NULL WHERE kind = 'correction'", {"M13"}),
    (
        "UPDATE postings SET amount_cents = amount_cents - 1 WHERE transfer_id IN"
        " (SELECT transfer_id FROM transfers WHERE kind = 'correction')",
        {"L8", "M4", "M7", "M8"},
    ),
    ("UPDATE reversals SET amount_cents = amount_cents + 1", {"L5", "L8"}),
    ("UPDATE transfers SET actor_id = :someone, key = 'k'", {"M6", "M7"}),
]


@pytest.mark.parametrize(("statement", "red"), TAMPERINGS)
def test_an_owner_who_tampers_with_a_correction_is_seen(committed: Database, statement: str, red: set[str]) -> None:
    for _ in range(2 if "key" in statement else 1):
        person = db.run(make.person).person_id
        db.run(lambda person=person: money.right(person, 50_000))  # type: ignore[misc]
        original = db.run(lambda person=person: transfer_of(person, "grant"))  # type: ignore[misc]
        if "key" not in statement:
            db.run(lambda original=original: corrected(original, 50_000))  # type: ignore[misc]
    db.run(chain.seal)
    assert db.run(broken) == {}
    engine = sa.create_engine(committed.owner_url, poolclass=sa.NullPool)
    with engine.begin() as owner:
        owner.execute(sa.text(statement), {"someone": db.new_id()} if ":someone" in statement else {})
    assert set(db.run(broken)) == red
