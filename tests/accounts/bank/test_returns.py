"""Money that goes back, and the switch that stops it."""

import pytest

from leerloket import db
from leerloket.accounts.bank import returns, rules, stops

pytestmark = pytest.mark.usefixtures("session")


def test_a_stop_of_payouts_stops_money_that_goes_back_too() -> None:
    stops.freeze_payouts(frozen=True, reason="Verdachte rekening")
    with pytest.raises(rules.PayoutsFrozen):
        returns.make_batch(by=db.random_id(), payer_name="Leerloket", payer_iban="NL02ABNA0123456789")
    with pytest.raises(rules.PayoutsFrozen):
        returns.pain001(db.random_id())
    stops.freeze_payouts(frozen=False, reason="Opgelost")
    with pytest.raises(rules.NothingToReturn):
        returns.make_batch(by=db.random_id(), payer_name="Leerloket", payer_iban="NL02ABNA0123456789")
