"""The waiting list on screen, from the full date to the booked seat."""

import re
from datetime import timedelta

import flask.testing
import pytest
import time_machine

from leerloket import clock, db
from leerloket.courses.waiting import service as waiting
from tests.courses.bookings import make
from tests.courses.bookings.test_pages import form_for, sign_in, text_of
from tests.courses.waiting import make as lines

pytestmark = pytest.mark.usefixtures("session")

Client = flask.testing.FlaskClient


def address(line: lines.Line, step: str = "") -> str:
    return f"/opleidingen/{line.edition.slug}/wachtlijst{step}?datum={line.edition.edition_id}"


def form(line: lines.Line, key: str = "k1") -> dict[str, str]:
    return {"datum": str(line.edition.edition_id), "key": key}


def test_a_full_date_leads_to_the_line_and_the_place_is_shown(client: Client) -> None:
    line = lines.line(2)
    person = make.learner()
    sign_in(client, person)
    assert f'href="{address(line)}"' in client.get(f"/opleidingen/{line.edition.slug}").get_data(as_text=True)
    assert "Is uw datum vol?" in text_of(client.get(f"/opleidingen/{line.edition.slug}/boeken/datum"))
    assert "Er wachten nu 2 mensen" in text_of(client.get(address(line)))
    assert client.post(address(line), data=form(line)).location.endswith(address(line))
    assert client.post(address(line), data=form(line)).status_code == 303
    shown = text_of(client.get(address(line)))
    assert "U staat op de wachtlijst." in shown
    assert "U bent nummer 3." in shown
    assert "U bent nummer 3." in text_of(client.get("/boekingen"))
    assert client.post(address(line, "/verlaten"), data=form(line, "k2")).location.endswith("/boekingen")
    assert "U bent nummer" not in text_of(client.get("/boekingen"))
    assert client.post(address(line, "/verlaten"), data=form(line, "k3")).status_code == 404


def test_the_refusal_that_a_date_is_full_offers_the_line(client: Client) -> None:
    line = lines.line(0)
    sign_in(client, make.learner())
    check = f"/opleidingen/{line.edition.slug}/boeken/controle?datum={line.edition.edition_id}"
    assert "Zet u op de wachtlijst." in text_of(client.get(check))
    refused = client.post(check, data=form_for(line.edition))
    assert refused.status_code == 409
    assert "Zet u op de wachtlijst." in text_of(refused)


def test_an_offer_leads_to_the_check_page_and_is_booked(client: Client) -> None:
    line = lines.line(1)
    line.offer()
    sign_in(client, line.people[0])
    assert "Er is een plek voor u" in text_of(client.get("/boekingen"))
    page = client.get(address(line))
    assert "Er is een plek voor u" in text_of(page)
    found = re.search(r'href="([^"]+/boeken/controle[^"]+)"', page.get_data(as_text=True))
    assert found
    assert "Pas na de knop is uw boeking gedaan" in text_of(client.get(found[1]))
    assert client.post(found[1], data=form_for(line.edition)).status_code == 303
    assert "Er is een plek voor u" not in text_of(client.get("/boekingen"))
    assert make.broken() == {}


def test_an_offer_that_ran_out_is_gone(client: Client) -> None:
    line = lines.line(1)
    line.offer()
    with time_machine.travel(clock.now() + timedelta(hours=48)):
        waiting.run_clocks(clock.now())
        sign_in(client, line.people[0])
        assert "Deze datum is vol" not in text_of(client.get(address(line)))
        assert "U hoeft hier nu niet te wachten" in text_of(client.get(address(line)))


def test_what_cannot_be_waited_for_is_refused_on_the_page(client: Client) -> None:
    free = make.edition()
    sign_in(client, make.learner())
    url = f"/opleidingen/{free.slug}/wachtlijst"
    refused = client.post(url, data={"datum": str(free.edition_id), "key": "k1"})
    assert refused.status_code == 409
    assert "U hoeft niet te wachten" in text_of(refused)
    assert client.post(url, data={"key": "k2"}).status_code == 400
    assert client.get("/opleidingen/bestaat-niet/wachtlijst").status_code == 404
    assert client.get(f"{url}?datum=geen").status_code == 200


def test_a_provider_sees_how_many_wait_and_nothing_else(client: Client) -> None:
    line = lines.line(2)
    names = db.session.connection().exec_driver_sql(
        "SELECT name FROM persons WHERE person_id = ANY (%s)", (line.people,)
    )
    sign_in(client, line.school.staff_id)
    shown = client.get(f"/aanbieder/opleidingen/{line.edition.module_id}").get_data(as_text=True)
    assert re.search(r"Wachtlijst</[^>]+>\s*2\s*<|Wachtlijst[^0-9]{1,200}>2<", shown)
    assert not [name for (name,) in names if name in shown]
    assert client.get(address(line)).status_code == 403
