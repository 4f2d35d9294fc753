"""What holds for API keys, without a database."""

from datetime import date, timedelta

import pytest

from leerloket import web
from leerloket.people.keys import rules

TODAY = date(2026, 11, 24)


def test_a_key_shows_whether_it_is_for_real_and_is_never_the_same() -> None:
    assert rules.new_key(is_demo=True).startswith("ll_test_")
    live = rules.new_key(is_demo=False)
    assert live.startswith("ll_live_")
    assert rules.is_key(live)
    assert live != rules.new_key(is_demo=False)


@pytest.mark.parametrize("text", ["", "ll_live_", "ll_other_" + "a" * 43, "ll_live_" + "é" * 43, "a" * 51])
def test_what_has_not_the_shape_of_a_key_is_none(text: str) -> None:
    assert not rules.is_key(text)


def test_a_key_ends_within_two_years() -> None:
    rules.check_end(TODAY + timedelta(days=1), TODAY)
    rules.check_end(TODAY + timedelta(days=rules.LONGEST_DAYS), TODAY)
    for day in (TODAY, TODAY + timedelta(days=rules.LONGEST_DAYS + 1)):
        with pytest.raises(rules.KeyEndsTooLate):
            rules.check_end(day, TODAY)


def test_an_employer_has_no_scope_of_a_provider() -> None:
    rules.check_scopes("employer", ["employees:read", "top-ups:write"])
    for scopes in (["bookings:read"], [], ["all"]):
        with pytest.raises(rules.ScopeUnknown):
            rules.check_scopes("employer", scopes)


def test_who_may_write_may_read_and_not_the_other_way_round() -> None:
    web.check_scope(["top-ups:write"], "top-ups:read")
    web.check_scope(["top-ups:read"], "top-ups:read")
    with pytest.raises(web.ScopeMissing) as refused:
        web.check_scope(["top-ups:read"], "top-ups:write")
    assert refused.value.facts == {"scope": "top-ups:write"}
    with pytest.raises(web.NotForKeys):
        web.check_scope(["top-ups:write"], "")
