"""The demo's bank and books fit together on every day, to the cent."""

from datetime import timedelta

from leerloket import clock, db, seed
from leerloket.accounts.bank import reconciliation
from tests.conftest import Database


def test_bank_and_ledger_of_the_demo_differ_by_nothing_that_is_not_explained(committed: Database) -> None:
    seed.fill(people=20)
    today = clock.business_date()
    with db.transaction(read_only=True):
        overview = reconciliation.get_overview(today - timedelta(days=150), today)
    assert len(overview.days) == 3
    assert [day.unexplained_cents for day in overview.days] == [0, 0, 0]
    assert overview.gaps == []
    assert {"payment-service", "unmatched", "other"} <= {item.name for item in overview.days[0].items}
    assert overview.escrow_cents == overview.held_cents
