"""A file of top-ups from upload to the pots of the employees."""

import pytest

from leerloket.accounts.ledger import service as ledger
from leerloket.accounts.payments import service as payments
from leerloket.accounts.topups import contribution, rules, service
from tests.accounts.payments.make import Entry, statement
from tests.accounts.topups import make

pytestmark = pytest.mark.usefixtures("session")

FILE = "personeelsnummer;bedrag;potje;geldig tot;kenmerk\n101;250,00;werk;31-12-2028;nov\n102;1.250,00;;;\n103;40;alles;;\n"


def pay(batch: service.Batch, cents: int | None = None) -> payments.Imported:
    """The employer's bank transfer comes in."""
    payment = make.payment_of(batch)
    entry = Entry(cents or payment.amount_cents, text=payments.written(payment.reference))
    return payments.import_statement(statement(entry), file_name="nov.xml", imported_by=None)


def test_a_file_is_checked_and_nothing_is_credited() -> None:
    company = make.company()
    batch = make.check(company, FILE)
    totals = service.count_rows(batch)
    assert (batch.state, totals.rows, batch.total_cents) == ("checked", {"ok": 3, "error": 0, "question": 0}, 154_000)
    service.work()
    assert ledger.get_balance(company.people["101"]).balance_cents == 0


def test_money_goes_from_the_bank_over_the_fund_to_the_pots() -> None:
    company = make.company()
    batch = make.confirmed(company, FILE)
    service.work()
    assert ledger.get_balance(company.people["101"]).balance_cents == 0
    assert pay(batch).matched == 1
    assert ledger.get_fund_cents(company.employer_id) == 154_000
    assert service.work() == 3
    assert ledger.get_fund_cents(company.employer_id) == 0
    pot = ledger.list_pots(company.people["101"])[0]
    assert (pot.source, pot.purposes, pot.available_cents, str(pot.expires_on)) == (
        "employer", ["job"], 25_000, "2028-12-31",
    )
    assert service.get_batch(company.employer_id, batch.batch_id).state == "credited"
