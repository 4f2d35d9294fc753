"""What comes in and goes out about consent."""

import uuid
from typing import Any

import marshmallow as ma

from leerloket import web
from leerloket.people.consents import rules

IS_SCOPE = ma.validate.OneOf(rules.SCOPES)
CHOOSE = "Kies wat u laat zien."
ABOUT_SCOPE = {"description": "account: balance and bookings; plan: plan and tasks; consult: notes of talks."}


class ReceiverField(ma.fields.Field[tuple[str, uuid.UUID]]):
    """A receiver as one choice in a form: `desk:<id>` or `adviser:<id>`."""

    default_error_messages = {"invalid": rules.NoReceiver.nl}  # noqa: RUF012

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> tuple[str, uuid.UUID]:
        kind, _, text = str(value).partition(":")
        try:
            receiver_id = uuid.UUID(text)
        except ValueError as problem:
            raise self.make_error("invalid") from problem
        if kind not in rules.RECEIVER_KINDS:
            raise self.make_error("invalid")
        return kind, receiver_id


class ConsentForm(web.FormSchema):
    """The form of the page."""

    receiver = ReceiverField(required=True)
    scopes = ma.fields.List(
        ma.fields.Str(validate=ma.validate.OneOf(rules.SCOPES, error=CHOOSE)),
        required=True,
        validate=ma.validate.Length(min=1, error=CHOOSE),
        error_messages={"required": CHOOSE},
    )
    until_on = ma.fields.Date(required=True)


class ConsentIn(web.Schema):
    """Letting a desk or adviser see one thing."""

    receiver_kind = ma.fields.Str(required=True, validate=ma.validate.OneOf(rules.RECEIVER_KINDS))
    receiver_id = ma.fields.UUID(required=True)
    scope = ma.fields.Str(required=True, validate=IS_SCOPE, metadata=ABOUT_SCOPE)
    until_on = ma.fields.Date(metadata={"description": "The last day; 12 months from today when omitted."})


class ConsentOut(web.OutSchema):
    """One consent, also one that ended."""

    id = ma.fields.UUID(attribute="consent_id", required=True)
    receiver_kind = ma.fields.Str(required=True, validate=ma.validate.OneOf(rules.RECEIVER_KINDS))
    receiver_id = ma.fields.UUID(required=True)
    receiver_name = ma.fields.Str(required=True)
    scope = ma.fields.Str(required=True, validate=IS_SCOPE, metadata=ABOUT_SCOPE)
    purpose = ma.fields.Str(required=True)
    given_at = web.Instant(required=True)
    until_on = ma.fields.Date(required=True)
    revoked_at = web.Instant(required=True, allow_none=True)
    is_live = ma.fields.Bool(required=True)


class ConsentsOut(web.OutSchema):
    """All consents of a person, newest first."""

    items = ma.fields.List(ma.fields.Nested(ConsentOut), required=True)
    next = ma.fields.Str(allow_none=True, metadata={"description": "Always null: this is everything."})
