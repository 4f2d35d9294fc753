"""Budgets and what they are committed to, in and out. Amounts are whole cents, EUR."""

import marshmallow as ma

from leerloket import web


class BudgetForm(web.FormSchema):
    """What a fund may cost in a year."""

    fonds = ma.fields.Str(required=True, validate=ma.validate.Length(1, 200))
    jaar = ma.fields.Int(required=True, validate=ma.validate.Range(2020, 2100))
    bedrag = web.Euros(required=True, validate=ma.validate.Range(1, error="Vul een bedrag boven nul in."))
    reden = ma.fields.Str(required=True, validate=ma.validate.Length(5, 500))


class BudgetFilter(web.FormSchema):
    """The budgets of which year."""

    class Meta:
        unknown = ma.EXCLUDE

    jaar = ma.fields.Int(load_default=None, validate=ma.validate.Range(2020, 2100))


class BudgetIn(web.Schema):
    """What a fund may cost in a year."""

    fund = ma.fields.Str(required=True, validate=ma.validate.Length(1, 200), metadata={"example": "Overheid"})
    year = ma.fields.Int(required=True, validate=ma.validate.Range(2020, 2100))
    amount_cents = web.Cents(least=1, required=True)
    reason = ma.fields.Str(required=True, validate=ma.validate.Length(5, 500))


class BudgetQuery(web.Schema):
    """The budgets of which year."""

    year = ma.fields.Int(required=True, validate=ma.validate.Range(2020, 2100))


class BudgetOut(web.OutSchema):
    """A budget; it counts once it was approved."""

    id = ma.fields.UUID(attribute="budget_id")
    fund = ma.fields.Str()
    year = ma.fields.Int()
    amount_cents = web.Cents()
    currency = ma.fields.Constant("EUR")
    reason = ma.fields.Str()
    proposed_by = ma.fields.UUID()
    proposed_at = web.Instant()
    approved_by = ma.fields.UUID(allow_none=True)
    approved_at = web.Instant(allow_none=True)


class ReadingOut(web.OutSchema):
    """What a fund was committed to at a moment."""

    read_at = web.Instant()
    granted_cents = ma.fields.Int(metadata={"description": "Given to people this year, less what was taken back."})
    held_cents = ma.fields.Int(metadata={"description": "Set aside for bookings."})
    spent_cents = ma.fields.Int(metadata={"description": "Paid to providers."})
    expected_cents = ma.fields.Int(metadata={"description": "What bookings will take until the end of the year."})
    forecast_cents = ma.fields.Int(metadata={"description": "Held, spent and expected together."})


class ForecastOut(web.OutSchema):
    """A budget, its newest reading, and how far it is."""

    budget = ma.fields.Nested(BudgetOut)
    reading = ma.fields.Nested(ReadingOut, allow_none=True)
    percent = ma.fields.Int(metadata={"description": "Held and spent, as a whole per cent of the budget."})
    forecast_percent = ma.fields.Int()
    threshold = ma.fields.Int(allow_none=True, metadata={"description": "The warning that is reached: 70, 85 or 95."})
    full_on = ma.fields.Date(allow_none=True, metadata={"description": "When the budget is used up at this pace."})


class ForecastsOut(web.OutSchema):
    """The budgets that count in a year."""

    items = ma.fields.List(ma.fields.Nested(ForecastOut))
    next = ma.fields.Str(allow_none=True)
