"""Pay by iDEAL from the page of a payment and over the API; the report of the service is believed for nothing."""

import flask.testing
import pytest

from leerloket import db
from leerloket.accounts.ledger import service as ledger
from leerloket.accounts.payments import service as payments
from leerloket.seed import payment_service
from tests.accounts import reading
from tests.people import make as persons

pytestmark = pytest.mark.usefixtures("session", "paying_app")
Client = flask.testing.FlaskClient
REPORTS = "/api/v1/payment-service/reports"


def test_from_the_button_to_the_balance(client: Client, bank: payment_service.Service) -> None:
    worker = persons.person()
    persons.sign_in(client, worker)
    payment = payments.top_up_own(worker.person_id, 5_000)
    url = f"/saldo/inleggen/{payment.payment_id}"
    page = reading.page(client.get(url))
    assert "Betaal € 50,00 met iDEAL" in reading.text(page)
    assert page.find(".//{*}svg[@class='ll-qr']") is not None
    assert "Te veel: het meerdere blijft van u." in reading.text(page)
    assert client.post(f"{url}/ideal").status_code == 303
    page = reading.page(client.get(url))
    link = next(a for a in page.findall(".//a") if "/betalen/" in (a.get("href") or ""))
    service_id = (link.get("href") or "").rpartition("/")[2]
    bank.decide(service_id, "failed")
    assert client.post(REPORTS, data={"id": service_id}).status_code == 204
    assert "De betaling is mislukt" in reading.text(reading.page(client.get(url)))
    assert client.post(f"{url}/ideal").status_code == 303
    service_id = list(bank.payments)[-1]
    bank.decide(service_id, "paid")
    assert client.post(REPORTS, data={"id": service_id}).status_code == 204
    assert "Uw geld is binnen" in reading.text(reading.page(client.get(url)))


def test_a_report_is_not_believed(client: Client, bank: payment_service.Service) -> None:
    worker = persons.person()
    payment = payments.top_up_own(worker.person_id, 5_000)
    path = f"/api/v1/accounts/me/top-ups/{payment.payment_id}/online-payments"
    made = reading.data(client.post(path, headers=persons.bearer(worker)), 201)
    assert (made["state"], made["amountCents"]) == ("open", 5_000)
    service_id = made["checkoutUrl"].rpartition("/")[2]
    told = client.post(REPORTS, data={"id": service_id, "status": "paid", "amount": "1000000"})
    assert (told.status_code, ledger.get_balance(worker.person_id).available_cents) == (204, 0)
    assert client.post(REPORTS, data={"id": "tr_unknown"}).status_code == 204
    assert client.post(REPORTS).status_code == 204
    bank.decide(service_id, "paid")
    client.post(REPORTS, data={"id": service_id})
    db.session.expire_all()
    assert reading.data(client.get(path, headers=persons.bearer(worker)))["items"][0]["state"] == "paid"
    again = reading.data(client.post(path, headers=persons.bearer(worker)), 409)
    assert again["code"] == "nothing-missing"


def test_another_person_cannot_pay_or_see_it(client: Client) -> None:
    payment = payments.top_up_own(persons.person().person_id, 5_000)
    other = persons.person()
    path = f"/api/v1/accounts/me/top-ups/{payment.payment_id}/online-payments"
    assert client.post(path, headers=persons.bearer(other)).status_code == 404
    persons.sign_in(client, other)
    assert client.post(f"/saldo/inleggen/{payment.payment_id}/ideal").status_code == 404
