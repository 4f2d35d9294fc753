"""The system of an employer: within its scopes, for its own employer only, while its maker has the role."""

from datetime import timedelta
from typing import Any

import flask
import html5lib
import pytest
import time_machine
from flask.testing import FlaskClient

from leerloket import clock, db
from leerloket.people import service as people
from leerloket.people.audit import service as audit
from leerloket.people.employers import service as employers
from leerloket.people.keys import rules, service
from tests.people import make

pytestmark = pytest.mark.usefixtures("session")


class Company:
    """An employer with an officer and a key."""

    def __init__(self, *scopes: str, **other: Any) -> None:
        self.employer = make.employer()
        self.officer = make.manager(self.employer)
        self.key, self.text = service.make_key(
            self.employer.employer_id,
            "employer",
            name="Salarispakket",
            scopes=list(scopes) or ["employees:read"],
            by=self.officer.person_id,
            **other,
        )
        db.session.commit()

    def get(self, client: FlaskClient, path: str = "/employees", of: employers.Employer | None = None) -> Any:
        headers = {"Authorization": f"Bearer {self.text}"}
        employer_id = (of or self.employer).employer_id
        return client.get(f"/api/v1/employers/{employer_id}{path}", headers=headers)


def test_a_key_reads_what_its_scope_says(client: FlaskClient) -> None:
    company = Company("employees:read")
    make.employee(company.employer)
    db.session.commit()
    answer = company.get(client)
    assert answer.status_code == 200
    assert len(answer.get_json()["items"]) == 1


def test_another_scope_is_refused_with_the_scope_that_is_needed(client: FlaskClient) -> None:
    answer = Company("employees:read").get(client, "")
    assert (answer.status_code, answer.get_json()["code"]) == (403, "scope-missing")
    assert answer.get_json()["scope"] == "statements:read"
    assert "statements:read" in answer.get_json()["detail"]


def test_another_employer_does_not_exist(client: FlaskClient) -> None:
    assert Company().get(client, of=make.employer()).status_code == 404


def test_a_key_is_no_person(client: FlaskClient) -> None:
    headers = {"Authorization": f"Bearer {Company().text}"}
    for path in ("/me", "/api-keys"):
        answer = client.get(f"/api/v1{path}", headers=headers)
        assert (answer.status_code, answer.get_json()["code"]) == (403, "not-for-keys")
    assert client.get("/werkgever", headers=headers).status_code == 302


def test_a_key_stops_when_it_is_revoked(client: FlaskClient) -> None:
    company = Company()
    service.revoke_key(company.employer.employer_id, company.key.key_id)
    db.session.commit()
    assert company.get(client).status_code == 401


def test_a_key_stops_after_its_last_day(client: FlaskClient) -> None:
    company = Company(ends_on=clock.business_date() + timedelta(days=30))
    with time_machine.travel(clock.end_of_day(company.key.ends_on) - timedelta(minutes=1)):
        assert company.get(client).status_code == 200
    with time_machine.travel(clock.end_of_day(company.key.ends_on) + timedelta(minutes=1)):
        assert company.get(client).status_code == 401


def test_a_key_stops_when_its_maker_leaves(client: FlaskClient) -> None:
    company = Company()
    grant = people.list_grants(company.officer.person_id)[0]
    people.revoke_role(company.officer.person_id, grant.grant_id)
    db.session.commit()
    assert company.get(client).status_code == 401


def test_every_use_is_in_the_audit_log_and_never_the_key(client: FlaskClient) -> None:
    company = Company()
    company.get(client)
    company.get(client, "")
    lines = audit.list_lines(company.key.key_id)
    assert [line.action for line in lines] == ["use", "use", "make"]
    assert lines[1].reason == f"Salarispakket: GET /api/v1/employers/{company.employer.employer_id}/employees"
    assert not any(company.text in line.reason for line in lines)
    assert service.list_keys(company.employer.employer_id, "employer")[0].last_used_at is not None


def test_a_key_that_calls_too_often_waits(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    company = Company()
    monkeypatch.setattr(rules, "USES_PER_MINUTE", 2)
    with time_machine.travel(clock.now(), tick=False) as now:
        assert [company.get(client).status_code for _ in range(3)] == [200, 200, 429]
        now.shift(timedelta(minutes=1))
        assert company.get(client).status_code == 200


def test_only_the_hash_of_a_key_is_kept() -> None:
    company = Company()
    assert company.key.key_hash == rules.key_hash(company.text)
    assert company.text.startswith(company.key.begins_with)
    assert len(company.key.begins_with) < len(company.text) / 3


def test_an_officer_makes_a_key_over_the_api_and_sees_it_once(client: FlaskClient) -> None:
    officer = make.manager(make.employer())
    headers = make.bearer(officer)
    made = client.post("/api/v1/api-keys", json={"name": "Pakket", "scopes": ["top-ups:write"]}, headers=headers)
    assert made.status_code == 201
    assert made.get_json()["key"].startswith("ll_test_")
    listed = client.get("/api/v1/api-keys", headers=headers).get_json()["items"]
    assert [key["id"] for key in listed] == [made.get_json()["id"]]
    assert "key" not in listed[0]
    assert client.delete(f"/api/v1/api-keys/{made.get_json()['id']}", headers=headers).status_code == 204
    again = client.post("/api/v1/api-keys", json={"name": "P", "scopes": ["bookings:read"]}, headers=headers)
    assert (again.status_code, again.get_json()["code"]) == (400, "scope-unknown")


def test_an_officer_makes_a_key_on_the_page_and_revokes_it(client: FlaskClient, app: flask.Flask) -> None:
    employer = make.employer()
    make.sign_in(client, make.manager(employer))
    page = client.get("/werkgever/beheer/koppelingen")
    html5lib.HTMLParser(strict=True).parse(page.text)
    form = {"name": "Pakket", "scopes": ["employees:read"], "ends_on": str(rules.default_end(clock.business_date()))}
    made = client.post("/werkgever/beheer/koppelingen", data=form)
    assert "ll_test_" in made.text
    html5lib.HTMLParser(strict=True).parse(made.text)
    (key,) = service.list_keys(employer.employer_id, "employer")
    client.post(f"/werkgever/beheer/koppelingen/{key.key_id}/intrekken")
    after = client.get("/werkgever/beheer/koppelingen").text
    assert "Sleutels die niet meer werken" in after
    refused = client.post("/werkgever/beheer/koppelingen", data={"name": "Pakket"})
    assert refused.status_code == 400
    assert "Kies wat de sleutel mag." in refused.text


def test_a_school_has_keys_of_its_own(client: FlaskClient) -> None:
    provider_id = db.random_id()
    staff = make.person("provider", organisation_id=provider_id)
    _key, text = service.make_key(provider_id, "provider", name="SIS", scopes=["bookings:read"], by=staff.person_id)
    db.session.commit()
    headers = {"Authorization": f"Bearer {text}"}
    assert client.get("/api/v1/provider/bookings", headers=headers).get_json() == {"items": [], "next": None}
    assert client.get("/api/v1/provider/payouts", headers=headers).get_json()["scope"] == "payouts:read"
