"""What goes in and out of signals and reports: JSON and forms."""

import marshmallow as ma

from leerloket import web
from leerloket.courses.signals import kinds

LONGEST = 2_000
TEXT = [ma.validate.Length(1, LONGEST), ma.validate.ContainsNoneOf("\0")]
ANSWER = [ma.validate.Length(max=LONGEST), ma.validate.ContainsNoneOf("\0")]
SLUG = [ma.validate.Length(max=200), ma.validate.ContainsNoneOf("\0")]
LARGEST = 10**12
STATES = ("open", "closed")


class SignalsIn(web.Schema):
    """Which signals."""

    kind = ma.fields.Str(load_default=None, validate=ma.validate.OneOf(kinds.KINDS))
    state = ma.fields.Str(load_default=None, validate=ma.validate.OneOf(STATES))
    from_on = ma.fields.Date(load_default=None)
    to_on = ma.fields.Date(load_default=None)
    provider_id = ma.fields.UUID(load_default=None)
    cursor = ma.fields.UUID(load_default=None)
    limit = ma.fields.Int(load_default=50, validate=ma.validate.Range(1, 200))


class SignalOut(web.OutSchema):
    """Something to look at at a provider. `rule` and `found` are sentences in the language that is asked for."""

    id = ma.fields.UUID(attribute="signal_id", required=True)
    kind = ma.fields.Str(required=True, validate=ma.validate.OneOf(kinds.KINDS))
    provider_id = ma.fields.UUID(required=True, allow_none=True)
    found_at = web.Instant(required=True)
    rule = ma.fields.Str(required=True)
    found = ma.fields.Str(required=True)
    figures = ma.fields.Dict(
        keys=ma.fields.Str(), values=ma.fields.Int(), metadata={"description": "Numbers by name; amounts in cents."}
    )
    limits = ma.fields.Dict(
        keys=ma.fields.Str(), values=ma.fields.Int(), metadata={"description": "The limits that counted that night."}
    )
    told = ma.fields.Str(metadata={"description": "The words of a report; empty for others."})
    holds_payouts = ma.fields.Bool(required=True, metadata={"description": "The provider is not paid meanwhile."})
    outcome = ma.fields.Str(allow_none=True, validate=ma.validate.OneOf(kinds.OUTCOMES))
    closed_at = web.Instant(allow_none=True)
    reason = ma.fields.Str()
    answer = ma.fields.Str(metadata={"description": "What the reporter reads."})


class PieceOut(web.OutSchema):
    """One fact a signal rests on."""

    object_type = ma.fields.Str(required=True, validate=ma.validate.OneOf(kinds.OBJECTS))
    object_id = ma.fields.UUID(required=True)


class SignalWithEvidenceOut(SignalOut):
    """A signal with what it rests on: the first 200 facts, and how many there are."""

    evidence = ma.fields.List(ma.fields.Nested(PieceOut), required=True)
    evidence_count = ma.fields.Int(required=True)


class SignalsOut(web.OutSchema):
    """Signals, the newest first."""

    items = ma.fields.List(ma.fields.Nested(SignalOut))
    next = ma.fields.UUID(allow_none=True)


class CloseIn(web.Schema):
    """What a signal was and why; `answer` is for who reported it."""

    outcome = ma.fields.Str(required=True, validate=ma.validate.OneOf(kinds.OUTCOMES))
    reason = ma.fields.Str(required=True, validate=TEXT)
    answer = ma.fields.Str(load_default="", validate=ANSWER)


class SignalLimitOut(web.OutSchema):
    """From which figure on a rule speaks."""

    name = ma.fields.Str(required=True)
    value = ma.fields.Int(required=True)
    unit = ma.fields.Str(required=True)


class SignalKindOut(web.OutSchema):
    """A kind of signal: its rule in words, its limits, and how its signals ended."""

    kind = ma.fields.Str(required=True, validate=ma.validate.OneOf(kinds.KINDS))
    rule = ma.fields.Str(required=True)
    holds_payouts = ma.fields.Bool(required=True)
    limits = ma.fields.List(ma.fields.Nested(SignalLimitOut), required=True)
    found = ma.fields.Int(required=True)
    closed = ma.fields.Int(required=True)
    false_alarms = ma.fields.Int(required=True)
    false_alarm_pct = ma.fields.Int(allow_none=True, metadata={"description": "null before any was closed."})


class SignalKindsOut(web.OutSchema):
    """Every kind of signal."""

    items = ma.fields.List(ma.fields.Nested(SignalKindOut))
    next = ma.fields.UUID(allow_none=True)


class SignalLimitIn(web.Schema):
    """Another value of a limit, and why."""

    kind = ma.fields.Str(required=True, validate=ma.validate.OneOf(kinds.RULED))
    name = ma.fields.Str(required=True, validate=ma.validate.OneOf(sorted({limit.name for limit in kinds.LIMITS})))
    value = ma.fields.Int(required=True, strict=True, validate=ma.validate.Range(0, LARGEST))
    reason = ma.fields.Str(required=True, validate=TEXT)


class ReportIn(web.Schema):
    """What you saw, and at which provider or module."""

    text = ma.fields.Str(required=True, validate=TEXT)
    provider_id = ma.fields.UUID(load_default=None)
    module_id = ma.fields.UUID(load_default=None)


class ReportCodeIn(web.Schema):
    """The code of a report."""

    code = ma.fields.Str(required=True, validate=ma.validate.Length(1, 40))


class ReportCodeOut(web.OutSchema):
    """The code to follow the report with; it is shown once."""

    code = ma.fields.Str(required=True)


class ReportOut(web.OutSchema):
    """Where a report is: `received` or `closed`, with our answer if there is one."""

    state = ma.fields.Function(
        lambda signal: "closed" if signal.closed_at else "received",
        metadata={"type": "string", "enum": ["received", "closed"]},
    )
    received_at = web.Instant(attribute="found_at", required=True)
    closed_at = web.Instant(allow_none=True)
    answer = ma.fields.Str()


class FilterForm(web.FormSchema):
    """The filters of the list; what is not right is left out."""

    soort = ma.fields.Str(load_default=None, validate=ma.validate.OneOf(kinds.KINDS))
    status = ma.fields.Str(load_default=None, validate=ma.validate.OneOf(STATES))
    van = ma.fields.Date(load_default=None)
    tot = ma.fields.Date(load_default=None)
    aanbieder = ma.fields.UUID(load_default=None)
    voor = ma.fields.UUID(load_default=None)


class CloseForm(web.FormSchema):
    """How it ended, and why."""

    uitkomst = ma.fields.Str(
        required=True,
        validate=ma.validate.OneOf(kinds.OUTCOMES),
        error_messages={"required": "Kies wat het was."},
    )
    reden = ma.fields.Str(required=True, validate=TEXT, error_messages={"required": "Schrijf op waarom."})
    antwoord = ma.fields.Str(load_default="", validate=ANSWER)


class LimitForm(web.FormSchema):
    """Another value of one limit."""

    grens = ma.fields.Str(
        required=True,
        validate=ma.validate.OneOf([f"{limit.kind}/{limit.name}" for limit in kinds.LIMITS]),
        error_messages={"required": "Kies een grens."},
    )
    waarde = ma.fields.Int(
        required=True, validate=ma.validate.Range(0, LARGEST), error_messages={"required": "Vul een getal in."}
    )
    reden = ma.fields.Str(required=True, validate=TEXT, error_messages={"required": "Schrijf op waarom."})


class ReportForm(web.FormSchema):
    """What somebody tells."""

    verhaal = ma.fields.Str(required=True, validate=TEXT, error_messages={"required": "Schrijf op wat er gebeurde."})
    aanbieder = ma.fields.Str(load_default="", validate=SLUG)
    opleiding = ma.fields.Str(load_default="", validate=SLUG)
