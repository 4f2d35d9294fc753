"""At the same moment, with real threads."""

import uuid
from datetime import time, timedelta

import pytest
import sqlalchemy as sa

from leerloket import clock, db, errors
from leerloket.advice.consultations import service as consultations
from leerloket.advice.desks import appointments, openings, slots
from leerloket.advice.desks import rules as desk_rules
from leerloket.advice.desks import service as desks
from leerloket.advice.plans import service as plans
from tests.advice import make
from tests.advice.desks.test_service import next_morning
from tests.people import make as people
from tests.races import together

pytestmark = pytest.mark.usefixtures("committed")


def test_of_two_appointments_at_one_time_one_is_made() -> None:
    pair, starts_at = make.pair(), next_morning()
    ids = pair.ids
    db.session.commit()
    results = together(*[lambda: desks.make_appointment(*ids, starts_at, "Plan maken")] * 4)
    assert sorted(type(result).__name__ for result in results) == ["AgendaFull"] * 3 + ["Appointment"]
    assert all(isinstance(r, desks.Appointment | desk_rules.AgendaFull) for r in results)


def test_of_two_tabs_that_save_at_once_one_must_look_again() -> None:
    pair = make.pair()
    ids = pair.ids
    talk_id = consultations.start(*ids).consultation_id
    db.session.commit()

    def save(tab: str) -> int:
        said = consultations.Content(notes=tab)
        return consultations.save(*ids, talk_id, said, version=1, edit_token=tab)

    results = together(lambda: save("links"), lambda: save("rechts"))
    assert sorted(type(result).__name__ for result in results) == ["Changed", "int"]


def test_two_advisers_who_begin_a_plan_at_once_make_one_plan() -> None:
    pair = make.pair()
    ids = pair.ids
    db.session.commit()

    def begin(number: int) -> uuid.UUID:
        return plans.add_goal(*ids, f"Doel {number}")

    results = together(lambda: begin(1), lambda: begin(2))
    assert all(isinstance(result, uuid.UUID | errors.Changed) for result in results)
    assert db.session.scalar(sa.text("SELECT count(*) FROM plans")) == 1


def test_of_people_who_want_the_last_free_time_one_gets_it() -> None:
    pair = make.pair()
    starts_at = next_morning()
    openings.set_opening(
        pair.adviser.person_id, slots.Hours(frozenset(range(1, 6)), time(10), time(13), 6), clock.business_date()
    )
    desk_id = pair.desk.desk_id
    wanting = [people.person(region_code=make.REGION).person_id for _ in range(4)]
    db.session.commit()
    results = together(
        *[lambda who=who: appointments.make(who, desk_id, starts_at, "course", "desk") for who in wanting]
    )
    assert sorted(type(result).__name__ for result in results) == ["Appointment"] + ["SlotTaken"] * 3
    for refusal in results:
        if isinstance(refusal, appointments.SlotTaken):
            assert len(refusal.possible) == 3
            assert all(clock.moment_text(starts_at) not in way.nl for way in refusal.possible)


def test_an_adviser_and_a_person_never_plan_two_talks_at_one_time() -> None:
    pair = make.pair()
    ids, desk_id, starts_at = pair.ids, pair.desk.desk_id, next_morning()
    openings.set_opening(ids[0], slots.Hours(frozenset(range(1, 6)), time(10), time(13), 6), clock.business_date())
    other = people.person(region_code=make.REGION).person_id
    db.session.commit()
    results = together(
        lambda: desks.make_appointment(*ids, starts_at, "Plan maken"),
        lambda: appointments.make(other, desk_id, starts_at, "course", "desk"),
    )
    assert sum(isinstance(result, desks.Appointment) for result in results) == 1


def test_two_talks_that_move_to_one_time_at_once_do_not_meet() -> None:
    pair = make.pair()
    desk_id, starts_at = pair.desk.desk_id, next_morning()
    openings.set_opening(
        pair.adviser.person_id, slots.Hours(frozenset(range(1, 6)), time(10), time(13), 6), clock.business_date()
    )
    wanting = [people.person(region_code=make.REGION).person_id for _ in range(2)]
    made = [
        appointments.make(who, desk_id, starts_at + timedelta(hours=number), "course", "desk").appointment_id
        for number, who in enumerate(wanting)
    ]
    db.session.commit()
    free_at = starts_at + timedelta(hours=2)
    results = together(
        lambda: appointments.move(wanting[0], made[0], free_at), lambda: appointments.move(wanting[1], made[1], free_at)
    )
    assert sorted(type(result).__name__ for result in results) == ["Appointment", "SlotTaken"]
