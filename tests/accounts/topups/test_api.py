"""What an employer does with money, as JSON."""

import io
import json
from typing import Any

import flask.testing
import pytest

from leerloket import clock, db
from leerloket.accounts.bank import service as bank
from leerloket.accounts.payments import service as payments
from leerloket.accounts.topups import service
from leerloket.people import service as people
from tests.accounts.bank.make import Entry, statement
from tests.accounts.topups import make
from tests.people import make as persons

pytestmark = pytest.mark.usefixtures("session")
Client = flask.testing.FlaskClient


class Api:
    """An employer's program."""

    def __init__(self, client: Client, company: make.Company) -> None:
        self.client, self.company = client, company
        self.headers = persons.bearer(people.get_person(company.clerk_id))
        self.root = f"/api/v1/employers/{company.employer_id}"

    def get(self, path: str, status: int = 200) -> Any:
        answer = self.client.get(self.root + path, headers=self.headers)
        assert answer.status_code == status, answer.get_data(as_text=True)
        return answer.json if answer.is_json else answer.get_data(as_text=True)

    def post(self, path: str, body: Any = None, status: int = 200, key: str | None = "k-1", **more: Any) -> Any:
        headers = self.headers | ({"Idempotency-Key": key} if key else {})
        given = {"json": body} if body is not None else {}
        answer = self.client.post(self.root + path, headers=headers, **given, **more)
        assert answer.status_code == status, answer.get_data(as_text=True)
        return answer.json

    def send(self, method: str, path: str, body: Any, status: int = 200) -> Any:
        answer = self.client.open(self.root + path, method=method, headers=self.headers, json=body)
        assert answer.status_code == status, answer.get_data(as_text=True)
        return answer.json


@pytest.fixture
def api(client: Client) -> Api:
    return Api(client, make.company(3))


def test_a_batch_from_csv_to_credited(api: Api) -> None:
    text = "personeelsnummer,bedrag\n101,10.00\n102,3000.00\n999,1.234\n"
    made = api.post("/top-up-batches", status=202, data=text.encode(), content_type="text/csv")
    assert (made["state"], made["rows"], made["totalCents"]) == (
        "checked",
        {"ok": 1, "error": 1, "question": 1, "skipped": 0},
        1_000,
    )
    assert [(e["row"], e["field"], e["code"]) for e in made["errors"]] == [
        (4, "personnelNumber", "person-unknown"),
        (4, "amountCents", "amount-ambiguous"),
    ]
    assert made["errors"][1]["message"].startswith("This amount can mean two things.")
    assert made["errors"][1]["messageNl"].startswith("Dit bedrag kan twee dingen betekenen.")
    assert [q["code"] for q in made["questions"]] == ["large-amount"]
    url = f"/top-up-batches/{made['id']}"
    assert api.get(f"{url}/errors.csv").splitlines()[1].startswith("4;999;1.234;")
    done = api.post(f"{url}/confirm", {"acceptQuestions": True})
    assert (done["state"], done["payment"]["amountCents"], done["payment"]["state"]) == (
        "confirmed",
        301_000,
        "waiting",
    )
    assert api.post(f"{url}/confirm", {"acceptQuestions": True}) == done
    bank.import_statement(
        statement(Entry(301_000, text=done["payment"]["reference"])), file_name=None, imported_by=None
    )
    service.work()
    paid = api.get(url)
    assert (paid["state"], paid["credited"], paid["payment"]["state"]) == ("credited", {"done": 2, "total": 2}, "paid")
    report = api.get(f"/statement?from={clock.business_date():%Y}-01-01&to={clock.business_date()}")
    assert (report["totalCents"], report["usedPercent"]) == (301_000, None)
    assert sorted(one["amountCents"] for one in report["people"]) == [1_000, 300_000]


def test_a_batch_as_json_and_as_form(api: Api) -> None:
    rows = [
        {"personnelNumber": "101", "amountCents": 1_000, "purposes": ["job"]},
        {"email": "x@y.nl", "amountCents": 5},
    ]
    made = api.post("/top-up-batches", {"rows": rows}, 202)
    assert made["rows"] == {"ok": 1, "error": 1, "question": 0, "skipped": 0}
    assert [(e["row"], e["code"]) for e in made["errors"]] == [(2, "person-unknown")]
    file = (io.BytesIO(b"personeelsnummer;bedrag\n101;10\n"), "nov.csv")
    assert api.post("/top-up-batches", status=202, data={"file": file})["rows"]["ok"] == 1


def test_the_same_file_twice_names_the_first_batch(api: Api) -> None:
    send: dict[str, Any] = {"data": b"personeelsnummer;bedrag\n101;10\n", "content_type": "text/csv"}
    first = api.post("/top-up-batches", status=202, **send)
    again = api.post("/top-up-batches", status=409, **send)
    assert (again["code"], again["batchId"]) == ("file-seen-before", first["id"])


@pytest.mark.parametrize(
    "body",
    [
        '{"rows": [{"personnelNumber": "101", "amountCents": NaN}]}',
        '{"rows": [{"personnelNumber": "101", "amountCents": 1e3}]}',
        '{"rows": [{"personnelNumber": "101", "amountCents": "10"}]}',
        '{"rows": [{"personnelNumber": "101", "amountCents": -5}]}',
        '{"rows": [{"personnelNumber": "101", "amountCents": 123456789012345678901234567890}]}',
        '{"rows": [{"personnelNumber": "101", "amountCents": true}]}',
        '{"rows": [{"personnelNumber": "101", "amountCents": 1, "bonus": 1}]}',
        '{"rows": [{"personnelNumber": 101, "amountCents": 1}]}',
        '{"rows": {}}',
        '{"rows": []}',
        "[]",
        "{",
        '{"rows": [], "rows": []}',
    ],
)
def test_bad_json_is_refused_whole(api: Api, body: str) -> None:
    refusal = api.post("/top-up-batches", status=400, data=body, content_type="application/json")
    assert refusal["code"] == "invalid"
    assert refusal["errors"]
    assert service.list_batches(api.company.employer_id) == []


def test_every_field_that_is_wrong_is_named(api: Api) -> None:
    body = {"rows": [{"amountCents": "x", "purposes": ["pensioen"], "expiresOn": "morgen"}, {"amountCents": 0}]}
    refusal = api.post("/top-up-batches", body, 400)
    assert {error["field"] for error in refusal["errors"]} == {
        "rows.0.amountCents",
        "rows.0.purposes.0",
        "rows.0.expiresOn",
        "rows.1.amountCents",
    }


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"\x00"])
def test_an_unreadable_file_is_refused(api: Api, content: bytes) -> None:
    refusal = api.post("/top-up-batches", status=400, data=content, content_type="text/csv")
    assert refusal["code"] == "unreadable-file"


def test_one_top_up(api: Api) -> None:
    body = {"personnelNumber": "101", "amountCents": 12_345, "expiresOn": "2030-12-31", "reference": "nov"}
    made = api.post("/top-ups", body, 201)
    assert (made["state"], made["payment"]["amountCents"], made["rows"]["ok"]) == ("confirmed", 12_345, 1)
    assert api.post("/top-ups", body, 201) == made
    assert api.post("/top-ups", body | {"amountCents": 1}, 422)["code"] == "key-used-otherwise"
    assert api.post("/top-ups", body, 400, key=None)["code"] == "key-missing"
    assert api.post("/top-ups", {"personnelNumber": "9", "amountCents": 1}, 400, key="k-2")["errors"][0]["code"] == (
        "person-unknown"
    )
    assert len(payments.list_payments(api.company.employer_id)) == 1


def test_nothing_to_pay_is_refused(api: Api) -> None:
    made = api.post("/top-up-batches", {"rows": [{"personnelNumber": "9", "amountCents": 1}]}, 202)
    assert api.post(f"/top-up-batches/{made['id']}/confirm", {}, 409)["code"] == "nothing-to-pay"


def test_an_employer(api: Api) -> None:
    overview = api.get("")
    assert (overview["employees"], overview["fundCents"], overview["usedPercent"]) == (3, 0, None)


def test_a_period_that_ends_before_it_begins_is_refused(api: Api) -> None:
    assert api.get("/statement?from=2026-02-01&to=2026-01-01", 400)["code"] == "invalid"
    assert api.get("/statement", 400)["code"] == "invalid"


def test_another_employer_does_not_exist(api: Api, client: Client) -> None:
    batch = make.check(api.company, "personeelsnummer;bedrag\n101;10\n")
    stranger = Api(client, make.company(1))
    stranger.root = api.root
    for path in ("", f"/top-up-batches/{batch.batch_id}", f"/top-up-batches/{batch.batch_id}/errors.csv"):
        assert stranger.get(path, 404)["code"] == "not-found"
    assert stranger.post("/top-ups", {"personnelNumber": "101", "amountCents": 1}, 404)["code"] == "not-found"
    assert stranger.post(f"/top-up-batches/{batch.batch_id}/confirm", {}, 404)["code"] == "not-found"


def test_a_worker_may_not(client: Client, api: Api) -> None:
    headers = persons.bearer(persons.person())
    assert client.get(api.root, headers=headers).status_code == 403
    assert client.get(api.root).status_code == 401
    db.session.commit()
    assert json.loads(client.get(api.root).get_data())["code"] == "not-signed-in"


def test_a_file_with_unknown_headings_asks_which_column_is_which(api: Api) -> None:
    made = api.post("/top-up-batches", status=202, data=b"Stamnr;Budget 2026\n101;10\n", content_type="text/csv")
    assert (made["state"], made["checked"]) == ("columns", {"done": 0, "total": 1})
    assert made["columns"][1] == {"position": 1, "heading": "Budget 2026", "samples": ["10"], "meaning": "amount"}
    url = f"/top-up-batches/{made['id']}"
    told = {"columns": [{"position": 0, "meaning": "personnelNumber"}, {"position": 1, "meaning": "amount"}]}
    assert api.post(f"{url}/confirm", {}, 409)["code"] == "not-checked-yet"
    assert api.send("PUT", f"{url}/columns", {"columns": told["columns"][:1]}, 400)["code"] == "amount-missing"
    done = api.send("PUT", f"{url}/columns", told)
    assert (done["state"], done["totalCents"], done["columns"]) == ("checked", 1_000, [])


def test_rows_are_mended_answered_and_passed_over(api: Api) -> None:
    text = b"personeelsnummer;bedrag\n101;x\n102;3000\n103;5\n103;6\n"
    url = f"/top-up-batches/{api.post('/top-up-batches', status=202, data=text, content_type='text/csv')['id']}"
    assert api.send("PATCH", f"{url}/rows", {"rows": [{"row": 2, "answer": "yes"}]}, 409)["code"] == "not-a-question"
    both = {"rows": [{"row": 2, "amount": "7.50"}, {"row": 3, "answer": "yes"}]}
    assert api.send("PATCH", f"{url}/rows", both)["rows"] == {"ok": 3, "error": 0, "question": 1, "skipped": 0}
    done = api.post(f"{url}/answers", {"answer": "skip", "code": "person-doubled"})
    assert (done["rows"]["skipped"], done["totalCents"]) == (1, 301_250)
    for row, status in ((99, 404), (0, 400), (2**31, 400)):
        api.send("PATCH", f"{url}/rows", {"rows": [{"row": row, "answer": "skip"}]}, status)


def test_mended_rows_come_back_in_a_file(api: Api) -> None:
    made = api.post("/top-up-batches", status=202, data=b"personeelsnummer;bedrag\n101;x\n", content_type="text/csv")
    url = f"/top-up-batches/{made['id']}"
    assert api.client.get(f"{api.root}{url}/errors.xlsx", headers=api.headers).get_data()[:2] == b"PK"
    mended = api.get(f"{url}/errors.csv").replace(";x;", ";5;").encode()
    assert api.post(f"{url}/corrections", data=mended, content_type="text/csv")["rows"]["ok"] == 1
    refused = api.post(f"{url}/corrections", data=b"bedrag\n5\n", content_type="text/csv", status=400)
    assert refused["code"] == "unreadable-file"
