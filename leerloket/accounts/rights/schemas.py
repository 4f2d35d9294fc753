"""Versions of rules and runs of rights as JSON, and the forms of their pages."""

from typing import Any

import marshmallow as ma

from leerloket import web
from leerloket.accounts.rights import rules

NAME = ma.validate.Regexp(r"^[a-z][a-z0-9-]{1,39}(?!\n)$")
OLDEST, LONGEST = 120, 20


class RunIn(web.Schema):
    """What to count: which rule set, as of which day."""

    rule_set = ma.fields.Str(required=True, validate=ma.validate.Length(1, 60), metadata={"example": "leerrecht"})
    on = ma.fields.Date(required=True, metadata={"description": "The day whose rules and ages count."})


class RunOut(web.OutSchema):
    """A run: what was counted, who approved it, and how far it is."""

    id = ma.fields.UUID(attribute="run_id")
    reference = ma.fields.Str()
    rule_set = ma.fields.Str(attribute="scheme")
    rule_version = ma.fields.Str()
    year = ma.fields.Int()
    on = ma.fields.Date(attribute="on_date")
    state = ma.fields.Str(metadata={"enum": ["draft", "approved", "running", "paused", "done"]})
    due_count = ma.fields.Int(metadata={"description": "People who get something, when it was counted."})
    due_cents = web.Cents()
    currency = ma.fields.Constant("EUR")
    exclusions = ma.fields.Dict(
        keys=ma.fields.Str(), values=ma.fields.Int(), metadata={"description": "People who get nothing, by reason."}
    )
    person_count = ma.fields.Int()
    budget_cents = web.Cents(allow_none=True)
    earlier_cents = web.Cents(metadata={"description": "Credited in this year before the count. Whole cents, EUR."})
    last_year_count = ma.fields.Int()
    last_year_cents = web.Cents()
    seen_count = ma.fields.Int()
    done_count = ma.fields.Int()
    done_cents = web.Cents()
    by_rule = ma.fields.Dict(
        keys=ma.fields.Str(),
        values=ma.fields.Dict(keys=ma.fields.Str(), values=ma.fields.Int()),
        metadata={"description": "What each rule gave so far: people and cents."},
    )
    per_second = ma.fields.Int(metadata={"description": "People looked at in a second of work."})
    remaining_seconds = ma.fields.Int(allow_none=True)
    created_by = ma.fields.UUID()
    created_at = web.Instant()
    approved_by = ma.fields.UUID(allow_none=True)
    approved_at = web.Instant(allow_none=True)
    ended_at = web.Instant(allow_none=True)


class RunList(web.OutSchema):
    """Runs, newest first."""

    items = ma.fields.List(ma.fields.Nested(RunOut))
    next = ma.fields.UUID(allow_none=True)


class RunForm(web.FormSchema):
    """The form of a new count."""

    regel = ma.fields.Str(required=True, validate=ma.validate.Length(1, 60))
    datum = ma.fields.Date(required=True)


class RulesBody(web.Schema):
    """The figures of a rule set. Amounts in whole cents, EUR."""

    start_cents = web.Cents(required=True, metadata={"description": "Once, in the first year; 0: none."})
    yearly_cents = web.Cents(required=True)
    cap_cents = web.Cents(required=True, metadata={"description": "What a person can hold in rights at most."})
    low_yearly_cents = web.Cents(required=True, metadata={"description": "Each year for people below NLQF level 4."})
    low_cap_cents = web.Cents(required=True, metadata={"description": "The cap for people below NLQF level 4."})
    from_age = ma.fields.Int(required=True, strict=True, validate=ma.validate.Range(0, OLDEST))
    until_months = ma.fields.Int(
        load_default=None,
        allow_none=True,
        strict=True,
        validate=ma.validate.Range(1, OLDEST * 12),
        metadata={"description": "The age in months at which the right stops; null: never."},
    )
    expires_after_years = ma.fields.Int(
        load_default=None,
        allow_none=True,
        strict=True,
        validate=ma.validate.Range(1, LONGEST),
        metadata={"description": "Money ends at the end of the birth month, this many years on; null: never."},
    )
    budget_cents = web.Cents(load_default=None, allow_none=True, metadata={"description": "What a year may cost."})

    @ma.post_load
    def _as_rules(self, data: dict[str, Any], **_: Any) -> rules.Rules:
        return rules.Rules(**data)


class RuleSetIn(web.Schema):
    """A version of a rule set, to be written or changed."""

    starts_on = ma.fields.Date(required=True, metadata={"description": "Tomorrow or later."})
    rules = ma.fields.Nested(RulesBody, required=True)
    note = ma.fields.Str(load_default="", validate=ma.validate.Length(max=500))
    source = ma.fields.Str(load_default="", validate=ma.validate.Length(max=500))


class NewRuleSetIn(RuleSetIn):
    """A new version, with the name of its rule set."""

    name = ma.fields.Str(required=True, validate=NAME, metadata={"example": "leerrecht"})


class ChangeOut(web.OutSchema):
    """One figure that differs from the version before."""

    name = ma.fields.Str(metadata={"example": "yearly_cents"})
    before = ma.fields.Int(allow_none=True)
    after = ma.fields.Int(allow_none=True)


class RuleSetOut(web.OutSchema):
    """A version of a rule set and who made it count."""

    id = ma.fields.UUID(attribute="rule_set_id")
    name = ma.fields.Str()
    version = ma.fields.Str()
    starts_on = ma.fields.Date()
    state = ma.fields.Str(metadata={"enum": ["draft", "proposed", "approved"]})
    rules = ma.fields.Nested(RulesBody, attribute="figures")
    changes = ma.fields.List(ma.fields.Nested(ChangeOut))
    note = ma.fields.Str()
    source = ma.fields.Str()
    created_by = ma.fields.UUID(allow_none=True)
    created_at = web.Instant()
    proposed_by = ma.fields.UUID(allow_none=True)
    proposed_at = web.Instant(allow_none=True)
    approved_by = ma.fields.UUID(allow_none=True)
    approved_at = web.Instant(allow_none=True)


class RuleSetList(web.OutSchema):
    """Every version of every rule set, newest first."""

    items = ma.fields.List(ma.fields.Nested(RuleSetOut))
    next = ma.fields.UUID(allow_none=True)


class PresetOut(web.OutSchema):
    """A rule set of elsewhere or of before."""

    code = ma.fields.Str()
    name = ma.fields.Str()
    rules = ma.fields.Nested(RulesBody)
    source = ma.fields.Str()
    note = ma.fields.Str()
    checked_on = ma.fields.Date()
    closed_on = ma.fields.Date(allow_none=True)


class PresetList(web.OutSchema):
    """The presets."""

    items = ma.fields.List(ma.fields.Nested(PresetOut))
    next = ma.fields.UUID(allow_none=True)


class RulesForm(web.FormSchema):
    """The figures of a rule set as typed; empty where there is no limit."""

    start_cents = web.Euros(required=True)
    yearly_cents = web.Euros(required=True)
    cap_cents = web.Euros(required=True)
    low_yearly_cents = web.Euros(required=True)
    low_cap_cents = web.Euros(required=True)
    from_age = ma.fields.Int(required=True, validate=ma.validate.Range(0, OLDEST))
    until_years = ma.fields.Int(load_default=None, validate=ma.validate.Range(1, OLDEST))
    until_extra = ma.fields.Int(load_default=0, validate=ma.validate.Range(0, 11))
    expires_after_years = ma.fields.Int(load_default=None, validate=ma.validate.Range(1, LONGEST))
    budget_cents = web.Euros(load_default=None)


def take_rules(given: dict[str, Any]) -> rules.Rules:
    """Take the figures out of a form that was loaded; what is not a figure stays in it."""
    years, extra = given.pop("until_years"), given.pop("until_extra")
    figures = {name: given.pop(name) for name in RulesForm().fields if name in given}
    return rules.Rules(**figures, until_months=None if years is None else years * 12 + extra)


class RuleSetForm(RulesForm):
    """The form of a version."""

    name = ma.fields.Str(load_default="leerrecht", validate=NAME)
    starts_on = ma.fields.Date(required=True)
    note = ma.fields.Str(load_default="", validate=ma.validate.Length(max=500))
    source = ma.fields.Str(load_default="", validate=ma.validate.Length(max=500))


class StartQuery(web.FormSchema):
    """What a new version or scenario begins with: a version, or a preset."""

    van = ma.fields.UUID(load_default=None)
    voorbeeld = ma.fields.Str(load_default="", validate=ma.validate.Length(max=40))
