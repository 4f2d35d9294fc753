"""Scenarios: kept, compared, proposed; and the lab agrees with the real run."""

import random
import uuid
from dataclasses import replace
from datetime import date

import pytest
import sqlalchemy as sa
import time_machine

from leerloket import db
from leerloket.accounts.ledger import service as ledger
from leerloket.accounts.rights import rules as rights_rules
from leerloket.accounts.rights import service as rights
from leerloket.accounts.rule_lab import rules, service
from tests.accounts.ledger import make as money
from tests.accounts.rights import make

pytestmark = pytest.mark.usefixtures("session")

CLERK = uuid.UUID("44444444-4444-4444-8444-444444444444")
BOSS = uuid.UUID("55555555-5555-4555-8555-555555555555")
START = date(2027, 1, 1)
REAL = rules.Assumptions(START, years=3, is_real=True, never_percent=100)


def new_rules() -> rights_rules.Rules:
    """The shipped rules with another yearly amount, cap and age."""
    first = rights_rules.read(rights.get_rule_set("leerrecht", date(2026, 1, 1)).data)
    return replace(first, yearly_cents=65_000, cap_cents=200_000, low_cap_cents=250_000, from_age=20)


def approve(its: rights_rules.Rules) -> None:
    version = rights.write_version("leerrecht", START, its, note="", source="", created_by=CLERK)
    rights.propose_version(version.rule_set_id, proposed_by=CLERK)
    rights.approve_version(version.rule_set_id, approved_by=BOSS)


def run(on: date) -> rights.Run:
    made = rights.dry_run("leerrecht", on, created_by=CLERK)
    rights.approve(made.run_id, approved_by=BOSS)
    rights.work()
    return rights.get_run(made.run_id)


def people_of_all_kinds(number: int) -> None:
    chance = random.Random(5)  # noqa: S311
    for _ in range(number):
        person = make.person(
            birth_on=date(chance.randrange(1955, 2012), chance.randrange(1, 13), chance.randrange(1, 29)),
            nlqf_level=chance.choice([None, 0, 2, 3, 4, 6, 8]),
            region_code=chance.choice([None, "zeeland", "twente"]),
        )
        if chance.random() < 0.3:
            money.right(person, chance.randrange(1, 240_000))


def test_the_lab_and_the_real_run_agree_on_the_same_people() -> None:
    """Three years of real runs cost to the cent, and reach, what was calculated before they were made."""
    people_of_all_kinds(120)
    run(date(2026, 11, 24))
    scenario = service.calculate("Nieuw", new_rules(), REAL, created_by=CLERK)
    approve(new_rules())
    for year in scenario.outcome["years"]:
        with time_machine.travel(f"{year['year']}-01-01T12:00:00+01:00"):
            real = run(date(year["year"], 1, 1))
        assert (real.rule_version, real.done_count, real.done_cents) == (
            "2027-1",
            year["after_people"],
            year["after_cents"],
        )
        assert real.exclusions.get("at-the-cap", 0) == year["after_capped"]
    credited = db.session.execute(
        sa.text("SELECT count(DISTINCT account_id), sum(amount_cents) FROM grants WHERE year > 2026")
    ).one()
    everybody = scenario.outcome["everybody"]
    assert tuple(credited) == (everybody["after_people"], everybody["after_cents"])


def test_the_rules_of_now_are_those_that_count_in_each_year() -> None:
    approve(new_rules())
    people = make.persons(6)
    scenario = service.calculate("Gelijk", new_rules(), REAL, created_by=CLERK)
    assert scenario.outcome["everybody"]["losers"] == scenario.outcome["everybody"]["winners"] == 0
    assert scenario.outcome["number"] == scenario.outcome["stands_for"] == len(people)
    assert all(ledger.get_balance(person).available_cents == 0 for person in people)


def test_example_people_have_a_history_under_the_rules_of_now() -> None:
    assumed = rules.Assumptions(START, years=1, never_percent=100)
    first = rights_rules.read(rights.get_rule_set("leerrecht", date(2026, 1, 1)).data)
    scenario = service.calculate("Voorbeeld", first, assumed, created_by=CLERK)
    (year,) = scenario.outcome["years"]
    assert year["before_cents"] == year["after_cents"]
    assert 50_000 < year["after_cents"] / year["after_people"] < 80_000


def test_a_calculation_needs_people_a_name_and_rules_that_give() -> None:
    with pytest.raises(rules.TooFewPeople):
        service.calculate("Weinig", new_rules(), REAL, created_by=CLERK)
    make.persons(5)
    service.calculate("Eén", new_rules(), REAL, created_by=CLERK)
    with pytest.raises(rules.NameIsTaken):
        service.calculate("Eén", new_rules(), REAL, created_by=CLERK)
    with pytest.raises(rights_rules.NothingIsGiven):
        service.calculate("Niets", replace(new_rules(), cap_cents=0), REAL, created_by=CLERK)
    with pytest.raises(rights_rules.UnknownRuleSet):
        service.calculate("Vroeg", new_rules(), replace(REAL, starts_on=date(2020, 1, 1)), created_by=CLERK)


def test_two_to_four_lie_side_by_side() -> None:
    make.persons(5)
    ids = [service.calculate(f"{n}", new_rules(), REAL, created_by=CLERK).scenario_id for n in range(5)]
    assert [each.name for each in service.compare([ids[3], ids[0], ids[3]])] == ["3", "0"]
    for chosen in ([ids[0]], ids, [ids[0], ids[0]]):
        with pytest.raises(rules.NothingToCompare):
            service.compare(chosen)


def test_a_scenario_is_proposed_once_and_approved_by_another() -> None:
    make.persons(5)
    scenario = service.calculate("Ruimer", new_rules(), REAL, created_by=CLERK)
    version = service.propose(scenario.scenario_id, proposed_by=CLERK)
    assert (version.state, version.starts_on, version.note) == ("proposed", START, "Regellab: Ruimer")
    assert rights_rules.read(version.data) == new_rules()
    with pytest.raises(rules.ProposedAlready):
        service.propose(scenario.scenario_id, proposed_by=BOSS)
    with pytest.raises(rights_rules.SameApprover):
        rights.approve_version(version.rule_set_id, approved_by=CLERK)
    assert rights.approve_version(version.rule_set_id, approved_by=BOSS).state == "approved"
    assert [each.name for each in service.list_scenarios()] == ["Ruimer"]
