"""Corrections on screen and as JSON, by two administrators."""

import uuid

import flask.testing
import pytest

from leerloket.accounts.books.corrections import service
from leerloket.accounts.ledger import service as ledger
from leerloket.people import service as people
from tests.accounts import reading
from tests.accounts.ledger import make as money
from tests.people import make

pytestmark = pytest.mark.usefixtures("session")
Client = flask.testing.FlaskClient
WHY = "Dit bedrag was voor iemand anders."


@pytest.fixture
def samira() -> people.Person:
    person = make.person()
    money.right(person.person_id, 50_000)
    return person


@pytest.fixture
def clerks() -> tuple[people.Person, people.Person]:
    return make.person("administrator", name="Anja"), make.person("administrator", name="Bram")


def line_of(person: people.Person) -> str:
    return f"/beheer/boekhouding/regel/{ledger.list_entries(person.person_id)[-1].transfer_id}"


def test_one_proposes_another_approves(
    client: Client, samira: people.Person, clerks: tuple[people.Person, people.Person]
) -> None:
    url = line_of(samira)
    page = reading.page(make.sign_in(client, clerks[0]).get(url))
    assert "Hoogstens € 500,00." in reading.text(page)
    made = client.post(url, data={"key": "a", "bedrag": "100", "reden": WHY})
    proposal = made.location
    assert "U stelde dit zelf voor." in reading.text(reading.page(client.get(proposal)))
    own = client.post(f"{proposal}/goedkeuren", data={"key": "b"})
    assert "Iemand anders moet beslissen." in reading.text(reading.page(own, 409))
    make.sign_in(client, clerks[1])
    assert "Wacht op een tweede persoon" in reading.text(reading.page(client.get("/beheer/boekhouding/correcties")))
    assert "Keur goed: € 100,00" in reading.text(reading.page(client.get(proposal)))
    assert client.post(f"{proposal}/goedkeuren", data={"key": "c"}).status_code == 303
    assert "Uitgevoerd" in reading.text(reading.page(client.get(proposal)))
    assert "Hoogstens € 400,00." in reading.text(reading.page(client.get(url)))
    assert ledger.get_balance(samira.person_id).balance_cents == 40_000


@pytest.mark.parametrize(
    ("given", "status"),
    [
        ({}, 400),
        ({"bedrag": "0", "reden": WHY}, 400),
        ({"bedrag": "10", "reden": "kort"}, 400),
        ({"bedrag": "501", "reden": WHY}, 409),
    ],
)
def test_a_proposal_that_cannot_be_is_shown_again(
    client: Client,
    samira: people.Person,
    clerks: tuple[people.Person, people.Person],
    given: dict[str, str],
    status: int,
) -> None:
    make.sign_in(client, clerks[0])
    assert "Fout" in reading.page(client.post(line_of(samira), data={"key": "a", **given}), status).findtext(
        ".//title", ""
    )


def test_a_proposal_is_rejected_or_withdrawn(
    client: Client, samira: people.Person, clerks: tuple[people.Person, people.Person]
) -> None:
    make.sign_in(client, clerks[0])
    url = client.post(line_of(samira), data={"key": "a", "bedrag": "100", "reden": WHY}).location
    assert client.post(f"{url}/intrekken").status_code == 303
    url = client.post(line_of(samira), data={"key": "b", "bedrag": "100", "reden": WHY}).location
    make.sign_in(client, clerks[1])
    assert client.post(f"{url}/afwijzen").status_code == 400
    assert client.post(f"{url}/afwijzen", data={"reden": "Het bedrag klopt toch."}).status_code == 303
    words = reading.text(reading.page(client.get("/beheer/boekhouding/correcties")))
    assert "Ingetrokken" in words
    assert "Afgewezen" in words


def test_a_controller_only_looks(client: Client, samira: people.Person) -> None:
    make.sign_in(client, make.person("controller"))
    assert reading.page(client.get(line_of(samira))).find(".//main//form") is None
    assert client.post(line_of(samira), data={"key": "a"}).status_code == 403


def test_what_cannot_be_corrected_says_so(client: Client, samira: people.Person) -> None:
    ledger.hold(samira.person_id, uuid.uuid4(), 1_000, "job", actor_id=samira.person_id, key="k")
    held = f"/beheer/boekhouding/regel/{ledger.list_entries(samira.person_id)[0].transfer_id}"
    make.sign_in(client, make.person("administrator"))
    assert "Deze regel kunt u niet corrigeren." in reading.text(reading.page(client.get(held)))


def test_the_same_as_json(client: Client, samira: people.Person, clerks: tuple[people.Person, people.Person]) -> None:
    transfer_id = str(ledger.list_entries(samira.person_id)[0].transfer_id)
    first, second = (make.bearer(clerk) for clerk in clerks)
    body = {"transferId": transfer_id, "amountCents": 60_000, "reason": WHY}
    too_much = client.post("/api/v1/corrections", json=body, headers=first | {"Idempotency-Key": "1"})
    assert reading.data(too_much, 409)["code"] == "more-than-left"
    ledger.hold(samira.person_id, uuid.uuid4(), 45_000, "job", actor_id=samira.person_id, key="k")
    made = client.post(
        "/api/v1/corrections", json=body | {"amountCents": 50_000}, headers=first | {"Idempotency-Key": "2"}
    )
    proposal = reading.data(made, 201)
    assert (proposal["kind"], proposal["state"]) == ("correction", "proposed")
    url = f"/api/v1/corrections/{proposal['id']}"
    own = client.post(f"{url}/approve", headers=first | {"Idempotency-Key": "3"})
    assert reading.data(own, 409)["code"] == "own-proposal"
    spent = reading.data(client.post(f"{url}/approve", headers=second | {"Idempotency-Key": "4"}), 409)
    assert (spent["code"], spent["availableCents"], spent["shortCents"]) == ("pots-hold-less", 5_000, 45_000)
    assert len(spent["possible"]) == 2
    rejected = client.post(f"{url}/reject", json={"reason": "Het is al uitgegeven."}, headers=second)
    assert reading.data(rejected)["state"] == "rejected"
    small = service.propose(uuid.UUID(transfer_id), 5_000, WHY, proposed_by=clerks[0].person_id)
    url = f"/api/v1/corrections/{small.correction_id}"
    first, second = (make.bearer(clerk) for clerk in clerks)
    done = reading.data(client.post(f"{url}/approve", headers=second | {"Idempotency-Key": "5"}))
    assert done["madeTransferId"]
    replayed = client.post(f"{url}/approve", headers=second | {"Idempotency-Key": "5"})
    assert replayed.headers["Idempotency-Replayed"] == "true"
    listed = reading.data(client.get("/api/v1/corrections", headers=second))["items"]
    assert [one["state"] for one in listed] == ["approved", "rejected"]
