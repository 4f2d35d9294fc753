"""The course of people through the years, and who gains and loses."""

from dataclasses import replace
from datetime import date

from leerloket.accounts.rights import rules as rights
from leerloket.accounts.rule_lab import population, rules, simulation

NOW = rights.Rules(
    start_cents=100_000,
    yearly_cents=50_000,
    cap_cents=200_000,
    low_yearly_cents=80_000,
    low_cap_cents=300_000,
    from_age=18,
    until_months=67 * 12,
    expires_after_years=None,
    budget_cents=None,
)
NOBODY_LEARNS = rules.Assumptions(date(2027, 1, 1), never_percent=100)
ADULT = population.Kind(date(1985, 3, 1), 4, None)


def days(its: rights.Rules, years: int = 5) -> list[rights.Day]:
    return [rights.of_day(its, date(2027 + n, 1, 1)) for n in range(years)]


def amounts(kind: population.Kind, its: rights.Rules, assumed: rules.Assumptions = NOBODY_LEARNS) -> list[int | str]:
    answers = simulation.course(kind, days(its), assumed)
    return [answer.amount_cents if isinstance(answer, rights.Due) else answer for answer in answers]


def test_without_learning_the_cap_is_reached() -> None:
    assert amounts(ADULT, NOW) == [100_000, 50_000, 50_000, "at-the-cap", "at-the-cap"]
    assert amounts(ADULT._replace(nlqf_level=2), NOW) == [100_000, 80_000, 80_000, 40_000, "at-the-cap"]


def test_who_learns_makes_room_under_the_cap() -> None:
    often = rules.Assumptions(date(2027, 1, 1), use_4=100, spend_cents=60_000)
    assert amounts(ADULT._replace(phase=0), NOW, often) == [100_000, 50_000, 50_000, 50_000, 50_000]


def test_children_grow_into_a_right_and_others_out_of_it() -> None:
    assert amounts(ADULT._replace(birth_on=date(2010, 6, 1)), NOW)[:3] == ["too-young", "too-young", 100_000]
    assert amounts(ADULT._replace(birth_on=date(1961, 6, 1)), NOW)[1:] == [
        50_000,
        "pension-age",
        "pension-age",
        "pension-age",
    ]


def test_money_that_ended_makes_room_too() -> None:
    ending = replace(NOW, expires_after_years=1)
    assert amounts(ADULT, ending) == [100_000, 50_000, 50_000, 50_000, 50_000]


def test_what_a_person_has_and_had_counts() -> None:
    assert amounts(ADULT._replace(credited=False, right_cents=170_000), NOW)[0] == 30_000
    assert amounts(ADULT._replace(credited=True, right_cents=100_000), NOW)[:2] == ["already-credited", 50_000]


def test_a_price_is_paid_from_what_ends_first_as_far_as_it_reaches() -> None:
    early, late = date(2027, 3, 31), date(2028, 3, 31)
    assert simulation.spend([(late, 50), (early, 30)], 60) == [(early, 0), (late, 20)]
    assert simulation.spend([(late, 50)], 60) == [(late, 0)]


def test_who_gains_and_who_loses_is_counted_per_group() -> None:
    people = population.gather([(ADULT, "zeeland", 3), (ADULT._replace(nlqf_level=2), "twente", 2)], stands_for=50)
    changed = replace(NOW, yearly_cents=60_000, low_yearly_cents=50_000)
    outcome = simulation.simulate(people, days(NOW, 2), days(changed, 2), NOBODY_LEARNS)
    assert (outcome.everybody.winners, outcome.everybody.losers) == (3, 2)
    assert (outcome.level["4"].won_cents, outcome.level["2"].lost_cents) == (30_000, 60_000)
    assert (outcome.region["zeeland"].losers, outcome.region["twente"].losers) == (0, 2)
    assert list(outcome.age) == ["35-44"]
    assert [(year.before_cents, year.after_cents) for year in outcome.years] == [
        (500_000, 500_000),
        (3 * 50_000 + 2 * 80_000, 3 * 60_000 + 2 * 50_000),
    ]
    stored = simulation.as_stored(outcome, people, shown_from=3)
    assert stored["everybody"]["people"] == 50
    assert stored["level"] == {"2": None, "4": stored["level"]["4"]}
    assert stored["years"][0]["after_cents"] == 5_000_000


def test_the_same_rules_change_nothing() -> None:
    people = population.draw(2_000, 1, date(2027, 1, 1), 40)
    outcome = simulation.simulate(people, days(NOW), days(NOW), rules.Assumptions(date(2027, 1, 1)))
    assert (outcome.everybody.winners, outcome.everybody.losers) == (0, 0)
    assert all(year.before_cents == year.after_cents for year in outcome.years)


def test_people_who_are_alike_have_the_course_they_would_have_alone() -> None:
    """The shortcut of `simulate` against going through everybody one by one."""
    people = population.draw(3_000, 3, date(2027, 1, 1), 40)
    changed = replace(NOW, expires_after_years=2, from_age=21)
    assumed, after = rules.Assumptions(date(2027, 1, 1)), days(changed)
    outcome = simulation.simulate(people, days(NOW), after, assumed)
    one_by_one = [0] * len(after)
    for kind, regions in people.kinds.items():
        for n, answer in enumerate(simulation.course(kind, after, assumed)):
            if isinstance(answer, rights.Due):
                one_by_one[n] += answer.amount_cents * sum(regions.values())
    assert [year.after_cents for year in outcome.years] == one_by_one
