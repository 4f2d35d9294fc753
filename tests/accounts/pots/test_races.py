"""The end of a pot at the very moment of a booking, a refund or another worker: real threads, real commits."""

import pytest

from leerloket import clock, db, errors
from leerloket.accounts.ledger import service as ledger
from leerloket.accounts.pots import endings, notices, outages, service
from leerloket.accounts.pots.models import Outage
from tests.accounts.ledger import make as money
from tests.accounts.pots import make
from tests.accounts.pots.make import TODAY, days
from tests.courses.bookings.make import broken
from tests.people import make as people
from tests.races import together

pytestmark = pytest.mark.usefixtures("committed")


def tomorrow() -> object:
    return endings.end_all(TODAY() + days(1))


def end_within(*persons: object) -> object:
    """The end of these accounts as one transaction, so that it meets the other thread in the middle."""
    return service.end_pots(list(persons), TODAY() + days(1))  # type: ignore[arg-type]


def held_and_waiting() -> tuple[int, int]:
    return db.run(make.outside_cents, ledger.ESCROW), db.run(make.outside_cents, ledger.RETURNING)


@pytest.mark.parametrize("_time", range(6))
def test_a_booking_on_the_last_moment_gets_the_money_or_the_end_does(_time: int) -> None:
    (person,) = db.run(make.group, 1)
    booked, _ended = together(lambda: make.hold(person, 10_000), lambda: end_within(person))
    if isinstance(booked, errors.Refusal):
        assert isinstance(booked, ledger.BalanceTooLow)
        assert held_and_waiting() == (0, 10_000)
    else:
        assert held_and_waiting() == (10_000, 0)
    assert set(db.run(broken)) <= {"B4", "L1"}


@pytest.mark.parametrize("_time", range(6))
def test_a_refund_at_the_end_loses_no_cent(_time: int) -> None:
    """Refund first: the whole pot is open for 3 months. End first: only what came back is."""
    (person,) = db.run(make.group, 1)
    booking = db.run(make.hold, person, 4_000)
    db.run(ledger.open_account, make.PROVIDER, "provider")
    db.run(
        lambda: ledger.settle(
            person, booking, make.PROVIDER, 4_000, kind="capture", actor_id=None, rule="t", rule_version="1", key="c"
        )
    )
    together(
        lambda: ledger.refund(
            person, booking, make.PROVIDER, 3_000, actor_id=None, rule="t", rule_version="1", key="r", reason="kort"
        ),
        lambda: end_within(person),
    )
    pot = db.run(make.pots, person)["employer"]
    waiting = db.run(make.outside_cents, ledger.RETURNING)
    assert (pot.available_cents, waiting) in {(9_000, 0), (3_000, 6_000)}
    assert pot.expires_on is not None
    assert pot.expires_on > TODAY() + days(80)


def test_workers_at_once_end_each_pot_once() -> None:
    persons = db.run(make.group, 30)
    results = together(*[lambda: end_within(*persons)] * 4)
    assert sum(len(result) for result in results if isinstance(result, list)) == 30
    assert db.run(make.outside_cents, ledger.RETURNING) == 300_000
    results = together(*[lambda: service.return_to(money.EMPLOYER, TODAY())] * 4)
    assert sum(result is not None for result in results) == 1
    assert db.run(lambda: ledger.get_fund_cents(money.EMPLOYER)) == 300_000
    assert db.run(make.outside_cents, ledger.RETURNING) == 0


def test_ends_and_bookings_of_many_people_cross_without_a_cent_lost() -> None:
    persons = db.run(make.group, 12)
    bookings = [lambda person=person: make.hold(person, 10_000) for person in persons]
    results = together(*bookings, lambda: end_within(*persons), lambda: end_within(*reversed(persons)))
    booked = sum(not isinstance(result, errors.Refusal) for result in results[:12])
    assert held_and_waiting() == (booked * 10_000, (12 - booked) * 10_000)


def test_all_batches_are_walked_and_a_second_walk_finds_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(endings, "AT_ONCE", 7)
    persons = db.run(make.group, 25)
    db.run(make.hold, persons[0], 2_000)
    assert tomorrow() == 25
    assert tomorrow() == 0
    assert db.run(make.outside_cents, ledger.RETURNING) == 248_000


def test_grace_at_the_moment_of_the_end_is_before_or_after_it() -> None:
    (person,) = db.run(make.group, 1)
    began_at = clock.now() - days(1)
    outage = Outage(outage_id=db.new_id(), began_at=began_at, ended_at=clock.now(), noted_at=clock.now())
    db.run(lambda: db.session.add(outage))
    together(lambda: outages.give_next(outage, ledger.START), lambda: end_within(person))
    pot = db.run(make.pots, person)["employer"]
    moved = pot.expires_on == TODAY() + days(14)
    assert (pot.available_cents, moved) in {(10_000, True), (0, False)}


def test_two_workers_tell_people_once() -> None:
    person = db.run(people.person).person_id
    db.run(money.right, person, 5_000, TODAY() + days(20))
    together(*[lambda: notices.tell_next(TODAY())] * 4)
    assert len(db.run(make.mails, "money-ends")) == 1
