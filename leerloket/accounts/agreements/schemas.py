"""Standing rules as JSON, and the form of their pages."""

from typing import Any

import marshmallow as ma

from leerloket import clock, web
from leerloket.accounts.agreements import rules, service

AMOUNT = ma.validate.Range(1, rules.LARGEST_CENTS, error="Vul een bedrag in van € 0,01 tot € 100.000.")
SHARE = ma.validate.Range(1, 100, error="Vul een heel getal in van 1 tot 100.")
SERVICE = ma.validate.Range(0, rules.LONGEST_SERVICE, error="Vul een heel getal in van 0 tot 120.")
LASTS = ma.validate.Range(1, rules.LONGEST_MONTHS, error="Vul een heel getal in van 1 tot 240.")

TERMS = ("amount_cents", "every", "least_fte_pct", "least_months", "purposes", "lasts_months", "most_cents")


class RuleForm(web.FormSchema):
    """The form of a rule; its names are those of the page."""

    bedrag = web.Euros(required=True, validate=AMOUNT)
    per = ma.fields.Str(required=True, validate=ma.validate.OneOf(rules.EVERY, error="Kies wanneer."))
    fte = ma.fields.Int(load_default=1, validate=SHARE)
    maanden = ma.fields.Int(load_default=0, validate=SERVICE)
    doel = ma.fields.List(ma.fields.Str(validate=ma.validate.OneOf(rules.PURPOSES)), load_default=list)
    geldig = ma.fields.Int(load_default=None, validate=LASTS)
    hoogstens = web.Euros(load_default=None, validate=AMOUNT)
    vanaf = ma.fields.Date(required=True)

    @ma.post_load
    def _as_terms(self, data: dict[str, Any], **_: Any) -> dict[str, Any]:
        terms = service.Terms(
            amount_cents=data["bedrag"],
            every=data["per"],
            least_fte_pct=data["fte"],
            least_months=data["maanden"],
            purposes=tuple(data["doel"]) or rules.PURPOSES,
            lasts_months=data["geldig"],
            most_cents=data["hoogstens"],
        )
        return {"terms": terms, "starts_on": data["vanaf"]}


class RuleIn(web.Schema):
    """What a standing rule says, and from which day."""

    amount_cents = web.Cents(required=True, least=1)
    every = ma.fields.Str(
        load_default="year",
        validate=ma.validate.OneOf(rules.EVERY),
        metadata={"description": "Once a calendar year, or once for who comes to work here after the rule began."},
    )
    least_fte_pct = ma.fields.Int(strict=True, load_default=1, validate=ma.validate.Range(1, 100))
    least_months = ma.fields.Int(strict=True, load_default=0, validate=ma.validate.Range(0, rules.LONGEST_SERVICE))
    purposes = ma.fields.List(
        ma.fields.Str(validate=ma.validate.OneOf(rules.PURPOSES)),
        load_default=lambda: list(rules.PURPOSES),
        validate=ma.validate.Length(1, len(rules.PURPOSES)),
    )
    lasts_months = ma.fields.Int(
        strict=True,
        load_default=None,
        allow_none=True,
        validate=ma.validate.Range(1, rules.LONGEST_MONTHS),
        metadata={"description": "How long the money can be used; null for ever."},
    )
    most_cents = web.Cents(
        load_default=None, allow_none=True, least=1, metadata={"description": "What one person gets in all, EUR cents."}
    )
    starts_on = ma.fields.Date(load_default=clock.business_date)

    @ma.validates_schema
    def _is_reasonable(self, data: dict[str, Any], **_: Any) -> None:
        if data["amount_cents"] > rules.LARGEST_CENTS:
            raise ma.ValidationError(f"Must be less than or equal to {rules.LARGEST_CENTS}.", "amountCents")

    @ma.post_load
    def _as_terms(self, data: dict[str, Any], **_: Any) -> dict[str, Any]:
        given = {name: data[name] for name in TERMS} | {"purposes": tuple(dict.fromkeys(data["purposes"]))}
        return {"terms": service.Terms(**given), "starts_on": data["starts_on"]}


class ReachOut(web.OutSchema):
    """For how many employees of today a rule would hold, and what that costs once."""

    people = ma.fields.Int()
    total_cents = web.Cents()
    currency = ma.fields.Constant("EUR")


class AgreementVersionOut(web.OutSchema):
    """What a rule says from a day on."""

    version = ma.fields.Int()
    starts_on = ma.fields.Date()
    amount_cents = web.Cents()
    every = ma.fields.Str(metadata={"enum": list(rules.EVERY)})
    least_fte_pct = ma.fields.Int()
    least_months = ma.fields.Int()
    purposes = ma.fields.List(ma.fields.Str())
    lasts_months = ma.fields.Int(allow_none=True)
    most_cents = web.Cents(allow_none=True)


class RuleOut(web.OutSchema):
    """A standing rule: what it says now (null before its first day and when stopped) and all it ever said."""

    id = ma.fields.UUID(attribute="agreement_id")
    now = ma.fields.Nested(AgreementVersionOut, allow_none=True)
    versions = ma.fields.List(ma.fields.Nested(AgreementVersionOut))
    is_stopped = ma.fields.Bool()
    stopped_on = ma.fields.Date(attribute="agreement.stopped_on", allow_none=True)


class RuleList(web.OutSchema):
    """The standing rules of an employer."""

    items = ma.fields.List(ma.fields.Nested(RuleOut))
    next = ma.fields.Str(allow_none=True)
