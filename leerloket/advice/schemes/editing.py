"""Between the editor's form and a scheme: what was typed as a scheme, and what a change does to a worked result."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date
from typing import Any

from leerloket.advice.schemes import rules
from leerloket.advice.schemes.rules import Answers, Fit, Scheme, Words


@dataclass(frozen=True, slots=True)
class Preview:
    """The same question before and after a change; `before` is None for a new scheme."""

    answers: Answers
    before: Fit | None
    after: Fit


def blank(today: date) -> Scheme:
    """What the form of a new scheme begins with."""
    return Scheme(
        slug="",
        name=Words("", ""),
        about=Words("", ""),
        status="announced",
        applicant="employer",
        gives="subsidy",
        who=(),
        pays=(),
        source_name="",
        source_url="",
        checked_on=today,
        certainty="first_hand",
        valid_from=today,
    )


def take(given: Mapping[str, Any], slug: str) -> Scheme:
    """What an editor typed, as a scheme."""
    note = Words(given["stand_nl"], given["stand_en"]) if given["stand_nl"] and given["stand_en"] else None
    return Scheme(
        slug=slug,
        name=Words(given["naam_nl"], given["naam_en"]),
        about=Words(given["over_nl"], given["over_en"]),
        status=given["status"],
        status_note=note,
        windows=given["rondes"],
        valid_from=given["geldt_vanaf"],
        valid_until=given["geldt_tot"],
        applicant=given["aanvrager"],
        gives=given["geeft"],
        who=tuple(given["voor"]),
        pays=tuple(given["waarvoor"]),
        sizes=tuple(given["grootte"]),
        sectors=tuple(given["sector"]),
        min_age=given["leeftijd_vanaf"],
        max_age=given["leeftijd_tot"],
        education_levels=tuple(given["diploma"]),
        rates=given["delen"],
        costs_from_cents=given["kosten_vanaf"],
        amount_from_cents=given["bedrag_vanaf"],
        threshold_cents=given["drempel"],
        cap_cents=given["hoogstens"],
        sector_caps=dict(given["hoogstens_sector"]),
        advance_percent=given["vooraf"],
        pots=tuple(given["potjes"]),
        not_with=tuple(given["niet_met"].replace(",", " ").split()),
        conditions=given["regels"],
        papers=given["papieren"],
        source_name=given["bron"],
        source_url=given["bron_adres"],
        checked_on=given["gecontroleerd"],
        certainty=given["zekerheid"],
    )


def preview(before: Scheme | None, after: Scheme, price_cents: int, on: date) -> Preview:
    """What the scheme gives for a price to somebody it is meant for, before and after."""
    levels = [level for rate in after.rates for level in rate.levels]
    answers = Answers(
        who=after.who[0],
        pays=after.pays[0],
        size=next(iter(after.sizes), None),
        sector=next(iter(after.sectors), None),
        price_cents=price_cents,
        course_level=next(iter(levels), None),
        education_level=next(iter(after.education_levels), None),
        age=after.min_age or after.max_age,
    )
    return Preview(
        answers, None if before is None else rules.judge(before, answers, on), rules.judge(after, answers, on)
    )


def changed(before: Scheme, after: Scheme) -> list[str]:
    """The names of the parts that differ."""
    return [one.name for one in fields(Scheme) if getattr(before, one.name) != getattr(after, one.name)]
