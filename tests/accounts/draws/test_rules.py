"""Who may enter, with which weight, and until when."""

from datetime import UTC, date, datetime, timedelta

import pytest

from leerloket import clock
from leerloket.accounts.draws import rules
from leerloket.accounts.draws.rules import Condition, Person
from tests.accounts.draws import make

ON = date(2026, 11, 24)
SAMIRA = Person(date(1988, 4, 12), 3, "zuidoost-brabant")


def reasons(condition: Condition, person: Person) -> list[str]:
    return [error.code for error in rules.unmet(condition, person, ON)]


def test_without_conditions_everybody_may_enter() -> None:
    assert reasons(Condition(), Person(None, None, None)) == []


def test_ages_count_from_the_birthday() -> None:
    turns_18 = Person(date(2008, 11, 24), None, None)
    assert reasons(Condition(age_from=18), turns_18) == []
    assert reasons(Condition(age_from=19), turns_18) == ["too-young"]
    assert reasons(Condition(age_until=18), turns_18) == ["too-old"]


def test_below_a_level_leaves_the_level_itself_out() -> None:
    assert reasons(Condition(nlqf_below=4), SAMIRA) == []
    assert reasons(Condition(nlqf_below=3), SAMIRA) == ["level-too-high"]


def test_what_is_not_known_does_not_hold() -> None:
    everything = Condition(18, 67, 4, ("zuidoost-brabant",))
    assert reasons(everything, Person(None, None, None)) == ["too-young", "too-old", "level-too-high", "other-region"]
    assert reasons(everything, SAMIRA) == []


def test_the_heaviest_priority_that_holds_counts() -> None:
    priorities = [
        {"when": {"nlqf_below": 4}, "weight": 2},
        {"when": {"regions": ["zuidoost-brabant"]}, "weight": 3},
        {"when": {"age_until": 30}, "weight": 9},
    ]
    assert rules.weight(priorities, SAMIRA, ON) == 3
    assert rules.weight(priorities, Person(None, 5, None), ON) == 1


def test_a_refusal_names_every_reason_and_what_is_possible() -> None:
    with pytest.raises(rules.MayNotEnter) as refused:
        rules.check_may_enter({"nlqf_below": 2, "age_until": 30}, SAMIRA, ON)
    assert [error.code for error in refused.value.errors] == ["too-old", "level-too-high"]
    assert [way.url for way in refused.value.possible] == ["/lotingen", "/loketten"]


def test_the_window_holds_its_start_and_not_its_end() -> None:
    opens, closes = datetime(2026, 11, 1, tzinfo=UTC), datetime(2026, 12, 1, tzinfo=UTC)
    rules.check_window(opens, closes, opens)
    with pytest.raises(rules.NotOpenYet):
        rules.check_window(opens, closes, opens - timedelta(microseconds=1))
    with pytest.raises(rules.EntryClosed) as refused:
        rules.check_window(opens, closes, closes)
    assert refused.value.possible


def test_everything_that_is_wrong_with_a_plan_is_told_at_once() -> None:
    now = clock.now()
    wrong = make.plan(closes_at=now - timedelta(hours=2), ends_on=date(2020, 1, 1), grants=0)
    with pytest.raises(rules.NotADraw) as refused:
        rules.check_plan(wrong, now)
    assert [error.field for error in refused.value.errors] == ["closesAt", "endsOn", "grants"]


def test_a_claim_ends_with_a_day_and_never_after_the_money() -> None:
    now = datetime(2026, 11, 24, 12, tzinfo=UTC)
    assert rules.claim_until(now, 14, date(2027, 6, 1)) == datetime(2026, 12, 8, 23, tzinfo=UTC)
    assert rules.claim_until(now, 14, date(2026, 11, 30)) == datetime(2026, 11, 30, 23, tzinfo=UTC)
