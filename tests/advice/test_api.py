"""The desk as JSON."""

import uuid
from datetime import time
from typing import Any

import flask.testing
import pytest

from leerloket import clock, db, printing
from leerloket.advice.desks import appointments, openings, slots
from leerloket.advice.desks import service as desks
from leerloket.advice.overview import service as overviews
from tests.accounts.ledger import make as money
from tests.advice import make
from tests.advice.desks.test_service import next_morning
from tests.courses.bookings import make as courses
from tests.people import make as people

pytestmark = pytest.mark.usefixtures("session")

V1 = "/api/v1"
NOBODY = uuid.UUID(int=4)
"""Nobody's id, the same in every process, because it is a part of a test's name."""


class Caller:
    """Calls the API as one person."""

    def __init__(self, client: flask.testing.FlaskClient, who: Any) -> None:
        self.client, self.headers = client, people.bearer(who)

    def __call__(self, method: str, path: str, status: int = 200, **more: Any) -> Any:
        headers = self.headers | more.pop("headers", {})
        answer = self.client.open(V1 + path, method=method, headers=headers, **more)
        assert answer.status_code == status, answer.text
        return answer


@pytest.fixture
def pair() -> make.Pair:
    made = make.pair()
    money.right(made.client.person_id, 100_000)
    return made


@pytest.fixture
def adviser(client: flask.testing.FlaskClient, pair: make.Pair) -> Caller:
    return Caller(client, pair.adviser)


@pytest.fixture
def worker(client: flask.testing.FlaskClient, pair: make.Pair) -> Caller:
    return Caller(client, pair.client)


def test_desks_are_public(client: flask.testing.FlaskClient) -> None:
    desk = make.desk()
    [found] = [one for one in client.get(V1 + "/desks").get_json()["items"] if one["id"] == str(desk.desk_id)]
    assert found["regionCode"] == make.REGION
    assert found["openingHours"] == desk.opening_hours


def test_the_agenda_is_for_advisers_of_that_desk(adviser: Caller, pair: make.Pair) -> None:
    starts_at = next_morning()
    desks.make_appointment(*pair.ids, starts_at, "Plan maken")
    day = clock.business_date(starts_at).isoformat()
    [line] = adviser("GET", f"/desks/{pair.desk.desk_id}/agenda?on={day}").json["items"]
    assert line["clientName"] == "Samira El Amrani"
    assert line["hasConsent"] is True
    assert line["startsAt"].endswith("Z")
    adviser("GET", f"/desks/{make.desk().desk_id}/agenda", 404)
    adviser("GET", f"/desks/{pair.desk.desk_id}/agenda?on=gisteren", 400)


def test_clients_are_found_and_opened_inside_consent(adviser: Caller, pair: make.Pair) -> None:
    [found] = adviser("GET", "/clients?q=samira").json["items"]
    assert found["id"] == str(pair.client.person_id)
    opened = adviser("GET", f"/clients/{pair.client.person_id}").json
    assert (opened["availableCents"], opened["pots"][0]["source"]) == (100_000, "right")
    make.withdraw_all(pair.client.person_id)
    refused = adviser("GET", f"/clients/{pair.client.person_id}", 404)
    unknown = adviser("GET", f"/clients/{uuid.uuid4()}", 404)
    assert {**refused.json, "requestId": ""} == {**unknown.json, "requestId": ""}


def test_a_talk_is_recorded_and_locked(adviser: Caller, pair: make.Pair) -> None:
    path = f"/clients/{pair.client.person_id}/consultations"
    adviser("POST", path, 400, json={"close": True})
    talk = adviser("POST", path, 201, json={"topics": ["course"], "notes": "Wil lassen.", "close": True}).json
    assert talk["closedAt"]
    assert talk["topics"] == ["course"]
    adviser("POST", path, 400, json={"topics": ["onzin"]})
    adviser("POST", path, 400, json={"privateNotes": "x"})


def test_the_plan_is_replaced_by_who_saw_it(adviser: Caller, worker: Caller, pair: make.Pair) -> None:
    path = f"/clients/{pair.client.person_id}/plan"
    body = {
        "goals": [{"title": "Robotlasser", "tasks": [{"title": "Bel", "owner": "employer", "dueOn": "2026-12-05"}]}]
    }
    worker("GET", "/plan", 404)
    adviser("PUT", path, 428, json=body)
    made = adviser("PUT", path, json=body, headers={"If-Match": '"0"'})
    assert made.headers["ETag"] == '"1"'
    adviser("PUT", path, 412, json=body, headers={"If-Match": '"0"'})
    seen = worker("GET", "/plan")
    assert seen.headers["ETag"] == '"1"'
    [task] = seen.json["goals"][0]["tasks"]
    assert (task["owner"], task["dueOn"], task["state"]) == ("employer", "2026-12-05", "open")
    assert worker("POST", f"/plan/tasks/{task['id']}/done").json["state"] == "done"
    worker("POST", f"/plan/tasks/{task['id']}/done", 409)
    worker("POST", f"/plan/tasks/{uuid.uuid4()}/done", 404)
    goal = seen.json["goals"][0]
    again = {"goals": [{"id": goal["id"], "title": "Lasser", "tasks": []}]}
    assert adviser("PUT", path, json=again, headers={"If-Match": '"2"'}).json["goals"][0]["title"] == "Lasser"


def test_booking_together_takes_a_key_and_a_consent(adviser: Caller, pair: make.Pair) -> None:
    edition = courses.edition()
    db.session.commit()
    path, body = f"/clients/{pair.client.person_id}/bookings", {"editionId": str(edition.edition_id)}
    adviser("POST", path, 400, json=body)
    booking = adviser("POST", path, 201, json=body, headers={"Idempotency-Key": "k-1"}).json
    assert booking["onBehalf"] is True
    replay = adviser("POST", path, 201, json=body, headers={"Idempotency-Key": "k-1"})
    assert replay.headers["Idempotency-Replayed"] == "true"
    assert replay.json == booking
    make.withdraw_all(pair.client.person_id)
    adviser("POST", path, 404, json=body, headers={"Idempotency-Key": "k-2"})


def test_the_overview_is_a_pdf_for_the_person_and_the_adviser(adviser: Caller, worker: Caller, pair: make.Pair) -> None:
    make.task(pair)
    try:
        own = worker("GET", "/overview.pdf")
    except AssertionError as answer:
        if printing.NoPdf.code() in str(answer):
            pytest.skip("Pango is not installed: no PDF can be drawn here, so nothing of it is proven")
        raise
    assert own.content_type == "application/pdf"
    assert own.data.startswith(b"%PDF-")
    assert f"leerloket-overzicht-{clock.business_date().isoformat()}.pdf" in own.headers["Content-Disposition"]
    assert adviser("GET", f"/clients/{pair.client.person_id}/overview.pdf").data.startswith(b"%PDF-")
    make.withdraw_all(pair.client.person_id)
    adviser("GET", f"/clients/{pair.client.person_id}/overview.pdf", 404)


def test_without_pango_the_answer_is_a_clear_refusal(
    worker: Caller, pair: make.Pair, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_pdf(_overview: object) -> bytes:
        raise printing.NoPdf

    monkeypatch.setattr(overviews, "draw", no_pdf)
    refused = worker("GET", "/overview.pdf", 503).json
    assert refused["code"] == "no-pdf"


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/clients"),
        ("GET", f"/clients/{NOBODY}"),
        ("POST", f"/clients/{NOBODY}/consultations"),
        ("PUT", f"/clients/{NOBODY}/plan"),
        ("POST", f"/clients/{NOBODY}/bookings"),
        ("GET", f"/clients/{NOBODY}/overview.pdf"),
        ("GET", f"/desks/{NOBODY}/agenda"),
    ],
)
def test_a_worker_has_no_business_at_the_desk(worker: Caller, method: str, path: str) -> None:
    worker(method, path, 403, **({} if method == "GET" else {"json": {}}))


@pytest.fixture
def morning(pair: make.Pair) -> str:
    """The first of the free times of tomorrow at the desk."""
    hours = slots.Hours(frozenset(range(1, 6)), time(10), time(13), 6)
    openings.set_opening(pair.adviser.person_id, hours, clock.business_date())
    db.session.commit()
    return next_morning().isoformat().replace("+00:00", ".000000Z")


def keyed(key: str) -> dict[str, str]:
    return {"Idempotency-Key": key}


def test_free_times_are_public(client: flask.testing.FlaskClient, pair: make.Pair, morning: str) -> None:
    url = f"{V1}/appointments/slots?deskId={pair.desk.desk_id}"
    found = client.get(url).get_json()
    assert found["next"] is None
    assert {"startsAt": morning, "minutes": 45} in found["items"]
    day = clock.business_date(next_morning()).isoformat()
    assert len(client.get(f"{url}&first={day}&last={day}").get_json()["items"]) == 3
    assert client.get(f"{V1}/appointments/slots").status_code == 400
    assert client.get(f"{url}&first=morgen").status_code == 400
    assert client.get(f"{V1}/appointments/slots?deskId={uuid.uuid4()}").status_code == 404


def test_a_person_makes_and_calls_off_an_appointment(worker: Caller, pair: make.Pair, morning: str) -> None:
    body = {"deskId": str(pair.desk.desk_id), "startsAt": morning, "topic": "money", "channel": "video"}
    worker("POST", "/appointments", 400, json=body)
    worker("POST", "/appointments", 400, json=body | {"topic": "onzin"}, headers=keyed("k-0"))
    made = worker("POST", "/appointments", 201, json=body, headers=keyed("k-1")).json
    assert (made["startsAt"], made["state"], made["channel"]) == (morning, "planned", "video")
    again = worker("POST", "/appointments", 201, json=body, headers=keyed("k-1"))
    assert again.headers["Idempotency-Replayed"] == "true"
    assert again.json == made
    worker("POST", "/appointments", 422, json=body | {"topic": "plan"}, headers=keyed("k-1"))
    assert worker("GET", "/appointments").json == {"items": [made], "next": None}
    cancelled = worker("POST", f"/appointments/{made['id']}/cancel").json
    assert cancelled == made | {"state": "cancelled"}
    assert worker("POST", f"/appointments/{made['id']}/cancel", 409).json["code"] == "appointment-is-over"
    worker("POST", f"/appointments/{uuid.uuid4()}/cancel", 404)


def test_an_appointment_that_cannot_be_made_says_what_can(worker: Caller, pair: make.Pair, morning: str) -> None:
    other = people.person(region_code=make.REGION)
    appointments.make(other.person_id, pair.desk.desk_id, next_morning(), "course", "desk")
    db.session.commit()
    body = {"deskId": str(pair.desk.desk_id), "startsAt": morning, "topic": "money"}
    refused = worker("POST", "/appointments", 409, json=body, headers=keyed("k-1")).json
    assert refused["code"] == "slot-taken"
    assert len(refused["possible"]) == 3
    worker("POST", "/appointments", 404, json=body | {"deskId": str(uuid.uuid4())}, headers=keyed("k-2"))
    far = make.desk(make.OTHER_REGION)
    db.session.commit()
    refused = worker("POST", "/appointments", 409, json=body | {"deskId": str(far.desk_id)}, headers=keyed("k-3")).json
    assert refused["code"] == "other-desk"


def test_appointments_are_for_workers(adviser: Caller, client: flask.testing.FlaskClient) -> None:
    adviser("GET", "/appointments", 403)
    adviser("POST", f"/appointments/{uuid.uuid4()}/cancel", 403)
    assert client.get(V1 + "/appointments").status_code == 401
