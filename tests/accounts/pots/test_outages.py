"""Grace after an outage: found in the runs of the jobs, given by rule, shown with its dates."""

import uuid
from datetime import datetime, timedelta

import pytest
import sqlalchemy as sa
import time_machine

from leerloket import clock, db, job_runs, jobs
from leerloket.accounts.ledger import service as ledger
from leerloket.accounts.pots import outages, rules, service
from tests.accounts.ledger import make as money
from tests.accounts.pots import make
from tests.accounts.pots.make import TODAY, days

pytestmark = pytest.mark.usefixtures("session")


def ran(*instants: datetime) -> None:
    """The worker began a job at these moments."""
    for at in instants:
        db.session.add(job_runs.JobRun(run_id=db.new_id(), job="seal", period=at.isoformat(), started_at=at, report={}))
    db.session.flush()


def pot(person: uuid.UUID) -> ledger.Pot:
    (only,) = ledger.list_pots(person)
    return only


def test_a_gap_of_an_hour_in_the_runs_is_an_outage() -> None:
    now = clock.now()
    ran(now - timedelta(hours=5), now - timedelta(hours=2), now - timedelta(minutes=70), now)
    silences = job_runs.list_silences(service.SHORTEST_OUTAGE)
    assert silences == [
        (now - timedelta(hours=5), now - timedelta(hours=2)),
        (now - timedelta(minutes=70), now),
    ]
    assert service.note_outages(silences) == 2
    assert service.note_outages(silences) == 0


def test_a_new_site_was_never_down() -> None:
    ran(clock.now())
    assert job_runs.list_silences(service.SHORTEST_OUTAGE) == []


def test_the_job_gives_two_weeks_and_ends_nothing_that_people_could_not_reach() -> None:
    """Down from the last afternoon until the next morning: the job catches up, and money lives on."""
    person = db.random_id()
    money.right(person, 10_000, TODAY())
    until = TODAY() + days(1 + rules.GOOD_DAYS)
    ran(clock.now())
    with time_machine.travel(clock.now() + days(1)):
        ran(clock.now())
        report = jobs.end_pots()
        assert report == {"outages": 1, "lengthened": 1, "ended": 0, "employers": 0}
        assert jobs.end_pots()["lengthened"] == 0
    assert (pot(person).available_cents, pot(person).expires_on) == (10_000, until)
    (longer,) = service.list_longer(person, pot(person).pot_id)
    assert (longer.from_on, longer.until_on, longer.outage_on) == (TODAY(), until, TODAY())
    assert longer.rule_version == rules.VERSION


def test_ends_that_are_far_enough_away_stay() -> None:
    near, far, past = (db.random_id() for _ in range(3))
    ended_on = TODAY()
    money.right(near, 1_000, ended_on + days(rules.GOOD_DAYS - 1))
    money.right(far, 1_000, ended_on + days(rules.GOOD_DAYS))
    money.right(past, 1_000, ended_on - days(3))
    service.note_outages([(clock.now() - timedelta(hours=2), clock.now())])
    assert outages.give_grace() == 1
    assert pot(near).expires_on == ended_on + days(rules.GOOD_DAYS)
    assert service.list_longer(far, pot(far).pot_id) == []
    assert pot(past).expires_on == ended_on - days(3)


def test_an_outage_that_is_long_over_moves_nothing() -> None:
    service.note_outages([(clock.now() - days(60), clock.now() - days(59))])
    money.right(db.random_id(), 1_000, TODAY() - days(58))
    assert outages.give_grace() == 0


def test_a_longer_end_is_announced_with_its_own_date() -> None:
    person = make.reader()
    money.right(person, 1_000, TODAY() + days(3))
    service.tell_all(TODAY())
    service.note_outages([(clock.now() - timedelta(hours=2), clock.now())])
    outages.give_grace()
    service.tell_all(TODAY())
    assert [mail.facts["day"] for mail in make.mails("money-ends")] == [
        clock.day_text(TODAY() + days(3)),
        clock.day_text(TODAY() + days(rules.GOOD_DAYS)),
    ]


def test_who_runs_the_site_can_note_an_outage_that_the_jobs_did_not_see() -> None:
    now = clock.now()
    assert service.note_outage(now - timedelta(hours=3), now)
    assert not service.note_outage(now - timedelta(hours=3), now)
    for began_at, ended_at in [(now - timedelta(minutes=5), now), (now, now - days(1)), (now, now + days(1))]:
        with pytest.raises(service.NotAnOutage):
            service.note_outage(began_at, ended_at)


def test_a_moved_end_cannot_be_changed_afterwards() -> None:
    service.note_outages([(clock.now() - timedelta(hours=2), clock.now())])
    with pytest.raises(sa.exc.ProgrammingError, match="permission denied"), db.session.begin_nested():
        db.session.execute(sa.text("UPDATE outages SET noted_at = now()"))
