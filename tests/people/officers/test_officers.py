"""People who act for an employer add and remove one another."""

import flask.testing
import pytest
import sqlalchemy as sa

from leerloket import db, errors, outbox
from leerloket.people import rules as people_rules
from leerloket.people.audit import service as audit
from leerloket.people.officers import rules, service
from tests.accounts import reading
from tests.people import make

pytestmark = pytest.mark.usefixtures("session")
Client = flask.testing.FlaskClient
PAGE = "/werkgever/beheer/gebruikers"


def mails(kind: str) -> list[outbox.Message]:
    return list(db.session.scalars(sa.select(outbox.Message).where(outbox.Message.kind == kind)))


def test_somebody_with_an_account_is_added_written_down_and_told(app: flask.Flask) -> None:
    employer = make.employer()
    wilma, tom = make.manager(employer), make.person()
    with app.test_request_context():
        added = service.add_officer(employer.employer_id, f" {tom.email} ".upper(), by=wilma.person_id)
        again = service.add_officer(employer.employer_id, tom.email or "", by=wilma.person_id)
    assert added == again
    assert {officer.person_id for officer in service.list_officers(employer.employer_id)} == {
        wilma.person_id,
        tom.person_id,
    }
    assert [line.action for line in audit.list_lines(tom.person_id)] == ["grant employer"]
    assert {mail.to_address: mail.facts["is_you"] for mail in mails("officer-added")} == {
        wilma.email: False,
        tom.email: True,
    }


def test_an_address_without_account_is_refused_and_tries_are_counted(app: flask.Flask) -> None:
    employer = make.employer()
    wilma = make.manager(employer)
    with app.test_request_context():
        for _ in range(rules.TRIES):
            with pytest.raises(rules.NoAccountThere):
                service.add_officer(employer.employer_id, "niemand@voorbeeld.nl", by=wilma.person_id)
        with pytest.raises(people_rules.TooManyTries):
            service.add_officer(employer.employer_id, "niemand@voorbeeld.nl", by=wilma.person_id)


def test_the_last_one_stays_and_another_employers_user_does_not_exist(app: flask.Flask) -> None:
    employer = make.employer()
    wilma, stranger = make.manager(employer), make.manager(make.employer())
    with app.test_request_context():
        with pytest.raises(rules.LastOfficer):
            service.remove_officer(employer.employer_id, wilma.person_id)
        with pytest.raises(errors.NotFound):
            service.remove_officer(employer.employer_id, stranger.person_id)


def test_who_is_removed_may_do_nothing_more_at_the_next_request(client: Client) -> None:
    employer = make.employer()
    wilma, tom = make.manager(employer), make.manager(employer)
    make.sign_in(client, wilma)
    name = tom.name or ""
    assert name in reading.text(reading.page(client.get(PAGE)))
    assert name in reading.text(reading.page(client.get(f"{PAGE}/{tom.person_id}/verwijderen")))
    assert client.post(f"{PAGE}/{tom.person_id}/verwijderen").status_code == 303
    assert name not in reading.text(reading.page(client.get(PAGE)))
    assert len(mails("officer-removed")) == 2
    make.sign_in(client, tom)
    assert client.get(PAGE).status_code == 403


def test_a_page_says_what_is_wrong_with_an_address(client: Client) -> None:
    make.sign_in(client, make.manager(make.employer()))
    words = reading.text(reading.page(client.post(PAGE, data={"email": "niemand@voorbeeld.nl"}), 400))
    assert "Bij dit e-mailadres hoort nog geen account." in words
    tom = make.person()
    db.session.commit()
    assert client.post(PAGE, data={"email": tom.email}).status_code == 303
    assert "kan nu voor uw bedrijf werken" in client.get(PAGE).get_data(as_text=True)


def test_the_same_over_the_api(client: Client) -> None:
    employer = make.employer()
    wilma, tom = make.manager(employer), make.person()
    headers = make.bearer(wilma)
    url = f"/api/v1/employers/{employer.employer_id}/officers"
    added = client.post(url, json={"email": tom.email}, headers=headers)
    assert reading.data(added, 201)["personId"] == str(tom.person_id)
    listed = reading.data(client.get(url, headers=headers))["items"]
    assert {one["email"] for one in listed} == {wilma.email, tom.email}
    assert client.delete(f"{url}/{tom.person_id}", headers=headers).status_code == 204
    assert reading.data(client.delete(f"{url}/{wilma.person_id}", headers=headers), 409)["code"] == "last-officer"
    other = f"/api/v1/employers/{make.employer().employer_id}/officers"
    assert client.get(other, headers=headers).status_code == 404
