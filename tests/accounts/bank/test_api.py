"""Bank statements, the work list, money that goes back, and reconciliation, as JSON."""

import io
import uuid
from typing import Any

import flask.testing
import pytest

from leerloket.people import service as people
from tests.accounts.bank.make import Entry, statement
from tests.people import make as persons

pytestmark = pytest.mark.usefixtures("session")
Client = flask.testing.FlaskClient


def post(client: Client, who: people.Person, path: str, key: str | None = "k-1", **body: Any) -> Any:
    headers = persons.bearer(who) | ({"Idempotency-Key": key} if key else {})
    return client.post(f"/api/v1{path}", headers=headers, **body)


def get(client: Client, who: people.Person, path: str) -> Any:
    return client.get(f"/api/v1{path}", headers=persons.bearer(who))


def xml(content: bytes) -> dict[str, Any]:
    return {"data": content, "content_type": "application/xml"}


def test_own_money_from_call_to_balance(client: Client) -> None:
    worker, clerk = persons.person(), persons.person("administrator")
    made = post(client, worker, "/accounts/me/top-ups", json={"amountCents": 5_000})
    assert made.status_code == 201
    payment = made.json
    assert (payment["state"], payment["amountCents"], payment["reference"][:2]) == ("waiting", 5_000, "RF")
    assert payment["iban"].startswith("NL")
    assert post(client, worker, "/accounts/me/top-ups", json={"amountCents": 5_000}).json == payment
    done = post(client, clerk, "/bank-statements", **xml(statement(Entry(5_000, text=payment["reference"]))))
    assert (done.status_code, done.json["matched"], done.json["unmatched"]) == (201, 1, 0)
    path = f"/accounts/me/top-ups/{payment['id']}"
    assert get(client, worker, path).json["state"] == "paid"
    assert get(client, worker, "/accounts/me").json["availableCents"] == 5_000
    assert get(client, persons.person(), path).status_code == 404


def test_a_statement_is_imported_once_and_the_work_list_is_read(client: Client) -> None:
    clerk = persons.person("administrator")
    content = statement(Entry(100, text="a"), Entry(200, text="b"), Entry(300, text="c"))
    first = post(client, clerk, "/bank-statements", data={"file": (io.BytesIO(content), "nov.xml")})
    assert (first.status_code, first.json["unmatched"]) == (201, 3)
    again = post(client, clerk, "/bank-statements", key="k-2", **xml(content))
    assert (again.status_code, again.json["code"]) == (409, "statement-seen")
    assert again.json["statementId"] == first.json["id"]
    page = get(client, clerk, "/bank-lines?state=unmatched&limit=2").json
    assert [line["amountCents"] for line in page["items"]] == [100, 200]
    assert page["items"][0]["reason"] == "no-reference"
    rest = get(client, clerk, f"/bank-lines?state=unmatched&limit=2&cursor={page['next']}").json
    assert [line["amountCents"] for line in rest["items"]] == [300]
    assert get(client, clerk, "/bank-lines?state=weg").status_code == 400


@pytest.mark.parametrize("content", [b"hallo", b"<Document/>", b""])
def test_what_is_no_statement_is_refused(client: Client, content: bytes) -> None:
    answer = post(client, persons.person("administrator"), "/bank-statements", **xml(content))
    assert (answer.status_code, answer.json["code"]) == (400, "unreadable-statement")


def test_a_line_is_assigned_by_hand(client: Client) -> None:
    worker, ann, bob = persons.person(), persons.person("administrator"), persons.person("administrator")
    payment = post(client, worker, "/accounts/me/top-ups", json={"amountCents": 5_000}).json
    post(client, ann, "/bank-statements", **xml(statement(Entry(4_000, text="x"))))
    line = get(client, ann, "/bank-lines?state=unmatched").json["items"][0]
    path, body = f"/bank-lines/{line['id']}/assign", {"paymentId": payment["id"]}
    assert post(client, ann, path, "k-2", json=body).json["code"] == "reason-missing"
    body["reason"] = "Betaald door zijn vrouw"
    assert post(client, ann, path, "k-2b", json=body).json["state"] == "unmatched"
    assert post(client, ann, path, "k-3", json=body).json["code"] == "needs-second-person"
    assert post(client, bob, path, "k-4", json=body).json["state"] == "matched"
    assert post(client, bob, path, "k-5", json=body).json["code"] == "line-is-done"
    assert post(client, ann, f"/bank-lines/{uuid.uuid4()}/assign", "k-6", json=body).status_code == 404


def test_bank_statements_are_for_administrators(client: Client) -> None:
    assert client.post("/api/v1/bank-statements").status_code == 401
    assert post(client, persons.person(), "/bank-statements", **xml(statement())).status_code == 403
    assert get(client, persons.person(), "/bank-lines").status_code == 403
