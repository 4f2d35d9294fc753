"""The employees of an employer, as JSON."""

import uuid
from typing import Any

import flask

from leerloket import errors, spreadsheets, web
from leerloket.accounts.staff import rules, schemas, service
from leerloket.people.employers import service as employers
from leerloket.people.officers import service as officers

bp = web.ApiBlueprint("accounts_staff_api", __name__, description="Employees of an employer")

BINARY = {"schema": {"type": "string", "format": "binary"}}
FILE_BODY = {
    "required": True,
    "content": {
        "text/csv": BINARY,
        spreadsheets.XLSX_TYPE: BINARY,
        "multipart/form-data": {"schema": {"type": "object", "properties": {"file": BINARY["schema"]}}},
    },
}


@bp.route("/employers/<uuid:employer_id>/employees", methods=["GET"])
@web.requires("employer", scope="employees:read")
@web.refuses(errors.NotFound)
@bp.arguments(schemas.EmployeesIn, location="query")
@bp.response(200, schemas.EmployeeList)
def list_employees(given: dict[str, Any], employer_id: uuid.UUID) -> dict[str, Any]:
    """Who works here or will, or who did, by name."""
    officers.check_acts_for(employer_id)
    listed = service.list_staff(employer_id, given["q"], is_former=given["former"], after=given["cursor"])
    return {"items": listed.employees, "next": listed.next_after}


@bp.route("/employers/<uuid:employer_id>/employees", methods=["POST"])
@web.requires("employer", scope="employees:write")
@web.refuses(errors.NotFound, employers.NobodyLikeThat, employers.EmployedAlready)
@bp.arguments(schemas.EmployeeIn)
@bp.response(201, schemas.EmployeeOut)
def add_employee(given: dict[str, Any], employer_id: uuid.UUID) -> employers.Employee:
    """Note that somebody who has an account works here; who has none is invited."""
    officers.check_acts_for(employer_id)
    made = employers.employ_known(employer_id, **given)
    return employers.get_employment(employer_id, made.employment_id)


@bp.route("/employers/<uuid:employer_id>/employees/<uuid:employment_id>", methods=["GET"])
@web.requires("employer", scope="employees:read")
@web.refuses(errors.NotFound)
@bp.response(200, schemas.EmployeeOut)
def get_employee(employer_id: uuid.UUID, employment_id: uuid.UUID) -> employers.Employee:
    """One employment, also one that has ended."""
    officers.check_acts_for(employer_id)
    return employers.get_employment(employer_id, employment_id)


@bp.route("/employers/<uuid:employer_id>/employees/<uuid:employment_id>", methods=["PATCH"])
@web.requires("employer", scope="employees:write")
@web.refuses(errors.NotFound, employers.EndsBeforeStart, employers.EmployedAlready)
@bp.arguments(schemas.EmployeeChange)
@bp.response(200, schemas.EmployeeOut)
def change_employee(given: dict[str, Any], employer_id: uuid.UUID, employment_id: uuid.UUID) -> employers.Employee:
    """Change the number or the share of full time, or say which day was the last. The pots stay the person's own."""
    officers.check_acts_for(employer_id)
    if "ends_on" in given:
        employers.end_employment(employer_id, employment_id, given.pop("ends_on"))
    employers.change_employment(employer_id, employment_id, **given)
    return employers.get_employment(employer_id, employment_id)


@bp.route("/employers/<uuid:employer_id>/employee-files", methods=["POST"])
@web.requires("employer", scope="employees:write")
@web.refuses(errors.NotFound, spreadsheets.UnreadableFile, rules.NumberMissing, rules.TooManyRows)
@bp.doc(requestBody=FILE_BODY)
@bp.response(200, schemas.ImportedOut)
def import_file(employer_id: uuid.UUID) -> dict[str, Any]:
    """Carry out a CSV or Excel file of employees; rows that are wrong are passed over and named."""
    officers.check_acts_for(employer_id)
    upload = flask.request.files.get("file")
    content = upload.read() if upload else flask.request.get_data()
    return schemas.imported_out(service.import_file(employer_id, content))
