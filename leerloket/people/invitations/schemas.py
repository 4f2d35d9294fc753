"""What comes in and goes out about invitations."""

from typing import Any

import marshmallow as ma

from leerloket import web
from leerloket.people import schemas as people_schemas
from leerloket.people.invitations import rules, service


class PeopleForm(web.FormSchema):
    """Lines with people."""

    mensen = ma.fields.Str(load_default="", validate=ma.validate.Length(max=30_000))


class CodeForm(web.FormSchema):
    """The code of the letter."""

    code = ma.fields.Str(required=True, validate=ma.validate.Length(max=40))


class JoinForm(people_schemas.SignUpForm):
    """An account of one's own, for who has a code."""


class InviteeIn(web.Schema):
    """An employee without account."""

    personnel_number = ma.fields.Str(required=True, validate=ma.validate.Length(1, rules.LONGEST_NUMBER))
    name = ma.fields.Str(required=True, validate=ma.validate.Length(1, rules.LONGEST_NAME))
    fte_pct = ma.fields.Int(strict=True, load_default=100, validate=ma.validate.Range(1, 100))
    starts_on = ma.fields.Date(load_default=None, allow_none=True)

    @ma.post_load
    def _as_invitee(self, data: dict[str, Any], **_: Any) -> service.Invitee:
        return service.Invitee(**data)


class InvitationsIn(web.Schema):
    """People to invite at once."""

    people = ma.fields.List(
        ma.fields.Nested(InviteeIn), required=True, validate=ma.validate.Length(1, rules.MOST_AT_ONCE)
    )


class CodeIn(web.Schema):
    """The code of the letter."""

    code = ma.fields.Str(required=True, validate=ma.validate.Length(1, 40), metadata={"example": "7KQM 2XRD"})


class InvitationOut(web.OutSchema):
    """One invitation."""

    id = ma.fields.UUID(attribute="invitation_id")
    batch_id = ma.fields.UUID()
    personnel_number = ma.fields.Str()
    state = ma.fields.Str(metadata={"enum": ["open", "used", "withdrawn", "ended"]})
    created_at = web.Instant()
    expires_at = web.Instant()
    used_at = web.Instant(allow_none=True)


class NewInvitationOut(InvitationOut):
    """One invitation with its code, for a letter of your own; shown once."""

    code = ma.fields.Function(
        service.code_of, metadata={"type": "string", "description": "For the employee's eyes only.", "readOnly": True}
    )


class InvitationList(web.OutSchema):
    """The invitations of an employer, newest first."""

    items = ma.fields.List(ma.fields.Nested(InvitationOut))
    next = ma.fields.Str(allow_none=True)


class NewInvitationList(web.OutSchema):
    """What was just made."""

    items = ma.fields.List(ma.fields.Nested(NewInvitationOut))
    next = ma.fields.Str(allow_none=True)


class JoinedOut(web.OutSchema):
    """Where you work now."""

    employer_id = ma.fields.UUID()
    name = ma.fields.Str()
