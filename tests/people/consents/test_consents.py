"""Consent holds while it is live, for what it says, and not a request longer."""

import threading
import uuid
from datetime import date, timedelta

import pytest
import sqlalchemy as sa
import time_machine
from flask.testing import FlaskClient

from leerloket import clock, db, errors, outbox
from leerloket.people.consents import rules
from leerloket.people.consents import service as consents
from tests.conftest import Database
from tests.people import make


def adviser_at(desk_id: uuid.UUID) -> uuid.UUID:
    return make.person("adviser", organisation_id=desk_id, organisation_name="Leerloket Brainport").person_id


@pytest.mark.usefixtures("session")
def test_consent_of_a_desk_holds_for_its_advisers_and_nobody_else() -> None:
    desk_id, other_desk = db.new_id(), db.new_id()
    adviser, stranger = adviser_at(desk_id), adviser_at(other_desk)
    worker = make.person().person_id
    with pytest.raises(errors.NotFound):
        consents.check(worker, adviser, desk_id, "plan")
    consents.give(worker, "desk", desk_id, "plan")
    consents.check(worker, adviser, desk_id, "plan")
    for who, where, scope in (
        (adviser, desk_id, "account"),
        (adviser, None, "plan"),
        (stranger, other_desk, "plan"),
    ):
        with pytest.raises(errors.NotFound):
            consents.check(worker, who, where, scope)
    with pytest.raises(errors.NotFound):
        consents.check(make.person().person_id, adviser, desk_id, "plan")
    assert consents.list_clients(adviser, desk_id, "plan") == [worker]
    assert consents.list_clients(stranger, other_desk, "plan") == []


@pytest.mark.usefixtures("session")
def test_consent_ends_after_its_last_day_by_default_after_a_year() -> None:
    adviser, worker = adviser_at(db.new_id()), make.person().person_id
    with time_machine.travel("2026-11-24T10:00:00Z", tick=False):
        consent = consents.give(worker, "adviser", adviser, "account")
        assert consent.until_on == date(2027, 11, 24)
    with time_machine.travel("2027-11-24T22:59:59Z", tick=False):
        assert consents.may_see(worker, adviser, None, "account")
    with time_machine.travel("2027-11-24T23:00:00Z", tick=False):
        assert not consents.may_see(worker, adviser, None, "account")
        assert not consent.is_live


@pytest.mark.usefixtures("session")
def test_what_was_withdrawn_stays_withdrawn_and_is_told_once() -> None:
    adviser, worker = adviser_at(db.new_id()), make.person().person_id
    consent = consents.give(worker, "adviser", adviser, "plan")
    first = consents.withdraw(worker, consent.consent_id).revoked_at
    assert consents.withdraw(worker, consent.consent_id).revoked_at == first
    assert not consents.may_see(worker, adviser, None, "plan")
    told = db.session.scalars(sa.select(outbox.Message.kind).order_by(outbox.Message.message_id)).all()
    assert told == ["consent_given", "consent_withdrawn"]


@pytest.mark.usefixtures("session")
def test_a_new_consent_takes_the_place_of_the_old() -> None:
    adviser, worker = adviser_at(db.new_id()), make.person().person_id
    today = clock.business_date()
    consents.give(worker, "adviser", adviser, "plan", today + timedelta(days=300))
    consents.give(worker, "adviser", adviser, "plan", today + timedelta(days=10), recorded_by=adviser)
    live = [consent for consent in consents.list_consents(worker) if consent.is_live]
    assert [(consent.until_on, consent.recorded_by) for consent in live] == [(today + timedelta(days=10), adviser)]


@pytest.mark.usefixtures("session")
@pytest.mark.parametrize("days", [0, -1, 5 * 366 + 1])
def test_a_consent_of_no_or_endless_time_is_refused(days: int) -> None:
    adviser, worker = adviser_at(db.new_id()), make.person().person_id
    with pytest.raises(rules.ConsentTooLong):
        consents.give(worker, "adviser", adviser, "plan", clock.business_date() + timedelta(days=days))


@pytest.mark.usefixtures("session")
def test_only_an_adviser_or_a_desk_receives_consent() -> None:
    worker, colleague = make.person().person_id, make.person().person_id
    for kind in ("adviser", "desk"):
        with pytest.raises(rules.NoReceiver):
            consents.give(worker, kind, colleague, "plan")


@pytest.mark.usefixtures("session")
def test_of_somebody_else_a_consent_does_not_exist(client: FlaskClient) -> None:
    adviser, worker = adviser_at(db.new_id()), make.person().person_id
    consent = consents.give(worker, "adviser", adviser, "plan")
    headers = make.bearer(make.person())
    assert client.delete(f"/api/v1/consents/{consent.consent_id}", headers=headers).status_code == 404
    assert client.delete(f"/api/v1/consents/{db.new_id()}", headers=headers).status_code == 404
    assert consents.may_see(worker, adviser, None, "plan")


@pytest.mark.usefixtures("session")
def test_consent_over_the_api(client: FlaskClient) -> None:
    adviser = adviser_at(db.new_id())
    worker = make.person()
    headers = make.bearer(worker)
    sent = {"receiverKind": "adviser", "receiverId": str(adviser), "scope": "plan", "untilOn": "2027-03-01"}
    answer = client.post("/api/v1/consents", json=sent, headers=headers)
    assert answer.status_code == 201
    assert answer.json
    assert (answer.json["untilOn"], answer.json["isLive"]) == ("2027-03-01", True)
    assert consents.may_see(worker.person_id, adviser, None, "plan")
    assert client.delete(f"/api/v1/consents/{answer.json['id']}", headers=headers).status_code == 204
    listed = client.get("/api/v1/consents", headers=headers).json
    assert listed
    assert [item["isLive"] for item in listed["items"]] == [False]
    for wrong in ({"scope": "all"}, {"receiverKind": "planet"}, {"receiverId": "x"}, {"more": 1}, {"untilOn": 3}):
        assert client.post("/api/v1/consents", json=sent | wrong, headers=headers).status_code == 400
    employer = make.bearer(make.manager(make.employer()))
    assert client.post("/api/v1/consents", json=sent, headers=employer).status_code == 403
    assert client.get("/api/v1/consents").status_code == 401


def test_no_read_begins_after_consent_is_withdrawn(committed: Database) -> None:
    """Readers ask all the time while the person withdraws: none that starts afterwards gets a yes."""
    adviser, worker = adviser_at(db.new_id()), make.person().person_id
    consent = consents.give(worker, "adviser", adviser, "plan")
    db.session.commit()
    db.session.remove()
    withdrawn, stop = threading.Event(), threading.Event()
    answers: list[tuple[bool, bool]] = []

    def ask() -> None:
        while not stop.is_set():
            is_after = withdrawn.is_set()
            with db.transaction(read_only=True):
                answers.append((is_after, consents.may_see(worker, adviser, None, "plan")))

    readers = [threading.Thread(target=ask) for _reader in range(4)]
    for reader in readers:
        reader.start()
    while len(answers) < 20:
        stop.wait(0.005)
    db.run(lambda: consents.withdraw(worker, consent.consent_id))
    withdrawn.set()
    while sum(is_after for is_after, _yes in list(answers)) < 20:
        stop.wait(0.005)
    stop.set()
    for reader in readers:
        reader.join()
    assert (False, True) in answers
    assert (True, True) not in answers
