"""What comes in and goes out about schemes."""

import marshmallow as ma

from leerloket import web
from leerloket.advice.schemes import codes


def _choice(choices: tuple[str, ...] | tuple[int, ...]) -> ma.validate.OneOf:
    return ma.validate.OneOf(choices)


class FitsForm(web.FormSchema):
    """Four questions, and what makes the answer exact. What is left out is not known; an address may hold more."""

    class Meta:
        unknown = ma.EXCLUDE

    voor = ma.fields.Str(validate=_choice(codes.WHO))
    waarvoor = ma.fields.Str(validate=_choice(codes.PURPOSES))
    grootte = ma.fields.Str(validate=_choice(codes.SIZES))
    sector = ma.fields.Str(validate=_choice(codes.SECTORS))
    prijs = web.Euros()
    niveau = ma.fields.Int(validate=_choice(codes.LEVELS))
    diploma = ma.fields.Int(validate=_choice(codes.LEVELS))
    leeftijd = ma.fields.Int(validate=ma.validate.Range(13, 120))


class WatchForm(web.FormSchema):
    """Whether to send a mail when a scheme opens."""

    mail = ma.fields.Str(required=True, validate=ma.validate.OneOf(("ja", "nee")))


class EmptySchemeForm(web.FormSchema):
    """Only a button."""
