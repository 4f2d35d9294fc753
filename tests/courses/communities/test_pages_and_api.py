"""Communities on screen and as JSON."""

import re

import flask.testing
import html5lib
import pytest

from leerloket.courses.communities import codes, joining, service
from tests.courses.bookings import make as schools
from tests.courses.bookings.test_api import Caller
from tests.courses.bookings.test_pages import sign_in, text_of
from tests.courses.communities import make
from tests.people import make as people

pytestmark = pytest.mark.usefixtures("session")

Client = flask.testing.FlaskClient
LIST, LED, OFFICE = "/leergemeenschappen", "/aanbieder/leergemeenschappen", "/beheer/leergemeenschappen"
FORM = {
    "naam": "Fieldlab Bergen op Stroom",
    "vorm": "fieldlab",
    "sector": "energy",
    "regio": "west-brabant",
    "over": "Wij testen batterijen.",
    "leervormen": ["studio", "clinic"],
    "bedrijven": "Bakker Metaal\r\n\r\nTransport Van Os\r\nBakker Metaal",
    "overheid": "Gemeente Breda",
    "mentoren": "Els de Boer: lassen\r\nJan",
    "plekken": "12",
}
SCAN = dict.fromkeys(codes.FACTORS, "4")
API_SAID = {
    "name": "Campus De Kade",
    "form": "campus",
    "sector": "logistics",
    "regionCode": "rijnmond",
    "about": "Leren in de haven.",
    "partners": [{"name": "Havenbedrijf", "kind": "company"}],
    "mentors": [{"name": "Jan", "subject": "varen"}],
}
API_SCAN = {factor: {"score": 3, "evidence": "Dit zien we."} for factor in codes.FACTORS}


def strict(client: Client, path: str) -> str:
    """The words of a page, which must be well-formed."""
    answer = client.get(path)
    assert answer.status_code == 200, path
    html5lib.HTMLParser(strict=True).parse(answer.get_data(as_text=True))
    return text_of(answer)


def test_anybody_finds_a_community_by_region_and_reads_it(client: Client) -> None:
    make.listed(name="Lab Ver Weg", region_code="zeeland", sector="chemistry")
    community = make.listed(name="Lab Dichtbij", region_code="twente")
    nearby = strict(client, f"{LIST}?regio=twente&sector=high-tech")
    assert "Leergemeenschappen in Twente" in nearby
    assert "Lab Dichtbij" in nearby
    assert "Lab Ver Weg" not in nearby
    assert "Hier is er nog geen." in strict(client, f"{LIST}?regio=drenthe&sector=creative")
    page = strict(client, f"{LIST}/{community.slug}")
    for words in ("24 leerplekken", "Bakker Metaal", "Els de Boer: lassen", "Vraag om mee te doen", "Twente"):
        assert words in page
    assert client.get(f"{LIST}/bestaat-niet").status_code == 404


def test_from_the_proposal_of_a_provider_to_the_list(client: Client) -> None:
    school = schools.school()
    sign_in(client, school.staff_id)
    assert "Meld uw leergemeenschap aan." in strict(client, LED)
    strict(client, f"{LED}/nieuw")
    assert client.post(f"{LED}/nieuw", data=FORM | {"naam": ""}).status_code == 400
    answer = client.post(f"{LED}/nieuw", data=FORM)
    assert answer.status_code == 303
    page = client.get(answer.location).get_data(as_text=True)
    assert "Bakker Metaal\nTransport Van Os</textarea>" in page
    assert "Els de Boer: lassen\nJan</textarea>" in page
    people.sign_in(client, people.person("administrator"))
    overview = client.get(OFFICE).get_data(as_text=True)
    found = re.search(r'action="([^"]+/lijst)"', overview)
    assert found
    strict(client, found[1].removesuffix("/lijst"))
    assert client.post(found[1]).status_code == 303
    assert "Fieldlab Bergen op Stroom" in strict(client, f"{LIST}?regio=west-brabant")
    assert client.post(found[1]).status_code == 409


def test_an_administrator_adds_and_changes_one_for_a_provider(client: Client) -> None:
    school = schools.school()
    people.sign_in(client, people.person("administrator"))
    strict(client, f"{OFFICE}/nieuw")
    assert client.post(f"{OFFICE}/nieuw", data=FORM).status_code == 400
    answer = client.post(f"{OFFICE}/nieuw", data=FORM | {"aanbieder": str(school.provider_id)})
    assert answer.status_code == 303
    assert client.post(answer.location, data=FORM | {"naam": "Een andere naam"}).status_code == 303
    (community,) = service.list_led(school.provider_id)
    assert (community.name, community.slug) == ("Een andere naam", "fieldlab-bergen-op-stroom")


def test_a_scan_shows_as_bars_and_table(client: Client) -> None:
    school = schools.school()
    here = f"{LED}/{make.listed(school).community_id}/zelfscan"
    sign_in(client, school.staff_id)
    strict(client, here)
    assert client.post(here, data=SCAN | {"ties": "6"}).status_code == 400
    assert client.post(here, data=SCAN | {"ties": "2", "ties_bewijs": "Nog weinig contact."}).status_code == 303
    page = strict(client, here)
    assert "Begin bij: banden in de regio." in page
    assert "Nog weinig contact." in page
    assert "3,7" in page
    sign_in(client, schools.school().staff_id)
    assert client.get(here).status_code == 404


def test_a_worker_asks_and_the_coordinator_answers(client: Client) -> None:
    school = schools.school()
    community = make.listed(school)
    people.sign_in(client, people.person(name="Samira Haddad"))
    strict(client, f"{LIST}/{community.slug}/meedoen")
    assert client.post(f"{LIST}/{community.slug}/meedoen", data={}).status_code == 400
    asked = client.post(f"{LIST}/{community.slug}/meedoen", data={"waarom": "Ik wil leren lassen."})
    assert asked.status_code == 303
    assert "wacht op antwoord" in strict(client, asked.location)
    assert "wacht op antwoord" in strict(client, f"{LIST}/{community.slug}")
    sign_in(client, school.staff_id)
    assert "1 wacht op u" in strict(client, LED)
    page = client.get(f"{LED}/{community.community_id}/verzoeken").get_data(as_text=True)
    assert "Samira Haddad" in page
    found = re.search(r'action="([^"]+/verzoeken/[^"]+)"', page)
    assert found
    assert client.post(found[1], data={}).status_code == 400
    assert client.post(found[1], data={"besluit": "ja", "woorden": "Welkom."}).status_code == 303
    assert "Uw antwoord: Welkom." in strict(client, f"{LED}/{community.community_id}/verzoeken")


def test_a_request_is_taken_back_on_screen(client: Client) -> None:
    who = people.person()
    request = joining.ask(make.listed(), joining.Joiner("worker", who.person_id), "Ik wil meedoen.")
    people.sign_in(client, who)
    assert client.post(f"{LIST}/mijn/verzoeken/{request.request_id}/intrekken").status_code == 303
    assert "ingetrokken" in strict(client, f"{LIST}/mijn/verzoeken")


def test_the_page_of_a_provider_names_what_it_leads(client: Client) -> None:
    school = schools.school()
    make.listed(school, name="Lab Vooraan")
    make.proposed(school, name="Lab Wacht Nog")
    page = strict(client, f"/aanbieders/{service.show(service.list_led(school.provider_id)[0]).leader.slug}")
    assert "Lab Vooraan" in page
    assert "Lab Wacht Nog" not in page


def test_the_list_as_json(client: Client) -> None:
    community = make.listed(region_code="achterhoek", sector="creative")
    anyone = Caller(client, people.person().person_id)
    query = "/communities?region=achterhoek&sector=creative&environment=studio"
    assert [each["id"] for each in anyone.get(query)[1]["items"]] == [str(community.community_id)]
    assert anyone.get("/communities?form=kasteel")[0] == 400
    whole = anyone.get(f"/communities/{community.community_id}")[1]
    assert whole["partners"][0] == {"name": "Bakker Metaal", "kind": "company"}
    assert (whole["state"], whole["mentors"]) == ("listed", [{"name": "Els de Boer", "subject": "lassen"}])
    counts = anyone.get("/communities/counts")[1]
    assert (counts["target"], len(counts["regions"])) == (100, 35)
    (here,) = [region for region in counts["regions"] if region["regionCode"] == "achterhoek"]
    assert (here["listed"], here["sectors"]) == (1, {"creative": 1})


def test_proposing_scanning_and_joining_as_json(client: Client) -> None:
    school, hr = schools.school(), make.company()
    office, administrator = (
        Caller(client, each) for each in (school.staff_id, people.person("administrator").person_id)
    )
    status, made, _ = office.post("/communities", json=API_SAID)
    assert (status, made["state"], made["leaderId"]) == (201, "proposed", str(school.provider_id))
    here = f"/communities/{made['id']}"
    assert administrator.post("/communities", json=API_SAID)[1]["code"] == "leader-missing"
    assert office.get(here)[0] == 404
    assert administrator.post(f"{here}/listing")[1]["state"] == "listed"
    assert office.call("PUT", here, json=API_SAID | {"places": 8})[1]["places"] == 8
    assert office.call("PUT", f"{here}/scans/today", json=API_SCAN)[1]["average"] == 3.0
    assert len(administrator.get(f"{here}/scans")[1]["items"]) == 1
    company = Caller(client, hr.person_id)
    status, asked, _ = company.post("/join-requests", json={"communityId": made["id"], "words": "Graag."})
    assert (status, asked["kind"], asked["state"]) == (201, "company", "asked")
    received = office.get(f"{here}/join-requests")[1]["items"]
    assert [each["organisationName"] for each in received] == ["Transport Van Os"]
    assert office.post(f"{here}/join-requests/{asked['id']}/accept", json={})[1]["state"] == "accepted"
    assert company.get("/join-requests")[1]["items"][0]["state"] == "accepted"
    assert company.post(f"/join-requests/{asked['id']}/withdraw")[1]["code"] == "join-request-is-over"
