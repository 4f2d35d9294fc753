"""A person makes, moves and calls off an appointment, and an adviser says when; through HTTP."""

import re
import uuid
from datetime import datetime, time, timedelta

import pytest

from leerloket import clock, db
from leerloket.advice.desks import appointments, openings, slots
from leerloket.people import service as people_service
from tests.advice import make
from tests.advice.desks.test_service import next_morning
from tests.advice.test_pages import Client, go, page, parsed
from tests.people import make as people

pytestmark = pytest.mark.usefixtures("session")

CHOSEN = "onderwerp=course&hoe=phone&loket="


@pytest.fixture
def pair() -> make.Pair:
    """A desk with free times between ten and one."""
    pair = make.pair()
    people_service.grant_role(pair.client.person_id, "worker")
    openings.set_opening(
        pair.adviser.person_id, slots.Hours(frozenset(range(1, 6)), time(10), time(13), 6), clock.business_date()
    )
    return pair


@pytest.fixture
def worker(client: Client, pair: make.Pair) -> Client:
    people.sign_in(client, pair.client)
    return client


def form(pair: make.Pair, starts_at: datetime, key: str = "k-1") -> dict[str, str]:
    chosen = {"onderwerp": "course", "hoe": "phone", "loket": str(pair.desk.desk_id)}
    return chosen | {"tijd": starts_at.isoformat(), "key": key}


def made(pair: make.Pair) -> uuid.UUID:
    found = appointments.make(pair.client.person_id, pair.desk.desk_id, next_morning(), "course", "desk")
    db.session.commit()
    return found.appointment_id


def test_an_appointment_is_made_in_three_steps(worker: Client, pair: make.Pair) -> None:
    assert "U heeft geen afspraak" in page(worker, "/afspraken")
    first = page(worker, "/afspraken/maken")
    assert pair.desk.name in first
    refused = parsed(worker.post("/afspraken/maken", data={"loket": pair.desk.desk_id}), 400)
    assert "Kies een onderwerp." in refused
    assert "Fout:" in refused
    times_url = go(worker, "/afspraken/maken", onderwerp="course", hoe="phone", loket=str(pair.desk.desk_id))
    shown = page(worker, times_url)
    assert shown.count("<fieldset") == 5
    assert 'value="' + next_morning().isoformat() in shown
    again = parsed(worker.post(times_url), 400)
    assert again.count("Kies een tijd.") == 2
    check_url = go(worker, times_url, tijd=next_morning().isoformat())
    checked = page(worker, check_url)
    assert clock.moment_text(next_morning()) in checked
    assert "Een opleiding kiezen" in checked
    location = go(worker, "/afspraken/maken/controle", **form(pair, next_morning()))
    done = page(worker, location)
    assert "Uw afspraak staat vast" in done
    assert "Joris de Wit" in done
    assert go(worker, "/afspraken/maken/controle", **form(pair, next_morning())) == location
    assert clock.moment_text(next_morning()) in page(worker, "/afspraken")
    assert len(appointments.list_own(pair.client.person_id)) == 1


def test_a_time_that_went_meanwhile_offers_the_nearest(worker: Client, pair: make.Pair) -> None:
    other = people.person(region_code=make.REGION)
    appointments.make(other.person_id, pair.desk.desk_id, next_morning(), "course", "desk")
    db.session.commit()
    shown = parsed(worker.post("/afspraken/maken/controle", data=form(pair, next_morning())), 409)
    assert "niet meer vrij" in shown
    offered = re.findall(r'href="(/afspraken/maken/controle\?[^"]+)"', shown)
    assert len(offered) == 3
    assert "Maak de afspraak" in page(worker, offered[0].replace("&amp;", "&"))


def test_later_days_are_on_a_next_page(worker: Client, pair: make.Pair) -> None:
    url = f"/afspraken/maken/tijd?{CHOSEN}{pair.desk.desk_id}"
    shown = page(worker, url)
    assert "Eerste dagen" not in shown
    later = re.search(r'href="([^"]+vanaf=[^"]+)"', shown)
    assert later is not None
    following = page(worker, later.group(1).replace("&amp;", "&"))
    assert "Eerste dagen" in following
    assert next_morning().isoformat() not in following
    page(worker, f"{url}&vanaf=gisteren&tijd=nooit")


@pytest.mark.parametrize("step", ["tijd", "controle"])
@pytest.mark.parametrize("query", ["", "onderwerp=onzin&hoe=desk", "onderwerp=course&hoe=desk&loket=x"])
def test_a_step_without_the_steps_before_goes_back_to_the_start(worker: Client, step: str, query: str) -> None:
    answer = worker.get(f"/afspraken/maken/{step}?{query}")
    assert (answer.status_code, answer.location) == (303, "/afspraken/maken")


def test_a_desk_that_does_not_exist_is_404(worker: Client) -> None:
    page(worker, f"/afspraken/maken/tijd?{CHOSEN}{uuid.uuid4()}", 404)


def test_somebody_without_a_region_is_asked_for_it(client: Client) -> None:
    people.sign_in(client, people.person(region_code=None))
    shown = page(client, "/afspraken/maken")
    assert 'href="/gegevens"' in shown
    assert "<fieldset" not in shown


def test_an_appointment_moves(worker: Client, pair: make.Pair) -> None:
    appointment_id = made(pair)
    url = f"/afspraken/{appointment_id}/verplaatsen"
    shown = page(worker, url)
    assert f'value="{next_morning().isoformat()}"' in shown
    assert "Kies een tijd." in parsed(worker.post(url, data={}), 400)
    later = next_morning() + timedelta(hours=2)
    shown = page(worker, go(worker, url, tijd=later.isoformat()))
    assert "verplaatst" in shown
    assert clock.moment_text(later) in shown
    assert "niet meer vrij" in parsed(worker.post(url, data={"tijd": clock.now().isoformat()}), 409)


def test_an_appointment_is_called_off_after_a_question(worker: Client, pair: make.Pair) -> None:
    appointment_id = made(pair)
    url = f"/afspraken/{appointment_id}/afzeggen"
    page(worker, url)
    shown = page(worker, go(worker, url))
    assert "Uw afspraak is afgezegd" in shown
    assert "afgezegd" in page(worker, f"/afspraken/{appointment_id}")
    assert "al voorbij of afgezegd" in parsed(worker.post(url), 409)
    page(worker, f"/afspraken/{appointment_id}/verplaatsen")


def test_an_appointment_goes_into_the_agenda_of_a_phone(worker: Client, pair: make.Pair) -> None:
    answer = worker.get(f"/afspraken/{made(pair)}/agenda.ics")
    assert answer.content_type == "text/calendar; charset=utf-8"
    text = answer.text.replace("\r\n ", "")
    assert f"DTSTART:{next_morning():%Y%m%dT%H%M%SZ}" in text
    assert f"DTEND:{next_morning() + timedelta(minutes=45):%Y%m%dT%H%M%SZ}" in text
    assert "LOCATION:Stationsplein 12\\, 5611 AC Eindhoven" in text
    assert f"SUMMARY:Afspraak bij {pair.desk.name}" in text


@pytest.mark.parametrize("rest", ["", "/agenda.ics", "/verplaatsen", "/afzeggen"])
def test_what_is_not_yours_does_not_exist(client: Client, pair: make.Pair, rest: str) -> None:
    appointment_id = made(pair)
    people.sign_in(client, people.person(region_code=make.REGION))
    assert client.get(f"/afspraken/{appointment_id}{rest}").status_code == 404
    if rest in {"/verplaatsen", "/afzeggen"}:
        data = {"tijd": next_morning().isoformat()} if rest == "/verplaatsen" else {}
        assert client.post(f"/afspraken/{appointment_id}{rest}", data=data).status_code == 404


def test_the_menu_and_the_foot_of_a_workers_page_lead_here(worker: Client) -> None:
    shown = page(worker, "/plan")
    assert 'href="/afspraken"' in shown
    assert 'href="/afspraken/maken"' in shown


def test_the_page_of_a_desk_says_when_one_can_come(client: Client, pair: make.Pair) -> None:
    shown = page(client, f"/loketten/{pair.desk.slug}")
    assert "Maandag, dinsdag, woensdag, donderdag, vrijdag van 10.00 tot 13.00 uur" in shown
    assert "Eerst vrij:" in shown
    assert "Joris" not in shown


def test_an_adviser_says_when(client: Client) -> None:
    pair = make.pair()
    people.sign_in(client, pair.adviser)
    url = "/loket/beschikbaarheid"
    assert "nog geen tijden" in page(client, url)
    today = clock.business_date().isoformat()
    good = {"dagen": ["1", "3"], "van": "09:30", "tot": "16:00", "gesprekken": "4", "vanaf": today}
    shown = page(client, go(client, url, **good))
    assert "maandag, woensdag van 9.30 tot 16.00 uur, hoogstens 4 gesprekken per dag" in shown
    refused = parsed(client.post(url, data=good | {"tot": "10:00"}), 400)
    assert "minstens 45 minuten" in refused
    assert 'value="10:00"' in refused
    refused = parsed(client.post(url, data={"dagen": ["8"], "van": "x", "gesprekken": "99"}), 400)
    assert "bijvoorbeeld 9:00" in refused
    parsed(client.post(url, data=good | {"van": "05:00"}), 400)
    away = {
        "van": "09:00",
        "tot": "17:00",
        "gesprekken": "4",
        "vanaf": (clock.business_date() + timedelta(7)).isoformat(),
    }
    assert "geen afspraken" in page(client, go(client, url, **away))


def test_the_agenda_shows_the_topic_in_words(client: Client, pair: make.Pair) -> None:
    made(pair)
    people.sign_in(client, pair.adviser)
    shown = page(client, f"/loket?dag={clock.business_date(next_morning()).isoformat()}")
    assert "Een opleiding kiezen" in shown
