"""Yearly statements: what they say, made once for everybody, and read by their owner only."""

import dataclasses
import io
import os
import uuid
from datetime import UTC, date, datetime

import flask
import flask.testing
import pikepdf
import pytest
import sqlalchemy as sa
import time_machine

from leerloket import clock, db, errors, printing
from leerloket.accounts.books.closing import service as closing
from leerloket.accounts.ledger import chain
from leerloket.accounts.ledger import service as ledger
from leerloket.accounts.statements import yearly, yearly_run
from leerloket.accounts.statements.models import YearlyRun
from tests.accounts import reading
from tests.accounts.ledger import make as money
from tests.conftest import Database
from tests.people import make
from tests.printing.pdf import tags, text_of

LAST_YEAR = datetime(2025, 6, 3, 10, tzinfo=UTC)
NOW = datetime(2026, 1, 2, 8, tzinfo=UTC)
Client = flask.testing.FlaskClient


def test_the_parts_of_a_pot_add_up_to_its_end(session: None) -> None:
    person = make.person().person_id
    with time_machine.travel(datetime(2024, 5, 1, tzinfo=UTC)):
        money.right(person, 40_000)
    with time_machine.travel(LAST_YEAR):
        money.right(person, 50_000)
        money.own(person, 12_000)
        ledger.hold(person, db.new_id(), 15_000, "job", actor_id=person, key="k")
    with time_machine.travel(NOW):
        money.own(person, 99_000)
        statement = yearly.gather(person, "person", 2025)
    assert statement
    pots = {pot.source: pot for pot in statement.pots}
    right = pots["right"]
    assert (right.begin_cents, right.added_cents, right.booked_cents, right.end_cents) == (
        40_000,
        50_000,
        -15_000,
        75_000,
    )
    assert (pots["own"].end_cents, statement.end_cents, statement.held_cents) == (12_000, 87_000, 15_000)
    assert statement.is_whole


def test_nobody_gets_a_statement_after_being_erased(session: None) -> None:
    person = make.person()
    money.own(person.person_id, 100)
    person.erased_at = clock.now()
    person.name = person.email = person.phone = person.birth_on = None
    assert yearly.gather(person.person_id, "person", clock.business_date().year) is None


@pytest.mark.usefixtures("session", "patient")
def test_the_sheet_names_the_year_the_pots_and_the_seal(app: flask.Flask) -> None:
    person = make.person(name="Samira El Amrani")
    money.right(person.person_id, 50_000, date(2028, 12, 31))
    chain.seal()
    statement = yearly.gather(person.person_id, "person", clock.business_date().year)
    assert statement
    with app.app_context():
        pdf = yearly.draw(statement)
    (page,) = text_of(pdf)
    assert f"Voorlopig overzicht van {statement.year}" in page
    assert "Leerrecht" in page
    assert chain.head().hash[:32] in page
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        assert [tag for tag, _node in tags(opened) if tag == "/H1"] == ["/H1"]


@pytest.fixture
def a_closed_year(committed: Database) -> list[str]:
    """Seven people and an employer who had money in 2025; its days are closed."""
    numbers = []
    with time_machine.travel(LAST_YEAR, tick=False):
        company = db.run(make.employer)
        db.run(lambda: make.manager(company))
        db.run(lambda: money.fund(company.employer_id, 90_000))
        db.run(make.person)
        for _ in range(7):
            person = db.run(make.person)
            numbers.append(person.number)
            db.run(lambda person=person: money.right(person.person_id, 50_000))  # type: ignore[misc]
    db.run(chain.seal)
    return numbers


def count(table: str) -> int:
    return int(db.run(lambda: db.session.scalar(sa.text(f"SELECT count(*) FROM {table}"))) or 0)


@pytest.mark.usefixtures("worker")
def test_everybody_gets_one_statement_also_when_the_work_is_done_again(
    app: flask.Flask, a_closed_year: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(yearly_run, "PAGE", 3)
    with time_machine.travel(NOW, tick=True), app.app_context():
        assert yearly_run.work() == 0, "31 December is not closed"
        db.run(closing.close_days)
        assert yearly_run.work(seconds=120) == 8
        assert yearly_run.work() == 0
        db.run(lambda: db.session.execute(sa.text("UPDATE yearly_runs SET ended_at = NULL, seen_until = NULL")))
        assert yearly_run.work(seconds=120) == 0
    assert (count("yearly_statements"), count("outbox WHERE kind = 'yearly-statement'")) == (8, 8)
    (run,) = db.run(yearly_run.list_runs)
    assert (run.made_count, run.ended_at is not None) == (8, True)


@pytest.mark.usefixtures("worker", "a_closed_year")
def test_it_goes_on_where_it_stopped(app: flask.Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(yearly_run, "PAGE", 3)
    monkeypatch.setattr(os, "cpu_count", lambda: 1)
    drawn: list[str] = []
    real = yearly.draw

    def draw(statement: yearly.Yearly, renderer: printing.Renderer | None = None) -> bytes:
        if len(drawn) == 4:
            raise RuntimeError("the process dies")
        drawn.append(statement.number)
        return real(statement, renderer)

    with time_machine.travel(NOW, tick=True), app.app_context():
        db.run(closing.close_days)
        monkeypatch.setattr(yearly, "draw", draw)
        with pytest.raises(RuntimeError):
            yearly_run.work(seconds=120)
        seen = db.run(lambda: db.session.get_one(YearlyRun, 2025).seen_count)
        assert seen == 3
        monkeypatch.setattr(yearly, "draw", real)
        assert yearly_run.work(seconds=120) == 4
    assert count("yearly_statements") == 8


def kept_last_year(account_id: uuid.UUID, holder: str) -> int:
    """A statement of last year with what the account has now; answers the year."""
    statement = yearly.gather(account_id, holder, clock.business_date().year)
    assert statement
    yearly.keep(dataclasses.replace(statement, year=statement.year - 1), b"%PDF-kept")
    return statement.year - 1


@pytest.mark.usefixtures("session")
class TestReading:
    def test_a_person_finds_the_own_statements(self, client: Client) -> None:
        person, other = make.person(), make.person()
        money.right(person.person_id, 50_000)
        year = kept_last_year(person.person_id, "person")
        make.sign_in(client, person)
        assert f"Download {year} (PDF)" in reading.text(reading.page(client.get("/saldo/jaaroverzichten")))
        assert client.get(f"/saldo/jaaroverzichten/{year}.pdf").data == b"%PDF-kept"
        assert client.get(f"/saldo/jaaroverzichten/{year - 1}.pdf").status_code == 404
        headers = make.bearer(person)
        made = reading.data(client.get("/api/v1/accounts/me/yearly-statements", headers=headers))
        assert [(one["year"], one["endCents"]) for one in made["items"]] == [(year, 50_000)]
        assert (
            client.get(f"/api/v1/accounts/me/yearly-statements/{year}/statement.pdf", headers=headers).data
            == b"%PDF-kept"
        )
        make.sign_in(client, other)
        assert client.get(f"/saldo/jaaroverzichten/{year}.pdf").status_code == 404

    def test_an_employer_finds_the_own_statements_and_no_others(self, client: Client) -> None:
        ours, theirs = make.employer(), make.employer()
        money.fund(ours.employer_id, 90_000)
        year = kept_last_year(ours.employer_id, "employer")
        url = f"/api/v1/employers/{ours.employer_id}/yearly-statements"
        manager = make.manager(ours)
        (made,) = reading.data(client.get(url, headers=make.bearer(manager)))["items"]
        assert made["endCents"] == 90_000
        stranger = make.bearer(make.manager(theirs))
        assert client.get(url, headers=stranger).status_code == 404
        assert client.get(f"{url}/{year}/statement.pdf", headers=stranger).status_code == 404
        make.sign_in(client, manager)
        assert client.get(f"/werkgever/jaaroverzichten/{year}.pdf").data == b"%PDF-kept"

    def test_a_year_without_a_statement_is_not_found(self) -> None:
        with pytest.raises(errors.NotFound):
            yearly.get_pdf(make.person().person_id, "person", 2020)
