"""Who is short for a course asks the employer, and says whether the course is shared."""

import uuid

import flask.testing
import pytest

from leerloket import db, errors
from leerloket.accounts.co_payments import service as employer_side
from leerloket.courses.catalogue import service as catalogue
from leerloket.courses.co_payments import rules, service
from leerloket.people import service as people
from leerloket.people.employers import service as employers
from tests.accounts import reading
from tests.courses.bookings import make as courses
from tests.people import make as persons

pytestmark = pytest.mark.usefixtures("session")
Client = flask.testing.FlaskClient


@pytest.fixture
def employer() -> employers.Employer:
    made = persons.employer(name="Bakker Metaal")
    persons.manager(made)
    return made


@pytest.fixture
def edition() -> catalogue.Edition:
    return courses.edition(price_cents=60_000)


@pytest.fixture
def worker(employer: employers.Employer) -> uuid.UUID:
    """Somebody at the employer with € 520 for a course of € 600."""
    person_id = courses.learner(right_cents=52_000)
    employers.employ(employer.employer_id, person_id, "0412")
    return person_id


def test_all_that_is_short_is_asked_and_nothing_is_shared(
    employer: employers.Employer, edition: catalogue.Edition, worker: uuid.UUID
) -> None:
    asked = service.ask(worker, edition.edition_id)
    assert (asked.co_payment.amount_cents, asked.employer_name) == (8_000, "Bakker Metaal")
    (seen,) = employer_side.list_requests(employer.employer_id)
    assert (seen.purpose, seen.shared_title) == ("job", None)


def test_the_course_is_shared_only_when_the_person_says_so(
    employer: employers.Employer, edition: catalogue.Edition, worker: uuid.UUID
) -> None:
    service.ask(worker, edition.edition_id, share_course=True)
    assert employer_side.list_requests(employer.employer_id)[0].shared_title == edition.title


def test_nobody_asks_for_more_than_is_short(edition: catalogue.Edition, worker: uuid.UUID) -> None:
    with pytest.raises(rules.MoreThanShort):
        service.ask(worker, edition.edition_id, amount_cents=8_001)
    with pytest.raises(rules.NothingShort):
        service.ask(worker, courses.edition(price_cents=10_000).edition_id)


def test_who_has_no_employer_hears_what_is_possible(edition: catalogue.Edition) -> None:
    with pytest.raises(rules.NoEmployer) as refused:
        service.ask(courses.learner(right_cents=100), edition.edition_id)
    assert [way.url for way in refused.value.possible] == ["/aanmelden/code", "/saldo/inleggen"]


def test_anothers_request_does_not_exist(edition: catalogue.Edition, worker: uuid.UUID) -> None:
    asked = service.ask(worker, edition.edition_id)
    with pytest.raises(errors.NotFound):
        service.get_asked(courses.learner(), asked.co_payment.co_payment_id)


def test_from_a_quote_that_is_short_to_a_question(
    client: Client, employer: employers.Employer, edition: catalogue.Edition, worker: uuid.UUID
) -> None:
    persons.sign_in(client, people.get_person(worker))
    url = f"/opleidingen/{edition.slug}/vraag-werkgever"
    page = reading.page(client.get(f"/opleidingen/{edition.slug}/boeken/potjes?datum={edition.edition_id}"))
    assert f"{url}?datum={edition.edition_id}" in {link.get("href") for link in page.iter("a")}
    page = reading.page(client.get(f"{url}?datum={edition.edition_id}"))
    assert "U komt € 80,00 tekort" in reading.text(page)
    box = page.find(".//input[@name='deel']")
    assert box is not None
    assert box.get("checked") is None
    form = {"datum": str(edition.edition_id), "werkgever": str(employer.employer_id), "bedrag": "80,01"}
    assert "Vul een bedrag in tot € 80,00." in reading.text(reading.page(client.post(url, data=form), 400))
    assert client.post(url, data=form | {"bedrag": "50"}).headers["Location"] == "/boekingen/verzoeken"
    words = reading.text(reading.page(client.get("/boekingen/verzoeken")))
    assert "Uw werkgever ziet niet welke opleiding het is." in words
    assert "€ 50,00" in words
    assert "U heeft dit al gevraagd." in reading.text(reading.page(client.post(url, data=form | {"bedrag": "50"}), 409))
    (asked,) = service.list_asked(worker)
    assert client.post(f"/boekingen/verzoeken/{asked.co_payment.co_payment_id}/intrekken").status_code == 303
    assert "Ingetrokken" in reading.text(reading.page(client.get("/boekingen/verzoeken")))


def test_a_question_without_a_date_leads_to_the_dates(
    client: Client, edition: catalogue.Edition, worker: uuid.UUID
) -> None:
    persons.sign_in(client, people.get_person(worker))
    answer = client.get(f"/opleidingen/{edition.slug}/vraag-werkgever")
    assert answer.headers["Location"] == f"/opleidingen/{edition.slug}/boeken/datum"
    assert client.get(f"/opleidingen/anders/vraag-werkgever?datum={edition.edition_id}").status_code == 404


def test_the_same_over_the_api(client: Client, edition: catalogue.Edition, worker: uuid.UUID) -> None:
    headers = persons.bearer(people.get_person(worker))
    body = {"editionId": str(edition.edition_id), "shareCourse": True}
    made = client.post("/api/v1/co-payments", json=body, headers=headers | {"Idempotency-Key": "k-1"})
    asked = reading.data(made, 201)
    assert (asked["amountCents"], asked["sharedTitle"]) == (8_000, edition.title)
    url = f"/api/v1/co-payments/{asked['id']}"
    assert reading.data(client.get(url, headers=headers))["state"] == "open"
    assert reading.data(client.post(f"{url}/withdraw", headers=headers))["sharedTitle"] is None
    assert [one["state"] for one in reading.data(client.get("/api/v1/co-payments", headers=headers))["items"]] == [
        "withdrawn"
    ]
    db.session.commit()
