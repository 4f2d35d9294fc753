"""Schemes as JSON: the record, the question, and what fits."""

from typing import Any

import marshmallow as ma

from leerloket import clock, web
from leerloket.advice.schemes import codes
from leerloket.advice.schemes.schemas import LONGEST_TEXT, MOST_LINES, SHORTEST_REASON


def _many(field: ma.fields.Field[Any], **kwargs: Any) -> ma.fields.List[Any]:
    return ma.fields.List(field, validate=ma.validate.Length(max=MOST_LINES), **kwargs)


def _codes(choices: tuple[str, ...], **kwargs: Any) -> ma.fields.List[Any]:
    return _many(ma.fields.Str(validate=ma.validate.OneOf(choices)), **kwargs)


def _text(**kwargs: Any) -> ma.fields.Str:
    return ma.fields.Str(validate=ma.validate.Length(1, LONGEST_TEXT), **kwargs)


def _check_order(field: str, first: Any, last: Any) -> None:
    """Refuse a last value before the first, as the form does; without one of the two there is no order."""
    if first is not None and last is not None and last < first:
        raise ma.ValidationError(f"Must be greater than or equal to {first}.", field)


def _check_share(text: str) -> None:
    """No scheme pays more than all; what is no fraction at all the pattern has refused already."""
    part, _slash, whole = text.partition("/")
    if part.isdecimal() and whole.isdecimal() and int(part) > int(whole):
        raise ma.ValidationError("Must be less than or equal to 1.")


class SchemeWords(web.Schema):
    """The same in Dutch and in English."""

    nl = _text(required=True)
    en = _text(required=True)


class SchemeWindow(web.Schema):
    """The first and last day on which one can apply."""

    opens_on = ma.fields.Date(required=True)
    closes_on = ma.fields.Date(load_default=None, allow_none=True)

    @ma.validates_schema
    def _check_order(self, data: dict[str, Any], **_: Any) -> None:
        _check_order("closesOn", data["opens_on"], data["closes_on"])


class SchemeRate(web.Schema):
    """Which part of the cost is paid, for courses of these levels (NLQF); without levels for all."""

    share = ma.fields.Str(
        required=True,
        validate=[ma.validate.Regexp(r"(1|[1-9]\d{0,2}/[1-9]\d{0,2})$"), _check_share],
        metadata={"description": "A fraction: `3/5` is 60 %, `1` is everything."},
    )
    levels = _many(ma.fields.Int(validate=ma.validate.OneOf(codes.LEVELS)), load_default=list)


class SchemeState(web.OutSchema):
    """Whether one can apply today, and the day on which that changes, as far as it is known."""

    status = ma.fields.Str(validate=ma.validate.OneOf(codes.STATUSES))
    opens_on = ma.fields.Date(allow_none=True)
    closes_on = ma.fields.Date(allow_none=True)


class SchemeOut(web.OutSchema):
    """A scheme as it stands now. Amounts in whole cents, EUR; empty lists mean that it does not matter."""

    slug = ma.fields.Str()
    name = ma.fields.Nested(SchemeWords)
    about = ma.fields.Nested(SchemeWords)
    state = ma.fields.Nested(SchemeState)
    status_note = ma.fields.Nested(SchemeWords, allow_none=True)
    windows = ma.fields.List(ma.fields.Nested(SchemeWindow))
    valid_from = ma.fields.Date()
    valid_until = ma.fields.Date(allow_none=True)
    applicant = ma.fields.Str(validate=ma.validate.OneOf(codes.APPLICANTS))
    gives = ma.fields.Str(validate=ma.validate.OneOf(codes.GIVES))
    who = _codes(codes.WHO)
    pays = _codes(codes.PURPOSES)
    sizes = _codes(codes.SIZES)
    sectors = _codes(codes.SECTORS)
    min_age = ma.fields.Int(allow_none=True)
    max_age = ma.fields.Int(allow_none=True)
    education_levels = ma.fields.List(ma.fields.Int())
    rates = ma.fields.List(ma.fields.Nested(SchemeRate))
    costs_from_cents = web.Cents()
    amount_from_cents = web.Cents()
    threshold_cents = web.Cents()
    cap_cents = web.Cents(allow_none=True)
    sector_caps = ma.fields.Dict(keys=ma.fields.Str(), values=web.Cents())
    advance_percent = ma.fields.Int()
    pots = _codes(codes.POTS, metadata={"description": "The pots that may pay the rest."})
    not_with = ma.fields.List(ma.fields.Str())
    conditions = ma.fields.List(ma.fields.Nested(SchemeWords))
    papers = ma.fields.List(ma.fields.Nested(SchemeWords))
    source_name = ma.fields.Str()
    source_url = ma.fields.Str()
    checked_on = ma.fields.Date()
    certainty = ma.fields.Str(validate=ma.validate.OneOf(codes.CERTAINTIES))


class SchemePage(web.OutSchema):
    """Every scheme, by its Dutch name; there is one page."""

    items = ma.fields.List(ma.fields.Nested(SchemeOut))
    next = ma.fields.Str(allow_none=True)


class FitsIn(web.Schema):
    """Who looks, and for what. What is left out is not known."""

    who = ma.fields.Str(validate=ma.validate.OneOf(codes.WHO))
    pays = ma.fields.Str(validate=ma.validate.OneOf(codes.PURPOSES))
    size = ma.fields.Str(validate=ma.validate.OneOf(codes.SIZES))
    sector = ma.fields.Str(validate=ma.validate.OneOf(codes.SECTORS))
    price_cents = web.Cents()
    course_level = ma.fields.Int(validate=ma.validate.OneOf(codes.LEVELS))
    education_level = ma.fields.Int(validate=ma.validate.OneOf(codes.LEVELS))
    age = ma.fields.Int(validate=ma.validate.Range(13, 120))


class AnswersOut(web.OutSchema):
    """The answers that were used, those known of the person included."""

    who = ma.fields.Str()
    pays = ma.fields.Str()
    size = ma.fields.Str(allow_none=True)
    sector = ma.fields.Str(allow_none=True)
    price_cents = web.Cents(allow_none=True)
    course_level = ma.fields.Int(allow_none=True)
    education_level = ma.fields.Int(allow_none=True)
    age = ma.fields.Int(allow_none=True)


class ReasonOut(web.OutSchema):
    """Why a scheme fits or not: a code, and the sentence for it in the language of the request."""

    code = ma.fields.Str()
    text = ma.fields.Str()


class PotPartOut(web.OutSchema):
    """What a pot can pay of the rest."""

    source = ma.fields.Str(validate=ma.validate.OneOf(codes.POTS))
    amount_cents = web.Cents()


class RestOut(web.OutSchema):
    """What the scheme leaves: who pays it, from which pots, and what is then still to pay."""

    rest_cents = web.Cents()
    payer = ma.fields.Str(validate=ma.validate.OneOf(("person", "employer")))
    from_pots = ma.fields.List(ma.fields.Nested(PotPartOut))
    unpaid_cents = web.Cents()


class PairingOut(web.OutSchema):
    """Another fit beside this one, and what they give together."""

    slug = ma.fields.Str()
    allowed = ma.fields.Bool()
    together_cents = web.Cents(allow_none=True)


class FitOut(web.OutSchema):
    """One scheme against the answers."""

    slug = ma.fields.Str()
    name = ma.fields.Nested(SchemeWords)
    state = ma.fields.Nested(SchemeState)
    gives = ma.fields.Str(validate=ma.validate.OneOf(codes.GIVES))
    applicant = ma.fields.Str(validate=ma.validate.OneOf(codes.APPLICANTS))
    amount_cents = web.Cents(allow_none=True)
    advance_cents = web.Cents(allow_none=True)
    why = ma.fields.List(ma.fields.Nested(ReasonOut))
    why_not = ma.fields.List(ma.fields.Nested(ReasonOut))
    missing = ma.fields.List(ma.fields.Str())
    rest = ma.fields.Nested(RestOut, allow_none=True)
    pairings = ma.fields.List(ma.fields.Nested(PairingOut))
    papers = ma.fields.List(ma.fields.Nested(SchemeWords))


class FitsOut(web.OutSchema):
    """What fits and is open, at most eight; what would fit but is not open; and what does not fit, with the reason."""

    answers = ma.fields.Nested(AnswersOut)
    fits = ma.fields.List(ma.fields.Nested(FitOut))
    not_open = ma.fields.List(ma.fields.Nested(FitOut))
    unfit = ma.fields.List(ma.fields.Nested(FitOut))
    left_out = ma.fields.Int(metadata={"description": "How many more fit than the eight that are shown."})


class SchemeIn(web.Schema):
    """A whole scheme, the version the editor saw, and why it changes."""

    name = ma.fields.Nested(SchemeWords, required=True)
    about = ma.fields.Nested(SchemeWords, required=True)
    status = ma.fields.Str(required=True, validate=ma.validate.OneOf(codes.STATUSES))
    status_note = ma.fields.Nested(SchemeWords, allow_none=True, load_default=None)
    windows = _many(ma.fields.Nested(SchemeWindow), load_default=list)
    valid_from = ma.fields.Date(required=True)
    valid_until = ma.fields.Date(allow_none=True, load_default=None)
    applicant = ma.fields.Str(required=True, validate=ma.validate.OneOf(codes.APPLICANTS))
    gives = ma.fields.Str(required=True, validate=ma.validate.OneOf(codes.GIVES))
    who = ma.fields.List(
        ma.fields.Str(validate=ma.validate.OneOf(codes.WHO)), required=True, validate=ma.validate.Length(1, 3)
    )
    pays = ma.fields.List(
        ma.fields.Str(validate=ma.validate.OneOf(codes.PURPOSES)), required=True, validate=ma.validate.Length(1, 7)
    )
    sizes = _codes(codes.SIZES, load_default=list)
    sectors = _codes(codes.SECTORS, load_default=list)
    min_age = ma.fields.Int(allow_none=True, load_default=None, validate=ma.validate.Range(1, 120))
    max_age = ma.fields.Int(allow_none=True, load_default=None, validate=ma.validate.Range(1, 120))
    education_levels = _many(ma.fields.Int(validate=ma.validate.OneOf(codes.LEVELS)), load_default=list)
    rates = _many(ma.fields.Nested(SchemeRate), load_default=list)
    costs_from_cents = web.Cents(load_default=0)
    amount_from_cents = web.Cents(load_default=0)
    threshold_cents = web.Cents(load_default=0)
    cap_cents = web.Cents(allow_none=True, load_default=None)
    sector_caps = ma.fields.Dict(
        keys=ma.fields.Str(validate=ma.validate.OneOf(codes.SECTORS)), values=web.Cents(), load_default=dict
    )
    advance_percent = ma.fields.Int(load_default=0, validate=ma.validate.Range(0, 100))
    pots = _codes(codes.POTS, load_default=list)
    not_with = _many(_text(), load_default=list)
    conditions = _many(ma.fields.Nested(SchemeWords), load_default=list)
    papers = _many(ma.fields.Nested(SchemeWords), load_default=list)
    source_name = _text(required=True)
    source_url = ma.fields.Url(required=True, schemes={"https", "http"}, validate=ma.validate.Length(max=LONGEST_TEXT))
    checked_on = ma.fields.Date(required=True)
    certainty = ma.fields.Str(required=True, validate=ma.validate.OneOf(codes.CERTAINTIES))
    version = ma.fields.Int(required=True, validate=ma.validate.Range(0, 10_000))
    reason = ma.fields.Str(required=True, validate=ma.validate.Length(SHORTEST_REASON, LONGEST_TEXT))

    @ma.validates_schema
    def _check_order(self, data: dict[str, Any], **_: Any) -> None:
        _check_order("validUntil", data["valid_from"] + clock.ONE_DAY, data["valid_until"])
        _check_order("maxAge", data["min_age"], data["max_age"])


class SchemeVersionOut(web.OutSchema):
    """One version of a scheme: who, when and why."""

    number = ma.fields.Int()
    changed_at = web.Instant()
    changed_by = ma.fields.UUID(allow_none=True)
    changed_by_name = ma.fields.Str()
    reason = ma.fields.Str()
    scheme = ma.fields.Nested(SchemeOut)


class SchemeVersionPage(web.OutSchema):
    """Every version of a scheme, the newest first; there is one page."""

    items = ma.fields.List(ma.fields.Nested(SchemeVersionOut))
    next = ma.fields.Str(allow_none=True)
