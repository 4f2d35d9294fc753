"""Desks and the agenda on a real PostgreSQL."""

from datetime import datetime, timedelta

import pytest

from leerloket import clock, errors
from leerloket.advice.desks import rules, service
from leerloket.people.regions import service as regions
from tests.advice import make
from tests.people import make as people

pytestmark = pytest.mark.usefixtures("session")


def next_morning() -> datetime:
    day = clock.add_working_days(clock.business_date(), 1)
    return clock.start_of_day(day) + timedelta(hours=10)


def test_there_is_a_desk_in_every_region() -> None:
    assert service.import_desks() == 35
    service.import_desks()
    desks = service.list_desks()
    assert {desk.region_code for desk in desks} == {region.code for region in regions.list_regions()}
    assert service.get_desk("brainport").name == "Leerloket Brainport"


def test_a_desk_of_the_past_is_not_shown() -> None:
    desk = make.desk()
    desk.valid_until = clock.business_date()
    with pytest.raises(service.UnknownDesk):
        service.get_desk(desk.slug)
    assert desk not in service.list_desks()
    assert service.get_desk(desk.desk_id) is desk


def test_an_appointment_stands_in_the_agenda_and_the_client_is_told() -> None:
    pair = make.pair(scopes=())
    starts_at = next_morning()
    service.make_appointment(*pair.ids, starts_at, "Wat past bij mij")
    [line] = service.list_agenda(pair.adviser.person_id, clock.business_date(starts_at))
    assert (line.client_name, line.topic, line.has_consent) == ("Samira El Amrani", "Wat past bij mij", False)
    assert make.mails(pair.client.person_id) == ["appointment-made"]
    assert make.looks(pair.client.person_id) == [("read", "appointment")]
    found = service.find_next_appointment(pair.client.person_id)
    assert found is not None
    assert found.starts_at == starts_at


def test_the_agenda_says_whether_there_is_consent() -> None:
    pair = make.pair()
    starts_at = next_morning()
    service.make_appointment(*pair.ids, starts_at, "Plan maken")
    assert service.list_agenda(pair.adviser.person_id, clock.business_date(starts_at))[0].has_consent
    make.withdraw_all(pair.client.person_id)
    assert not service.list_agenda(pair.adviser.person_id, clock.business_date(starts_at))[0].has_consent


def test_two_appointments_at_one_time_are_refused() -> None:
    pair = make.pair()
    service.make_appointment(*pair.ids, next_morning(), "Eerste")
    with pytest.raises(rules.AgendaFull):
        service.make_appointment(*pair.ids, next_morning() + timedelta(minutes=30), "Tweede")


@pytest.mark.parametrize("region_code", [make.OTHER_REGION, None])
def test_a_client_of_another_region_does_not_exist(region_code: str | None) -> None:
    pair = make.pair(region_code=region_code)
    with pytest.raises(errors.NotFound):
        service.make_appointment(*pair.ids, next_morning(), "Plan maken")


def test_an_adviser_without_a_desk_is_told_so() -> None:
    with pytest.raises(service.NoDesk):
        service.get_adviser(people.person("adviser").person_id)


def test_another_advisers_appointment_cannot_be_marked() -> None:
    pair = make.pair()
    appointment = service.make_appointment(*pair.ids, next_morning(), "Plan maken")
    with pytest.raises(errors.NotFound):
        service.mark_appointment(
            make.adviser(pair.desk).person_id, pair.client.person_id, appointment.appointment_id, "no_show"
        )
