"""Skills on screen and as JSON: the person's own, the adviser's inside consent, and the public ones."""

import flask.testing
import pytest
import sqlalchemy as sa

from leerloket import db
from leerloket.advice.skills import service
from tests.advice import make as advice
from tests.advice.test_api import Caller
from tests.advice.test_pages import go, page
from tests.courses.skills import make
from tests.people import make as people

pytestmark = pytest.mark.usefixtures("session")

Client = flask.testing.FlaskClient
MINE = "/mijn-vaardigheden"


def answers(few: make.Few, **more: str) -> dict[str, str]:
    chosen = {"wat": "ik las graag", "vaardigheid": str(few.skills["lassen"]), "niveau": "2", "bewijs": "job"}
    return chosen | {"toelichting": "Bakker Metaal"} | more


def test_a_worker_goes_from_own_words_to_the_modules_that_help(client: Client) -> None:
    few, me = make.few(), people.person("worker")
    edition = make.module("robots programmeren", price_cents=60_000)
    people.sign_in(client, me)
    assert "U heeft nog niets opgeschreven." in page(client, MINE)
    assert client.get(f"{MINE}/verschil").location.endswith("/beroep")
    suggested = page(client, f"{MINE}/toevoegen?wat=ik+las+graag")
    assert str(few.skills["lassen"]) in suggested
    assert go(client, f"{MINE}/toevoegen", **answers(few)) == MINE
    assert str(few.occupation.occupation_id) in page(client, f"{MINE}/beroep?zoek=robotlaser")
    assert go(client, f"{MINE}/beroep", beroep=str(few.occupation.occupation_id)) == f"{MINE}/verschil"
    assert "ik las graag" in page(client, MINE)
    shown = page(client, f"{MINE}/verschil")
    assert "U mist nog 6 stappen." in shown
    assert edition.slug in shown
    assert "Leert u robot programmeren (+1)" in shown
    [can] = service.list_own(me.person_id)
    assert go(client, f"{MINE}/{can.own_skill_id}/weg") == MINE
    assert service.list_own(me.person_id) == []


def test_what_was_not_chosen_is_asked_for_and_the_words_stay(client: Client) -> None:
    few = make.few()
    people.sign_in(client, people.person("worker"))
    refused = client.post(f"{MINE}/toevoegen", data={"wat": "ik las graag"})
    assert refused.status_code == 400
    assert "Kies wat u bedoelt." in refused.text
    assert str(few.skills["lassen"]) in refused.text
    assert client.post(f"{MINE}/toevoegen", data=answers(few, vaardigheid="geen id")).status_code == 400
    assert client.post(f"{MINE}/beroep", data={}).status_code == 400


def test_an_adviser_sees_and_edits_inside_consent_and_the_look_is_written_down(client: Client) -> None:
    few, pair = make.few(), advice.pair()
    make.module("lassen")
    here = f"/loket/clienten/{pair.client.person_id}/vaardigheden"
    people.sign_in(client, pair.adviser)
    assert "Er staat nog niets." in page(client, here)
    assert str(few.skills["lassen"]) in page(client, f"{here}/toevoegen?wat=lassen")
    go(client, f"{here}/toevoegen", **answers(few))
    assert str(few.occupation.occupation_id) in page(client, f"{here}?beroep=robotlasser")
    go(client, f"{here}/beroep", beroep=str(few.occupation.occupation_id))
    shown = page(client, here)
    assert "opgeschreven door de adviseur" in shown
    assert "In plan" in shown
    looks = "SELECT count(*) FROM reads WHERE account_id = :who AND purpose = 'vaardigheden bekijken'"
    assert db.session.scalar(sa.text(looks), {"who": pair.client.person_id})
    [can] = service.list_own(pair.client.person_id)
    go(client, f"{here}/{can.own_skill_id}/weg")
    advice.withdraw_all(pair.client.person_id)
    db.session.commit()
    assert client.get(here).status_code == 404
    assert client.post(f"{here}/toevoegen", data=answers(few)).status_code == 404


def test_anybody_reads_what_an_occupation_asks_and_where_one_learns_it(client: Client) -> None:
    make.few()
    edition = make.module("lassen")
    assert "robotlasser" in page(client, "/beroepen")
    assert "/vaardigheden/lassen" in page(client, "/beroepen/robotlasser")
    skill = page(client, "/vaardigheden/lassen")
    assert edition.slug in skill
    assert "/beroepen/robotlasser" in skill
    assert "/vaardigheden/lassen" in page(client, "/vaardigheden?q=lassen")
    assert "/vaardigheden/lassen" in page(client, f"/opleidingen/{edition.slug}")
    assert client.get("/vaardigheden/niets").status_code == 404
    assert client.get("/beroepen/niets").status_code == 404


def test_the_api_tells_the_same(client: Client) -> None:
    few, me = make.few(), Caller(client, people.person("worker"))
    edition = make.module("robots programmeren")
    welding = str(few.skills["lassen"])
    found = client.get("/api/v1/skills?q=lassen").get_json()["items"][0]
    assert (found["id"], found["labelEn"], found["scheme"]) == (welding, "lassen (en)", "leerloket")
    assert client.get(f"/api/v1/skills/{welding}").get_json()["slug"] == "lassen"
    robots = few.skills["robot programmeren"]
    assert client.get(f"/api/v1/skills/{robots}/modules").get_json()["items"][0]["id"] == str(edition.module_id)
    [job] = client.get("/api/v1/occupations?q=robotlasser").get_json()["items"]
    asked = client.get(f"/api/v1/occupations/{job['id']}").get_json()
    assert [ask["level"] for ask in asked["asks"]] == [3, 3, 2]
    me("GET", "/me/skills-gap", 409)
    given = {"text": "las", "skillId": welding, "level": 3, "evidence": "job"}
    noted = me("POST", "/me/skills", 201, json=given).get_json()
    me("PUT", "/me/target-occupation", json={"occupationId": job["id"]})
    gap = me("GET", "/me/skills-gap").get_json()
    assert (gap["missing"], gap["lines"][-1]["short"]) == (5, 0)
    assert gap["routes"][0]["reasonNl"].startswith("Leert u robot programmeren (+1).")
    assert me("GET", "/me/skills").get_json()["items"][0]["text"] == "las"
    me("DELETE", f"/me/skills/{noted['id']}", 204)


def test_the_api_of_an_adviser_needs_consent(client: Client) -> None:
    few, pair = make.few(), advice.pair()
    here, adviser = f"/clients/{pair.client.person_id}", Caller(client, pair.adviser)
    given = {"text": "las", "skillId": str(few.skills["lassen"]), "level": 3, "evidence": "evc"}
    noted = adviser("POST", f"{here}/skills", 201, json=given).get_json()
    assert noted["byAdviser"]
    target = {"occupationId": str(few.occupation.occupation_id)}
    adviser("PUT", f"{here}/target-occupation", json=target)
    assert adviser("GET", f"{here}/skills-gap").get_json()["reachedPct"] == 42
    adviser("DELETE", f"{here}/skills/{noted['id']}", 204)
    assert adviser("GET", f"{here}/skills").get_json()["items"] == []
    advice.withdraw_all(pair.client.person_id)
    db.session.commit()
    adviser("GET", f"{here}/skills-gap", 404)
