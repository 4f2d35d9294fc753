"""Codes that count once: what the standard says, how late is too late, and how codes on paper look."""

import re
from datetime import UTC, datetime, timedelta

import pyotp
import pytest

from leerloket.people import one_time_codes

RFC_SECRET = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
"""The secret of RFC 6238, appendix B: 12345678901234567890."""
AT = datetime(2026, 11, 24, 10, 0, 5, tzinfo=UTC)


@pytest.mark.parametrize(
    ("seconds", "code"),
    [(59, "287082"), (1111111109, "081804"), (1111111111, "050471"), (1234567890, "005924"), (2000000000, "279037")],
)
def test_the_values_of_the_standard(seconds: int, code: str) -> None:
    at = datetime.fromtimestamp(seconds, UTC)
    assert one_time_codes.find_step(RFC_SECRET, code, at, after=None) == seconds // 30


@pytest.mark.parametrize(("drift", "counts"), [(-2, False), (-1, True), (0, True), (1, True), (2, False)])
def test_a_phone_may_be_one_step_early_or_late(drift: int, counts: bool) -> None:
    code = pyotp.TOTP(RFC_SECRET).at(AT + timedelta(seconds=30 * drift))
    step = one_time_codes.find_step(RFC_SECRET, code, AT, after=None)
    assert step == (one_time_codes.step_at(AT) + drift if counts else None)


def test_a_step_counts_only_after_the_last_one() -> None:
    now, code = one_time_codes.step_at(AT), pyotp.TOTP(RFC_SECRET).at(AT)
    assert one_time_codes.find_step(RFC_SECRET, code, AT, after=now - 1) == now
    assert one_time_codes.find_step(RFC_SECRET, code, AT, after=now) is None
    assert one_time_codes.find_step(RFC_SECRET, code, AT, after=now + 1) is None


@pytest.mark.parametrize("code", ["", "28708", "2870822", "２８７０８２", "abcdef", "🙂"])
def test_what_is_no_code_is_wrong(code: str) -> None:
    at = datetime.fromtimestamp(59, UTC)
    assert one_time_codes.find_step(RFC_SECRET, one_time_codes.plain(code), at, after=None) is None


def test_codes_on_paper_are_ten_that_can_be_read_and_typed() -> None:
    codes = one_time_codes.new_recovery_codes()
    assert len(set(codes)) == 10
    for code in codes:
        assert re.fullmatch(r"[2-9A-HJKMNP-Z]{4}(-[2-9A-HJKMNP-Z]{4}){2}", code)
        assert one_time_codes.plain(code.lower().replace("-", " ")) == code.replace("-", "")


def test_the_address_for_the_app_names_the_service_and_the_person() -> None:
    address = one_time_codes.address(RFC_SECRET, "samira@voorbeeld.nl")
    assert address == f"otpauth://totp/Leerloket:samira%40voorbeeld.nl?secret={RFC_SECRET}&issuer=Leerloket"
    assert len(one_time_codes.new_secret()) == 32
