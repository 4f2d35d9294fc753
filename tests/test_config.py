"""What the service refuses to start with."""

import pytest

from leerloket import config

REAL = {"LEERLOKET_SECRET_KEY": "s" * 32, "LEERLOKET_BANK_IBAN": "NL91 ABNA 0417 1643 00"}


def test_a_real_site_names_its_own_bank_account() -> None:
    assert config.from_environment(REAL).bank_iban == "NL91ABNA0417164300"


@pytest.mark.parametrize("iban", [None, config.EXAMPLE_IBAN, "", "NL91ABNA0417164301"])
def test_outside_demo_the_example_account_or_a_wrong_one_is_refused(iban: str | None) -> None:
    environ = {name: value for name, value in REAL.items() if name != "LEERLOKET_BANK_IBAN"}
    if iban is not None:
        environ["LEERLOKET_BANK_IBAN"] = iban
    with pytest.raises(config.BadSettings, match="LEERLOKET_BANK_IBAN"):
        config.from_environment(environ)


def test_only_the_demo_has_a_payment_service_without_a_key() -> None:
    assert config.from_environment(REAL).payment_key == ""
    demo = config.from_environment({"LEERLOKET_DEMO": "on", "LEERLOKET_PORT": "8100"})
    assert (demo.payment_key, demo.payment_url) == (config.DEMO_PAYMENT_KEY, "http://127.0.0.1:9100")
    real_key = config.from_environment({"LEERLOKET_DEMO": "on", "LEERLOKET_PAYMENT_KEY": "live_x"})
    assert (real_key.payment_key, real_key.payment_url) == ("live_x", "")
