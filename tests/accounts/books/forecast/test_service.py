"""What a fund is committed to, on a real PostgreSQL; warned once, approved by two."""

import uuid
from datetime import UTC, datetime, timedelta

import flask.testing
import pytest
import sqlalchemy as sa
import time_machine

from leerloket import clock, db
from leerloket.accounts.books.forecast import rules, service
from leerloket.accounts.ledger import service as ledger
from leerloket.people import service as people
from tests.accounts import reading
from tests.accounts.ledger import make as money
from tests.people import make

pytestmark = pytest.mark.usefixtures("session")
Client = flask.testing.FlaskClient
PROVIDER = uuid.uuid4()


@pytest.fixture
def clerks() -> tuple[people.Person, people.Person]:
    return make.person("administrator"), make.person("administrator")


@pytest.fixture(autouse=True)
def used(session: None) -> None:
    """100,000 granted; a booking of last year, one of 20,000 held, one of 30,000 settled with 10,000 back."""
    ledger.open_account(PROVIDER, "provider")
    person, now = make.person().person_id, clock.now()
    with time_machine.travel(datetime(now.year - 1, 12, 30, tzinfo=UTC)):
        money.right(person, 50_000)
        book(person, 5_000)
    with time_machine.travel(now - timedelta(days=9)):
        money.right(person, 100_000)
        money.own(person, 900)
        book(person, 20_000)
        settled = book(person, 30_000)
    ledger.settle(
        person, settled, PROVIDER, 20_000, kind="capture", actor_id=None, rule="t", rule_version="1", key="settle"
    )


def book(person: uuid.UUID, cents: int) -> uuid.UUID:
    booking = db.new_id()
    ledger.hold(person, booking, cents, "job", actor_id=person, key=str(booking))
    return booking


def approved(clerks: tuple[people.Person, people.Person], cents: int) -> service.Budget:
    year = clock.business_date().year
    budget = service.propose("Overheid", year, cents, "Begroting", proposed_by=clerks[0].person_id)
    return service.approve(budget.budget_id, approved_by=clerks[1].person_id)


def warnings() -> list[int]:
    told = db.session.scalars(sa.text("SELECT facts FROM outbox WHERE kind = 'budget-warning' ORDER BY created_at"))
    return [facts["threshold"] for facts in told]


def test_a_fund_is_read_by_the_year_in_which_was_booked(clerks: tuple[people.Person, people.Person]) -> None:
    approved(clerks, 1_000_000)
    (found,) = service.list_forecasts(clock.business_date().year)
    assert found.reading
    assert (found.reading.granted_cents, found.reading.held_cents, found.reading.spent_cents) == (
        100_000,
        20_000,
        20_000,
    )
    left = rules.expected_cents(
        40_000, clock.business_date() - timedelta(days=9), clock.business_date(), clock.business_date().year
    )
    assert found.reading.expected_cents == left
    assert (found.percent, found.threshold) == (4, None)
    assert warnings() == []


def test_each_threshold_warns_each_administrator_once(clerks: tuple[people.Person, people.Person]) -> None:
    budget = approved(clerks, 50_000)
    service.read(budget)
    service.read(budget)
    assert warnings() == [70, 70]
    book(make_rich(), 8_000)
    service.read_all()
    service.read_all()
    assert warnings() == [70, 70, 95, 95]


def make_rich() -> uuid.UUID:
    person = make.person().person_id
    money.right(person, 90_000)
    return person


def test_a_later_budget_takes_the_place_of_an_earlier_one(clerks: tuple[people.Person, people.Person]) -> None:
    approved(clerks, 1_000_000)
    approved(clerks, 2_000_000)
    (found,) = service.list_forecasts(clock.business_date().year)
    assert found.budget.amount_cents == 2_000_000


def test_a_budget_takes_two_people_and_a_fund_that_exists(clerks: tuple[people.Person, people.Person]) -> None:
    year, first = clock.business_date().year, clerks[0].person_id
    with pytest.raises(rules.UnknownFund):
        service.propose("Niemand", year, 100, "Begroting", proposed_by=first)
    budget = service.propose("Overheid", year, 100, "Begroting", proposed_by=first)
    with pytest.raises(rules.OwnBudget):
        service.approve(budget.budget_id, approved_by=first)
    service.approve(budget.budget_id, approved_by=clerks[1].person_id)
    with pytest.raises(rules.BudgetApproved):
        service.approve(budget.budget_id, approved_by=clerks[1].person_id)


def test_budgets_on_screen_for_a_spreadsheet_and_as_json(
    client: Client, clerks: tuple[people.Person, people.Person]
) -> None:
    year = clock.business_date().year
    make.sign_in(client, clerks[0])
    form = {"fonds": "Overheid", "jaar": str(year), "bedrag": "500", "reden": "Begroting van dit jaar"}
    assert client.post("/beheer/boekhouding/budgetten", data={**form, "bedrag": ""}).status_code == 400
    assert client.post("/beheer/boekhouding/budgetten", data=form).status_code == 303
    assert "Een andere beheerder keurt dit goed." in reading.text(
        reading.page(client.get("/beheer/boekhouding/budgetten"))
    )
    (budget,) = service.list_proposed()
    make.sign_in(client, clerks[1])
    assert client.post(f"/beheer/boekhouding/budgetten/{budget.budget_id}/goedkeuren").status_code == 303
    words = reading.text(reading.page(client.get("/beheer/boekhouding/budgetten")))
    assert "80% vastgelegd Budget € 500,00." in words
    assert "Dit budget is op vóór het einde van het jaar" in words
    file = client.get("/beheer/boekhouding/budgetten.csv").get_data(as_text=True).splitlines()
    assert file[1].startswith(f"Overheid;{year};500,00;1000,00;200,00;200,00;")
    headers = make.bearer(clerks[0])
    (one,) = reading.data(client.get(f"/api/v1/budgets?year={year}", headers=headers))["items"]
    assert (one["budget"]["amountCents"], one["percent"], one["threshold"]) == (50_000, 80, 70)
    made = client.post(
        "/api/v1/budgets",
        json={"fund": "Overheid", "year": year, "amountCents": 100_000, "reason": "Meer geld"},
        headers=headers,
    )
    new = reading.data(made, 201)
    other = make.bearer(clerks[1])
    assert reading.data(client.post(f"/api/v1/budgets/{new['id']}/approve", headers=other))["approvedBy"]
