"""Employees as JSON and the forms of their pages."""

from typing import Any

import marshmallow as ma

from leerloket import web
from leerloket.accounts.staff import service

FTE = ma.validate.Range(1, 100)
NUMBER = ma.validate.Length(1, 60)


class EmployeesIn(web.Schema):
    """Which employees, and from where."""

    q = ma.fields.Str(
        load_default="", validate=ma.validate.Length(max=100), metadata={"description": "Name or number."}
    )
    former = ma.fields.Bool(load_default=False, metadata={"description": "Who left, in place of who works here."})
    cursor = ma.fields.UUID(load_default=None)


class EmployeeIn(web.Schema):
    """An employee who has an account, named by e-mail address or account number and known by the date of birth."""

    called = ma.fields.Str(required=True, validate=ma.validate.Length(1, 200), metadata={"example": "LR-204-881"})
    birth_on = ma.fields.Date(required=True)
    personnel_number = ma.fields.Str(required=True, validate=NUMBER)
    fte_pct = ma.fields.Int(load_default=100, validate=FTE)
    starts_on = ma.fields.Date(load_default=None, metadata={"description": "Today when left out."})


class EmployeeChange(web.Schema):
    """What changes about an employee; `endsOn` null takes a last day back."""

    personnel_number = ma.fields.Str(validate=NUMBER)
    fte_pct = ma.fields.Int(validate=FTE)
    ends_on = ma.fields.Date(allow_none=True)


class EmployeeOut(web.OutSchema):
    """An employee, as the employer knows them."""

    id = ma.fields.UUID(attribute="employment_id")
    person_id = ma.fields.UUID()
    account_number = ma.fields.Str(attribute="number")
    name = ma.fields.Str()
    email = ma.fields.Str()
    personnel_number = ma.fields.Str()
    fte_pct = ma.fields.Int(metadata={"description": "Share of full time, 1 to 100."})
    starts_on = ma.fields.Date()
    ends_on = ma.fields.Date(allow_none=True)


class EmployeeList(web.OutSchema):
    """A page of employees by name."""

    items = ma.fields.List(ma.fields.Nested(EmployeeOut))
    next = ma.fields.UUID(allow_none=True)


class WrongRowOut(web.OutSchema):
    """A row of a file that was not carried out."""

    row = ma.fields.Int()
    personnel_number = ma.fields.Str()
    code = ma.fields.Str()
    message = ma.fields.Str()
    message_nl = ma.fields.Str()


class ImportedOut(web.OutSchema):
    """What a file of employees did."""

    added = ma.fields.Int()
    changed = ma.fields.Int()
    ended = ma.fields.Int()
    same = ma.fields.Int()
    wrong = ma.fields.List(ma.fields.Nested(WrongRowOut))


class AddForm(web.FormSchema):
    """The form of one employee who has an account."""

    wie = ma.fields.Str(required=True, validate=ma.validate.Length(1, 200))
    geboortedatum = ma.fields.Date(required=True)
    personeelsnummer = ma.fields.Str(required=True, validate=NUMBER)
    percentage = ma.fields.Int(load_default=100, validate=FTE)
    in_dienst = ma.fields.Date(load_default=None)


class ChangeForm(web.FormSchema):
    """The form of an employee's number and hours."""

    personeelsnummer = ma.fields.Str(required=True, validate=NUMBER)
    percentage = ma.fields.Int(required=True, validate=FTE)


class EndForm(web.FormSchema):
    """The form of a last day; empty takes it back."""

    laatste_dag = ma.fields.Date(load_default=None, allow_none=True)


def imported_out(done: service.Imported) -> dict[str, Any]:
    """What a file did, as JSON."""
    return {
        "added": done.added,
        "changed": done.changed,
        "ended": done.ended,
        "same": done.same,
        "wrong": [
            {
                "row": one.row,
                "personnel_number": one.personnel_number,
                "code": one.refusal.code(),
                "message": one.refusal.sentence("en"),
                "message_nl": one.refusal.sentence("nl"),
            }
            for one in done.wrong
        ],
    }
