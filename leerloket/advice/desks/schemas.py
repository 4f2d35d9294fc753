"""What comes in and goes out about desks, openings and appointments."""

import marshmallow as ma

from leerloket import web
from leerloket.advice.desks import codes, rules, slots


class AppointmentForm(web.FormSchema):
    """An adviser plans a talk."""

    nummer = ma.fields.Str(required=True, validate=ma.validate.Length(max=40))
    dag = ma.fields.Date(required=True)
    tijd = ma.fields.Time(
        required=True, format="%H:%M", error_messages={"invalid": "Vul een tijd in, bijvoorbeeld 10:30."}
    )
    onderwerp = ma.fields.Str(required=True, validate=ma.validate.Length(max=rules.LONGEST_TOPIC))
    hoe = ma.fields.Str(load_default="desk", validate=ma.validate.OneOf(codes.CHANNELS))


class WalkInForm(web.FormSchema):
    """Somebody walks in; the page has another form with a number."""

    bezoeker = ma.fields.Str(required=True, validate=ma.validate.Length(max=40))


class StateForm(web.FormSchema):
    """What became of an appointment."""

    staat = ma.fields.Str(required=True, validate=ma.validate.OneOf(("no_show", "cancelled", "planned")))
    dag = ma.fields.Date(load_default=None)


class StartForm(web.FormSchema):
    """What a person wants to talk about, how, and where."""

    onderwerp = ma.fields.Str(
        required=True, validate=ma.validate.OneOf(codes.TOPICS), error_messages={"required": "Kies een onderwerp."}
    )
    hoe = ma.fields.Str(
        required=True,
        validate=ma.validate.OneOf(codes.CHANNELS),
        error_messages={"required": "Kies hoe u wilt praten."},
    )
    loket = ma.fields.UUID(required=True, error_messages={"required": "Kies een loket."})


class TimeForm(web.FormSchema):
    """The time a person chose."""

    tijd = web.Instant(required=True, error_messages={"required": "Kies een tijd.", "invalid": "Kies een tijd."})


class CheckForm(StartForm, TimeForm):
    """Everything a person chose."""


class EmptyForm(web.FormSchema):
    """Only a button."""


class OpeningForm(web.FormSchema):
    """When an adviser sees people. No day ticked means closed."""

    dagen = ma.fields.List(ma.fields.Int(validate=ma.validate.OneOf(range(1, 6))), load_default=list)
    van = ma.fields.Time(
        required=True, format="%H:%M", error_messages={"invalid": "Vul een tijd in, bijvoorbeeld 9:00."}
    )
    tot = ma.fields.Time(
        required=True, format="%H:%M", error_messages={"invalid": "Vul een tijd in, bijvoorbeeld 16:30."}
    )
    gesprekken = ma.fields.Int(required=True, validate=ma.validate.Range(1, slots.MOST_TALKS))
    vanaf = ma.fields.Date(required=True)


class SlotsQuery(web.Schema):
    """At which desk, and between which days."""

    desk_id = ma.fields.UUID(required=True)
    first = ma.fields.Date(metadata={"description": "The first day; today when left out."})
    last = ma.fields.Date(metadata={"description": "The last day; four weeks from today when left out or later."})


class SlotOut(web.OutSchema):
    """A free time."""

    starts_at = web.Instant()
    minutes = ma.fields.Int()


class SlotPage(web.OutSchema):
    """The free times in order; there is one page."""

    items = ma.fields.List(ma.fields.Nested(SlotOut))
    next = ma.fields.Str(allow_none=True)


class AppointmentIn(web.Schema):
    """A talk that a person plans at a free time."""

    desk_id = ma.fields.UUID(required=True)
    starts_at = web.Instant(required=True)
    topic = ma.fields.Str(required=True, validate=ma.validate.OneOf(codes.TOPICS))
    channel = ma.fields.Str(load_default="desk", validate=ma.validate.OneOf(codes.CHANNELS))


class AppointmentOut(web.OutSchema):
    """One of your own appointments."""

    id = ma.fields.UUID(attribute="appointment_id")
    desk_id = ma.fields.UUID()
    starts_at = web.Instant()
    minutes = ma.fields.Int()
    topic = ma.fields.Str(metadata={"description": "One of our topics, or the words of the adviser who planned it."})
    channel = ma.fields.Str(validate=ma.validate.OneOf(codes.CHANNELS))
    state = ma.fields.Str(validate=ma.validate.OneOf(codes.STATES))


class AppointmentPage(web.OutSchema):
    """All your appointments, the latest first; there is one page."""

    items = ma.fields.List(ma.fields.Nested(AppointmentOut))
    next = ma.fields.Str(allow_none=True)


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
    partners = ma.fields.List(ma.fields.Str(), metadata={"description": "Who works together at this desk."})


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
