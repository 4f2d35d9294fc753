"""What comes in and goes out about schemes."""

from collections.abc import Callable
from typing import Any

import marshmallow as ma

from leerloket import web
from leerloket.advice.schemes import codes, lines


class FitsForm(web.FormSchema):
    """Four questions, and what makes the answer exact. What is left out is not known; an address may hold more."""

    class Meta:
        unknown = ma.EXCLUDE

    voor = ma.fields.Str(validate=ma.validate.OneOf(codes.WHO))
    waarvoor = ma.fields.Str(validate=ma.validate.OneOf(codes.PURPOSES))
    grootte = ma.fields.Str(validate=ma.validate.OneOf(codes.SIZES))
    sector = ma.fields.Str(validate=ma.validate.OneOf(codes.SECTORS))
    prijs = web.Euros()
    niveau = ma.fields.Int(validate=ma.validate.OneOf(codes.LEVELS))
    diploma = ma.fields.Int(validate=ma.validate.OneOf(codes.LEVELS))
    leeftijd = ma.fields.Int(validate=ma.validate.Range(13, 120))


class WatchForm(web.FormSchema):
    """Whether to send a mail when a scheme opens."""

    mail = ma.fields.Str(required=True, validate=ma.validate.OneOf(("ja", "nee")))


class EmptySchemeForm(web.FormSchema):
    """Only a button."""


# --- the editor -------------------------------------------------------------------------------------------

LONGEST_TEXT = 2_000
SHORTEST_REASON = 5
MOST_LINES = 30


class Lines(ma.fields.Field[tuple[Any, ...]]):
    """One thing per line of a text field; empty lines do not count."""

    def __init__(self, read_line: Callable[[str], Any], example: str, **kwargs: Any) -> None:
        super().__init__(load_default=(), **kwargs)
        self.read_line, self.example = read_line, example

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> tuple[Any, ...]:
        typed = [line.strip() for line in str(value).splitlines() if line.strip()]
        if len(typed) > MOST_LINES or any(len(line) > LONGEST_TEXT for line in typed):
            raise ma.ValidationError(f"Schrijf hoogstens {MOST_LINES} regels.")
        found = []
        for number, line in enumerate(typed, 1):
            try:
                found.append(self.read_line(line))
            except ValueError as problem:
                raise ma.ValidationError(
                    f"Regel {number} klopt niet. Schrijf bijvoorbeeld: {self.example}"
                ) from problem
        return tuple(found)


def _text(**kwargs: Any) -> ma.fields.Str:
    return ma.fields.Str(validate=ma.validate.Length(max=LONGEST_TEXT), **kwargs)


def _any_of(choices: tuple[str, ...]) -> ma.fields.List[Any]:
    return ma.fields.List(ma.fields.Str(validate=ma.validate.OneOf(choices)), load_default=list)


class SchemeForm(web.FormSchema):
    """A scheme as an editor types it, the reason, and the version the editor saw."""

    kenmerk = ma.fields.Str(
        load_default=None,
        validate=[
            ma.validate.Length(2, 40),
            ma.validate.Regexp(r"(?!nieuw$)[a-z0-9]+(-[a-z0-9]+)*$", error="Schrijf kleine letters en streepjes."),
        ],
    )
    naam_nl = _text(required=True)
    naam_en = _text(required=True)
    over_nl = _text(required=True)
    over_en = _text(required=True)
    status = ma.fields.Str(required=True, validate=ma.validate.OneOf(codes.STATUSES))
    stand_nl = _text(load_default="")
    stand_en = _text(load_default="")
    rondes = Lines(lines.read_window, "2027-03-01 tot 2027-03-31")
    geldt_vanaf = ma.fields.Date(required=True)
    geldt_tot = ma.fields.Date(load_default=None)
    aanvrager = ma.fields.Str(required=True, validate=ma.validate.OneOf(codes.APPLICANTS))
    geeft = ma.fields.Str(required=True, validate=ma.validate.OneOf(codes.GIVES))
    voor = _any_of(codes.WHO)
    waarvoor = _any_of(codes.PURPOSES)
    grootte = _any_of(codes.SIZES)
    sector = _any_of(codes.SECTORS)
    leeftijd_vanaf = ma.fields.Int(load_default=None, validate=ma.validate.Range(1, 120))
    leeftijd_tot = ma.fields.Int(load_default=None, validate=ma.validate.Range(1, 120))
    diploma = ma.fields.List(ma.fields.Int(validate=ma.validate.OneOf(codes.LEVELS)), load_default=list)
    delen = Lines(lines.read_rate, "1, 2, 3: 90 %")
    kosten_vanaf = web.Euros(load_default=0)
    bedrag_vanaf = web.Euros(load_default=0)
    drempel = web.Euros(load_default=0)
    hoogstens = web.Euros(load_default=None)
    hoogstens_sector = Lines(lines.read_cap, "farming: 20000")
    vooraf = ma.fields.Int(load_default=0, validate=ma.validate.Range(0, 100))
    potjes = _any_of(codes.POTS)
    niet_met = _text(load_default="")
    regels = Lines(lines.read_words, "Vraag het vooraf | Ask beforehand")
    papieren = Lines(lines.read_words, "Offerte | Quote")
    bron = _text(required=True)
    bron_adres = ma.fields.Url(required=True, schemes={"https", "http"}, validate=ma.validate.Length(max=LONGEST_TEXT))
    gecontroleerd = ma.fields.Date(required=True)
    zekerheid = ma.fields.Str(required=True, validate=ma.validate.OneOf(codes.CERTAINTIES))
    voorbeeld = web.Euros(load_default=100_000)
    reden = _text(load_default="")
    versie = ma.fields.Int(required=True, validate=ma.validate.Range(0, 10_000))
    doe = ma.fields.Str(required=True, validate=ma.validate.OneOf(("bekijk", "bewaar")))

    @ma.validates_schema(skip_on_field_errors=False)
    def _check(self, data: dict[str, Any], **_: Any) -> None:
        wrong = {name: ["Kies er minstens één."] for name in ("voor", "waarvoor") if data.get(name) == []}
        if data.get("doe") == "bewaar" and len(data.get("reden", "")) < SHORTEST_REASON:
            wrong["reden"] = ["Schrijf waarom u dit verandert."]
        first, end = data.get("geldt_vanaf"), data.get("geldt_tot")
        if first and end and end <= first:
            wrong["geldt_tot"] = ["Kies een dag na de eerste dag."]
        youngest, oldest = data.get("leeftijd_vanaf"), data.get("leeftijd_tot")
        if youngest and oldest and oldest < youngest:
            wrong["leeftijd_tot"] = [f"Must be greater than or equal to {youngest}."]
        if wrong:
            raise ma.ValidationError(wrong)
