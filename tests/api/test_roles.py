"""Who may do what: every route is in `roles.csv` with who may call it, and nobody else can.

A route that is not in the table fails: think of who may call it, then add the line.
"""

import csv
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import flask
import pytest
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from leerloket import db
from tests.api import world as worlds

TABLE = Path(__file__).with_name("roles.csv")
QUIET_METHODS = {"HEAD", "OPTIONS"}
API = ("/api/", "/ooapi/")

RULES = {
    "startCents": 100_000,
    "yearlyCents": 50_000,
    "capCents": 500_000,
    "lowYearlyCents": 80_000,
    "lowCapCents": 800_000,
    "fromAge": 18,
}
COMMUNITY = {"name": "Lab", "form": "campus", "sector": "ict", "regionCode": "twente", "about": "Samen leren."}
BODIES: dict[str, dict[str, Any]] = {
    "/account-changes/<uuid:change_id>/reject": {"reason": "De naam klopt niet."},
    "/accounts/me/top-ups": {"amountCents": 5_000},
    "/api-keys": {"name": "Salarispakket", "scopes": ["employees:read"]},
    "/appointments": {"deskId": str(uuid.uuid4()), "startsAt": "2030-01-07T09:00:00Z", "topic": "course"},
    "/bank-lines/<uuid:line_id>/assign": {"paymentId": str(uuid.uuid4())},
    "/bookings/<uuid:booking_id>/attendance": {"presentPct": 100},
    "/bookings/<uuid:booking_id>/attendance-answer": {"agree": True},
    "/bookings/<uuid:booking_id>/rating": {"welcome": 4, "content": 5, "teachers": 5, "means": 3, "guidance": 4},
    "/bookings/<uuid:booking_id>/reject": {"reason": "De docent is ziek."},
    "/bookings/<uuid:booking_id>/resolution": {"presentPct": 100, "reason": "Er was een presentielijst."},
    "/books/months": {"month": "2026-01"},
    "/budgets": {"fund": "Overheid", "year": 2030, "amountCents": 100_000, "reason": "Begroting"},
    "/clients/<uuid:account_id>/bookings": {"editionId": str(uuid.uuid4())},
    "/clients/<uuid:account_id>/consultations": {"topics": [], "notes": "Gesprek."},
    "/clients/<uuid:account_id>/hand-over": {"deskId": str(uuid.uuid4()), "isAgreed": True},
    "/clients/<uuid:account_id>/plan": {"goals": []},
    "/clients/<uuid:account_id>/skills": {"text": "lassen", "level": 2, "evidence": "job"},
    "/clients/<uuid:account_id>/target-occupation": {"occupationId": str(uuid.uuid4())},
    "/me/skills": {"text": "lassen", "level": 2, "evidence": "job"},
    "/me/target-occupation": {"occupationId": str(uuid.uuid4())},
    "/corrections": {"transferId": str(uuid.uuid4()), "amountCents": 100, "reason": "Dit was een fout."},
    "/corrections/<uuid:correction_id>/reject": {"reason": "Het bedrag klopte wel."},
    "/communities": COMMUNITY,
    "/communities/<uuid:community_id>": COMMUNITY,
    "/communities/<uuid:community_id>/scans/today": {
        factor: {"score": 3} for factor in ("ownership", "ties", "hybrid", "places", "expertise", "mentors")
    },
    "/bookings/<uuid:booking_id>/move": {"editionId": str(uuid.uuid4())},
    "/bookings/<uuid:booking_id>/offer-answer": {"agree": True},
    "/bookings/<uuid:booking_id>/offer": {"editionId": str(uuid.uuid4()), "reason": "Te weinig mensen."},
    "/provider/editions/<uuid:edition_id>/change": {
        "place": None,
        "address": None,
        "sessions": [{"startsAt": "2030-01-07T09:00:00Z", "endsAt": "2030-01-07T12:00:00Z"}],
        "priceCents": 100,
        "reason": "De zaal is weg.",
    },
    "/provider/editions/<uuid:edition_id>/presence": {"rows": [{"bookingId": str(uuid.uuid4()), "attended": []}]},
    "/join-requests": {"communityId": str(uuid.uuid4()), "words": "Wij leren graag mee."},
    "/employers": {"name": "Bakker", "kvk": "60000000", "regionCode": "twente"},
    "/employers/<uuid:employer_id>/employees": {"called": "LR-1", "birthOn": "1990-05-01", "personnelNumber": "9"},
    "/employers/<uuid:employer_id>/employees/<uuid:employment_id>": {"ftePct": 80},
    "/co-payments": {"editionId": str(uuid.uuid4())},
    "/employers/<uuid:employer_id>/agreement-previews": {"amountCents": 5_000},
    "/employers/<uuid:employer_id>/agreements": {"amountCents": 5_000},
    "/employers/<uuid:employer_id>/agreements/<uuid:agreement_id>/versions": {"amountCents": 6_000},
    "/employers/<uuid:employer_id>/co-payments/<uuid:co_payment_id>/refuse": {"reason": "Geld is op."},
    "/employers/<uuid:employer_id>/invitations": {"people": [{"personnelNumber": "9", "name": "Jan"}]},
    "/employers/<uuid:employer_id>/officers": {"email": "niemand@voorbeeld.nl"},
    "/employers/<uuid:employer_id>/top-ups": {"personnelNumber": "101", "amountCents": 5_000},
    "/employers/<uuid:employer_id>/top-up-batches": {"rows": [{"personnelNumber": "101", "amountCents": 5_000}]},
    "/employers/<uuid:employer_id>/top-up-batches/<uuid:batch_id>/answers": {"answer": "skip"},
    "/employers/<uuid:employer_id>/top-up-batches/<uuid:batch_id>/columns": {
        "columns": [{"position": 0, "meaning": "amount"}]
    },
    "/employers/<uuid:employer_id>/top-up-batches/<uuid:batch_id>/rows": {"rows": [{"row": 2, "answer": "skip"}]},
    "/erasure": {"understood": True},
    "/invitations/accept": {"code": "ABCD EFGH"},
    "/bank-lines/<uuid:line_id>/divide": {"parts": [{"amountCents": 5_000}], "reason": "Verkeerd overgemaakt."},
    "/own-shares": {"editionId": str(uuid.uuid4())},
    "/provider/account-changes": {"iban": "NL39RABO0300065264", "holder": "Technohub", "reason": "Andere bank"},
    "/provider/certificates/<uuid:certificate_id>/withdrawal": {"reason": "Verkeerde persoon."},
    "/provider/modules/<uuid:module_id>": {"title": "Lassen"},
    "/provider/modules/<uuid:module_id>/editions": {
        "sessions": [{"startsAt": "2030-01-07T09:00:00Z", "endsAt": "2030-01-07T12:00:00Z"}],
        "capacity": 8,
        "priceCents": 1,
    },
    "/modules/<uuid:module_id>/check": {"state": "suspended", "reason": "De prijs klopt niet."},
    "/provider/editions/<uuid:edition_id>/copies": {"startsOn": "2030-02-04"},
    "/provider/editions/<uuid:edition_id>/prices": {"priceCents": 100, "reason": "Actie."},
    "/provider/editions/<uuid:edition_id>/seats": {"capacity": 50},
    "/provider-applications": {
        "name": "Lasschool",
        "kind": "private",
        "kvk": "60000077",
        "iban": "NL39RABO0300065264",
        "holder": "Lasschool BV",
        "place": "Eindhoven",
        "email": "kantoor@lasschool.example",
    },
    "/provider/sanctions/<uuid:sanction_id>/appeal": {"appeal": "Wij waren op tijd."},
    "/providers/<uuid:provider_id>/admission/reject": {"reason": "Het keurmerk geldt niet meer."},
    "/providers/<uuid:provider_id>/admission/tasks/<task>": {
        "state": "met",
        "note": "Gezien.",
        "evidenceOn": "2026-01-05",
    },
    "/providers/<uuid:provider_id>/sanctions": {"step": "no_bookings", "reason": "Weer te laat."},
    "/providers/<uuid:provider_id>/sanctions/<uuid:sanction_id>/appeal-answer": {"grants": True, "answer": "Ja."},
    "/providers/<uuid:provider_id>/sanctions/<uuid:sanction_id>/lift": {"reason": "Opgelost."},
    "/rule-sets": {"name": "leerrecht", "startsOn": "2040-01-01", "rules": RULES},
    "/rule-sets/<uuid:rule_set_id>": {"startsOn": "2040-01-01", "rules": RULES},
    "/scenarios": {
        "name": "Nieuwe regels",
        "rules": RULES,
        "assumptions": {"startsOn": "2040-01-01", "isReal": True, "years": 1},
    },
    "/reports": {"text": "De docent kwam niet."},
    "/signal-limits": {"kind": "burst", "name": "bookings", "value": 30, "reason": "Grote groepen zijn gewoon."},
    "/signals/<uuid:signal_id>/close": {"outcome": "unclear", "reason": "Niets gevonden."},
    "/webhooks": {"url": "https://salaris.example/hook", "events": ["payment.received"]},
}
QUERIES = {
    "/api/v1/books/days": "month=2026-11",
    "/api/v1/books/transfers": "q=B-7F3K-21",
    "/api/v1/budgets": "year=2026",
    "/api/v1/samples/bookings.zip": "seed=abc",
    "/controle/steekproef.zip": "zaad=abc",
    "/api/v1/employers/<uuid:employer_id>/statement": "from=2026-01-01&to=2026-12-31",
}
"""Bodies and queries that would do, so that a refusal is about who asks and for what."""

MEANT = {
    "/beheer/brieven/<uuid:batch_id>.pdf": "batch of post",
    "/api/v1/letter-batches/<uuid:batch_id>/letters.pdf": "batch of post",
    "/beheer/terugbetalingen/<uuid:batch_id>/pain001.xml": "batch of returns",
    "/api/v1/return-batches/<uuid:batch_id>/pain001.xml": "batch of returns",
    "/api/v1/bookings/<uuid:booking_id>/rating": "rated booking",
    "/aanbieders/<slug>": "slug of a provider",
    "/beroepen/<slug>": "slug of an occupation",
    "/vaardigheden/<slug>": "slug of a skill",
    "/leergemeenschappen/<slug>": "slug of a community",
    "/leergemeenschappen/<slug>/meedoen": "slug of a community",
    "/loketten/<slug>": "slug of a desk",
    "/melden/volgen/<code>": "code of a report",
    "/controleer/<code>": "code of a certificate",
    "/lotingen/<slug>": "slug of a draw",
    "/lotingen/<slug>/meedoen": "slug of a draw",
    "/lotingen/<slug>/uitslag.csv": "slug of a draw",
    "/lotingen/<slug>/uitslag.json": "slug of a draw",
    "/werkgever/uitnodigingen/<uuid:batch_id>": "batch of letters",
    "/werkgever/uitnodigingen/<uuid:batch_id>/brieven.pdf": "batch of letters",
}
"""What an argument means where its name alone does not tell."""

OWNED = {
    "worker": {
        "booking_id",
        "reference",
        "payment_id",
        "own_share_id",
        "pot_id",
        "consent_id",
        "certificate_id",
        "co_payment_id",
        "share_id",
        "export_id",
        "task_id",
        "own_skill_id",
        "appointment_id",
        "join_request_id",
    },
    "employer": {
        "employer_id",
        "employment_id",
        "batch_id",
        "key_id",
        "webhook_id",
        "delivery_id",
        "invitation_id",
        "person_id",
        "agreement_id",
        "co_payment_id",
        "join_request_id",
    },
    "provider": {
        "booking_id",
        "module_id",
        "edition_id",
        "batch_id",
        "certificate_id",
        "change_id",
        "sanction_id",
        "community_id",
        "join_request_id",
        "key_id",
        "webhook_id",
        "delivery_id",
    },
    "adviser": {"account_id", "goal_id", "own_skill_id", "task_id", "consultation_id", "appointment_id", "desk_id"},
}
"""Arguments of an address that name something of one side only, for a role."""


class Line(NamedTuple):
    """One route and who may call it."""

    address: str
    method: str
    who: str

    @property
    def is_api(self) -> bool:
        return self.address.startswith(API)

    def may(self, kind: str) -> bool:
        if self.who == "anyone":
            return True
        return kind in self.who.split() or (self.who == "signed-in" and kind != worlds.NOBODY)


def table() -> list[Line]:
    with TABLE.open(newline="") as file:
        return [Line(row["address"], row["method"], row["who"]) for row in csv.DictReader(file)]


def address(rule: Rule, values: dict[str, str]) -> str:
    found = rule.rule
    for argument in rule.arguments:
        for written in (f"<uuid:{argument}>", f"<int:{argument}>", f"<{argument}>"):
            found = found.replace(written, values[argument])
    return found


class Caller:
    """Calls routes as one kind of user, leaving nothing behind."""

    def __init__(self, app: flask.Flask, world: worlds.World) -> None:
        self.app, self.world = app, world
        self.rules = {
            (rule.rule, method): rule
            for rule in app.url_map.iter_rules()
            for method in (rule.methods or set()) - QUIET_METHODS
        }

    def call(self, line: Line, kind: str, values: dict[str, str] | None = None) -> TestResponse:
        rule = self.rules[line.address, line.method]
        mine = {argument: self.world.mine.value(kind, MEANT.get(line.address, argument)) for argument in rule.arguments}
        url = f"{address(rule, mine | (values or {}))}?{QUERIES.get(line.address, '')}"
        with self.world.untouched():
            client = self.world.client(self.app, kind)
            if not line.is_api:
                data = {"key": str(db.new_id())} if line.method == "POST" else None
                return client.open(url, method=line.method, data=data)
            headers = self.world.headers(kind) | {"Idempotency-Key": str(db.new_id()), "If-Match": '"1"'}
            body = BODIES.get(line.address.removeprefix("/api/v1"), {}) if line.method != "GET" else None
            return client.open(url, method=line.method, json=body, headers=headers)


@pytest.fixture
def caller(app: flask.Flask, world: worlds.World) -> Iterator[Caller]:
    yield Caller(app, world)
    db.connect(world.engine)


def test_every_route_is_in_the_table_and_says_the_same(app: flask.Flask) -> None:
    words: dict[Any, str] = {None: "anyone", (): "signed-in"}
    there = set()
    for rule in app.url_map.iter_rules():
        roles = getattr(app.view_functions[rule.endpoint], "requires_roles", "says nothing")
        for method in (rule.methods or set()) - QUIET_METHODS:
            there.add(Line(rule.rule, method, words.get(roles) or " ".join(roles)))
    assert there - set(table()) == set(), "not in roles.csv, or not with these roles"
    assert set(table()) - there == set(), "in roles.csv, but not a route"


@pytest.mark.parametrize("kind", worlds.KINDS)
def test_who_may_not_call_is_turned_away(caller: Caller, kind: str) -> None:
    wrong = {}
    for line in table():
        if line.may(kind):
            continue
        answer = caller.call(line, kind)
        if line.is_api:
            good = answer.status_code == (401 if kind == worlds.NOBODY else 403)
        elif kind == worlds.NOBODY:
            good = answer.status_code == 302 and (answer.location or "").startswith("/inloggen?naar=")
        else:
            good = answer.status_code == 403
        if not good:
            wrong[line] = answer.status
    assert wrong == {}


@pytest.mark.parametrize("kind", worlds.KINDS)
def test_who_may_call_is_answered(caller: Caller, kind: str) -> None:
    """Own things are there; what was sent can be refused, but not for who asks."""
    wrong = {}
    for line in table():
        if not line.may(kind):
            continue
        answer = caller.call(line, kind)
        missing = answer.status_code == 404 and line.method == "GET" and "<token>" not in line.address
        if answer.status_code in {401, 403, 405, 415, 428} or answer.status_code >= 500 or missing:
            wrong[line] = answer.status
    assert wrong == {}


def without_its_number(answer: TestResponse) -> Any:
    if answer.is_json:
        return {name: value for name, value in answer.get_json().items() if name != "requestId"}
    return answer.text


@pytest.mark.parametrize("role", OWNED)
def test_what_is_not_yours_looks_as_if_it_did_not_exist(caller: Caller, role: str) -> None:
    wrong = {}
    for line in table():
        rule = caller.rules.get((line.address, line.method))
        if rule is None or role not in line.who.split():
            continue
        for argument in rule.arguments & OWNED[role]:
            theirs = caller.world.theirs.value(role, argument)
            unknown = "B-ZZZZ-99" if argument == "reference" else str(uuid.uuid4())
            answers = [caller.call(line, role, {argument: value}) for value in (theirs, unknown)]
            statuses = [answer.status_code for answer in answers]
            if line.is_api or line.method == "GET":
                good = statuses == [404, 404]
            else:
                good = statuses in ([404, 404], [400, 400])
            if not good or (line.is_api and len({str(without_its_number(answer)) for answer in answers}) != 1):
                wrong[line, argument] = statuses
    assert wrong == {}


@pytest.mark.parametrize("role", ["administrator", "controller"])
def test_what_does_not_exist_is_404_for_staff(caller: Caller, role: str) -> None:
    wrong = {}
    for line in table():
        rule = caller.rules.get((line.address, line.method))
        if rule is None or role not in line.who.split():
            continue
        for argument in rule.arguments:
            answer = caller.call(line, role, {argument: str(uuid.uuid4())})
            if answer.status_code != 404 and not (line.method == "POST" and answer.status_code == 400):
                wrong[line, argument] = answer.status
    assert wrong == {}


def test_the_table_names_only_roles_that_exist() -> None:
    named = {word for line in table() for word in line.who.split()}
    assert named - {"anyone", "signed-in"} == set(worlds.ROLES)
