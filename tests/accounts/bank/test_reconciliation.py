"""Bank, ledger and escrow side by side: every difference has its reason, to the cent."""

import uuid
from datetime import date, timedelta

import flask.testing
import pytest
import time_machine

from leerloket import clock, db
from leerloket.accounts.bank import orders, reconciliation, returns, service, work_list
from leerloket.accounts.bank.service import CreditTransfer, Share
from leerloket.accounts.ledger import service as ledger
from leerloket.accounts.payments import service as payments
from tests.accounts import reading
from tests.accounts.bank.make import Entry, balances, statement
from tests.accounts.ledger import make as money
from tests.people import make as people

pytestmark = pytest.mark.usefixtures("session")

ANN, BOB = uuid.UUID(int=11), uuid.UUID(int=12)
TODAY = clock.business_date()


def load(*entries: Entry, opening: int = 0, closing: int = 0, on: date | None = None) -> service.Imported:
    body = balances(opening, closing, on or clock.business_date())
    content = statement(*entries, head=body, message=str(uuid.uuid4()), on=on or clock.business_date())
    return service.import_statement(content, file_name=None, imported_by=ANN)


def items(day: reconciliation.Day) -> dict[str, int]:
    return {item.name: item.amount_cents for item in day.items}


def today() -> reconciliation.Day:
    return reconciliation.get_day(clock.business_date())


def test_what_was_matched_is_the_same_in_both() -> None:
    payment = payments.top_up_own(people.person().person_id, 5_000)
    assert load(Entry(5_000, text=payment.reference), closing=5_000).difference_cents == 0
    day = today()
    assert (day.bank_cents, day.ledger_cents, items(day), day.unexplained_cents) == (5_000, 5_000, {}, 0)


def test_every_difference_has_its_reason() -> None:
    payment = payments.top_up_own(people.person().person_id, 5_000)
    load(
        Entry(5_000, text=payment.reference),
        Entry(900, text="dank u"),
        Entry(700, text="nog een"),
        Entry(4_000, name="Stichting Mollie Payments", text="Settlement 12"),
        Entry(25, direction="DBIT", text="kosten"),
        opening=10_000,
        closing=20_575,
    )
    wrong = service.list_lines("unmatched")[1]
    work_list.decide(wrong.line_id, [Share(None, 700)], reason="Verkeerd", by=ANN)
    work_list.approve(wrong.line_id, by=BOB)
    day = today()
    assert (day.bank_cents, day.ledger_cents, day.unexplained_cents) == (20_575, 5_000, 0)
    assert items(day) == {
        "opening": 10_000,
        "unmatched": 900,
        "returning": 700,
        "payment-service": 4_000,
        "other": -25,
    }


def test_payouts_and_returns_are_on_the_way_until_a_statement_shows_them() -> None:
    provider = CreditTransfer("Technohub", "NL91ABNA0417164300", 3_000, "U-20261124-7F3K9", "Leerloket")
    payment = payments.top_up_own(people.person().person_id, 5_000)
    load(Entry(5_000, text=payment.reference), Entry(700, text="fout"), closing=5_700)
    wrong = service.list_lines("unmatched")[0]
    work_list.decide(wrong.line_id, [Share(None, 700)], reason="Verkeerd", by=ANN)
    work_list.approve(wrong.line_id, by=BOB)
    ledger.pay_out(db.new_id(), 3_000, actor_id=ANN, approved_by=BOB, rule="test", rule_version="1", key="p")
    orders.order_payments(
        [provider], kind="payout", number="U-20261124-7F3K9", payer_name="L", payer_iban="NL02ABNA0123456789",
        pays_on=TODAY,
    )  # fmt: skip
    batch = returns.make_batch(by=ANN, payer_name="L", payer_iban="NL02ABNA0123456789")
    day = today()
    assert (items(day), day.unexplained_cents) == ({"returning": 700, "payouts-on-the-way": 3_000}, 0)
    done = load(
        Entry(3_000, direction="DBIT", text="U-20261124-7F3K9"),
        Entry(700, direction="DBIT", text=batch.number),
        opening=5_700,
        closing=2_000,
    )
    assert done.matched == 2
    day = today()
    assert (day.bank_cents, day.ledger_cents, items(day), day.unexplained_cents) == (2_000, 2_000, {}, 0)


def test_money_that_no_statement_brought_is_not_explained() -> None:
    money.own(people.person().person_id, 1_234)
    load(closing=0)
    assert today().unexplained_cents == -1_234


def test_a_missing_statement_is_seen_and_so_are_lines_that_are_not_there() -> None:
    yesterday = TODAY - timedelta(days=1)
    load(Entry(100, text="a"), closing=100, on=yesterday)
    second = load(Entry(100, text="b"), opening=150, closing=300)
    assert (second.gap_cents, second.difference_cents) == (50, 50)
    overview = reconciliation.get_overview(yesterday, TODAY)
    assert [gap.missing_cents for gap in overview.gaps] == [50]
    assert items(overview.days[0]) == {"unmatched": 200, "missing-lines": 100}
    assert [day.unexplained_cents for day in overview.days] == [0, 0]


def test_a_line_that_is_credited_later_is_explained_on_its_own_day() -> None:
    payment = payments.top_up_own(people.person().person_id, 5_000)
    load(Entry(5_000, text="dank u"), closing=5_000)
    line = service.list_lines("unmatched")[0]
    with time_machine.travel(clock.now() + timedelta(days=1)):
        work_list.decide(line.line_id, [Share(payment.payment_id, 5_000)], reason="", by=ANN)
        load(opening=5_000, closing=5_000)
        first, second = sorted(
            reconciliation.get_overview(TODAY, TODAY + timedelta(days=1)).days, key=lambda day: day.day_on
        )
    assert (items(first), first.unexplained_cents) == ({"booked-later": 5_000}, 0)
    assert (items(second), second.unexplained_cents) == ({}, 0)


def test_overlapping_statements_bring_each_line_once() -> None:
    lines = [Entry(100, text="a"), Entry(100, text="a"), Entry(300, text="b")]
    load(*lines[:2], closing=200)
    again = load(*lines, closing=500)
    assert (again.unmatched, again.refused, again.gap_cents) == (1, 2, 0)
    day = today()
    assert (day.bank_cents, items(day), day.unexplained_cents) == (500, {"unmatched": 500}, 0)


def test_one_page_shows_it_with_csv_and_json(client: flask.testing.FlaskClient) -> None:
    controller = people.person("controller")
    people.sign_in(client, controller)
    assert "geen bankafschrift" in reading.text(reading.page(client.get("/beheer/aansluiting")))
    load(Entry(900, text="dank u"), closing=900)
    words = reading.text(reading.page(client.get("/beheer/aansluiting")))
    assert "Ja, tot op de cent" in words
    assert "Regels die op iemand wachten + € 9,00" in words.replace("+€", "+ €")
    rows = client.get("/beheer/aansluiting.csv").get_data(as_text=True).splitlines()
    assert rows[0].startswith("\ufeffDatum;Bank;Grootboek;Verschil;")
    assert rows[1].split(";")[:4] == [TODAY.isoformat(), "9,00", "0,00", "9,00"]
    told = reading.data(client.get("/api/v1/reconciliation", headers=people.bearer(controller)))
    assert told["days"][0]["items"] == [{"name": "unmatched", "amountCents": 900}]
    assert (told["unmatched"], told["escrowCents"], told["heldCents"]) == (1, 0, 0)
    assert client.get("/beheer/aansluiting?van=x").status_code == 400
