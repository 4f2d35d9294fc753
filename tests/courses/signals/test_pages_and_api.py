"""Signals and reports on screen and as JSON."""

import re
import uuid

import flask.testing
import pytest

from leerloket.courses.signals import service
from leerloket.people.reads import service as looked_at
from tests.courses.bookings import make as booked
from tests.courses.bookings.test_api import Caller
from tests.courses.bookings.test_pages import text_of
from tests.courses.signals import make
from tests.people import make as people

pytestmark = pytest.mark.usefixtures("session")

Client = flask.testing.FlaskClient
HERE = "/beheer/signalen"


def as_administrator(client: Client) -> uuid.UUID:
    person = people.person("administrator")
    people.sign_in(client, person)
    return person.person_id


def test_from_the_list_by_the_evidence_to_the_outcome(client: Client) -> None:
    line = booked.line()
    signal = make.found(line.booking)
    as_administrator(client)
    shown = client.get(HERE).get_data(as_text=True)
    assert f'href="{HERE}/{signal.signal_id}"' in shown
    page = text_of(client.get(f"{HERE}/{signal.signal_id}"))
    assert "tussen 23 en 6 uur" in page
    assert "6 van de 7 keer." in page
    assert "uitbetaling wacht" in page
    booking = client.get(f"{HERE}/{signal.signal_id}/boekingen/{line.booking.booking_id}")
    assert line.booking.module_title in text_of(booking)
    assert looked_at.list_reads(line.person_id)[0].purpose == service.WHY
    closing = f"{HERE}/{signal.signal_id}/afsluiten"
    assert "Schrijf op waarom." in text_of(client.post(closing, data={"uitkomst": "true", "reden": ""}))
    assert client.post(closing, data={"uitkomst": "false-alarm", "reden": "Nagebeld"}).status_code == 303
    assert "Uitbetaling gaat gewoon door" in text_of(client.get(f"{HERE}/{signal.signal_id}"))
    assert "1 1 100 procent" in text_of(client.get(HERE))
    assert client.post(closing, data={"uitkomst": "true", "reden": "Toch"}).status_code == 409


def test_the_list_is_filtered_and_wrong_filters_are_left_out(client: Client) -> None:
    first, second = make.found(booked.line().booking), make.found(booked.line().booking, "burst")
    as_administrator(client)
    for query, there in (
        ("soort=burst", {second}),
        ("status=open", {first, second}),
        ("status=closed", set()),
        (f"aanbieder={first.provider_id}", {first}),
        ("van=2100-01-01", set()),
        ("tot=2020-01-01", set()),
        ("van=0001-01-01", {first, second}),
        ("tot=9999-12-31", {first, second}),
        ("soort=onzin", {first, second}),
        (f"voor={second.signal_id}", {first}),
    ):
        shown = client.get(f"{HERE}?{query}").get_data(as_text=True)
        assert set(re.findall(HERE + r"/([0-9a-f-]{36})", shown)) == {str(one.signal_id) for one in there}, query


def test_a_limit_is_changed_with_a_reason(client: Client) -> None:
    as_administrator(client)
    given = {"grens": "burst/bookings", "waarde": "40", "reden": "Grote scholen zijn gewoon."}
    assert client.post(HERE + "/grenzen", data=given | {"reden": ""}).status_code == 400
    assert client.post(HERE + "/grenzen", data=given).status_code == 303
    shown = text_of(client.get(HERE + "/grenzen"))
    assert "Boekingen op 1 dag 40 25 Grote scholen zijn gewoon." in shown


def test_a_provider_reads_that_its_payout_waits(client: Client) -> None:
    line = booked.line()
    people.sign_in(client, people.person("provider", organisation_id=line.school.provider_id))
    assert "Uw uitbetaling wacht" not in text_of(client.get("/aanbieder/uitbetalingen"))
    make.found(line.booking)
    assert "Uw uitbetaling wacht" in text_of(client.get("/aanbieder/uitbetalingen"))


def test_anybody_reports_from_a_module_and_follows_it(client: Client) -> None:
    edition = booked.edition()
    link = f"/melden?opleiding={edition.slug}"
    assert f'href="{link}"' in client.get(f"/opleidingen/{edition.slug}").get_data(as_text=True)
    assert f"Dit gaat over: {edition.title}." in text_of(client.get(link))
    refused = client.post("/melden", data={"verhaal": " ", "opleiding": edition.slug})
    assert (refused.status_code, f"Dit gaat over: {edition.title}." in text_of(refused)) == (400, True)
    sent = client.post("/melden", data={"verhaal": make.REPORT, "opleiding": edition.slug})
    code = re.search(r"/volgen/([A-Z0-9-]+)", sent.location)
    assert code
    assert make.REPORT in text_of(client.get(sent.location))
    as_administrator(client)
    (signal,) = service.list_signals(service.Wanted(kind="report"))
    assert signal.provider_id == edition.provider_id
    page = client.get(f"{HERE}/{signal.signal_id}").get_data(as_text=True)
    assert make.REPORT in page
    assert f'href="/opleidingen/{edition.slug}"' in page
    answer = {"uitkomst": "true", "reden": "Klopt", "antwoord": "Wij schorsten de aanbieder."}
    client.post(f"{HERE}/{signal.signal_id}/afsluiten", data=answer)
    follow = client.get(f"/melden/volgen?code={code[1].lower()}", follow_redirects=True)
    assert "Wij schorsten de aanbieder." in text_of(follow)
    assert client.get("/melden/volgen/ABCD").status_code == 404


def test_the_sixth_report_from_one_place_waits(client: Client) -> None:
    codes = [client.post("/melden", data={"verhaal": make.REPORT}).status_code for _ in range(6)]
    assert codes == [303] * 5 + [429]


def test_the_same_as_json(client: Client) -> None:
    line, administrator = booked.line(), people.person("administrator").person_id
    signal, caller = make.found(line.booking), Caller(client, administrator)
    status, listed, _ = caller.get("/signals?state=open")
    assert (status, [one["id"] for one in listed["items"]]) == (200, [str(signal.signal_id)])
    one = caller.get(f"/signals/{signal.signal_id}")[1]
    assert (one["holdsPayouts"], one["evidenceCount"]) == (True, 1)
    assert one["evidence"] == [{"objectType": "booking", "objectId": str(line.booking.booking_id)}]
    closed = caller.post(f"/signals/{signal.signal_id}/close", {"outcome": "unclear", "reason": "Niets gevonden"})[1]
    assert (closed["outcome"], closed["holdsPayouts"]) == ("unclear", False)
    again = caller.post(f"/signals/{signal.signal_id}/close", {"outcome": "true", "reason": "Toch"})
    assert (again[0], again[1]["code"]) == (409, "signal-closed")
    kinds = {kind["kind"]: kind for kind in caller.get("/signal-kinds")[1]["items"]}
    assert kinds["night-attendance"]["falseAlarmPct"] == 0
    changed = caller.post("/signal-limits", {"kind": "burst", "name": "times", "value": 7, "reason": "Reclame"})
    assert changed[:2] == (200, {"name": "times", "value": 7, "unit": "times"})
    assert caller.post("/signal-limits", {"kind": "burst", "name": "below", "value": 7, "reason": "x"})[0] == 404
    report = {"text": make.REPORT, "providerId": str(line.school.provider_id)}
    status, made, _ = caller.post("/reports", report)
    assert status == 201
    followed = client.get("/api/v1/reports/status?code=" + made["code"]).get_json()
    assert (followed["state"], followed["closedAt"]) == ("received", None)
    assert caller.post("/reports", {"text": "x", "providerId": str(uuid.uuid4())})[0] == 404
