"""Draws as JSON, and the forms of their pages."""

from typing import Any

import marshmallow as ma

from leerloket import clock, web
from leerloket.accounts.draws import order, rules
from leerloket.accounts.ledger import service as ledger

STATES = ("draft", "open", "drawn", "ended")


class ConditionIn(web.Schema):
    """Who it is about: everything that is given must hold."""

    age_from = ma.fields.Int(validate=ma.validate.Range(0, 120), metadata={"description": "This age or older."})
    age_until = ma.fields.Int(validate=ma.validate.Range(1, 120), metadata={"description": "Younger than this."})
    nlqf_below = ma.fields.Int(validate=ma.validate.Range(1, 8), metadata={"description": "Below this NLQF level."})
    regions = ma.fields.List(
        ma.fields.Str(validate=ma.validate.Length(1, 60)),
        validate=ma.validate.Length(1, 50),
        metadata={"description": "Codes of labour-market regions, as `GET /regions` gives them."},
    )


class PriorityIn(web.Schema):
    """Who has a better chance: an entry has as many tickets as its weight."""

    when = ma.fields.Nested(ConditionIn, required=True)
    weight = ma.fields.Int(required=True, validate=ma.validate.Range(2, rules.HEAVIEST))


class DrawIn(web.Schema):
    """A draw to prepare: equal grants of `amountCents`, to be opened by somebody else."""

    name = ma.fields.Str(required=True, validate=ma.validate.Length(3, 100))
    about = ma.fields.Str(load_default="", validate=ma.validate.Length(max=1_000))
    funder = ma.fields.Str(required=True, attribute="funder_name", validate=ma.validate.Length(2, 100))
    amount_cents = web.Cents(required=True, least=1)
    grants = ma.fields.Int(required=True, validate=ma.validate.Range(1, rules.MOST_GRANTS))
    purposes = ma.fields.List(
        ma.fields.Str(validate=ma.validate.OneOf(ledger.PURPOSES)), required=True, validate=ma.validate.Length(1, 5)
    )
    ends_on = ma.fields.Date(required=True, metadata={"description": "The last day on which the money can be used."})
    opens_at = web.Instant(required=True)
    closes_at = web.Instant(required=True)
    claim_days = ma.fields.Int(
        load_default=14,
        validate=ma.validate.Range(0, rules.LONGEST_CLAIM_DAYS),
        metadata={"description": "How long who is drawn can take the money; 0 gives it at once."},
    )
    may_enter = ma.fields.Nested(ConditionIn, load_default=dict)
    priorities = ma.fields.List(ma.fields.Nested(PriorityIn), load_default=list, validate=ma.validate.Length(max=20))


class ConditionOut(web.OutSchema):
    """Who it is about: everything that is given must hold."""

    age_from = ma.fields.Int()
    age_until = ma.fields.Int()
    nlqf_below = ma.fields.Int()
    regions = ma.fields.List(ma.fields.Str())


class PriorityOut(web.OutSchema):
    """Who has as many tickets as `weight`."""

    when = ma.fields.Nested(ConditionOut)
    weight = ma.fields.Int()


class DrawOut(web.OutSchema):
    """A draw. The seed, and what it was combined with, are there when it is drawn."""

    id = ma.fields.UUID(attribute="draw_id")
    slug = ma.fields.Str()
    name = ma.fields.Str()
    about = ma.fields.Str()
    funder = ma.fields.Str(attribute="funder_name")
    state = ma.fields.Str(metadata={"enum": list(STATES)})
    amount_cents = web.Cents()
    currency = ma.fields.Constant("EUR")
    grants = ma.fields.Int()
    purposes = ma.fields.List(ma.fields.Str())
    ends_on = ma.fields.Date()
    opens_at = web.Instant()
    closes_at = web.Instant()
    claim_days = ma.fields.Int()
    may_enter = ma.fields.Nested(ConditionOut)
    priorities = ma.fields.List(ma.fields.Nested(PriorityOut))
    algorithm = ma.fields.Constant(order.ALGORITHM)
    commitment = ma.fields.Str(allow_none=True, metadata={"description": "SHA-256 of the seed, before anybody enters."})
    public_key = ma.fields.Str(allow_none=True, metadata={"description": "Ed25519 key that receipts are signed with."})
    seed = ma.fields.Str(allow_none=True)
    chain_seq = ma.fields.Int(allow_none=True, metadata={"description": "The seal of the ledger that was the newest."})
    chain_hash = ma.fields.Str(allow_none=True)
    entries_hash = ma.fields.Str(allow_none=True)
    drawn_at = web.Instant(allow_none=True)


class DrawsOut(web.OutSchema):
    """Draws, the last to close first."""

    items = ma.fields.List(ma.fields.Nested(DrawOut))
    next = ma.fields.Str(allow_none=True)


class ReceiptOut(web.OutSchema):
    """What is signed, line by line, and the Ed25519 signature over it in base64."""

    text = ma.fields.Str()
    signature = ma.fields.Str()


class DrawEntryOut(web.OutSchema):
    """Your entry in a draw: all that is published of it is the code, the weight and the place."""

    draw_id = ma.fields.UUID()
    code = ma.fields.Str()
    weight = ma.fields.Int()
    entered_at = web.Instant()
    state = ma.fields.Str(metadata={"enum": ["entered", "waiting", "drawn", "claimed", "declined", "lapsed"]})
    place = ma.fields.Int(allow_none=True)
    claim_until = web.Instant(allow_none=True)
    position = ma.fields.Int(allow_none=True, metadata={"description": "1 is next in line."})
    receipt = ma.fields.Nested(ReceiptOut)


class DrawnPlaceOut(web.OutSchema):
    """One line of the result."""

    place = ma.fields.Int()
    code = ma.fields.Str()
    weight = ma.fields.Int()


class DrawnPlacesOut(web.OutSchema):
    """A part of the order of the draw; `next` is the cursor of the following part."""

    items = ma.fields.List(ma.fields.Nested(DrawnPlaceOut))
    next = ma.fields.Str(allow_none=True)


class PlacesQuery(web.Schema):
    """Which part of the order."""

    cursor = ma.fields.Int(load_default=0, validate=ma.validate.Range(0, 10**9))


class ClaimOut(web.OutSchema):
    """What became of the money: `paid` by this transfer, or `waiting` for a minute at most."""

    state = ma.fields.Str(metadata={"enum": ["waiting", "paid", "refused"]})
    transfer_id = ma.fields.UUID(allow_none=True)


RESULT_FILE = {
    "description": "The file that `leerloket verify-draw` reads; decision 0006 says how to repeat it yourself.",
    "content": {
        "application/json": {
            "schema": {
                "type": "object",
                "required": ["algorithm", "id", "commitment", "seed", "chainHead", "entriesHash", "entries"],
                "properties": {name: {"type": "string"} for name in ("algorithm", "id", "commitment", "seed")}
                | {
                    "entriesHash": {"type": "string"},
                    "chainHead": {"type": "object", "properties": {"hash": {"type": "string"}}},
                    "entries": {
                        "type": "array",
                        "items": {
                            "type": "object",
                            "properties": {
                                "place": {"type": "integer"},
                                "code": {"type": "string"},
                                "weight": {"type": "integer"},
                            },
                        },
                    },
                },
            }
        }
    },
}


class DrawForm(web.FormSchema):
    """The form of a draw that is prepared; days count from their start until their end in Amsterdam."""

    naam = ma.fields.Str(required=True, validate=ma.validate.Length(3, 100))
    uitleg = ma.fields.Str(load_default="", validate=ma.validate.Length(max=1_000))
    geldgever = ma.fields.Str(required=True, validate=ma.validate.Length(2, 100))
    bedrag = web.Euros(required=True)
    budget = web.Euros(required=True)
    waarvoor = ma.fields.List(ma.fields.Str(validate=ma.validate.OneOf(ledger.PURPOSES)), required=True)
    geldig_tot = ma.fields.Date(required=True)
    van = ma.fields.Date(required=True)
    tot = ma.fields.Date(required=True)
    opneemdagen = ma.fields.Int(load_default=0, validate=ma.validate.Range(0, rules.LONGEST_CLAIM_DAYS))
    vanaf_leeftijd = ma.fields.Int(validate=ma.validate.Range(0, 120))
    onder_leeftijd = ma.fields.Int(validate=ma.validate.Range(1, 120))
    onder_niveau = ma.fields.Int(validate=ma.validate.Range(1, 8))
    regio = ma.fields.Str()
    voorrang_niveau = ma.fields.Int(validate=ma.validate.Range(1, 8))
    voorrang_gewicht = ma.fields.Int(load_default=2, validate=ma.validate.Range(2, rules.HEAVIEST))


FIELDS_OF_FORM = {"closesAt": "tot", "endsOn": "geldig_tot", "grants": "budget"}
"""Where the page shows what a rule says of a field."""


def plan_of_form(given: dict[str, Any]) -> rules.Plan:
    """The draw that a form asks for; as many grants as the budget pays."""
    named = {"age_from": "vanaf_leeftijd", "age_until": "onder_leeftijd", "nlqf_below": "onder_niveau"}
    may_enter: dict[str, Any] = {name: given[field] for name, field in named.items() if field in given}
    if "regio" in given:
        may_enter["regions"] = [given["regio"]]
    first = {"when": {"nlqf_below": given.get("voorrang_niveau")}, "weight": given["voorrang_gewicht"]}
    return rules.Plan(
        name=given["naam"],
        about=given["uitleg"],
        funder_name=given["geldgever"],
        amount_cents=max(1, given["bedrag"]),
        grants=given["budget"] // max(1, given["bedrag"]),
        purposes=given["waarvoor"],
        ends_on=given["geldig_tot"],
        opens_at=clock.start_of_day(given["van"]),
        closes_at=clock.end_of_day(given["tot"]),
        claim_days=given["opneemdagen"],
        may_enter=may_enter,
        priorities=[first] if "voorrang_niveau" in given else [],
    )


class CodeQuery(web.FormSchema):
    """Which part of the result to show: from a place, or one code."""

    code = ma.fields.Str(validate=ma.validate.Length(max=40))
    na = ma.fields.Int(load_default=0, validate=ma.validate.Range(0, 10**9))
