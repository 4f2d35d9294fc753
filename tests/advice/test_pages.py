"""The pages of the desk, through HTTP: who sees what, by whom and after what."""

import html
import re
import uuid
from datetime import timedelta
from typing import Any

import flask.testing
import html5lib
import pytest

from leerloket import clock
from leerloket.advice.consultations import service as consultations
from leerloket.advice.plans import service as plans
from leerloket.courses.bookings import service as bookings
from tests.accounts.ledger import make as money
from tests.advice import make
from tests.courses.bookings import make as courses
from tests.people import make as people

pytestmark = pytest.mark.usefixtures("session")

Client = flask.testing.FlaskClient


def page(client: Client, url: str, status: int = 200) -> str:
    """Get a page and parse it strictly; it has one h1."""
    return parsed(client.get(url), status)


def parsed(response: Any, status: int = 200) -> str:
    assert response.status_code == status, response.text[:2000]
    html5lib.HTMLParser(strict=True).parse(response.text)
    ids = re.findall(r'\sid="([^"]+)"', response.text)
    assert len(ids) == len(set(ids))
    assert len(re.findall(r"<h1[ >]", response.text)) == 1
    assert not re.search(r"\sstyle=|\son\w+=|javascript:", response.text)
    return str(response.text)


def go(client: Client, url: str, **form: Any) -> str:
    """Send a form and follow the answer's address."""
    response = client.post(url, data=form)
    assert response.status_code == 303, response.text[:3000]
    return str(response.location)


@pytest.fixture
def desk(client: Client) -> make.Pair:
    """A client with money who agreed, and the adviser signed in."""
    pair = make.pair()
    money.right(pair.client.person_id, 100_000)
    people.sign_in(client, pair.adviser)
    return pair


def here(pair: make.Pair, rest: str = "") -> str:
    return f"/loket/clienten/{pair.client.person_id}{rest}"


def test_everybody_sees_the_desks(client: Client) -> None:
    desk = make.desk()
    assert desk.name in page(client, "/loketten")
    shown = page(client, f"/loketten/{desk.slug}")
    assert "040 000 00 00" in shown
    page(client, "/loketten/bestaat-niet", 404)


def test_the_adviser_plans_a_talk_and_sees_it_in_the_agenda(client: Client, desk: make.Pair) -> None:
    day = clock.add_working_days(clock.business_date(), 1)
    form = {"nummer": desk.client.number, "dag": day.isoformat(), "tijd": "10:30", "onderwerp": "Kiezen", "hoe": "desk"}
    shown = page(client, go(client, "/loket/afspraken", **form))
    assert "Samira El Amrani" in shown
    assert "10.30 uur" in shown
    assert "Start gesprek" in shown
    again = parsed(client.post("/loket/afspraken", data=form), 409)
    assert "Fout:" in again
    assert 'value="Kiezen"' in again
    parsed(client.post("/loket/afspraken", data=form | {"nummer": "LR-000-000"}), 404)
    parsed(client.post("/loket/afspraken", data={"dag": "x"}), 400)


def test_an_agenda_without_consent_asks_for_it(client: Client, desk: make.Pair) -> None:
    make.withdraw_all(desk.client.person_id)
    day = clock.add_working_days(clock.business_date(), 1)
    form = {"nummer": desk.client.number, "dag": day.isoformat(), "tijd": "10:30", "onderwerp": "Kiezen"}
    shown = page(client, go(client, "/loket/afspraken", **form))
    assert "ontbreekt" in shown
    assert f"/loket/toestemming?nummer={desk.client.number}" in shown


def test_consent_at_the_desk_opens_the_client(client: Client, desk: make.Pair) -> None:
    make.withdraw_all(desk.client.person_id)
    page(client, here(desk), 404)
    form = {"nummer": desk.client.number, "geboren": "1985-06-15", "zien": ["account", "plan", "consult"]}
    refused = parsed(client.post("/loket/toestemming", data=form), 400)
    assert "Vink aan dat de cliënt erbij is" in refused
    location = go(client, "/loket/toestemming", **form, samen="ja")
    assert location == here(desk)
    assert "€\u00a01.000,00" in page(client, location)
    parsed(client.post("/loket/toestemming", data=form | {"samen": "ja", "geboren": "1985-06-16"}), 400)


EVERY_PAGE = ["", "/plan", "/overzicht", "/overzicht.pdf"]


@pytest.mark.parametrize("rest", EVERY_PAGE)
@pytest.mark.parametrize("why", ["withdrawn", "other region", "unknown"])
def test_a_client_who_is_not_yours_does_not_exist(client: Client, rest: str, why: str) -> None:
    pair = make.pair(region_code=make.OTHER_REGION if why == "other region" else make.REGION)
    if why == "withdrawn":
        make.withdraw_all(pair.client.person_id)
    people.sign_in(client, pair.adviser)
    account_id = uuid.uuid4() if why == "unknown" else pair.client.person_id
    shown = page(client, f"/loket/clienten/{account_id}{rest}", 404)
    assert "Samira" not in shown


@pytest.mark.parametrize(
    ("rest", "form"),
    [
        ("/gesprek", {}),
        ("/plan/doel", {"doel": "Iets leren"}),
        ("/plan/taak", {"taak": "Iets", "bij_doel": str(uuid.uuid4())}),
        ("/plan/opleiding", {"opleiding": str(uuid.uuid4())}),
    ],
)
def test_without_consent_nothing_is_written(client: Client, desk: make.Pair, rest: str, form: dict[str, str]) -> None:
    make.withdraw_all(desk.client.person_id)
    parsed(client.post(here(desk, rest), data=form), 404)
    assert plans.find_plan(desk.client.person_id) is None
    assert consultations.list_consultations(desk.client.person_id) == []


@pytest.mark.parametrize("role", ["worker", "employer", "provider", "administrator"])
def test_only_advisers_come_here(client: Client, role: str) -> None:
    pair = make.pair()
    people.sign_in(client, people.person(role))
    for url in ("/loket", "/loket/clienten", "/loket/toestemming", here(pair)):
        assert client.get(url).status_code == 403


def test_search_shows_who_agreed(client: Client, desk: make.Pair) -> None:
    assert "Samira El Amrani" in page(client, "/loket/clienten?q=samira")
    assert "Geen cliënt gevonden" in page(client, "/loket/clienten?q=<script>niemand")


def test_a_talk_from_start_to_end(client: Client, desk: make.Pair) -> None:
    at = go(client, here(desk, "/gesprek"))
    shown = page(client, at)
    version = re.search(r'name="versie" value="(\d+)"', shown)
    token = re.search(r'name="bladzijde" value="(\w+)"', shown)
    assert version
    assert token
    form = {"versie": version[1], "bladzijde": token[1], "notitie": "Wil <b>lassen</b> leren", "onderwerpen": "course"}
    assert client.post(at + "/bewaren", data=form).status_code == 204
    assert client.post(at + "/bewaren", data=form | {"notitie": "Wil lassen."}).status_code == 204
    stale = parsed(client.post(at, data=form | {"bladzijde": "anders", "notitie": "tweede tabblad"}), 412)
    assert "tweede tabblad" in stale
    closing = go(client, at, **form, doe="afronden")
    assert "opleiding kiezen" in page(client, closing)
    page(client, go(client, closing))
    closed = page(client, at)
    assert "Wil &lt;b&gt;lassen&lt;/b&gt; leren" in closed
    parsed(client.post(at, data=form | {"versie": "99"}), 409)
    assert client.post(at + "/bewaren", data=form).status_code == 409
    page(client, go(client, at + "/toevoegen", toevoeging="Het was mbo 3."))
    assert "Het was mbo 3." in page(client, at)


def test_a_talk_without_topic_stays_open(client: Client, desk: make.Pair) -> None:
    at = go(client, here(desk, "/gesprek"))
    parsed(client.post(at + "/afronden"), 400)
    parsed(client.post(at, data={"versie": "1", "notitie": "x" * 10_001}), 400)


def test_private_notes_are_on_their_own_page_and_each_look_is_written_down(client: Client, desk: make.Pair) -> None:
    at = go(client, here(desk, "/gesprek"))
    go(client, at + "/eigen", eigen="rustig aan doen")
    assert "rustig aan doen" not in page(client, at)
    before = len(make.looks(desk.client.person_id))
    assert "rustig aan doen" in page(client, at + "/eigen")
    assert len(make.looks(desk.client.person_id)) == before + 1


def test_goals_and_tasks_are_typed_and_go_back_to_the_talk(client: Client, desk: make.Pair) -> None:
    at = go(client, here(desk, "/gesprek"))
    assert go(client, here(desk, "/plan/doel"), doel="Robotlasser worden", terug=at) == at
    [goal] = plans.get_plan(desk.client.person_id).goals
    add = {"taak": "Vraag werkgever @werkgever +2w", "bij_doel": str(goal.goal_id), "terug": at}
    assert go(client, here(desk, "/plan/taak"), **add) == at
    [task] = plans.get_plan(desk.client.person_id).goals[0].tasks
    assert (task.title, task.owner) == ("Vraag werkgever", "employer")
    assert task.due_on == clock.business_date() + timedelta(weeks=2)
    assert "Vraag werkgever" in page(client, at)
    wrong = parsed(client.post(here(desk, "/plan/taak"), data=add | {"taak": "Bel @piet"}), 400)
    assert "We kennen @piet niet" in wrong
    assert 'value="Bel @piet"' in wrong
    parsed(client.post(here(desk, "/plan/taak"), data=add | {"terug": "https://elders.example"}), 400)
    go(client, here(desk, f"/plan/taak/{task.task_id}"), staat="done")
    go(client, here(desk, f"/plan/taak/{task.task_id}"), staat="open")
    go(client, here(desk, f"/plan/doel/{goal.goal_id}"), staat="done")
    go(client, here(desk, f"/plan/taak/{task.task_id}"), staat="weg")
    assert "bereikt" in page(client, here(desk, "/plan"))


def test_search_in_the_talk_leads_to_the_plan_and_to_booking_together(client: Client, desk: make.Pair) -> None:
    school = courses.school()
    edition = courses.edition(school)
    at = go(client, here(desk, "/gesprek"))
    found = page(client, at + "?zoek=lasrobot")
    assert edition.title in found
    assert "cliënt betaalt" in found
    go(client, here(desk, "/plan/opleiding"), opleiding=str(edition.module_id), terug=at)
    [task] = plans.get_plan(desk.client.person_id).goals[0].tasks
    assert "Boek samen" in page(client, at)
    book = here(desk, f"/boeken/{edition.slug}")
    assert "Welke datum?" in page(client, f"{book}?taak={task.task_id}")
    check = page(client, f"{book}?uitvoering={edition.edition_id}&taak={task.task_id}")
    assert "€\u00a0600,00" in check
    key = re.search(r'name="key" value="([\w-]+)"', check)
    assert key
    form = {"uitvoering": edition.edition_id, "prijs": 60_000, "taak": task.task_id, "key": key[1]}
    assert "Vink aan" in parsed(client.post(book, data=form), 400)
    shown = page(client, go(client, book, **form, samen="ja"))
    go(client, book, **form, samen="ja")
    assert "gedaan door adviseur, samen met cliënt" in shown
    [booking] = bookings.list_bookings(desk.client.person_id)
    assert (booking.task_id, booking.actor_id, booking.on_behalf) == (task.task_id, desk.adviser.person_id, True)
    assert booking.reference in page(client, at)
    assert courses.broken() == {}


def test_a_question_with_spaces_and_signs_finds_its_way_back(client: Client, desk: make.Pair) -> None:
    at = go(client, here(desk, "/gesprek"))
    shown = page(client, at + "?zoek=las%20robot%20%26%20%C3%A9%2Bx")
    back = html.unescape(re.findall(r'name="terug" value="([^"]+)"', shown)[0])
    assert go(client, here(desk, "/plan/doel"), doel="Lassen", terug=back) == back
    page(client, back)


@pytest.mark.parametrize("text", ["\x00", "a\ud800b".encode("utf-8", "replace").decode(), "\u202e", "\x1b[31m"])
def test_strange_characters_break_nothing(client: Client, desk: make.Pair, text: str) -> None:
    at = go(client, here(desk, "/gesprek"))
    form = {"versie": "1", "notitie": f"a{text}b", "bladzijde": "p"}
    assert client.post(at, data=form).status_code in {303, 400}
    assert client.post(here(desk, "/plan/doel"), data={"doel": f"a{text}b"}).status_code in {303, 400}
    assert client.get("/loket/clienten", query_string={"q": f"a{text}"}).status_code in {200, 400}
    page(client, here(desk, "/plan"))


def test_a_price_that_changed_is_refused(client: Client, desk: make.Pair) -> None:
    edition = courses.edition()
    form = {"uitvoering": edition.edition_id, "prijs": 1, "samen": "ja", "key": "k-1"}
    parsed(client.post(here(desk, f"/boeken/{edition.slug}"), data=form), 409)
    assert bookings.list_bookings(desk.client.person_id) == []


# --- the person's own -------------------------------------------------------------------------------------


def test_a_worker_sees_the_plan_and_finishes_a_task(client: Client) -> None:
    pair = make.pair()
    goal_id = make.goal(pair)
    make.goal(pair, "Beter rekenen")
    task_id = make.task(pair, goal_id, "Vraag uw werkgever", due_on=clock.business_date() - timedelta(days=1))
    people.sign_in(client, pair.client)
    shown = page(client, "/plan")
    assert "Robotlasser worden" in shown
    assert "Nog geen taken. Uw adviseur maakt ze met u." in shown
    assert "te laat" in shown
    assert "Ja, deze taak is klaar" in page(client, f"/plan/taak/{task_id}/klaar")
    done = page(client, go(client, f"/plan/taak/{task_id}/klaar"))
    assert "Deze taak is klaar" in done
    parsed(client.post(f"/plan/taak/{task_id}/klaar"), 409)
    assert "Afgeronde taken (1)" in page(client, "/plan")


def test_a_worker_without_a_plan_is_sent_to_a_desk(client: Client) -> None:
    people.sign_in(client, people.person())
    assert "U heeft nog geen plan" in page(client, "/plan")
    assert "U heeft nog geen plan" in page(client, "/plan/overzicht")


def test_another_persons_task_does_not_exist(client: Client) -> None:
    task_id = make.task(make.pair())
    people.sign_in(client, people.person())
    page(client, f"/plan/taak/{task_id}/klaar", 404)
    parsed(client.post(f"/plan/taak/{task_id}/klaar"), 404)


def test_the_overview_on_the_screen_says_what_the_paper_says(client: Client, desk: make.Pair) -> None:
    make.task(desk, title="<script>alert(1)</script>")
    shown = page(client, here(desk, "/overzicht"))
    assert "Overzicht van Samira El Amrani" in shown
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in shown
    assert ("read", "plan") in make.looks(desk.client.person_id)
    assert ("read", "account") in make.looks(desk.client.person_id)


def test_an_overview_needs_consent_for_money_and_plan(client: Client) -> None:
    pair = make.pair(scopes=("account",))
    people.sign_in(client, pair.adviser)
    page(client, here(pair, "/overzicht"), 404)
    assert "De cliënt deelt het plan niet met u" in page(client, here(pair))
