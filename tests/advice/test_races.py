"""At the same moment, with real threads."""

import uuid

import pytest
import sqlalchemy as sa

from leerloket import db, errors
from leerloket.advice.consultations import service as consultations
from leerloket.advice.desks import rules as desk_rules
from leerloket.advice.desks import service as desks
from leerloket.advice.plans import service as plans
from tests.advice import make
from tests.advice.desks.test_service import next_morning
from tests.courses.bookings import make as courses

pytestmark = pytest.mark.usefixtures("committed")


def test_of_two_appointments_at_one_time_one_is_made() -> None:
    pair, starts_at = make.pair(), next_morning()
    ids = pair.ids
    db.session.commit()
    results = courses.together(*[lambda: desks.make_appointment(*ids, starts_at, "Plan maken")] * 4)
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

    results = courses.together(lambda: save("links"), lambda: save("rechts"))
    assert sorted(type(result).__name__ for result in results) == ["Changed", "int"]


def test_two_advisers_who_begin_a_plan_at_once_make_one_plan() -> None:
    pair = make.pair()
    ids = pair.ids
    db.session.commit()

    def begin(number: int) -> uuid.UUID:
        return plans.add_goal(*ids, f"Doel {number}")

    results = courses.together(lambda: begin(1), lambda: begin(2))
    assert all(isinstance(result, uuid.UUID | errors.Changed) for result in results)
    assert db.session.scalar(sa.text("SELECT count(*) FROM plans")) == 1
