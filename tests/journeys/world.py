"""A small world for the stories: everybody who takes part, and two ways to be them: pages and API."""

import io
import uuid
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import flask
import lxml.html

from leerloket import clock, db, jobs
from leerloket.accounts.payments import service as payments
from leerloket.accounts.proof import service as proof
from leerloket.accounts.rights import service as rights
from leerloket.advice.desks import service as desks
from leerloket.courses.catalogue import service as catalogue
from leerloket.people import service as people
from leerloket.seed import bank
from tests.courses.bookings import make as bookings
from tests.people import make

BEGIN = datetime.fromisoformat("2026-11-24T09:00:00+01:00")
REGION = "zuidoost-brabant"
OWN_IBAN = "NL02ABNA0123456789"


@dataclass
class World:
    """Who is in the story. Everybody can sign in with `make.PASSWORD`."""

    worker: people.Person
    manager: people.Person
    office: people.Person
    adviser: people.Person
    administrator: people.Person
    second: people.Person
    employer_id: uuid.UUID
    provider_id: uuid.UUID
    desk_id: uuid.UUID
    edition: catalogue.Edition


def build() -> World:
    """Everybody, an admitted provider with one edition in sixty days, a desk; no money yet."""
    school = bookings.school()
    edition = bookings.edition(school, price_cents=60_000, capacity=2)
    desks.import_desks()
    desk = desks.find_desk_of_region(REGION)
    assert desk is not None
    employer = make.employer()

    def person(role: str | None, **more: Any) -> people.Person:
        return make.person(role, password=make.PASSWORD, **more)

    world = World(
        worker=make.employee(employer, password=make.PASSWORD),
        manager=make.manager(employer, password=make.PASSWORD),
        office=person("provider", organisation_id=school.provider_id, organisation_name="Technohub"),
        adviser=person(None),
        administrator=person("administrator"),
        second=person("administrator"),
        employer_id=employer.employer_id,
        provider_id=school.provider_id,
        desk_id=desk.desk_id,
        edition=edition,
    )
    desks.add_adviser(world.adviser.person_id, desk.desk_id)
    for _ in range(5):
        make.employee(employer)
    return world


class Caller:
    """Somebody who uses the JSON API, signed in by `POST /tokens`."""

    def __init__(self, app: flask.Flask, who: people.Person) -> None:
        self.client = app.test_client()
        self.who = who
        self.token = ""

    def sign_in(self) -> dict[str, Any]:
        answer: dict[str, Any] = self.call(
            "POST", "/tokens", {"email": self.who.email, "password": make.PASSWORD}, expect=201
        )
        self.token = answer["token"]
        return answer

    def call(
        self, method: str, path: str, body: Any = None, *, expect: int = 200, key: str | None = None, **more: Any
    ) -> Any:
        headers = {"Authorization": f"Bearer {self.token}"} if self.token else {}
        if key:
            headers["Idempotency-Key"] = key
        response = self.client.open(
            f"/api/v1{path}", method=method, json=body, headers=headers | more.pop("headers", {}), **more
        )
        assert response.status_code == expect, response.get_data(as_text=True)[:800]
        assert response.headers["API-Version"]
        return response.json if response.data and "json" in response.content_type else response


class Visitor:
    """Somebody who uses the pages as a browser without JavaScript does: follows links, fills in forms."""

    def __init__(self, app: flask.Flask, who: people.Person) -> None:
        self.client = app.test_client()
        self.who = who
        self.page: lxml.html.HtmlElement = lxml.html.fromstring("<p>")
        self.url = ""
        self.status = 0

    def sign_in(self) -> None:
        self.open("/inloggen")
        self.submit("/inloggen", email=self.who.email, password=make.PASSWORD)

    def open(self, url: str, expect: int = 200) -> "Visitor":
        return self._read(self.client.get(url, follow_redirects=True), expect)

    def submit(
        self, action: str, expect: int = 200, *, files: dict[str, Any] | None = None, **values: Any
    ) -> "Visitor":
        """Send the form whose action contains this text; fields keep what the page put in them."""
        forms = [form for form in self.page.forms if action in (form.action or self.url) and form.method == "POST"]
        assert forms, f"{self.url} has no form to {action}: {[form.action for form in self.page.forms]}"
        form = forms[0]
        data: dict[str, Any] = {}
        for name, value in form.form_values():
            data.setdefault(name, []).append(value)
        for name, value in values.items():
            assert name in form.fields or name in {e.get("name") for e in form.iter("button", "input")}, (
                f"no field {name} in {action}: {list(form.fields)}"
            )
            data[name] = value
        response = self.client.post(form.action or self.url, data=data | (files or {}), follow_redirects=True)
        return self._read(response, expect)

    def follow(self, text: str) -> "Visitor":
        """Follow the first link with this text."""
        links = [a for a in self.page.iter("a") if text in a.text_content()]
        assert links, f"{self.url} has no link {text!r}"
        return self.open(links[0].get("href"))

    def _read(self, response: Any, expect: int) -> "Visitor":
        self.url, self.status = response.request.path, response.status_code
        assert response.status_code == expect, (self.url, response.status_code, response.get_data(as_text=True)[-1500:])
        if response.content_type.startswith("text/html"):
            self.page = lxml.html.fromstring(response.get_data(as_text=True))
        self.raw = response
        return self

    @property
    def text(self) -> str:
        """What stands on the page, spaces folded."""
        return " ".join(self.page.text_content().split()).replace("\u00a0", " ")


def statement(reference: str, cents: int, name: str = "Bakker Metaal") -> bytes:
    """A bank statement on which one expected payment comes in, its reference typed sloppily."""
    sloppy = " ".join([reference[:6], reference[6:]]).lower()
    line = bank.Moved(name, "NL18RABO0123459876", cents, f"leerbudget {sloppy} dank")
    return bank.statement(f"T{cents}{reference[-4:]}", clock.business_date(), OWN_IBAN, [line])


def read_in(administrator: Visitor, xml: bytes) -> None:
    """The administrator signs in and reads a bank statement in."""
    administrator.sign_in()
    administrator.open("/beheer/bankregels")
    administrator.submit("/bankregels", files={"bestand": (io.BytesIO(xml), "bank.xml")})


def pay(app: flask.Flask, world: World, payment: payments.Payment) -> None:
    """What was asked comes in at the bank and is carried out."""
    read_in(Visitor(app, world.administrator), statement(payment.reference, payment.amount_cents))
    work(app)


def work(app: flask.Flask, *daily: str) -> None:
    """What the worker process would have done by now: what it does every minute, and the daily work named here."""
    with app.app_context():
        for job in jobs.JOBS:
            if not job.is_daily or job.name in daily:
                job.work()
        jobs.seal_transfers()


def check_books() -> None:
    """`leerloket check`: every sentence about the books holds."""
    jobs.seal_transfers()
    with db.transaction(read_only=True):
        broken = [finding for finding in proof.check_all() if not finding.holds]
    assert broken == []


@dataclass
class Time:
    """The clock of a story."""

    traveller: Any
    at: datetime = field(default=BEGIN)

    def goes_on(self, **by: Any) -> None:
        self.at += timedelta(**by)
        self.traveller.move_to(self.at)

    def goes_to(self, at: datetime) -> None:
        self.at = at
        self.traveller.move_to(at)


def grant_rights(world: World) -> None:
    """€ 1,000 of learning right for everybody, by two administrators and the worker process."""
    run = db.run(rights.dry_run, "leerrecht", clock.business_date(), created_by=world.administrator.person_id)
    db.run(rights.approve, run.run_id, approved_by=world.second.person_id)
    rights.work()
