"""Appointments that people make themselves, on a real PostgreSQL."""

import uuid
from datetime import datetime, time, timedelta

import pytest
import sqlalchemy as sa

from leerloket import clock, db, errors, jobs, outbox
from leerloket.advice.desks import appointments, openings, rules, service, slots
from tests.advice import make
from tests.people import make as people

pytestmark = pytest.mark.usefixtures("session")

WEEK = frozenset(range(1, 6))


def workday(ahead: int = 2) -> datetime:
    """Nine o'clock on a working day to come."""
    return clock.start_of_day(clock.add_working_days(clock.business_date(), ahead)) + timedelta(hours=9)


def hours(daily_limit: int = 6, closes: time = time(12)) -> slots.Hours:
    return slots.Hours(WEEK, time(9), closes, daily_limit)


def open_pair(daily_limit: int = 6) -> make.Pair:
    pair = make.pair(scopes=())
    openings.set_opening(pair.adviser.person_id, hours(daily_limit), clock.business_date())
    return pair


def times_on(desk: service.Desk, day_of: datetime) -> list[datetime]:
    day = clock.business_date(day_of)
    return [slot.starts_at for slot in openings.list_slots(desk.desk_id, day, last=day)]


def plan(pair: make.Pair, starts_at: datetime, topic: str = "course") -> service.Appointment:
    return appointments.make(pair.client.person_id, pair.desk.desk_id, starts_at, topic, "desk")


def test_without_a_rule_nothing_is_free() -> None:
    pair = make.pair()
    assert openings.list_slots(pair.desk.desk_id) == []
    assert openings.list_openings_of_desk(pair.desk.desk_id) == []


def test_the_rule_gives_free_times_for_four_weeks() -> None:
    pair, nine = open_pair(), workday()
    assert times_on(pair.desk, nine) == [nine, nine + timedelta(hours=1), nine + timedelta(hours=2)]
    found = openings.list_slots(pair.desk.desk_id)
    assert clock.business_date(found[-1].starts_at) <= clock.business_date() + timedelta(days=28)
    assert all(clock.is_working_day(clock.business_date(slot.starts_at)) for slot in found)
    far = clock.business_date() + timedelta(days=60)
    assert openings.list_slots(pair.desk.desk_id, far) == []
    assert openings.list_slots(pair.desk.desk_id, last=clock.business_date() - timedelta(days=1)) == []


def test_of_two_rules_the_one_that_began_last_holds() -> None:
    pair, nine, later = open_pair(), workday(2), workday(5)
    who, day = pair.adviser.person_id, clock.business_date(later)
    openings.set_opening(who, slots.Hours(frozenset(), time(9), time(12), 6), day)
    assert times_on(pair.desk, nine)
    assert times_on(pair.desk, later) == []
    openings.set_opening(who, slots.Hours(WEEK, time(13), time(14), 1), day)
    assert times_on(pair.desk, later) == [later + timedelta(hours=4)]
    assert len(openings.list_openings([who], clock.business_date())) == 2
    assert [rule.daily_limit for rule in openings.list_openings([who], day)] == [1]


def test_a_rule_needs_a_desk_and_hours() -> None:
    with pytest.raises(service.NoDesk):
        openings.set_opening(people.person("adviser").person_id, hours(), clock.business_date())
    with pytest.raises(slots.ClosesBeforeOpening):
        openings.set_opening(make.adviser().person_id, hours(closes=time(9)), clock.business_date())


def test_a_planned_talk_stands_in_the_agenda_of_the_adviser() -> None:
    pair, nine = open_pair(), workday()
    made = plan(pair, nine)
    assert (made.adviser_id, made.made_by, made.state) == (pair.adviser.person_id, pair.client.person_id, "planned")
    [line] = service.list_agenda(pair.adviser.person_id, clock.business_date(nine))
    assert (line.appointment_id, line.topic) == (made.appointment_id, "course")
    assert make.mails(pair.client.person_id) == ["appointment-made"]
    assert nine not in times_on(pair.desk, nine)


def test_what_the_adviser_planned_is_not_free() -> None:
    pair, nine = open_pair(), workday()
    service.make_appointment(*pair.ids, nine + timedelta(minutes=30), "Plan maken")
    assert times_on(pair.desk, nine) == [nine + timedelta(hours=2)]


def test_a_taken_time_is_refused_with_the_nearest_free_ones() -> None:
    pair, nine = open_pair(), workday()
    plan(pair, nine)
    other = people.person(region_code=make.REGION)
    with pytest.raises(appointments.SlotTaken) as refused:
        appointments.make(other.person_id, pair.desk.desk_id, nine, "money", "phone")
    offered = [way.nl for way in refused.value.possible]
    assert len(offered) == 3
    assert {f"Kies {clock.moment_text(nine + timedelta(hours=later))}." for later in (1, 2)} < set(offered)
    for way in refused.value.possible:
        assert "hoe=phone" in (way.url or "")
        assert "onderwerp=money" in (way.url or "")
    assert make.mails(other.person_id) == []


@pytest.mark.parametrize(
    "away",
    [timedelta(days=-30), timedelta(minutes=5), timedelta(hours=3), timedelta(days=365)],
    ids=["past", "between two times", "after hours", "next year"],
)
def test_a_time_outside_of_the_rule_is_refused(away: timedelta) -> None:
    with pytest.raises(appointments.SlotTaken):
        plan(open_pair(), workday() + away)


def test_with_two_advisers_a_time_is_free_twice_and_work_is_shared() -> None:
    pair, nine = open_pair(), workday()
    second = make.adviser(pair.desk)
    openings.set_opening(second.person_id, hours(), clock.business_date())
    ten = nine + timedelta(hours=1)
    first = plan(pair, nine)
    assert nine in times_on(pair.desk, nine)
    other = people.person(region_code=make.REGION)
    assert appointments.make(other.person_id, pair.desk.desk_id, ten, "plan", "desk").adviser_id != first.adviser_id


def test_the_daily_limit_closes_the_day() -> None:
    pair, nine = open_pair(daily_limit=1), workday()
    plan(pair, nine)
    assert times_on(pair.desk, nine) == []


def test_a_person_has_two_talks_ahead_at_most() -> None:
    pair = open_pair()
    plan(pair, workday(2))
    plan(pair, workday(3))
    with pytest.raises(appointments.EnoughAppointments):
        plan(pair, workday(4))


def test_a_person_is_in_one_place_at_a_time() -> None:
    pair, nine = open_pair(), workday()
    service.make_appointment(*pair.ids, nine + timedelta(minutes=15), "Plan maken")
    second = make.adviser(pair.desk)
    openings.set_opening(second.person_id, hours(), clock.business_date())
    with pytest.raises(rules.AgendaFull):
        plan(pair, nine)


@pytest.mark.parametrize("region_code", [make.OTHER_REGION, None])
def test_the_desk_of_another_region_is_refused(region_code: str | None) -> None:
    pair = open_pair()
    other = people.person(region_code=region_code)
    with pytest.raises(appointments.OtherDesk) as refused:
        appointments.make(other.person_id, pair.desk.desk_id, workday(), "course", "desk")
    assert refused.value.possible[0].url == "/gegevens"
    with pytest.raises(service.UnknownDesk):
        appointments.make(other.person_id, uuid.uuid4(), workday(), "course", "desk")


def test_a_talk_moves_and_its_old_time_is_free_again() -> None:
    pair, nine = open_pair(daily_limit=1), workday()
    made, ten = plan(pair, nine), nine + timedelta(hours=1)
    moved = appointments.move(pair.client.person_id, made.appointment_id, ten)
    assert (moved.appointment_id, moved.starts_at) == (made.appointment_id, ten)
    appointments.move(pair.client.person_id, made.appointment_id, ten)
    assert make.mails(pair.client.person_id) == ["appointment-made", "appointment-moved"]
    with pytest.raises(appointments.SlotTaken) as refused:
        appointments.move(pair.client.person_id, made.appointment_id, nine + timedelta(minutes=1))
    assert (refused.value.possible[0].url or "").startswith(f"/afspraken/{made.appointment_id}/verplaatsen?tijd=")


def test_a_talk_that_is_called_off_is_free_for_others() -> None:
    pair, nine = open_pair(), workday()
    made = plan(pair, nine)
    appointments.cancel(pair.client.person_id, made.appointment_id)
    assert nine in times_on(pair.desk, nine)
    assert service.list_agenda(pair.adviser.person_id, clock.business_date(nine)) == []
    assert make.mails(pair.client.person_id) == ["appointment-made", "appointment-cancelled"]
    with pytest.raises(appointments.AppointmentIsOver):
        appointments.cancel(pair.client.person_id, made.appointment_id)
    with pytest.raises(appointments.AppointmentIsOver):
        appointments.move(pair.client.person_id, made.appointment_id, nine)


def test_a_talk_that_has_begun_stays() -> None:
    pair = open_pair()
    made = plan(pair, workday())
    made.starts_at = clock.now() - timedelta(minutes=1)
    db.session.flush()
    with pytest.raises(appointments.AppointmentIsOver):
        appointments.cancel(pair.client.person_id, made.appointment_id)


def test_another_persons_talk_does_not_exist() -> None:
    pair = open_pair()
    made = plan(pair, workday())
    stranger = people.person(region_code=make.REGION).person_id
    with pytest.raises(errors.NotFound):
        appointments.get_own(stranger, made.appointment_id)
    with pytest.raises(errors.NotFound):
        appointments.cancel(stranger, made.appointment_id)
    with pytest.raises(errors.NotFound):
        appointments.move(stranger, made.appointment_id, workday(3))


def test_an_adviser_who_calls_off_tells_the_client() -> None:
    pair = open_pair()
    made = plan(pair, workday())
    service.mark_appointment(*pair.ids, made.appointment_id, "cancelled")
    assert make.mails(pair.client.person_id)[-1] == "appointment-cancelled"
    other = people.person(region_code=make.REGION)
    appointments.make(other.person_id, pair.desk.desk_id, made.starts_at, "course", "desk")
    with pytest.raises(rules.AgendaFull):
        service.mark_appointment(*pair.ids, made.appointment_id, "planned")


def test_a_no_show_still_counts_for_the_day() -> None:
    pair, nine = open_pair(daily_limit=1), workday()
    made = plan(pair, nine)
    service.mark_appointment(*pair.ids, made.appointment_id, "no_show")
    assert times_on(pair.desk, nine) == []


def test_a_reminder_goes_out_once_the_day_before_and_again_after_a_move() -> None:
    pair, nine = open_pair(), workday()
    made = plan(pair, nine)
    day = clock.business_date(nine)
    assert appointments.remind(day - clock.ONE_DAY) == 0
    assert appointments.remind(day) == 1
    appointments.remind(day)
    assert make.mails(pair.client.person_id).count("appointment-reminder") == 1
    appointments.move(pair.client.person_id, made.appointment_id, nine + timedelta(hours=2))
    appointments.remind(day)
    assert make.mails(pair.client.person_id).count("appointment-reminder") == 2
    appointments.cancel(pair.client.person_id, made.appointment_id)
    assert appointments.remind(day) == 0


def test_the_reminder_is_a_daily_job() -> None:
    job = jobs.find("remind-of-appointments")
    assert job is not None
    assert job.is_daily


def test_the_mail_says_the_new_time_in_the_readers_language() -> None:
    pair, nine = open_pair(), workday()
    plan(pair, nine)
    message = db.session.scalars(sa.select(outbox.Message).where(outbox.Message.kind == "appointment-made")).one()
    assert message.facts["starts_at"] == clock.moment_text(nine)
    assert message.facts["adviser"] == "Joris de Wit"
