"""Every planted scheme is found, an ordinary country stays quiet, and what was judged does not count again."""

import uuid
from dataclasses import replace
from datetime import timedelta

import pytest

from leerloket.courses.signals import kinds, rules
from tests.courses.signals import planted

ROUND = rules.Around(planted.NOW, planted.RIGHTS)


def one(kind: str, number: int = 1) -> tuple[rules.Facts, rules.Found]:
    country = planted.Country(number)
    provider_id = country.plant(kind)
    found = next(found for found in country.find() if found.kind == kind)
    return next(facts for facts in country.providers if facts.provider_id == provider_id), found


@pytest.mark.parametrize("number", range(3))
def test_a_clean_country_stays_quiet(number: int) -> None:
    assert list(planted.Country(number).find()) == []


@pytest.mark.parametrize("number", range(3))
def test_every_planted_scheme_is_found_and_nothing_else(number: int) -> None:
    for kind in kinds.RULED:
        country = planted.Country(number)
        provider_id = country.plant(kind)
        assert [(found.kind, found.provider_id) for found in country.find()] == [(kind, provider_id)]


@pytest.mark.parametrize("kind", kinds.RULED)
def test_a_finding_tells_its_limits_its_figures_and_its_evidence(kind: str) -> None:
    _facts, found = one(kind)
    assert found.limits == kinds.defaults(kind)
    assert found.figures
    assert len({piece.key for piece in found.evidence}) == len(found.evidence) > 0


@pytest.mark.parametrize("kind", [kind for kind in kinds.RULED if kind not in {"price-rise", "shared-account"}])
def test_bookings_that_were_judged_do_not_count_again(kind: str) -> None:
    facts, found = one(kind)
    evidence = {piece.object_id for piece in found.evidence}
    judged = [replace(deal, judged=frozenset({kind})) if deal.booking_id in evidence else deal for deal in facts.deals]
    limits = {kind: kinds.defaults(kind) for kind in kinds.RULED}
    again = rules.find(replace(facts, deals=judged), ROUND, limits)
    assert kind not in [found.kind for found in again]


def test_a_group_that_is_called_off_at_once_is_no_repetition() -> None:
    country, edition_id = planted.Country(1), uuid.UUID(int=1)
    back = planted.NOW - timedelta(days=4)
    stopped = [replace(country._deal(), edition_id=edition_id, given_back_at=back) for _ in range(20)]
    facts = rules.Facts(uuid.UUID(int=2), planted.NOW, deals=stopped)
    assert rules.repeated_refunds(facts, ROUND, kinds.defaults("repeated-refunds")) is None


def test_a_higher_limit_silences_a_rule() -> None:
    facts, _found = one("night-attendance")
    limits = kinds.defaults("night-attendance")
    assert rules.night_attendance(facts, ROUND, limits) is not None
    assert rules.night_attendance(facts, ROUND, limits | {"times": 26}) is None


def test_an_employer_that_also_goes_elsewhere_is_ordinary() -> None:
    facts, _found = one("one-employer")
    employer_id = next(deal.employer_id for deal in reversed(facts.deals) if deal.employer_id)
    limits = kinds.defaults("one-employer")
    assert rules.one_employer(facts, ROUND, limits) is not None
    assert rules.one_employer(facts, replace(ROUND, spent_cents={employer_id: 10_000_000}), limits) is None


@pytest.mark.parametrize(("closed", "false_alarms", "pct"), [(0, 0, None), (3, 1, 33), (3, 2, 67), (4, 4, 100)])
def test_the_share_of_false_alarms_is_rounded(closed: int, false_alarms: int, pct: int | None) -> None:
    assert rules.false_alarm_pct(closed, false_alarms) == pct
