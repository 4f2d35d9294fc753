"""What is missing, and what closes it best: plain values, no database."""

import uuid

import pytest

from leerloket.advice.skills import rules

WELD, ROBOT, SUMS = (uuid.UUID(int=number) for number in (1, 2, 3))
ASKED = [(WELD, 3, True), (ROBOT, 3, True), (SUMS, 2, False)]
NAMES = {WELD: "lassen", ROBOT: "robot programmeren", SUMS: "rekenen"}


def offer(title: str, *teaches: uuid.UUID, hours: int = 8, own_cents: int = 0) -> rules.Offer:
    return rules.Offer(uuid.uuid5(uuid.NAMESPACE_URL, title), title, frozenset(teaches), hours, own_cents)


def titles(routes: list[rules.Route]) -> list[str]:
    return [one.offer.title for one in routes]


def test_what_is_missed_most_comes_first_and_what_is_needed_before_what_is_handy() -> None:
    lines = rules.compare(ASKED, {WELD: 4, ROBOT: 2})
    assert [(line.skill_id, line.short) for line in lines] == [(ROBOT, 1), (SUMS, 2), (WELD, 0)]
    assert rules.missing_steps(lines) == 3


def test_more_than_is_asked_leaves_no_gap_and_counts_no_further() -> None:
    lines = rules.compare([(WELD, 3, True)], {WELD: 5})
    assert (lines[0].short, rules.reached_pct(lines)) == (0, 100)


def test_a_person_who_can_nothing_yet_has_reached_nothing() -> None:
    assert rules.reached_pct(rules.compare(ASKED, {})) == 0
    assert rules.reached_pct([]) == 100


def test_a_needed_skill_counts_double_in_what_was_reached() -> None:
    asked = [(WELD, 2, True), (SUMS, 2, False)]
    assert rules.reached_pct(rules.compare(asked, {WELD: 2})) == 66
    assert rules.reached_pct(rules.compare(asked, {SUMS: 2})) == 33


@pytest.mark.parametrize(("hours", "steps"), [(1, 1), (23, 1), (24, 2), (119, 2), (120, 3), (900, 3)])
def test_a_longer_module_brings_more_steps(hours: int, steps: int) -> None:
    assert rules.steps_of_hours(hours) == steps


def test_a_module_never_brings_further_than_the_occupation_asks() -> None:
    found = rules.route(rules.compare(ASKED, {WELD: 2}), offer("Lang", WELD, ROBOT, hours=200))
    assert found is not None
    assert dict(found.steps) == {ROBOT: 3, WELD: 1}
    assert (found.brings, found.points, found.missing) == (4, 8, 6)


def test_a_module_that_teaches_only_what_is_there_is_no_way() -> None:
    lines = rules.compare(ASKED, {WELD: 3})
    assert rules.route(lines, offer("Lassen", WELD)) is None
    assert rules.rank(lines, [offer("Lassen", WELD), offer("Koken", uuid.uuid4())]) == []


def test_most_steps_for_own_money_and_hours_come_first() -> None:
    lines = rules.compare(ASKED, {})
    cheap, dear = offer("Goedkoop", WELD, hours=8), offer("Duur", WELD, hours=8, own_cents=90_000)
    long, handy = offer("Lang", WELD, hours=100), offer("Handig", SUMS, hours=8)
    assert titles(rules.rank(lines, [dear, long, handy, cheap])) == ["Goedkoop", "Handig", "Lang", "Duur"]


def test_free_and_short_is_not_free_of_effort() -> None:
    found = rules.route(rules.compare(ASKED, {}), offer("Gratis", WELD, hours=8))
    assert found is not None
    assert found.effort_cents == 8 * rules.HOUR_CENTS


def test_equal_modules_go_by_hours_and_then_by_title() -> None:
    lines = rules.compare(ASKED, {})
    assert titles(rules.rank(lines, [offer("B", WELD), offer("A", WELD)])) == ["A", "B"]
    many = [offer(f"M{number:02}", WELD) for number in range(30)]
    assert len(rules.rank(lines, many)) == rules.MOST_ROUTES


def test_the_reason_names_skills_steps_money_and_time_in_both_languages() -> None:
    lines = rules.compare(ASKED, {WELD: 1})
    found = rules.route(lines, offer("Robot", ROBOT, hours=24, own_cents=12_050))
    assert found is not None
    assert rules.reason(found, NAMES, "nl").replace("\u00a0", " ") == (
        "Leert u robot programmeren (+2). Dat is 2 stappen van de 7 die nog missen, voor € 120,50 eigen geld en 24 uur."
    )
    assert "That is 2 steps of the 7 that are missing, for €120.50" in rules.reason(found, NAMES, "en")
    short = rules.route(lines, offer("Kort", SUMS, hours=4))
    assert short is not None
    assert "Dat is 1 stap van de 7" in rules.reason(short, NAMES, "nl")


def test_an_inventory_has_an_end() -> None:
    rules.check_room(rules.MOST_SKILLS - 1)
    with pytest.raises(rules.TooManySkills):
        rules.check_room(rules.MOST_SKILLS)
