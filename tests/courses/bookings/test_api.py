"""Bookings as JSON, once per status."""

import uuid
from datetime import timedelta
from typing import Any

import flask.testing
import pytest
import time_machine

from leerloket import db
from leerloket.accounts.ledger import service as ledger
from leerloket.courses.bookings import service as bookings
from leerloket.people import service as people_service
from tests.courses.bookings import make
from tests.people import make as people

pytestmark = pytest.mark.usefixtures("session")

API = "/api/v1"


class Caller:
    """Somebody who calls the API."""

    def __init__(self, client: flask.testing.FlaskClient, person_id: uuid.UUID) -> None:
        self.client = client
        self.headers = people.bearer(people_service.get_person(person_id))

    def call(self, method: str, path: str, json: Any = None, key: str | None = None) -> Any:
        headers = self.headers | ({"Idempotency-Key": key} if key else {})
        response = self.client.open(API + path, method=method, json=json, headers=headers)
        return response.status_code, response.get_json(silent=True), response

    def get(self, path: str) -> Any:
        return self.call("GET", path)

    def post(self, path: str, json: Any = None, key: str | None = None) -> Any:
        return self.call("POST", path, json, key or str(db.new_id()))


def test_a_quote_answers_price_split_reasons_and_refusals(client: flask.testing.FlaskClient) -> None:
    edition, person_id = make.edition(), make.learner(50_000, 5_000)
    status, quote, _ = Caller(client, person_id).post("/quotes", {"editionId": str(edition.edition_id)})
    assert status == 200
    assert (quote["priceCents"], quote["shortCents"], quote["ownCents"]) == (60_000, 5_000, 10_000)
    assert [(part["source"], part["amountCents"], part["leftCents"]) for part in quote["split"]] == [
        ("right", 50_000, 0),
        ("own", 5_000, 0),
    ]
    assert quote["split"][0]["reasonNl"].startswith("Zonder einddatum betaalt eerst uw leerrecht")
    assert [refusal["code"] for refusal in quote["refusals"]] == ["balance-too-low"]
    assert {"detail": "Pay the rest yourself.", "detailNl": "Betaal het zelf bij.", "href": "/saldo/inleggen"} in quote[
        "possible"
    ]


def test_a_quote_for_an_unknown_edition_or_split_is_refused(client: flask.testing.FlaskClient) -> None:
    edition, caller = make.edition(), Caller(client, make.learner())
    assert caller.post("/quotes", {"editionId": str(db.new_id())})[0] == 404
    status, problem, _ = caller.post(
        "/quotes", {"editionId": str(edition.edition_id), "split": [{"potId": str(db.new_id()), "amountCents": 1}]}
    )
    assert (status, problem["code"], problem["errors"][0]["code"]) == (400, "split-not-possible", "unknown-pot")


def test_booking_answers_201_with_its_place_and_the_same_key_the_same(client: flask.testing.FlaskClient) -> None:
    edition, person_id = make.edition(), make.learner()
    caller = Caller(client, person_id)
    status, booking, response = caller.post("/bookings", {"editionId": str(edition.edition_id)}, "k1")
    assert status == 201
    assert response.headers["Location"] == f"/api/v1/bookings/{booking['id']}"
    assert booking["state"] == "reserved"
    assert booking["turn"]["who"] == "provider"
    assert [part["amountCents"] for part in booking["split"]] == [60_000]
    again_status, again, replay = caller.post("/bookings", {"editionId": str(edition.edition_id)}, "k1")
    assert (again_status, again) == (201, booking)
    assert replay.headers["Idempotency-Replayed"] == "true"
    assert caller.post("/bookings", {"editionId": str(db.new_id())}, "k1")[0] == 422
    assert caller.get(f"/bookings/{booking['id']}")[1] == booking


def test_booking_without_a_key_or_with_wrong_input_is_400(client: flask.testing.FlaskClient) -> None:
    caller = Caller(client, make.learner())
    assert caller.call("POST", "/bookings", {"editionId": str(db.new_id())})[1]["code"] == "key-missing"
    status, problem, _ = caller.post("/bookings", {"editionId": "x", "split": [{"amountCents": 1.5}], "more": 1})
    assert status == 400
    assert {error["field"] for error in problem["errors"]} == {
        "editionId",
        "split.0.potId",
        "split.0.amountCents",
        "more",
    }


@pytest.mark.parametrize("body", ["[]", "null", '{"editionId": NaN}', "x", '{"editionId": 99999999999999999999}'])
def test_bodies_that_are_no_booking_are_400(client: flask.testing.FlaskClient, body: str) -> None:
    caller = Caller(client, make.learner())
    headers = caller.headers | {"Idempotency-Key": "k", "Content-Type": "application/json"}
    response = client.post(f"{API}/bookings", data=body, headers=headers)
    assert response.status_code == 400
    assert response.mimetype == "application/problem+json"


def test_refusals_are_409_with_facts_and_ways(client: flask.testing.FlaskClient) -> None:
    edition, person_id = make.edition(), make.learner(52_000)
    status, problem, _ = Caller(client, person_id).post("/bookings", {"editionId": str(edition.edition_id)})
    assert (status, problem["code"], problem["shortCents"]) == (409, "balance-too-low", 8_000)
    assert problem["possible"]
    assert ledger.get_balance(person_id).held_cents == 0


def test_nobody_else_sees_or_ends_a_booking(client: flask.testing.FlaskClient) -> None:
    line = make.line()
    stranger = Caller(client, make.learner())
    other = Caller(client, make.school().staff_id)
    path = f"/bookings/{line.booking.booking_id}"
    assert stranger.get(path)[0] == 404
    assert stranger.post(f"{path}/cancel", {})[0] == 404
    assert other.post(f"{path}/cancel", {})[0] == 404
    assert other.call("PUT", f"{path}/attendance", {"presentPct": 1})[0] == 404
    assert stranger.call("PUT", f"{path}/attendance", {"presentPct": 1})[0] == 403
    assert client.get(API + path).status_code == 401


def test_bookings_come_in_pages(client: flask.testing.FlaskClient) -> None:
    person_id, school = make.learner(1_000_000), make.school()
    made = [str(make.book(person_id, make.edition(school)).booking_id) for _ in range(3)]
    caller = Caller(client, person_id)
    _, first, _ = caller.get("/bookings?limit=2")
    _, second, _ = caller.get(f"/bookings?limit=2&cursor={first['next']}")
    assert [item["id"] for item in first["items"] + second["items"]] == made[::-1]
    assert second["next"] is None
    assert caller.get("/bookings?limit=0")[0] == 400


def test_a_person_cancels(client: flask.testing.FlaskClient) -> None:
    line = make.line()
    caller = Caller(client, line.person_id)
    path = f"/bookings/{line.booking.booking_id}/cancel"
    assert caller.post(path, {"expectedCostCents": 1})[1]["costCents"] == 0
    status, booking, _ = caller.post(path, {"reason": "Ander werk"})
    assert (status, booking["state"], booking["dueCents"]) == (200, "cancelled", 0)
    assert caller.post(path, {})[1]["code"] == "step-not-possible"


@pytest.mark.parametrize("who", ["provider", "administrator"])
def test_provider_and_administrator_cancel_with_everything_back(client: flask.testing.FlaskClient, who: str) -> None:
    line = make.line()
    actor = line.school.staff_id if who == "provider" else people.person("administrator").person_id
    with time_machine.travel(line.booking.free_until):
        status, booking, _ = Caller(client, actor).post(
            f"/bookings/{line.booking.booking_id}/cancel", {"reason": "Ziek"}
        )
    assert (status, booking["state"]) == (200, "cancelled")
    assert ledger.get_balance(line.person_id).available_cents == 100_000


def test_a_provider_sees_a_name_and_nothing_of_money_or_pots(client: flask.testing.FlaskClient) -> None:
    line = make.line(accepted=False)
    provider = Caller(client, line.school.staff_id)
    status, page, _ = provider.get("/provider/bookings?state=reserved")
    assert status == 200
    [item] = page["items"]
    assert item["participant"] == people_service.get_person(line.person_id).name
    assert not {"split", "accountId", "potId", "personId"} & set(item)
    assert provider.get("/provider/bookings?state=x")[0] == 400
    assert provider.get("/provider/bookings?state=paid")[1]["items"] == []
    other = Caller(client, make.school().staff_id)
    assert other.get("/provider/bookings")[1]["items"] == []


def test_accept_declare_answer_and_paid(client: flask.testing.FlaskClient) -> None:
    line = make.line(accepted=False)
    path = f"/bookings/{line.booking.booking_id}"
    provider = Caller(client, line.school.staff_id)
    assert provider.post(f"{path}/accept")[1]["state"] == "confirmed"
    assert provider.post(f"{path}/accept")[0] == 409
    assert provider.call("PUT", f"{path}/attendance", {"presentPct": 80})[1]["code"] == "not-started"
    with time_machine.travel(line.edition.ends_at + timedelta(hours=1)):
        provider, person = Caller(client, line.school.staff_id), Caller(client, line.person_id)
        assert provider.call("PUT", f"{path}/attendance", {"presentPct": 101})[0] == 400
        for _ in range(2):
            assert provider.call("PUT", f"{path}/attendance", {"presentPct": 80})[1]["state"] == "attended"
        assert person.post(f"{path}/attendance-answer", {"agree": False})[1]["errors"][0]["field"] == "reason"
        assert person.post(f"{path}/attendance-answer", {"agree": "ja"})[0] == 400
        status, booking, _ = person.post(f"{path}/attendance-answer", {"agree": True})
        assert (status, booking["state"], booking["dueCents"]) == (200, "paid", 60_000)
        assert booking["attendance"]["answer"] == "agreed"
        assert person.post(f"{path}/attendance-answer", {"agree": True})[1]["code"] == "nothing-to-answer"
    assert [event["state"] for event in booking["events"]] == ["reserved", "confirmed", "attended", "paid"]


def test_a_provider_rejects_with_a_reason(client: flask.testing.FlaskClient) -> None:
    line = make.line(accepted=False)
    provider = Caller(client, line.school.staff_id)
    path = f"/bookings/{line.booking.booking_id}/reject"
    assert provider.post(path, {})[0] == 400
    assert provider.post(path, {"reason": "Vol rooster"})[1]["state"] == "rejected"


def test_a_dispute_is_decided(client: flask.testing.FlaskClient) -> None:
    line = make.line()
    path = f"/bookings/{line.booking.booking_id}"
    with time_machine.travel(line.edition.ends_at + timedelta(hours=1)):
        bookings.declare_attendance(line.school.provider_id, line.booking.booking_id, 0, actor_id=line.school.staff_id)
        Caller(client, line.person_id).post(f"{path}/attendance-answer", {"agree": False, "reason": "Ik was er"})
        clerk = Caller(client, people.person("administrator").person_id)
        assert [item["id"] for item in clerk.get("/disputes")[1]["items"]] == [str(line.booking.booking_id)]
        status, booking, _ = clerk.post(f"{path}/resolution", {"presentPct": 100, "reason": "Lijst gezien"})
    assert (status, booking["state"], booking["dueCents"]) == (200, "paid", 60_000)
