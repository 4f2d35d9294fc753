"""The story of each role through the JSON API, from sign-in to result; the books are checked after each."""

import io

import flask
from sepaxml.validation import try_valid_xml

from leerloket import clock
from leerloket.accounts.bank import pain
from tests.journeys.world import Caller, Time, World, grant_rights, statement, work
from tests.people import make


def test_a_worker_books_pays_learns_and_sees_where_the_money_went(site: flask.Flask, world: World, time: Time) -> None:
    grant_rights(world)
    worker, office = Caller(site, world.worker), Caller(site, world.office)
    assert worker.sign_in()["roles"] == ["worker"]
    balance = worker.call("GET", "/accounts/me")
    assert (balance["balanceCents"], balance["availableCents"], balance["heldCents"]) == (100_000, 100_000, 0)

    (module,) = worker.call("GET", "/modules?q=lasrobots")["items"]
    (edition,) = worker.call("GET", f"/modules/{module['id']}/editions")["items"]
    quote = worker.call("POST", "/quotes", {"editionId": edition["id"]})
    assert (quote["priceCents"], quote["shortCents"], quote["refusals"]) == (60_000, 0, [])

    booking = worker.call("POST", "/bookings", {"editionId": edition["id"]}, expect=201, key="click")
    again = worker.call("POST", "/bookings", {"editionId": edition["id"]}, expect=201, key="click")
    assert again == booking
    assert (booking["state"], booking["turn"]["who"]) == ("reserved", "provider")
    assert worker.call("GET", "/accounts/me")["heldCents"] == 60_000

    office.sign_in()
    office.call("POST", f"/bookings/{booking['id']}/accept")
    time.goes_to(world.edition.ends_at)
    office.sign_in()
    office.call("PUT", f"/bookings/{booking['id']}/attendance", {"presentPct": 100})
    worker.sign_in()
    worker.call("POST", f"/bookings/{booking['id']}/attendance-answer", {"agree": True}, key="yes")
    work(site)
    ended = worker.call("GET", f"/bookings/{booking['id']}")
    assert (ended["state"], ended["dueCents"]) == ("paid", 60_000)
    lines = worker.call("GET", "/accounts/me/transfers")["items"]
    assert [(line["kind"], line["amountCents"]) for line in lines] == [("reserve", -60_000), ("grant", 100_000)]
    assert worker.call("GET", "/accounts/me")["balanceCents"] == 40_000


def test_a_worker_who_is_short_hears_what_is_possible_and_adds_own_money(
    site: flask.Flask, world: World, time: Time
) -> None:
    worker, administrator = Caller(site, world.worker), Caller(site, world.administrator)
    worker.sign_in()
    edition = {"editionId": str(world.edition.edition_id)}
    refusal = worker.call("POST", "/bookings", edition, expect=409, key="a")
    assert (refusal["code"], refusal["shortCents"]) == ("balance-too-low", 60_000)
    assert refusal["detailNl"] == "U komt €\u00a0600,00 tekort."
    assert refusal["possible"]

    payment = worker.call("POST", "/accounts/me/top-ups", {"amountCents": 60_000}, expect=201, key="t")
    administrator.sign_in()
    xml = statement(payment["reference"], 60_000)
    administrator.call(
        "POST", "/bank-statements", expect=201, key="s", data=xml, headers={"Content-Type": "application/xml"}
    )
    work(site)
    booking = worker.call("POST", "/bookings", edition, expect=201, key="b")
    assert booking["split"][0]["amountCents"] == 60_000

    cancelled = worker.call("POST", f"/bookings/{booking['id']}/cancel", {}, key="c")
    assert cancelled["state"] == "cancelled"
    assert worker.call("GET", "/accounts/me")["availableCents"] == 60_000


def test_an_employer_tops_up_by_file_and_sees_totals_only(site: flask.Flask, world: World, time: Time) -> None:
    manager, administrator, worker = (Caller(site, who) for who in (world.manager, world.administrator, world.worker))
    manager.sign_in()
    here = f"/employers/{world.employer_id}"
    staff = manager.call("GET", f"{here}/employees")["items"]
    rows = ["personeelsnummer;bedrag"] + [f"{one['personnelNumber']};250,00" for one in staff] + ["9999;1.234"]
    content = "\r\n".join(rows).encode("cp1252")
    batch = manager.call(
        "POST",
        f"{here}/top-up-batches",
        expect=202,
        data={"file": (io.BytesIO(content), "november.csv")},
        content_type="multipart/form-data",
    )
    assert (batch["rows"]["ok"], batch["rows"]["error"], batch["totalCents"]) == (len(staff), 1, 25_000 * len(staff))
    assert {(error["row"], error["field"]) for error in batch["errors"]} == {
        (len(staff) + 2, "personnelNumber"),
        (len(staff) + 2, "amountCents"),
    }
    confirmed = manager.call("POST", f"{here}/top-up-batches/{batch['id']}/confirm", {}, key="go")
    reference = confirmed["payment"]["reference"]

    administrator.sign_in()
    xml = statement(reference, batch["totalCents"])
    administrator.call(
        "POST", "/bank-statements", expect=201, key="s", data=xml, headers={"Content-Type": "application/xml"}
    )
    work(site)
    assert manager.call("GET", f"{here}/top-up-batches/{batch['id']}")["state"] == "credited"
    worker.sign_in()
    (pot,) = worker.call("GET", "/accounts/me")["pots"]
    assert (pot["source"], pot["availableCents"]) == ("employer", 25_000)
    told = manager.call("GET", here)
    assert told["creditedThisYearCents"] == 25_000 * len(staff)
    assert "modules" not in str(told)
    worker.call("GET", here, expect=403)


def test_a_provider_answers_records_attendance_and_is_paid(site: flask.Flask, world: World, time: Time) -> None:
    grant_rights(world)
    worker, office = Caller(site, world.worker), Caller(site, world.office)
    first, second = Caller(site, world.administrator), Caller(site, world.second)
    worker.sign_in()
    booking = worker.call("POST", "/bookings", {"editionId": str(world.edition.edition_id)}, expect=201, key="click")
    office.sign_in()
    (request,) = office.call("GET", "/provider/bookings?state=reserved")["items"]
    assert request["id"] == booking["id"]
    assert "split" not in request
    office.call("POST", f"/bookings/{booking['id']}/accept")
    time.goes_to(world.edition.ends_at)
    office.sign_in()
    office.call("PUT", f"/bookings/{booking['id']}/attendance", {"presentPct": 50})
    time.goes_on(days=8)
    work(site)
    first.sign_in()
    batch = first.call("POST", "/payout-batches", {}, expect=201, key="p")
    assert batch["totalCents"] == 30_000
    refused = first.call("POST", f"/payout-batches/{batch['id']}/approve", {}, expect=409, key="a")
    assert refused["code"] == "own-batch"
    second.sign_in()
    second.call("POST", f"/payout-batches/{batch['id']}/approve", {}, key="a")
    xml = second.call("GET", f"/payout-batches/{batch['id']}/pain001.xml").get_data()
    try_valid_xml(xml, pain.SCHEMA)
    office.sign_in()
    (payout,) = office.call("GET", "/provider/payouts")["items"]
    assert payout["amountCents"] == 30_000


def test_an_adviser_makes_a_plan_that_becomes_a_booking_and_a_pdf(site: flask.Flask, world: World, time: Time) -> None:
    grant_rights(world)
    worker, adviser = Caller(site, world.worker), Caller(site, world.adviser)
    adviser.sign_in()
    client = f"/clients/{world.worker.person_id}"
    adviser.call("GET", client, expect=404)
    worker.sign_in()
    consents = [
        worker.call(
            "POST",
            "/consents",
            {"receiverKind": "desk", "receiverId": str(world.desk_id), "scope": scope},
            expect=201,
        )
        for scope in ("account", "plan", "consult")
    ]
    assert adviser.call("GET", client)["number"] == world.worker.number
    adviser.call(
        "POST",
        f"{client}/consultations",
        {"topics": ["course"], "notes": "Wil robotlasser worden.", "close": True},
        expect=201,
    )
    goals = [
        {
            "title": "Robotlasser worden",
            "tasks": [{"title": "Volg de opleiding", "moduleId": str(world.edition.module_id)}],
        }
    ]
    plan = adviser.call("PUT", f"{client}/plan", {"goals": goals}, headers={"If-Match": '"0"'})
    task = plan["goals"][0]["tasks"][0]
    booking = adviser.call(
        "POST",
        f"{client}/bookings",
        {"editionId": str(world.edition.edition_id), "taskId": task["id"]},
        expect=201,
        key="together",
    )
    assert booking["onBehalf"] is True
    mine = worker.call("GET", "/plan")["goals"][0]["tasks"][0]
    assert mine["booking"]["id"] == booking["id"]
    pdf = worker.call("GET", "/overview.pdf")
    assert pdf.get_data().startswith(b"%PDF-")

    looked = worker.call("GET", "/reads")["items"]
    assert {"account", "plan", "consult"} <= {read["objectType"] for read in looked}
    for consent in consents:
        worker.call("DELETE", f"/consents/{consent['id']}", expect=204)
    adviser.call("GET", client, expect=404)


def test_an_administrator_runs_the_rights_once_with_four_eyes(site: flask.Flask, world: World, time: Time) -> None:
    first, second, worker = (Caller(site, who) for who in (world.administrator, world.second, world.worker))
    first.sign_in()
    run = first.call("POST", "/rights-runs", {"ruleSet": "leerrecht", "on": str(clock.business_date())}, expect=201)
    refused = first.call("POST", f"/rights-runs/{run['id']}/approve", {}, expect=409, key="a")
    assert refused["code"] == "same-approver"
    second.sign_in()
    second.call("POST", f"/rights-runs/{run['id']}/approve", {}, expect=202, key="a")
    work(site)
    work(site)
    done = first.call("GET", f"/rights-runs/{run['id']}")
    assert done["state"] == "done"
    worker.sign_in()
    assert worker.call("GET", "/accounts/me")["balanceCents"] == 100_000
    assert make.PASSWORD not in str(done)
