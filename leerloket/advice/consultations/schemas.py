"""What comes in and goes out about consultations."""

import marshmallow as ma

from leerloket import web
from leerloket.advice.consultations import rules

NOTES = ma.validate.Length(max=rules.LONGEST_NOTES, error="Maak de notitie korter: hoogstens {max} tekens.")
SHORT = ma.validate.Length(max=rules.LONGEST_INTAKE, error="Maak dit korter: hoogstens {max} tekens.")


class StartForm(web.FormSchema):
    """The appointment a talk belongs to, if any."""

    afspraak = ma.fields.UUID(load_default=None)


class RecordForm(web.FormSchema):
    """What was written down of a talk, with the version of the page it was written on."""

    versie = ma.fields.Int(required=True)
    bladzijde = ma.fields.Str(load_default="", validate=ma.validate.Length(max=64))
    onderwerpen = ma.fields.List(ma.fields.Str(validate=ma.validate.OneOf(rules.TOPICS)), load_default=list)
    notitie = ma.fields.Str(load_default="", validate=NOTES)
    motivatie = ma.fields.Str(load_default="", validate=SHORT)
    kunnen = ma.fields.Str(load_default="", validate=SHORT)
    kansen = ma.fields.Str(load_default="", validate=SHORT)
    doe = ma.fields.Str(load_default="bewaar", validate=ma.validate.OneOf(("bewaar", "afronden")))


class CloseForm(web.FormSchema):
    """The last step; nothing but the button."""


class PrivateForm(web.FormSchema):
    """The adviser's own notes."""

    eigen = ma.fields.Str(load_default="", validate=NOTES)


class AdditionForm(web.FormSchema):
    """A correction of a closed talk."""

    toevoeging = ma.fields.Str(load_default="", validate=NOTES)


class ConsultationIn(web.Schema):
    """A talk to record. With `close` it is locked at once."""

    topics = ma.fields.List(ma.fields.Str(validate=ma.validate.OneOf(rules.TOPICS)), load_default=list)
    notes = ma.fields.Str(load_default="", validate=NOTES)
    motivation = ma.fields.Str(load_default="", validate=SHORT)
    capacity = ma.fields.Str(load_default="", validate=SHORT)
    opportunity = ma.fields.Str(load_default="", validate=SHORT)
    close = ma.fields.Bool(load_default=False)


class ConsultationOut(web.OutSchema):
    """A talk as it was recorded; private notes never leave over the API."""

    id = ma.fields.UUID(attribute="consultation_id")
    account_id = ma.fields.UUID()
    adviser_name = ma.fields.Str()
    started_at = web.Instant()
    closed_at = web.Instant(allow_none=True)
    topics = ma.fields.List(ma.fields.Str(validate=ma.validate.OneOf(rules.TOPICS)))
    notes = ma.fields.Str()
    motivation = ma.fields.Str()
    capacity = ma.fields.Str()
    opportunity = ma.fields.Str()
    version = ma.fields.Int()
