"""Schemes for a person: what is known of them already, and what fits."""

import uuid
from collections import Counter
from dataclasses import replace

from leerloket import clock
from leerloket.accounts.ledger import service as ledger
from leerloket.advice.plans import service as plans
from leerloket.advice.schemes import rules
from leerloket.advice.schemes.rules import Answers, Outcome, Scheme
from leerloket.advice.schemes.versions import (
    Version,
    change_scheme,
    get_scheme,
    import_schemes,
    list_schemes,
    list_versions,
)
from leerloket.advice.schemes.watching import list_watched, tell_of_openings, unwatch, watch
from leerloket.courses.catalogue import service as catalogue
from leerloket.people import service as people
from leerloket.people.employers import service as employers

__all__ = [
    "Answers",
    "Outcome",
    "Scheme",
    "Version",
    "add_checklist",
    "answers_for",
    "answers_of",
    "change_scheme",
    "find_fits",
    "get_scheme",
    "import_schemes",
    "list_pots",
    "list_schemes",
    "list_versions",
    "list_watched",
    "tell_of_openings",
    "unwatch",
    "watch",
]

OWNER_OF_APPLICANT = {"person": "worker", "employer": "employer", "partners": "employer"}


FIRST = Answers("worker", "course")
"""What most people come for, until they say otherwise."""


def find_fits(answers: Answers, pots: dict[str, int] | None = None) -> Outcome:
    """What fits today."""
    return rules.find_fits(list_schemes(), answers, clock.business_date(), pots)


def answers_of(account_id: uuid.UUID, answers: Answers = FIRST) -> Answers:
    """The answers with what is known of a person filled in, so that nothing is asked twice."""
    person = people.get_person(account_id)
    answers = replace(
        answers,
        who="jobseeker",
        education_level=person.nlqf_level,
        age=rules.age_on(person.birth_on, clock.business_date()) if person.birth_on else None,
    )
    jobs = employers.list_employments(account_id)
    if not jobs:
        return answers
    _employment, employer = jobs[0]
    sector = rules.SECTOR_OF_EMPLOYER.get((employer.sector or "").lower())
    return replace(answers, who="worker", size=employer.size, sector=sector)


def answers_for(module: str, answers: Answers = FIRST) -> Answers:
    """The answers with those of a module filled in: a course, its level and its lowest price. Raises UnknownModule."""
    found = catalogue.get_module(module)
    prices = [edition.price_cents for edition in catalogue.list_editions(found.module_id)]
    return replace(
        answers,
        pays="course",
        course_level=rules.level_of(found.nlqf),
        price_cents=min(prices, default=answers.price_cents),
    )


def list_pots(account_id: uuid.UUID) -> dict[str, int]:
    """What a person can use now, in cents by source."""
    sums: Counter[str] = Counter()
    for pot in ledger.get_balance(account_id).pots:
        sums[pot.source] += pot.available_cents
    return dict(sums)


def add_checklist(adviser_id: uuid.UUID, account_id: uuid.UUID, slug: str) -> int:
    """Put a scheme in the plan: a goal with a task per paper, for whoever applies; answers the number of tasks.

    Raises UnknownScheme, PlanTooLong.
    """
    scheme = get_scheme(slug)
    goal_id = plans.add_goal(adviser_id, account_id, f"Regeling aanvragen: {scheme.name.nl}")
    owner = OWNER_OF_APPLICANT[scheme.applicant]
    titles = [f"Regel: {paper.nl}" for paper in scheme.papers] or [f"Vraag na bij {scheme.source_name}"]
    for title in titles:
        plans.add_task(adviser_id, account_id, goal_id, plans.TypedTask(title, owner, None))
    return len(titles)
