"""Try a rule set before it starts: calculate, keep, compare, and propose it as a version."""

import random
import uuid
from collections.abc import Sequence
from datetime import date

import sqlalchemy as sa
from dateutil.relativedelta import relativedelta

from leerloket import clock, db, errors
from leerloket.accounts.rights import service as rights
from leerloket.accounts.rule_lab import population, rules, simulation
from leerloket.accounts.rule_lab.models import Scenario
from leerloket.accounts.rule_lab.rules import Assumptions
from leerloket.people.audit import service as audit

__all__ = ["Assumptions", "Scenario"]


def calculate(
    name: str,
    its: rights.Rules,
    assumed: Assumptions,
    *,
    created_by: uuid.UUID,
    against: str = rights.DEFAULT,
) -> Scenario:
    """Calculate a rule set through against the versions that would count otherwise, and keep what came out.

    Raises NameIsTaken, NothingIsGiven, UnknownRuleSet when no version of `against` has started by then, TooFewPeople.
    """
    if db.session.scalar(sa.select(Scenario.scenario_id).where(Scenario.name == name)):
        raise rules.NameIsTaken(field="name")
    rights.check_rules(its)
    people, outcome = _simulate(its, assumed, against)
    stored = simulation.as_stored(outcome, people, rules.SHOWN_FROM if assumed.is_real else 1)
    scenario = Scenario(
        name=name,
        data=rights.write_rules(its),
        assumptions=assumed.as_stored(),
        outcome=stored | {"number": people.number, "stands_for": people.stands_for},
        against=against,
        created_by=created_by,
        created_at=clock.now(),
    )
    db.session.add(scenario)
    db.session.flush()
    audit.record("calculate", "scenario", scenario.scenario_id)
    return scenario


def _simulate(
    its: rights.Rules, assumed: Assumptions, against: str
) -> tuple[population.Population, simulation.Outcome]:
    days = [assumed.starts_on + relativedelta(years=n) for n in range(assumed.years)]
    before = [_counting(against, on) for on in days]
    after = [rights.of_day(its, on) for on in days]
    if assumed.is_real:
        people = _count_people(against, assumed)
        return people, simulation.simulate(people, before, after, assumed)
    people = population.draw(assumed.people, assumed.seed, assumed.starts_on, assumed.never_percent)
    return people, simulation.simulate(people, before, after, assumed, _history(against, assumed.starts_on))


def _counting(name: str, on: date) -> rights.Day:
    return rights.of_day(rights.read_rules(rights.get_rule_set(name, on).data), on)


def _history(name: str, starts_on: date) -> list[rights.Day]:
    """The yearly runs before the first year, since the first version started: what drawn people had by then."""
    first_on = min(version.starts_on for version in rights.list_rule_sets() if version.name == name)
    days = [starts_on - relativedelta(years=n) for n in range(rules.MOST_YEARS, 0, -1)]
    return [_counting(name, on) for on in days if on >= first_on]


def _count_people(name: str, assumed: Assumptions) -> population.Population:
    """The people in the database with what they have now; of more than were asked for a fair part of them."""
    number, facts = rights.list_facts(name, assumed.starts_on.year, limit=assumed.people)
    if number < rules.SHOWN_FROM:
        raise rules.TooFewPeople(field="who")
    chance = random.Random(assumed.seed)  # noqa: S311 - to compare rules, not a secret
    phases = population.habits(chance, assumed.never_percent, len(facts))
    people = (
        (population.Kind(one.birth_on, one.nlqf_level, phase, one.credited, one.right_cents), one.region_code, 1)
        for one, phase in zip(facts, phases, strict=True)
    )
    return population.gather(people, stands_for=number)


def get_scenario(scenario_id: uuid.UUID) -> Scenario:
    """One scenario. Raises NotFound."""
    found = db.session.get(Scenario, scenario_id)
    if found is None:
        raise errors.NotFound
    return found


def list_scenarios(limit: int = 50) -> list[Scenario]:
    """Scenarios, newest first."""
    return list(db.session.scalars(sa.select(Scenario).order_by(Scenario.scenario_id.desc()).limit(limit)))


def compare(scenario_ids: Sequence[uuid.UUID]) -> list[Scenario]:
    """Two to four scenarios side by side, in the order given. Raises NothingToCompare, NotFound."""
    chosen = list(dict.fromkeys(scenario_ids))
    if not 2 <= len(chosen) <= rules.MOST_COMPARED:
        raise rules.NothingToCompare(field="scenario")
    return [get_scenario(scenario_id) for scenario_id in chosen]


def propose(scenario_id: uuid.UUID, *, proposed_by: uuid.UUID) -> rights.RuleSet:
    """Make a version of a scenario's rules and propose it; a second person approves it before it starts.

    Raises ProposedAlready, and StartsTooSoon or DayIsTaken as every proposal.
    """
    scenario = db.session.get(Scenario, scenario_id, with_for_update=True)
    if scenario is None:
        raise errors.NotFound
    if scenario.rule_set_id is not None:
        raise rules.ProposedAlready
    version = rights.write_version(
        scenario.against,
        rules.read(scenario.assumptions).starts_on,
        rights.read_rules(scenario.data),
        note=f"Regellab: {scenario.name}",
        source="",
        created_by=proposed_by,
    )
    rights.propose_version(version.rule_set_id, proposed_by=proposed_by)
    scenario.rule_set_id = version.rule_set_id
    db.session.flush()
    return version
