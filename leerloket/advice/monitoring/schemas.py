"""What goes out about how far the scheme reaches."""

import marshmallow as ma

from leerloket import web


class MonitorRow(web.OutSchema):
    """A group. Numbers are null where fewer than five people are meant, or where such a number would follow."""

    key = ma.fields.Str(metadata={"description": "The group; empty where it is not known."})
    is_hidden = ma.fields.Bool()
    people = ma.fields.Method("_first", allow_none=True, metadata={"type": "integer"})
    learned = ma.fields.Method("_second", allow_none=True, metadata={"type": "integer"})
    percent = ma.fields.Int(allow_none=True)
    cents = web.Cents(allow_none=True)
    days = ma.fields.Int(allow_none=True, metadata={"description": "Half of the people waited this long or less."})
    missed = ma.fields.Int(allow_none=True, metadata={"description": "Talks nobody came to."})

    def _first(self, row: object) -> int | None:
        people: tuple[int, ...] = getattr(row, "people", ())
        return people[0] if people else None

    def _second(self, row: object) -> int | None:
        people: tuple[int, ...] = getattr(row, "people", ())
        return people[1] if len(people) > 1 else None


class MonitorTables(web.OutSchema):
    """Every table of the monitor."""

    level = ma.fields.List(ma.fields.Nested(MonitorRow))
    age = ma.fields.List(ma.fields.Nested(MonitorRow))
    region = ma.fields.List(ma.fields.Nested(MonitorRow))
    sector = ma.fields.List(ma.fields.Nested(MonitorRow))
    first_booking = ma.fields.List(ma.fields.Nested(MonitorRow), attribute="first-booking")
    plans = ma.fields.List(ma.fields.Nested(MonitorRow))
    money = ma.fields.List(ma.fields.Nested(MonitorRow))
    desks = ma.fields.List(ma.fields.Nested(MonitorRow))


class MonitorOut(web.OutSchema):
    """How far the scheme reaches in a year."""

    since = ma.fields.Date()
    until = ma.fields.Date()
    target_pct = ma.fields.Int(metadata={"description": "The share of people who should learn in a year."})
    everybody = ma.fields.Nested(MonitorRow)
    tables = ma.fields.Nested(MonitorTables)
