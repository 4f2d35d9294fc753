"""An administrator admits employers."""

import flask.testing
import pytest

from leerloket import db
from leerloket.people.audit import service as audit
from leerloket.people.employers import service as employers
from leerloket.people.officers import service as officers
from tests.accounts import reading
from tests.people import make

pytestmark = pytest.mark.usefixtures("session")
Client = flask.testing.FlaskClient
LIST = "/beheer/werkgevers"
GIVEN = {"name": "Bakker Metaal BV", "kvk": "6012 3456", "region_code": "twente", "size": "medium"}


@pytest.fixture
def anja(client: Client) -> Client:
    return make.sign_in(client, make.person("administrator"))


def test_an_employer_is_admitted_with_its_first_user(anja: Client) -> None:
    wilma = make.person().email
    db.session.commit()
    reading.page(anja.get(f"{LIST}/nieuw"))
    answer = anja.post(f"{LIST}/nieuw", data=GIVEN | {"officer_email": wilma})
    made = employers.get_employer_by_kvk("60123456")
    assert answer.headers["Location"] == f"{LIST}/{made.employer_id}"
    words = reading.text(reading.page(anja.get(answer.headers["Location"])))
    assert "Bakker Metaal BV" in words
    assert str(wilma) in words
    assert [one.email for one in officers.list_officers(made.employer_id)] == [wilma]
    assert [line.action for line in audit.list_lines(made.employer_id)] == ["admit"]
    assert "60123456" in reading.text(reading.page(anja.get(f"{LIST}?q=6012")))
    assert "Geen werkgever gevonden" in reading.text(reading.page(anja.get(f"{LIST}?q=zzz")))


@pytest.mark.parametrize(
    ("wrong", "status", "message"),
    [
        ({"kvk": "1234567"}, 400, "Een KvK-nummer heeft 8 cijfers."),
        ({"iban": "NL91ABNA0417164301"}, 400, "Dit rekeningnummer (IBAN) klopt niet."),
        ({"region_code": "atlantis"}, 400, ""),
        ({"name": ""}, 400, ""),
        ({"officer_email": "niemand@voorbeeld.nl"}, 400, "hoort nog geen account"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_kept(
    anja: Client, wrong: dict[str, str], status: int, message: str
) -> None:
    page = reading.page(anja.post(f"{LIST}/nieuw", data=GIVEN | wrong), status)
    assert message in reading.text(page)
    assert employers.search_employers("Bakker Metaal BV") == []


def test_a_number_of_the_trade_register_is_one_employers(anja: Client) -> None:
    anja.post(f"{LIST}/nieuw", data=GIVEN)
    page = reading.page(anja.post(f"{LIST}/nieuw", data=GIVEN | {"name": "Anders"}), 409)
    assert "Het KvK-nummer 60123456 hoort al bij Bakker Metaal BV." in reading.text(page)
    made = employers.get_employer_by_kvk("60123456")
    assert page.find(f".//a[@href='{LIST}/{made.employer_id}']") is not None


def test_a_user_is_added_later(anja: Client) -> None:
    employer = make.employer()
    wilma = make.person().email
    db.session.commit()
    url = f"{LIST}/{employer.employer_id}"
    assert "Er is nog niemand" in reading.text(reading.page(anja.get(url)))
    assert anja.post(url, data={"email": wilma}).status_code == 303
    assert str(wilma) in reading.text(reading.page(anja.get(url)))
    assert anja.post(url, data={"email": "niemand@voorbeeld.nl"}).status_code == 400
    assert anja.post(f"{LIST}/{db.random_id()}", data={"email": wilma}).status_code == 404


def test_employers_are_paged_by_name(anja: Client) -> None:
    for number in range(51):
        make.employer(f"Rij {number:02}")
    db.session.commit()
    page = reading.page(anja.get(f"{LIST}?q=Rij"))
    assert "Rij 49" in reading.text(page)
    assert "Rij 50" not in reading.text(page)
    after = employers.search_employers("Rij 49")[0].employer_id
    assert "Rij 50" in reading.text(reading.page(anja.get(f"{LIST}?q=Rij&na={after}")))


def test_the_same_over_the_api(client: Client) -> None:
    headers = make.bearer(make.person("administrator"))
    body = {"name": "Bakker", "kvk": "60123456", "regionCode": "twente"}
    made = client.post("/api/v1/employers", json=body, headers=headers)
    assert (made.status_code, made.get_json()["size"]) == (201, "small")
    assert client.post("/api/v1/employers", json=body, headers=headers).get_json()["code"] == "employer-known"
    found = client.get("/api/v1/employers?q=60123456", headers=headers).get_json()
    assert [one["id"] for one in found["items"]] == [made.get_json()["id"]]
