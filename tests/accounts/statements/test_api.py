"""A person's balance and movements as JSON."""

import flask.testing
import pytest

from leerloket import db
from leerloket.accounts.ledger import service as ledger
from tests.accounts import reading
from tests.accounts.ledger import make as money
from tests.people import make

pytestmark = pytest.mark.usefixtures("session")
Client = flask.testing.FlaskClient


def test_my_account_and_its_pots(client: Client) -> None:
    person = make.person()
    money.right(person.person_id, 100_000)
    ledger.hold(person.person_id, db.new_id(), 15_000, "job", actor_id=person.person_id, key="k")
    account = reading.data(client.get("/api/v1/accounts/me", headers=make.bearer(person)))
    assert account["id"] == str(person.person_id)
    assert (account["balanceCents"], account["heldCents"], account["availableCents"]) == (100_000, 15_000, 85_000)
    pot = account["pots"][0]
    assert (pot["source"], pot["funder"], pot["availableCents"], pot["expiresOn"]) == (
        "right",
        "Overheid",
        85_000,
        None,
    )
    assert "job" in pot["purposes"]


def test_movements_come_in_pages(client: Client) -> None:
    person = make.person()
    for cents in (100, 200, 300):
        money.own(person.person_id, cents)
    headers = make.bearer(person)
    first = reading.data(client.get("/api/v1/accounts/me/transfers?limit=2", headers=headers))
    assert [line["amountCents"] for line in first["items"]] == [300, 200]
    rest = reading.data(client.get(f"/api/v1/accounts/me/transfers?limit=2&cursor={first['next']}", headers=headers))
    assert [line["amountCents"] for line in rest["items"]] == [100]
    assert rest["next"] is None
    assert rest["items"][0]["kind"] == "own"
    assert rest["items"][0]["rule"] == "test"
    assert rest["items"][0]["availableAfterCents"] == 100


@pytest.mark.parametrize("query", ["cursor=x", "limit=0", "limit=500", "pagina=2"])
def test_a_wrong_query_is_refused(client: Client, query: str) -> None:
    answer = client.get(f"/api/v1/accounts/me/transfers?{query}", headers=make.bearer(make.person()))
    assert reading.data(answer, 400)["code"] == "invalid"


@pytest.mark.parametrize("path", ["/api/v1/accounts/me", "/api/v1/accounts/me/transfers"])
def test_an_account_is_for_its_worker(client: Client, path: str) -> None:
    assert client.get(path).status_code == 401
    assert client.get(path, headers=make.bearer(make.person("administrator"))).status_code == 403
