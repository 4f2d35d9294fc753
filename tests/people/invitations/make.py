"""An employer that invites."""

from dataclasses import dataclass

import flask

from leerloket import db
from leerloket.people import service as people
from leerloket.people.employers import service as employers
from leerloket.people.invitations import service
from tests.people import make


@dataclass(frozen=True)
class Inviting:
    """An employer, whoever does its payroll, the invitations made, and their codes."""

    employer: employers.Employer
    clerk: people.Person
    invitations: list[service.Invitation]
    codes: list[str]


def inviting(app: flask.Flask, number: int = 1) -> Inviting:
    """An employer with open invitations for the personnel numbers I-1, I-2 …"""
    employer = make.employer()
    clerk = make.manager(employer)
    invitees = [service.Invitee(f"I-{n}", f"Jan {n}", 80) for n in range(1, number + 1)]
    with app.test_request_context():
        made = service.invite(employer.employer_id, invitees, by=clerk.person_id)
        codes = [service.code_of(invitation) for invitation in made]
    db.session.commit()
    return Inviting(employer, clerk, made, codes)
