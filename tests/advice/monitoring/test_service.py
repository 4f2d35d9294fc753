"""The figures on a real PostgreSQL, with people who learned."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from leerloket import clock, db
from leerloket.accounts.ledger import unused
from leerloket.advice.desks import waiting_times
from leerloket.advice.monitoring import service
from leerloket.advice.plans import counting as plans
from leerloket.courses.bookings import learned
from leerloket.people import counting
from leerloket.people.employers import sectors
from tests.accounts.ledger import make as money
from tests.advice import make
from tests.courses.bookings import make as courses
from tests.people import make as people

pytestmark = pytest.mark.usefixtures("session")

FAR = "groningen"


def test_people_are_counted_by_level_age_and_region() -> None:
    young = people.person(nlqf_level=2, region_code=FAR, birth_on=clock.business_date() - timedelta(days=20 * 366))
    people.person(nlqf_level=2, region_code=None)
    did = sa.select(sa.literal(young.person_id).label("account_id"))
    assert counting.count_by_level(did)["2"] == (2, 1)
    assert counting.count_by_region(did)[FAR] == (1, 1)
    assert counting.count_by_region(did)[""][1] == 0
    assert counting.count_by_age(did, clock.business_date())["18-24"] == (1, 1)


def test_who_works_at_two_employers_counts_once() -> None:
    metal, care = people.employer(sector="Metaal"), people.employer(sector="Zorg")
    worker = people.employee(metal)
    people.employee(care)
    did = sa.select(sa.literal(worker.person_id).label("account_id"))
    assert sectors.count_by_sector(did, clock.business_date()) == {"Metaal": (1, 1), "Zorg": (1, 0)}


def test_only_confirmed_presence_is_learning() -> None:
    line = courses.line()
    now = clock.now()
    everything = learned.select_learners(now - timedelta(days=1), now + timedelta(days=365))
    assert db.session.scalars(everything).all() == []
    present(line, 100)
    assert db.session.scalars(everything).all() == [line.person_id]


def present(line: courses.Line, pct: int) -> None:
    """Somebody was there, and said so."""
    db.session.execute(
        sa.text(
            "INSERT INTO attendances (account_id, booking_id, present_pct, recorded_by, at, confirm_by, answer,"
            " answered_at, confirmed_at) VALUES (:account, :booking, :pct, :by, now(), now(), 'agreed', now(), now())"
        ),
        {
            "account": line.person_id,
            "booking": line.booking.booking_id,
            "pct": pct,
            "by": line.school.staff_id,
        },
    )


def test_first_bookings_are_counted_from_the_first_right() -> None:
    courses.line()
    courses.learner()
    found = dict(learned.count_first_bookings(unused.select_first_rights(), (7, 30), clock.business_date()))
    assert found == {-1: 1, 0: 1}


def test_unused_money_is_counted_by_when_it_ends() -> None:
    person_id = courses.learner(right_cents=0, own_cents=4_000)
    money.right(person_id, 10_000, expires_on=clock.business_date() + timedelta(days=20))
    soon = clock.business_date() + timedelta(days=30)
    found = {(one.source, one.span): (one.people, one.cents) for one in unused.count_unused((soon,))}
    assert found == {("right", 0): (1, 10_000), ("own", None): (1, 4_000)}


def test_plans_are_counted_by_how_far_they_came() -> None:
    make.goal(make.pair())
    today = clock.business_date()
    assert plans.count_reached(today, today) == plans.Reached(1, 0, 0, 0)


def test_the_usual_wait_of_a_desk_is_the_middle_one() -> None:
    pair = make.pair()
    for days in (1, 2, 9):
        appointment(pair, days)
    today = clock.business_date()
    talks = waiting_times.count_talks(today, today + timedelta(days=30))[pair.desk.desk_id]
    assert (talks.talks, talks.no_shows, talks.days) == (3, 0, 2)


def appointment(pair: make.Pair, days: int) -> None:
    db.session.execute(
        sa.text(
            "INSERT INTO appointments (account_id, appointment_id, desk_id, adviser_id, topic, channel, starts_at,"
            " minutes, state, made_by, made_at) VALUES (:client, :id, :desk, :adviser, 'work', 'desk',"
            " :now + make_interval(days => :days), 45, 'planned', :client, :now)"
        ),
        {
            "client": pair.client.person_id,
            "id": db.new_id(),
            "desk": pair.desk.desk_id,
            "adviser": pair.adviser.person_id,
            "days": days,
            "now": clock.now(),
        },
    )


def test_the_monitor_hides_who_are_few() -> None:
    for _ in range(6):
        people.person(nlqf_level=3)
    people.person(nlqf_level=7)
    found = service.get_monitor()
    assert found.everybody.people[0] >= 7
    by_level = {row.key: row for row in found.tables["level"]}
    assert by_level["7"].is_hidden
    assert set(found.tables) == set(service.NAMES)
