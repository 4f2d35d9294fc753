"""What comes in and goes out about desks and the agenda."""

import marshmallow as ma

from leerloket import web
from leerloket.advice.desks import codes, rules


class AppointmentForm(web.FormSchema):
    """An adviser plans a talk."""

    nummer = ma.fields.Str(required=True, validate=ma.validate.Length(max=40))
    dag = ma.fields.Date(required=True)
    tijd = ma.fields.Time(
        required=True, format="%H:%M", error_messages={"invalid": "Vul een tijd in, bijvoorbeeld 10:30."}
    )
    onderwerp = ma.fields.Str(required=True, validate=ma.validate.Length(max=rules.LONGEST_TOPIC))
    hoe = ma.fields.Str(load_default="desk", validate=ma.validate.OneOf(codes.CHANNELS))


class StateForm(web.FormSchema):
    """What became of an appointment."""

    staat = ma.fields.Str(required=True, validate=ma.validate.OneOf(("no_show", "cancelled", "planned")))
    dag = ma.fields.Date(load_default=None)


class AgendaQuery(web.Schema):
    """Which day."""

    on = ma.fields.Date(metadata={"description": "The day; today when left out."})


class DeskOut(web.OutSchema):
    """A regional desk."""

    id = ma.fields.UUID(attribute="desk_id")
    slug = ma.fields.Str()
    name = ma.fields.Str()
    region_code = ma.fields.Str()
    address = ma.fields.Str()
    phone = ma.fields.Str()
    opening_hours = ma.fields.List(ma.fields.Str())


class DeskPage(web.OutSchema):
    """Every desk that exists today; there is one page."""

    items = ma.fields.List(ma.fields.Nested(DeskOut))
    next = ma.fields.Str(allow_none=True)


class AgendaLineOut(web.OutSchema):
    """One appointment: a name and a topic, no more."""

    id = ma.fields.UUID(attribute="appointment_id")
    account_id = ma.fields.UUID()
    starts_at = web.Instant()
    minutes = ma.fields.Int()
    client_name = ma.fields.Str()
    client_number = ma.fields.Str()
    topic = ma.fields.Str()
    channel = ma.fields.Str(validate=ma.validate.OneOf(codes.CHANNELS))
    state = ma.fields.Str(validate=ma.validate.OneOf(codes.STATES))
    adviser_name = ma.fields.Str()
    has_consent = ma.fields.Bool(metadata={"description": "Whether the client lets you see the account now."})


class AgendaPage(web.OutSchema):
    """The appointments of one day at one desk, in order; there is one page."""

    items = ma.fields.List(ma.fields.Nested(AgendaLineOut))
    next = ma.fields.Str(allow_none=True)
