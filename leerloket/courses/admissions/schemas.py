"""What goes in and out of admissions and sanctions: JSON and forms."""

from typing import Any

import marshmallow as ma

from leerloket import web
from leerloket.courses.admissions import codes
from leerloket.courses.catalogue import service as catalogue
from leerloket.courses.providers import service as providers

TEXT = [ma.validate.Length(1, 2_000), ma.validate.ContainsNoneOf("\0")]
SHORT = [ma.validate.Length(1, 160), ma.validate.ContainsNoneOf("\0")]
FOUND = ("met", "not_met")


def _reason(sentence: str) -> Any:
    return ma.fields.Str(required=True, validate=TEXT, error_messages={"required": sentence})


class ApplicationIn(web.Schema):
    """An organisation that wants to offer modules. Its number and account are checked by form and check digits."""

    name = ma.fields.Str(required=True, validate=SHORT)
    kind = ma.fields.Str(required=True, validate=ma.validate.OneOf(providers.KINDS))
    kvk = ma.fields.Str(required=True, validate=SHORT)
    iban = ma.fields.Str(required=True, validate=SHORT)
    holder = ma.fields.Str(required=True, validate=SHORT, metadata={"description": "The name the account is in."})
    place = ma.fields.Str(required=True, validate=SHORT)
    email = ma.fields.Email(required=True, validate=SHORT)
    phone = ma.fields.Str(load_default=None, validate=SHORT)
    website = ma.fields.Url(load_default=None, validate=SHORT, schemes={"http", "https"})
    about = ma.fields.Str(load_default="", validate=ma.validate.Length(0, 2_000))


class ApplicationForm(web.FormSchema):
    """The same on screen."""

    naam = ma.fields.Str(required=True, validate=SHORT)
    soort = ma.fields.Str(required=True, validate=ma.validate.OneOf(providers.KINDS))
    kvk = ma.fields.Str(required=True, validate=SHORT)
    iban = ma.fields.Str(required=True, validate=SHORT)
    rekeningnaam = ma.fields.Str(required=True, validate=SHORT)
    place = ma.fields.Str(required=True, validate=SHORT)
    email = ma.fields.Email(required=True, validate=SHORT)
    telefoon = ma.fields.Str(load_default=None, validate=SHORT)
    website = ma.fields.Url(load_default=None, validate=SHORT, schemes={"http", "https"})
    over = ma.fields.Str(load_default="", validate=ma.validate.Length(0, 2_000))

    @ma.post_load
    def _make(self, data: dict[str, Any], **_: Any) -> dict[str, Any]:
        names = {"naam": "name", "soort": "kind", "rekeningnaam": "holder", "telefoon": "phone", "over": "about"}
        return {names.get(name, name): value for name, value in data.items()}


def provider_row(given: dict[str, Any]) -> tuple[catalogue.ProviderRow, str]:
    """What was given, as the offer knows a provider, and in whose name its account is."""
    values = dict(given)
    holder = values.pop("holder")
    return catalogue.ProviderRow(**values), holder


class AdmissionTaskIn(web.Schema):
    """What was found at a task: met or not, in what it was seen, and on which day."""

    state = ma.fields.Str(required=True, validate=ma.validate.OneOf(FOUND))
    note = ma.fields.Str(required=True, validate=TEXT)
    evidence_on = ma.fields.Date(required=True)
    valid_until = ma.fields.Date(
        load_default=None,
        allow_none=True,
        data_key="valid_until_on",
        metadata={"description": "Until when a quality mark is valid; required for that one."},
    )


class AdmissionTaskForm(web.FormSchema):
    """The same on screen."""

    state = ma.fields.Str(
        required=True, validate=ma.validate.OneOf(FOUND), error_messages={"required": "Kies of het in orde is."}
    )
    note = _reason("Schrijf op wat u zag.")
    evidence_on = ma.fields.Date(required=True, error_messages={"required": "Vul in wanneer u het zag."})
    valid_until = ma.fields.Date(load_default=None)


class ApprovalIn(web.Schema):
    """An approval, with the last day on which the admission holds."""

    until = ma.fields.Date(
        load_default=None,
        allow_none=True,
        data_key="until_on",
        metadata={"description": "Null: the latest day possible, three years on or the end of the quality mark."},
    )


class ApprovalForm(web.FormSchema):
    """The same on screen."""

    until_on = ma.fields.Date(load_default=None)


class AdmissionReasonIn(web.Schema):
    """Why; the provider reads it."""

    reason = ma.fields.Str(required=True, validate=TEXT)


class AdmissionReasonForm(web.FormSchema):
    """The same on screen."""

    reden = _reason("Schrijf op waarom.")


class SanctionIn(web.Schema):
    """The next step against a provider, and why."""

    step = ma.fields.Str(required=True, validate=ma.validate.OneOf(providers.STEPS))
    reason = ma.fields.Str(required=True, validate=TEXT)


class SanctionForm(web.FormSchema):
    """The same on screen."""

    stap = ma.fields.Str(required=True, validate=ma.validate.OneOf(providers.STEPS))
    reden = _reason("Schrijf op waarom.")


class AppealIn(web.Schema):
    """Why the provider disagrees."""

    appeal = ma.fields.Str(required=True, validate=TEXT)


class AppealForm(web.FormSchema):
    """The same on screen."""

    bezwaar = _reason("Schrijf op waarom u het er niet mee eens bent.")


class AppealAnswerIn(web.Schema):
    """The answer to an objection; granting it lifts the sanction."""

    grants = ma.fields.Bool(required=True)
    answer = ma.fields.Str(required=True, validate=TEXT)


class AppealAnswerForm(web.FormSchema):
    """The same on screen."""

    besluit = ma.fields.Str(
        required=True, validate=ma.validate.OneOf(("ja", "nee")), error_messages={"required": "Kies een besluit."}
    )
    antwoord = _reason("Schrijf uw antwoord op.")


class AdmissionTaskOut(web.OutSchema):
    """One thing to look at."""

    task = ma.fields.Str(validate=ma.validate.OneOf(codes.TASKS))
    state = ma.fields.Str(validate=ma.validate.OneOf(codes.TASK_STATES))
    note = ma.fields.Str()
    evidence_on = ma.fields.Date(allow_none=True)
    valid_until = ma.fields.Date(allow_none=True, data_key="valid_until_on")


class OwnAdmissionTaskOut(web.OutSchema):
    """The same for the provider: it reads why when something was not in order."""

    task = ma.fields.Str(validate=ma.validate.OneOf(codes.TASKS))
    state = ma.fields.Str(validate=ma.validate.OneOf(codes.TASK_STATES))
    note = ma.fields.Function(lambda task: task.note if task.state == "not_met" else "", metadata={"type": "string"})


class AdmissionOut(web.OutSchema):
    """One time a provider is looked at: open, approved_once, admitted or rejected."""

    provider_id = ma.fields.UUID(attribute="round.provider_id")
    state = ma.fields.Str(attribute="round.state", validate=ma.validate.OneOf(codes.ROUND_STATES))
    started_at = web.Instant(attribute="round.started_at")
    ended_at = web.Instant(attribute="round.ended_at", allow_none=True)
    until_on = ma.fields.Date(attribute="round.until_on", allow_none=True)
    reason = ma.fields.Str(attribute="round.end_reason")
    latest_until_on = ma.fields.Date(attribute="latest_until")
    tasks = ma.fields.List(ma.fields.Nested(AdmissionTaskOut))


class OwnAdmissionOut(AdmissionOut):
    """The same for the provider."""

    tasks = ma.fields.List(ma.fields.Nested(OwnAdmissionTaskOut))


class SanctionOut(web.OutSchema):
    """A step against a provider: proposed, in_force, dropped or lifted."""

    id = ma.fields.UUID(attribute="sanction_id")
    provider_id = ma.fields.UUID()
    step = ma.fields.Str(validate=ma.validate.OneOf(providers.STEPS))
    state = ma.fields.Str(validate=ma.validate.OneOf(codes.SANCTION_STATES))
    reason = ma.fields.Str()
    proposed_at = web.Instant()
    decided_at = web.Instant(allow_none=True)
    appeal = ma.fields.Str()
    appealed_at = web.Instant(allow_none=True)
    answer = ma.fields.Str()
    answered_at = web.Instant(allow_none=True)
    lifted_at = web.Instant(allow_none=True)
    lift_reason = ma.fields.Str()


class SanctionsOut(web.OutSchema):
    """Sanctions, on one page."""

    items = ma.fields.List(ma.fields.Nested(SanctionOut))
    next = ma.fields.UUID(allow_none=True)
