"""Employers as their administrator notes them."""

import marshmallow as ma

from leerloket import web
from leerloket.people.employers import rules

NAME = ma.validate.Length(1, 120)
KVK = ma.validate.Length(1, 20)
SIZE = ma.validate.OneOf(rules.SIZES)
EMAIL = ma.validate.Length(max=200)


class EmployersIn(web.Schema):
    """Which employers, and from where."""

    q = ma.fields.Str(load_default="", validate=ma.validate.Length(max=100), metadata={"description": "Name or KvK."})
    cursor = ma.fields.UUID(load_default=None)


class EmployerIn(web.Schema):
    """An employer to admit, and optionally the first person who acts for it."""

    name = ma.fields.Str(required=True, validate=NAME)
    kvk = ma.fields.Str(required=True, validate=KVK, metadata={"example": "60123456"})
    region_code = ma.fields.Str(required=True, metadata={"example": "zuidoost-brabant"})
    size = ma.fields.Str(load_default="small", validate=SIZE)
    sector = ma.fields.Str(load_default=None, validate=ma.validate.Length(1, 60))
    iban = ma.fields.Str(load_default=None, validate=ma.validate.Length(max=60))
    officer_email = ma.fields.Email(load_default=None, validate=EMAIL)


class AdmittedEmployerOut(web.OutSchema):
    """An employer that was admitted."""

    id = ma.fields.UUID(attribute="employer_id")
    name = ma.fields.Str()
    kvk = ma.fields.Str()
    region_code = ma.fields.Str()
    size = ma.fields.Str(metadata={"enum": list(rules.SIZES)})
    sector = ma.fields.Str(allow_none=True)
    created_at = web.Instant()


class EmployerList(web.OutSchema):
    """A page of employers by name."""

    items = ma.fields.List(ma.fields.Nested(AdmittedEmployerOut))
    next = ma.fields.UUID(allow_none=True)


class EmployerForm(web.FormSchema):
    """The form of an employer to admit."""

    name = ma.fields.Str(required=True, validate=NAME)
    kvk = ma.fields.Str(required=True, validate=KVK)
    region_code = ma.fields.Str(required=True)
    size = ma.fields.Str(required=True, validate=SIZE)
    sector = ma.fields.Str(load_default=None, validate=ma.validate.Length(1, 60))
    iban = ma.fields.Str(load_default=None, validate=ma.validate.Length(max=60))
    officer_email = ma.fields.Email(load_default=None, validate=EMAIL)


class OfficerForm(web.FormSchema):
    """Somebody who will act for the employer."""

    email = ma.fields.Email(required=True, validate=EMAIL)
