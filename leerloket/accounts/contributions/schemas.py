"""What was paid in over a year, as JSON, and the year of a page."""

import marshmallow as ma

from leerloket import money, web


def _signed() -> web.Cents:
    return web.Cents(
        least=-money.LARGEST_CENTS, metadata={"description": "Whole cents, EUR; below zero is what was taken back."}
    )


class YearIn(web.Schema):
    """Which year; this one when it is left out."""

    year = ma.fields.Int(load_default=None, validate=ma.validate.Range(1900, 2199))


class YearQuery(web.FormSchema):
    """The year somebody chose on a page."""

    class Meta:
        unknown = ma.EXCLUDE

    jaar = ma.fields.Int(load_default=None, validate=ma.validate.Range(1900, 2199))


class GivenToEmployeeOut(web.OutSchema):
    """What one employee received for one set of purposes. Nothing about what became of it."""

    person_id = ma.fields.UUID()
    name = ma.fields.Str()
    personnel_number = ma.fields.Str()
    purposes = ma.fields.List(ma.fields.Str())
    deposited_cents = web.Cents()
    corrected_cents = _signed()
    total_cents = _signed()


class GivenPerPurposeOut(web.OutSchema):
    """What all employees together received for one set of purposes."""

    purposes = ma.fields.List(ma.fields.Str())
    people = ma.fields.Int()
    total_cents = _signed()


class EmployerContributionsOut(web.OutSchema):
    """What an employer gave in a year, for the wage tax."""

    year = ma.fields.Int()
    until = ma.fields.Date(data_key="untilOn")
    employees = ma.fields.List(ma.fields.Nested(GivenToEmployeeOut), attribute="given")
    purposes = ma.fields.List(ma.fields.Nested(GivenPerPurposeOut))
    deposited_cents = web.Cents()
    corrected_cents = _signed()
    total_cents = _signed()
    returned_cents = web.Cents(
        metadata={"description": "Whole cents, EUR, of all employees together: unused money back in the fund."}
    )
    used_percent = ma.fields.Int(
        attribute="used.percent",
        allow_none=True,
        metadata={"description": "Of all that was ever given, over at least 5 people."},
    )
    used_on = ma.fields.Date(attribute="used.on", metadata={"description": "The month end it is as of."})
    currency = ma.fields.Constant("EUR")


class ContributionLineOut(web.OutSchema):
    """Money that came in, or was taken back."""

    on = ma.fields.Date(data_key="bookedOn")
    kind = ma.fields.Str(metadata={"enum": ["topup", "own", "own_back", "correction"]})
    funder = ma.fields.Str()
    purposes = ma.fields.List(ma.fields.Str())
    amount_cents = _signed()


class OwnMoneySpentOut(web.OutSchema):
    """What own money paid for one booking."""

    on = ma.fields.Date(data_key="paidOn")
    booking_id = ma.fields.UUID()
    amount_cents = _signed()


class OwnContributionsOut(web.OutSchema):
    """What came into your account in a year, and what your own money paid for."""

    year = ma.fields.Int()
    until = ma.fields.Date(data_key="untilOn")
    received = ma.fields.List(ma.fields.Nested(ContributionLineOut))
    received_cents = _signed()
    paid_in = ma.fields.List(ma.fields.Nested(ContributionLineOut))
    paid_in_cents = _signed()
    spent = ma.fields.List(ma.fields.Nested(OwnMoneySpentOut))
    spent_cents = _signed()
    currency = ma.fields.Constant("EUR")
