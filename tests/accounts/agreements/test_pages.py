"""The pages and the API of standing rules."""

from datetime import timedelta
from urllib.parse import urlencode

import flask.testing
import pytest

from leerloket import clock, db
from leerloket.accounts.agreements import service
from leerloket.people import service as people
from tests.accounts import reading
from tests.accounts.topups import make
from tests.people import make as persons

pytestmark = pytest.mark.usefixtures("session")
Client = flask.testing.FlaskClient


@pytest.fixture
def company() -> make.Company:
    return make.company(2)


@pytest.fixture
def hr(client: Client, company: make.Company) -> Client:
    return persons.sign_in(client, people.get_person(company.clerk_id))


def typed(**other: str) -> dict[str, str]:
    start = (clock.business_date() + timedelta(days=1)).isoformat()
    return {"bedrag": "500", "per": "year", "fte": "50", "maanden": "0", "vanaf": start} | other


def test_a_rule_is_made_after_a_check(hr: Client, company: make.Company) -> None:
    assert "U heeft nog geen regel." in reading.text(reading.page(hr.get("/werkgever/regels")))
    reading.page(hr.get("/werkgever/regels/nieuw"))
    page = reading.page(hr.get(f"/werkgever/regels/controle?{urlencode(typed(doel='job', geldig='24'))}"))
    words = reading.text(page)
    said = "Iedereen met een baan van 50 % of meer krijgt € 500,00 per jaar. Het is voor leren voor het werk."
    assert f"{said} Het blijft 24 maanden geldig." in words
    assert "Dit geldt nu voor 2 mensen" in words
    assert "€ 1.000,00" in words
    assert service.list_standings(company.employer_id) == []
    form = typed(doel="job", geldig="24") | {"key": reading.key(page)}
    made = hr.post("/werkgever/regels", data=form)
    assert hr.post("/werkgever/regels", data=form).headers["Location"] == made.headers["Location"]
    (standing,) = service.list_standings(company.employer_id)
    words = reading.text(reading.page(hr.get(made.headers["Location"])))
    assert said in words
    assert "Begint later" in words
    assert standing.latest.purposes == ["job"]


def test_what_is_wrong_stands_at_its_field(hr: Client) -> None:
    query = urlencode(typed(bedrag="veel", fte="0", hoogstens="10", vanaf="2020-01-01"))
    page = reading.page(hr.get(f"/werkgever/regels/controle?{query}"), 400)
    words = reading.text(page)
    assert "Vul een bedrag in cijfers in" in words
    assert "Vul een heel getal in van 1 tot 100." in words
    page = reading.page(hr.get(f"/werkgever/regels/controle?{urlencode(typed(hoogstens='10'))}"), 400)
    assert page.find(".//*[@id='hoogstens-fout']") is not None
    page = reading.page(hr.get(f"/werkgever/regels/controle?{urlencode(typed(vanaf='2020-01-01'))}"), 400)
    assert page.find(".//*[@id='vanaf-fout']") is not None


def test_a_rule_is_changed_and_stopped(hr: Client, company: make.Company) -> None:
    today = clock.business_date()
    standing = service.agree(company.employer_id, service.Terms(50_000), today, by=company.clerk_id)
    service.carry_out(company.employer_id, standing.agreement_id, today)
    db.session.commit()
    url = f"/werkgever/regels/{standing.agreement_id}"
    words = reading.text(reading.page(hr.get(url)))
    assert "Geldt nu" in words
    assert "€ 1.000,00" in words
    page = reading.page(hr.get(f"{url}/wijzigen"))
    amount = page.find(".//input[@name='bedrag']")
    assert amount is not None
    assert amount.get("value") == "500,00"
    page = reading.page(hr.get(f"{url}/controle?{urlencode(typed(bedrag='800', fte='1'))}"))
    assert "Wie dit jaar al geld kreeg" in reading.text(page)
    form = typed(bedrag="800", fte="1") | {"key": reading.key(page)}
    assert hr.post(url, data=form).status_code == 303
    words = reading.text(reading.page(hr.get(url)))
    assert "Iedereen krijgt € 800,00 per jaar." in words
    assert "Wat stond er eerder?" in words
    assert hr.post(f"{url}/stoppen").status_code == 303
    assert "Gestopt" in reading.text(reading.page(hr.get(url)))
    assert hr.post(f"{url}/stoppen").status_code == 409


def test_the_same_over_the_api(client: Client, company: make.Company) -> None:
    headers = persons.bearer(people.get_person(company.clerk_id))
    root = f"/api/v1/employers/{company.employer_id}"
    body = {"amountCents": 50_000, "leastFtePct": 50, "purposes": ["job", "study"]}
    seen = reading.data(client.post(f"{root}/agreement-previews", json=body, headers=headers))
    assert seen == {"people": 2, "totalCents": 100_000, "currency": "EUR"}
    keyed = headers | {"Idempotency-Key": "k-1"}
    made = reading.data(client.post(f"{root}/agreements", json=body, headers=keyed), 201)
    assert made["now"]["purposes"] == ["job", "study"]
    url = f"{root}/agreements/{made['id']}"
    later = (clock.business_date() + timedelta(days=30)).isoformat()
    more = body | {"amountCents": 60_000, "startsOn": later}
    changed = client.post(f"{url}/versions", json=more, headers=headers | {"Idempotency-Key": "k-2"})
    assert [version["version"] for version in reading.data(changed, 201)["versions"]] == [1, 2]
    assert reading.data(client.post(f"{url}/stop", headers=headers))["isStopped"] is True
    listed = reading.data(client.get(f"{root}/agreements", headers=headers))["items"]
    assert [rule["id"] for rule in listed] == [made["id"]]
    assert reading.data(client.get(url, headers=headers))["now"] is None
    low = client.post(f"{root}/agreement-previews", json=body | {"mostCents": 1}, headers=headers)
    assert reading.data(low, 400)["code"] == "limit-too-low"
