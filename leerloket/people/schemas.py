"""What comes in and goes out about persons and signing in."""

import marshmallow as ma

from leerloket import web
from leerloket.people import rules

LONGEST_TEXT = 200
LONGEST_CODE = 40


class SignInForm(web.FormSchema):
    """The sign-in page."""

    email = ma.fields.Str(required=True, validate=ma.validate.Length(max=LONGEST_TEXT))
    password = ma.fields.Str(required=True)
    naar = ma.fields.Str()


NAME = ma.validate.Length(1, 120, error="Een naam heeft hoogstens 120 tekens.")
PHONE = ma.validate.Regexp(
    r"\+?[0-9][0-9 ()\-]{5,24}$", error="Vul een telefoonnummer in met cijfers, bijvoorbeeld 06 12345678."
)


class SignUpForm(web.FormSchema):
    """Asking for an account."""

    name = ma.fields.Str(required=True, validate=NAME)
    email = ma.fields.Email(required=True, validate=ma.validate.Length(max=LONGEST_TEXT))
    birth_on = ma.fields.Date(required=True)
    password = ma.fields.Str(required=True)


class RoleForm(web.FormSchema):
    """The choice of a role."""

    grant_id = ma.fields.UUID(required=True, error_messages={"required": "Kies een rol."})


class DetailsForm(web.FormSchema):
    """What a person may change without proof."""

    name = ma.fields.Str(required=True, validate=NAME)
    phone = ma.fields.Str(load_default=None, validate=PHONE)
    postal_address = ma.fields.Str(
        load_default=None, validate=ma.validate.Length(max=200, error="Een postadres heeft hoogstens 200 tekens.")
    )
    region_code = ma.fields.Str(load_default=None)
    language = ma.fields.Str(required=True, validate=ma.validate.OneOf(["nl", "en"], error="Kies een taal."))


class ForgottenForm(web.FormSchema):
    """Which address the link for a new password goes to."""

    email = ma.fields.Email(required=True, validate=ma.validate.Length(max=LONGEST_TEXT))


class NewPasswordForm(web.FormSchema):
    """A new password, for who has the link."""

    password = ma.fields.Str(required=True)


class PasswordForm(web.FormSchema):
    """A new password, for who knows the old one."""

    old_password = ma.fields.Str(required=True)
    password = ma.fields.Str(required=True)


CODE = ma.fields.Str(required=True, validate=ma.validate.Length(max=LONGEST_CODE))


class CodeForm(web.FormSchema):
    """One code, of the app or on paper."""

    code = CODE


class ResetForm(web.FormSchema):
    """Whose second step is taken away, and why."""

    who = ma.fields.Str(required=True, validate=ma.validate.Length(max=LONGEST_TEXT))
    reason = ma.fields.Str(required=True, validate=ma.validate.Length(max=LONGEST_TEXT))


class TokenIn(web.Schema):
    """Signing in over the API."""

    email = ma.fields.Str(required=True, validate=ma.validate.Length(max=LONGEST_TEXT))
    password = ma.fields.Str(required=True, validate=ma.validate.Length(max=rules.LONGEST_PASSWORD))
    otp = ma.fields.Str(
        validate=ma.validate.Length(max=LONGEST_CODE),
        metadata={"description": "Code of the app or on paper, of who has a second step."},
    )


class TokenOut(web.OutSchema):
    """A bearer token; it is shown once."""

    token = ma.fields.Str(required=True)
    expires_at = web.Instant(required=True)
    person_id = ma.fields.UUID(required=True)
    roles = ma.fields.List(ma.fields.Str(validate=ma.validate.OneOf(rules.ROLES)), required=True)


class MeOut(web.OutSchema):
    """The person behind the token."""

    person_id = ma.fields.UUID(required=True)
    number = ma.fields.Str(required=True, metadata={"description": "Number to say on the phone, LR-204-881."})
    name = ma.fields.Str(required=True)
    email = ma.fields.Str(required=True)
    language = ma.fields.Str(required=True)
    role = ma.fields.Str(required=True, metadata={"description": "The role that counts now; empty without any."})
    roles = ma.fields.List(ma.fields.Str(validate=ma.validate.OneOf(rules.ROLES)), required=True)
    organisation_id = ma.fields.UUID(
        required=True, allow_none=True, metadata={"description": "Employer, provider or desk of the role."}
    )
    organisation_name = ma.fields.Str(required=True)
