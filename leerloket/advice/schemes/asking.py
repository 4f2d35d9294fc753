"""Reading the questions of a page: what was answered, what is known already, and what fits."""

import uuid
from dataclasses import dataclass, replace

import flask

from leerloket import errors, web
from leerloket.advice.schemes import schemas, service
from leerloket.advice.schemes.rules import Answers, Outcome

FIELDS = {
    "voor": "who",
    "waarvoor": "pays",
    "grootte": "size",
    "sector": "sector",
    "prijs": "price_cents",
    "niveau": "course_level",
    "diploma": "education_level",
    "leeftijd": "age",
}
"""The fields of the form and the answers they are."""


@dataclass(frozen=True, slots=True)
class Asked:
    """The answers as the form shows them, and what fits; no outcome before somebody asked, or with a wrong answer."""

    answers: Answers
    outcome: Outcome | None


def fit(account_id: uuid.UUID | None, answers: Answers) -> Outcome:
    """What fits with these answers; of a person the pots are counted."""
    return service.find_fits(answers, None if account_id is None else service.list_pots(account_id))


def read(account_id: uuid.UUID | None) -> Asked:
    """The questions of this request. On a first visit what is known of the person and the module is filled in."""
    sent = flask.request.args
    is_first = "voor" not in sent
    if is_first and account_id is None and "opleiding" not in sent:
        return Asked(service.FIRST, None)
    known = service.answers_of(account_id) if is_first and account_id is not None else service.FIRST
    if is_first and "opleiding" in sent:
        known = service.answers_for(sent["opleiding"], known)
    try:
        given = web.load(schemas.FitsForm(), sent)
    except errors.Invalid as refusal:
        flask.g.form = web.Form(sent, refusal)
        return Asked(known, None)
    answers = replace(known, **{FIELDS[name]: value for name, value in given.items()})
    return Asked(answers, fit(account_id, answers))
