"""What comes in and goes out about API keys."""

import marshmallow as ma

from leerloket import web
from leerloket.people.keys import rules

ALL_SCOPES = sorted({scope for scopes in rules.SCOPES.values() for scope in scopes})
NAME = ma.validate.Length(1, 80)
CHOOSE = "Kies wat de sleutel mag."


class KeyForm(web.FormSchema):
    """The form for a new key."""

    name = ma.fields.Str(required=True, validate=ma.validate.Length(1, 80, error="Een naam heeft hoogstens 80 tekens."))
    scopes = ma.fields.List(
        ma.fields.Str(validate=ma.validate.OneOf(ALL_SCOPES, error=CHOOSE)),
        required=True,
        validate=ma.validate.Length(min=1, error=CHOOSE),
        error_messages={"required": CHOOSE},
    )
    ends_on = ma.fields.Date(required=True)


class ApiKeyIn(web.Schema):
    """A new key."""

    name = ma.fields.Str(required=True, validate=NAME, metadata={"description": "Which system uses it."})
    scopes = ma.fields.List(
        ma.fields.Str(validate=ma.validate.OneOf(ALL_SCOPES)), required=True, validate=ma.validate.Length(1, 20)
    )
    ends_on = ma.fields.Date(
        load_default=None, metadata={"description": "The last day; a year from today when omitted, 2 years at most."}
    )


class ApiKeyOut(web.OutSchema):
    """A key, without its text."""

    id = ma.fields.UUID(attribute="key_id", required=True)
    name = ma.fields.Str(required=True)
    begins_with = ma.fields.Str(required=True, metadata={"description": "The first characters, to tell keys apart."})
    scopes = ma.fields.List(ma.fields.Str(validate=ma.validate.OneOf(ALL_SCOPES)), required=True)
    created_at = web.Instant(required=True)
    ends_on = ma.fields.Date(required=True)
    last_used_at = web.Instant(required=True, allow_none=True)
    revoked_at = web.Instant(required=True, allow_none=True)


class ApiKeyMade(ApiKeyOut):
    """A key that was made a moment ago."""

    key = ma.fields.Str(required=True, metadata={"description": "For `Authorization: Bearer`. Shown this once."})


class ApiKeysOut(web.OutSchema):
    """The keys of an organisation, newest first."""

    items = ma.fields.List(ma.fields.Nested(ApiKeyOut), required=True)
    next = ma.fields.Str(allow_none=True, metadata={"description": "Always null: this is everything."})
