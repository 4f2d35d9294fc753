"""What comes in and goes out about what people can."""

from typing import Any

import marshmallow as ma

from leerloket import web
from leerloket.advice.skills import codes, rules
from leerloket.courses.skills import schemas as skill_schemas
from leerloket.courses.skills import service as skills

OWN_WORDS = "eigen"
"""The choice of a form that means: none of the skills that were suggested."""


class OwnSkillForm(web.FormSchema):
    """Something a person can, with the skill that was chosen from what was suggested."""

    wat = ma.fields.Str(required=True, validate=ma.validate.Length(1, rules.LONGEST_TEXT))
    vaardigheid = ma.fields.Str(required=True, error_messages={"required": "Kies wat u bedoelt."})
    niveau = ma.fields.Int(
        required=True,
        validate=ma.validate.OneOf(skills.LEVELS),
        error_messages={"required": "Kies hoe goed u dit kunt."},
    )
    bewijs = ma.fields.Str(
        required=True,
        validate=ma.validate.OneOf(codes.EVIDENCE),
        error_messages={"required": "Kies waaruit dit blijkt."},
    )
    toelichting = ma.fields.Str(load_default="", validate=ma.validate.Length(max=rules.LONGEST_TEXT))

    @ma.post_load
    def _make(self, data: dict[str, Any], **_: Any) -> dict[str, Any]:
        chosen = data["vaardigheid"]
        return {
            "text": data["wat"],
            "skill_id": None if chosen == OWN_WORDS else ma.fields.UUID().deserialize(chosen, "vaardigheid"),
            "level": data["niveau"],
            "evidence": data["bewijs"],
            "evidence_text": data["toelichting"],
        }


class TargetForm(web.FormSchema):
    """The occupation a person wants."""

    beroep = ma.fields.UUID(required=True, error_messages={"required": "Kies een beroep."})


class OwnSkillIn(web.Schema):
    """Something a person can."""

    text = ma.fields.Str(
        required=True,
        validate=ma.validate.Length(1, rules.LONGEST_TEXT),
        metadata={"description": "In the person's own words."},
    )
    skill_id = ma.fields.UUID(
        load_default=None, allow_none=True, metadata={"description": "The skill that is meant: see `GET /skills`."}
    )
    level = ma.fields.Int(required=True, strict=True, validate=ma.validate.Range(1, 5))
    evidence = ma.fields.Str(required=True, validate=ma.validate.OneOf(codes.EVIDENCE))
    evidence_text = ma.fields.Str(load_default="", validate=ma.validate.Length(max=rules.LONGEST_TEXT))


class OwnSkillOut(web.OutSchema):
    """Something a person can; `skill` is null where only the own words are kept."""

    id = ma.fields.UUID(attribute="own_skill_id")
    text = ma.fields.Str()
    skill = ma.fields.Nested(skill_schemas.SkillOut, allow_none=True)
    level = ma.fields.Int(metadata={"description": "1: knows what it is; 3: on one's own; 5: teaches it to others."})
    evidence = ma.fields.Str(validate=ma.validate.OneOf(codes.EVIDENCE))
    evidence_text = ma.fields.Str()
    added_at = web.Instant()
    by_adviser = ma.fields.Bool()


class OwnSkillPage(web.OutSchema):
    """What a person can; there is one page."""

    items = ma.fields.List(ma.fields.Nested(OwnSkillOut))
    next = ma.fields.Str(allow_none=True)


class TargetOut(skill_schemas.OccupationOut):
    """The occupation a person wants."""


class TargetIn(web.Schema):
    """The occupation a person wants."""

    occupation_id = ma.fields.UUID(required=True)


class GapQuery(web.Schema):
    """For which occupation; the one that was chosen when left out."""

    occupation = ma.fields.UUID(load_default=None)


class GapLineOut(web.OutSchema):
    """One skill: the level now, the level that is asked, and the steps between."""

    skill = ma.fields.Nested(skill_schemas.SkillOut)
    now = ma.fields.Int()
    needed = ma.fields.Int()
    short = ma.fields.Int()
    essential = ma.fields.Bool()


class RouteOut(web.OutSchema):
    """A module that closes part of the gap, best first."""

    module_id = ma.fields.UUID()
    edition_id = ma.fields.UUID()
    title = ma.fields.Str()
    steps = ma.fields.Int(metadata={"description": "How many steps of the gap it closes."})
    own_cents = web.Cents()
    currency = ma.fields.Constant("EUR")
    hours = ma.fields.Int()
    reason = ma.fields.Str()
    reason_nl = ma.fields.Str()


class SkillsGapOut(web.OutSchema):
    """What an occupation asks beside what a person can, what it will ask, and the modules that help most."""

    occupation = ma.fields.Nested(skill_schemas.OccupationOut)
    reached_pct = ma.fields.Int()
    missing = ma.fields.Int(metadata={"description": "Steps that are missing in all."})
    lines = ma.fields.List(ma.fields.Nested(GapLineOut))
    coming = ma.fields.List(ma.fields.Nested(skill_schemas.ComingOut))
    routes = ma.fields.List(ma.fields.Nested(RouteOut))
