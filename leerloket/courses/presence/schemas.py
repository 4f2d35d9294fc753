"""What goes in and out of the grid of presence. Instants are UTC; a session is named by when it starts."""

import marshmallow as ma

from leerloket import web


class PresenceRowIn(web.Schema):
    """At which sessions one participant was; at all others that have begun they were not."""

    booking_id = ma.fields.UUID(required=True)
    attended = ma.fields.List(
        web.Instant(),
        required=True,
        validate=ma.validate.Length(max=200),
        metadata={"description": "The starts of the sessions at which this person was."},
    )


class PresenceIn(web.Schema):
    """The rows to save, all or nothing. `declare` also declares the attendance that follows from them."""

    rows = ma.fields.List(ma.fields.Nested(PresenceRowIn), required=True, validate=ma.validate.Length(1, 500))
    declare = ma.fields.Bool(load_default=False, truthy={True}, falsy={False})


class PresenceSessionOut(web.OutSchema):
    """One session."""

    starts_at = web.Instant()
    ends_at = web.Instant()


class PresenceRowOut(web.OutSchema):
    """One participant, and how much of all time they were there."""

    booking_id = ma.fields.UUID(attribute="booking.booking_id")
    reference = ma.fields.Str(attribute="booking.reference")
    participant = ma.fields.Str()
    attended = ma.fields.List(
        web.Instant(),
        attribute="present_at",
        metadata={"description": "The starts of the sessions at which this person was."},
    )
    present_pct = ma.fields.Int()
    may_change = ma.fields.Bool()


class PresenceOut(web.OutSchema):
    """Everybody in an edition by all its sessions."""

    sessions = ma.fields.List(ma.fields.Nested(PresenceSessionOut), attribute="edition.sessions")
    is_over = ma.fields.Bool()
    rows = ma.fields.List(ma.fields.Nested(PresenceRowOut))
