"""Scenarios as JSON, and the forms of their pages."""

from typing import Any

import marshmallow as ma

from leerloket import web
from leerloket.accounts.rights import schemas as rights_schemas
from leerloket.accounts.rule_lab import rules

PERCENT = ma.validate.Range(0, 100)
YEARS = ma.validate.Range(1, rules.MOST_YEARS)
PEOPLE = ma.validate.Range(rules.LEAST_PEOPLE, rules.MOST_PEOPLE)
SEED = ma.validate.Range(0, 2**31 - 1)
NAME = ma.validate.Length(1, 80)


class AssumptionsBody(web.Schema):
    """What the rules do not say and the calculation needs."""

    starts_on = ma.fields.Date(required=True, metadata={"description": "The day of the first run."})
    years = ma.fields.Int(load_default=5, strict=True, validate=YEARS)
    is_real = ma.fields.Bool(load_default=False, metadata={"description": "Count people of the database."})
    people = ma.fields.Int(
        load_default=rules.LEAST_PEOPLE,
        strict=True,
        validate=PEOPLE,
        metadata={"description": "How many people are drawn, or of the database counted at most."},
    )
    seed = ma.fields.Int(load_default=1, strict=True, validate=SEED)
    never_percent = ma.fields.Int(
        load_default=40, strict=True, validate=PERCENT, metadata={"description": "Of all people, who never learn."}
    )
    use_below_4 = ma.fields.Int(
        load_default=20, strict=True, validate=PERCENT, metadata={"description": "Of the others, who learn in a year."}
    )
    use_4 = ma.fields.Int(load_default=30, strict=True, validate=PERCENT)
    use_above_4 = ma.fields.Int(load_default=45, strict=True, validate=PERCENT)
    spend_cents = web.Cents(load_default=100_000)

    @ma.post_load
    def _as_assumptions(self, data: dict[str, Any], **_: Any) -> rules.Assumptions:
        return rules.Assumptions(**data)


class ScenarioIn(web.Schema):
    """A rule set to calculate through."""

    name = ma.fields.Str(required=True, validate=NAME)
    rules = ma.fields.Nested(rights_schemas.RulesBody, required=True)
    assumptions = ma.fields.Nested(AssumptionsBody, required=True)


class YearOut(web.OutSchema):
    """A year under the rules of now (before) and the new ones (after)."""

    year = ma.fields.Int()
    before_people = ma.fields.Int()
    before_cents = web.Cents()
    before_capped = ma.fields.Int(metadata={"description": "People who get nothing because they are at the cap."})
    after_people = ma.fields.Int()
    after_cents = web.Cents()
    after_capped = ma.fields.Int()


class GroupOut(web.OutSchema):
    """Some people over all years together."""

    people = ma.fields.Int()
    before_people = ma.fields.Int()
    before_cents = web.Cents()
    after_people = ma.fields.Int()
    after_cents = web.Cents()
    losers = ma.fields.Int(metadata={"description": "People who get less than now."})
    lost_cents = web.Cents()
    winners = ma.fields.Int()
    won_cents = web.Cents()


def _groups(what: str) -> ma.fields.Dict:
    return ma.fields.Dict(
        keys=ma.fields.Str(),
        values=ma.fields.Nested(GroupOut, allow_none=True),
        metadata={"description": f"By {what}; null where fewer than 5 real people are meant."},
    )


class OutcomeOut(web.OutSchema):
    """What came out, for everybody the people stand for."""

    number = ma.fields.Int(metadata={"description": "People drawn or counted."})
    stands_for = ma.fields.Int(metadata={"description": "People they stand for."})
    years = ma.fields.List(ma.fields.Nested(YearOut))
    everybody = ma.fields.Nested(GroupOut)
    level = _groups("NLQF level")
    age = _groups("age")
    region = _groups("labour-market region")


class ScenarioLine(web.OutSchema):
    """A scenario as it was kept, without what came out."""

    id = ma.fields.UUID(attribute="scenario_id")
    name = ma.fields.Str()
    against = ma.fields.Str(metadata={"description": "The rule set it is compared with."})
    rules = ma.fields.Nested(rights_schemas.RulesBody, attribute="figures")
    assumptions = ma.fields.Nested(AssumptionsBody)
    rule_set_id = ma.fields.UUID(allow_none=True, metadata={"description": "The version proposed from it."})
    created_by = ma.fields.UUID()
    created_at = web.Instant()


class ScenarioOut(ScenarioLine):
    """A scenario and what came out."""

    outcome = ma.fields.Nested(OutcomeOut)


class ScenarioList(web.OutSchema):
    """Scenarios, newest first."""

    items = ma.fields.List(ma.fields.Nested(ScenarioLine))
    next = ma.fields.UUID(allow_none=True)


class ProposalOut(rights_schemas.RuleSetOut):
    """The version that was proposed from a scenario."""


class ScenarioForm(rights_schemas.RulesForm):
    """The form of a scenario: the figures of the rules and what is assumed."""

    name = ma.fields.Str(required=True, validate=NAME)
    starts_on = ma.fields.Date(required=True)
    years = ma.fields.Int(load_default=5, validate=YEARS)
    who = ma.fields.Str(load_default="drawn", validate=ma.validate.OneOf(["drawn", "real"]))
    people = ma.fields.Int(load_default=rules.LEAST_PEOPLE, validate=PEOPLE)
    seed = ma.fields.Int(load_default=1, validate=SEED)
    never_percent = ma.fields.Int(required=True, validate=PERCENT)
    use_below_4 = ma.fields.Int(required=True, validate=PERCENT)
    use_4 = ma.fields.Int(required=True, validate=PERCENT)
    use_above_4 = ma.fields.Int(required=True, validate=PERCENT)
    spend_cents = web.Euros(required=True)


def take(given: dict[str, Any]) -> tuple[str, Any, rules.Assumptions]:
    """The name, the rules and what is assumed, out of the form of a scenario."""
    its, name = rights_schemas.take_rules(given), given.pop("name")
    return name, its, rules.Assumptions(is_real=given.pop("who") == "real", **given)


class CompareQuery(web.FormSchema):
    """Which scenarios side by side."""

    scenario = ma.fields.List(ma.fields.UUID(), load_default=[])
