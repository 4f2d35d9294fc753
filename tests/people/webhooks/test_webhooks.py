"""What happened is told to the system of an employer or provider: signed, retried, and no longer than three days."""

import uuid
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import flask
import html5lib
import pytest
import sqlalchemy as sa
import time_machine
from flask.testing import FlaskClient

from leerloket import clock, db, outbox
from leerloket.courses.bookings import service as bookings
from leerloket.people import vault
from leerloket.people.audit import service as audit
from leerloket.people.webhooks import rules, sending, service
from tests.courses.bookings import make as courses
from tests.people import make
from tests.people.webhooks.receiver import Receiver, listening, post_anywhere

pytestmark = pytest.mark.usefixtures("session")

EVENT = "payment.received"


@pytest.fixture
def keys(app: flask.Flask) -> vault.Vault:
    return vault.open_keys(app.config["SETTINGS"])


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with listening() as one:
        yield one


class Company:
    """An employer with an officer and a webhook; the address is put in afterwards, where no rule looks."""

    def __init__(self, keys: vault.Vault, url: str, *events: str) -> None:
        self.keys = keys
        self.employer_id = make.employer().employer_id
        self.officer = make.person("employer", organisation_id=self.employer_id)
        self.webhook, self.secret = service.add_webhook(
            self.employer_id,
            "employer",
            url="https://salaris.example/hook",
            events=list(events) or [EVENT],
            by=self.officer.person_id,
            keys=keys,
        )
        self.webhook.url = url
        db.session.commit()

    @property
    def ids(self) -> tuple[uuid.UUID, uuid.UUID]:
        return self.employer_id, self.webhook.webhook_id

    def tell(self, about: str = "1", **facts: Any) -> None:
        service.tell(EVENT, self.employer_id, about, **facts)
        db.session.commit()

    def send(self) -> int:
        return sending.send_due(self.keys, post=post_anywhere)

    def deliveries(self) -> list[service.Delivery]:
        db.session.expire_all()
        return service.list_deliveries(*self.ids)


def test_what_happened_arrives_signed(keys: vault.Vault, receiver: Receiver) -> None:
    company = Company(keys, receiver.url)
    company.tell(amountCents=400_000)
    assert company.send() == 1
    ((headers, body),) = receiver.calls
    assert receiver.told[0]["type"] == EVENT
    assert receiver.told[0]["data"] == {"amountCents": 400_000}
    signed = rules.sign(company.secret, headers["webhook-id"], headers["webhook-timestamp"], body)
    assert headers["webhook-signature"] == signed
    (delivery,) = company.deliveries()
    assert (delivery.state, delivery.tries) == ("delivered", 1)
    assert company.send() == 0


def test_what_is_rolled_back_is_not_told(keys: vault.Vault, receiver: Receiver) -> None:
    company = Company(keys, receiver.url)
    service.tell(EVENT, company.employer_id, "1")
    db.session.rollback()
    assert company.send() == 0


def test_the_same_event_about_the_same_thing_is_told_once(keys: vault.Vault, receiver: Receiver) -> None:
    company = Company(keys, receiver.url)
    company.tell("1")
    company.tell("1")
    company.tell("2")
    assert company.send() == 2


def test_nobody_hears_what_it_did_not_ask_for_or_what_is_of_another(keys: vault.Vault, receiver: Receiver) -> None:
    company = Company(keys, receiver.url, "top-up.credited")
    company.tell()
    service.tell("top-up.credited", make.employer().employer_id, "1")
    db.session.commit()
    assert company.send() == 0


def test_a_call_that_fails_is_made_again_with_the_same_id(keys: vault.Vault, receiver: Receiver) -> None:
    company = Company(keys, receiver.url)
    receiver.status = 500
    with time_machine.travel(clock.now(), tick=False) as now:
        company.tell()
        company.send()
        assert company.send() == 0
        now.shift(timedelta(minutes=1))
        receiver.status = 200
        assert company.send() == 1
    ids = {headers["webhook-id"] for headers, _ in receiver.calls}
    assert len(receiver.calls) == 2
    assert len(ids) == 1
    (delivery,) = company.deliveries()
    assert delivery.state == "delivered"
    assert service.last_tries(company.employer_id, [delivery.delivery_id])[delivery.delivery_id].status == 200
    assert service.get_webhook(*company.ids).failing_since is None


def test_after_three_days_the_webhook_is_switched_off_and_its_maker_hears_of_it(
    keys: vault.Vault, receiver: Receiver
) -> None:
    company = Company(keys, receiver.url)
    receiver.status = 503
    with time_machine.travel(clock.now(), tick=False) as now:
        company.tell("1")
        for _ in range(20):
            company.send()
            now.shift(timedelta(hours=20))
        company.tell("2")
        assert company.send() == 0
    assert [delivery.state for delivery in company.deliveries()] == ["failed"]
    assert service.get_webhook(*company.ids).disabled_at is not None
    mail = db.session.scalars(sa.select(outbox.Message).where(outbox.Message.kind == "webhook-off")).one()
    assert mail.to_address == company.officer.email
    assert mail.facts["url"] == receiver.url


def test_who_answers_gone_is_called_no_more(keys: vault.Vault, receiver: Receiver) -> None:
    company = Company(keys, receiver.url)
    receiver.status = 410
    company.tell()
    company.send()
    assert service.get_webhook(*company.ids).disabled_at is not None


def test_a_webhook_that_is_on_again_can_have_messages_again(keys: vault.Vault, receiver: Receiver) -> None:
    company = Company(keys, receiver.url)
    receiver.status = 410
    company.tell()
    company.send()
    (delivery,) = company.deliveries()
    with pytest.raises(rules.NothingToResend):
        service.resend(*company.ids, delivery.delivery_id)
    service.switch_on(*company.ids)
    service.resend(*company.ids, delivery.delivery_id)
    receiver.status = 204
    assert company.send() == 1
    assert company.deliveries()[0].state == "delivered"


def test_during_a_week_two_secrets_count(keys: vault.Vault, receiver: Receiver) -> None:
    company = Company(keys, receiver.url)
    _, fresh = service.renew_secret(*company.ids, keys)
    with pytest.raises(rules.OldSecretStillCounts):
        service.renew_secret(*company.ids, keys)
    company.tell("1")
    company.send()
    with time_machine.travel(clock.now() + rules.OLD_SECRET_LASTS + timedelta(minutes=1)):
        company.tell("2")
        company.send()
        service.renew_secret(*company.ids, keys)
    for (headers, body), secrets in zip(receiver.calls, [[fresh, company.secret], [fresh]], strict=True):
        stamp = headers["webhook-timestamp"]
        expected = [rules.sign(secret, headers["webhook-id"], stamp, body) for secret in secrets]
        assert headers["webhook-signature"].split(" ") == expected


def test_a_removed_webhook_hears_nothing_and_is_not_there(keys: vault.Vault, receiver: Receiver) -> None:
    company = Company(keys, receiver.url)
    company.tell("1")
    service.remove_webhook(*company.ids)
    company.tell("2")
    assert company.send() == 0
    assert service.list_webhooks(company.employer_id, "employer") == []


def test_there_are_at_most_five(keys: vault.Vault) -> None:
    company = Company(keys, "https://salaris.example/hook")
    url, by = "https://salaris.example/hook", company.officer.person_id
    for _ in range(rules.MOST_WEBHOOKS - 1):
        service.add_webhook(company.employer_id, "employer", url=url, events=[EVENT], by=by, keys=keys)
    with pytest.raises(rules.TooManyWebhooks):
        service.add_webhook(company.employer_id, "employer", url=url, events=[EVENT], by=by, keys=keys)


def test_the_secret_is_sealed_and_every_change_is_in_the_audit_log(keys: vault.Vault) -> None:
    company = Company(keys, "https://salaris.example/hook")
    assert company.secret.encode() not in company.webhook.secret_ciphertext
    service.renew_secret(*company.ids, keys)
    service.remove_webhook(*company.ids)
    lines = audit.list_lines(company.webhook.webhook_id)
    assert [line.action for line in lines] == ["remove", "renew secret", "make"]


def test_the_log_is_forgotten_after_ninety_days(keys: vault.Vault, receiver: Receiver) -> None:
    company = Company(keys, receiver.url)
    company.tell()
    company.send()
    assert service.forget_old() == 0
    with time_machine.travel(clock.now() + rules.KEPT + timedelta(days=1)):
        assert service.forget_old() == 1


def test_a_school_hears_of_a_request_and_of_its_end(keys: vault.Vault, receiver: Receiver) -> None:
    school = courses.school()
    events = ["booking.requested", "booking.cancelled"]
    webhook, _secret = service.add_webhook(
        school.provider_id,
        "provider",
        url="https://school.example/hook",
        events=events,
        by=school.staff_id,
        keys=keys,
    )
    webhook.url = receiver.url
    person_id = courses.learner()
    booking = courses.book(person_id, courses.edition(school))
    bookings.cancel(person_id, booking.booking_id, by="person", actor_id=person_id)
    db.session.commit()
    sending.send_due(keys, post=post_anywhere)
    assert sorted(told["type"] for told in receiver.told) == sorted(events)
    assert {told["data"]["reference"] for told in receiver.told} == {booking.reference}
    assert not any(str(person_id) in str(told) for told in receiver.told)


def test_an_officer_sets_up_a_webhook_over_the_api(client: FlaskClient) -> None:
    employer = make.employer()
    headers = make.bearer(make.manager(employer))
    body = {"url": "https://salaris.example/hook", "events": [EVENT]}
    made = client.post("/api/v1/webhooks", json=body, headers=headers)
    assert made.status_code == 201
    assert made.get_json()["secret"].startswith("whsec_")
    address = f"/api/v1/webhooks/{made.get_json()['id']}"
    service.tell(EVENT, employer.employer_id, "1", amountCents=1)
    db.session.commit()
    log = client.get(f"{address}/deliveries", headers=headers).get_json()
    assert [one["state"] for one in log["items"]] == ["waiting"]
    assert log["items"][0]["data"] == {"amountCents": 1}
    renewed = client.post(f"{address}/secret", headers=headers)
    assert renewed.get_json()["oldSecretUntil"] is not None
    assert client.delete(address, headers=headers).status_code == 204
    assert client.get(f"{address}/deliveries", headers=headers).status_code == 404
    wrong = client.post("/api/v1/webhooks", json=body | {"url": "https://10.0.0.1/"}, headers=headers)
    assert (wrong.status_code, wrong.get_json()["code"]) == (400, "url-not-allowed")


def test_an_officer_sees_what_was_told_and_sends_it_again(
    client: FlaskClient, keys: vault.Vault, receiver: Receiver
) -> None:
    company = Company(keys, receiver.url)
    company.tell()
    company.send()
    (delivery,) = company.deliveries()
    make.sign_in(client, company.officer)
    address = f"/werkgever/beheer/koppelingen/webhooks/{company.webhook.webhook_id}"
    for page in ("/werkgever/beheer/koppelingen/webhooks", address):
        text = client.get(page).text
        html5lib.HTMLParser(strict=True).parse(text)
        assert receiver.url.partition("?")[0] in text
    assert client.post(f"{address}/{delivery.delivery_id}/opnieuw").status_code == 303
    assert company.send() == 1
    secret = client.post(f"{address}/geheim").text
    assert "whsec_" in secret
    html5lib.HTMLParser(strict=True).parse(secret)
    assert client.post(f"{address}/verwijderen").location == "/werkgever/beheer/koppelingen/webhooks"
    assert client.get(address).status_code == 404


def test_a_webhook_made_on_the_page_shows_its_secret_once(client: FlaskClient) -> None:
    make.sign_in(client, make.manager(make.employer()))
    form = {"url": "https://salaris.example/hook", "events": [EVENT]}
    assert "whsec_" in client.post("/werkgever/beheer/koppelingen/webhooks", data=form).text
    assert "whsec_" not in client.get("/werkgever/beheer/koppelingen/webhooks").text
    wrong = client.post("/werkgever/beheer/koppelingen/webhooks", data=form | {"url": "https://localhost/"})
    assert wrong.status_code == 400
    assert "https://" in wrong.text
