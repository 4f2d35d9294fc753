"""What goes in and out of ratings: JSON and forms."""

import marshmallow as ma

from leerloket import web
from leerloket.courses.ratings import rules

SCORE = ma.validate.Range(rules.LOWEST, rules.HIGHEST)


def _score() -> ma.fields.Integer:
    return ma.fields.Integer(required=True, strict=True, validate=SCORE)


class RatingIn(web.Schema):
    """One to five on each criterion."""

    welcome = _score()
    content = _score()
    teachers = _score()
    means = _score()
    guidance = _score()


class RatingOut(RatingIn):
    """What you gave, and until when you can change it."""

    booking_id = ma.fields.UUID(required=True)
    rated_at = web.Instant(required=True)


class AveragesOut(web.OutSchema):
    """The averages per criterion, from 1 to 5 with one decimal."""

    welcome = ma.fields.Float()
    content = ma.fields.Float()
    teachers = ma.fields.Float()
    means = ma.fields.Float()
    guidance = ma.fields.Float()


class SummaryOut(web.OutSchema):
    """What people who attended think of a module. Without averages while fewer than five have rated it."""

    count = ma.fields.Int(metadata={"description": "How many ratings the averages come from; 0 while hidden."})
    overall = ma.fields.Float(allow_none=True)
    averages = ma.fields.Nested(AveragesOut, allow_none=True)


def _answer(criterion: str) -> ma.fields.Integer:
    return ma.fields.Integer(
        attribute=criterion,
        required=True,
        validate=SCORE,
        error_messages={"required": "Kies een cijfer.", "invalid": "Kies een cijfer."},
    )


class RatingForm(web.FormSchema):
    """The five questions on screen; each asks for an answer."""

    ontvangst = _answer("welcome")
    leerstof = _answer("content")
    docenten = _answer("teachers")
    middelen = _answer("means")
    begeleiding = _answer("guidance")
