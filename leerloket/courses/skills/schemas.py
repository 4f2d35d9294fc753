"""What comes in and goes out about skills and occupations."""

import marshmallow as ma

from leerloket import web
from leerloket.courses.skills import codes, rules


class TermQuery(web.Schema):
    """What to look for, in anybody's own words."""

    q = ma.fields.Str(
        load_default="",
        validate=ma.validate.Length(max=rules.LONGEST_QUESTION),
        metadata={"description": "Own words, Dutch or English; the likeliest come first. Empty: all by name."},
    )
    limit = ma.fields.Int(load_default=20, validate=ma.validate.Range(1, 100))


class SkillOut(web.OutSchema):
    """A skill. `uri` is its address in the scheme it is of; `sameAs` are its addresses in others."""

    id = ma.fields.UUID(attribute="skill_id")
    uri = ma.fields.Str()
    same_as = ma.fields.List(ma.fields.Str())
    scheme = ma.fields.Str(validate=ma.validate.OneOf(codes.SCHEMES))
    slug = ma.fields.Str()
    kind = ma.fields.Str(validate=ma.validate.OneOf(codes.KINDS))
    label_nl = ma.fields.Str()
    label_en = ma.fields.Str(allow_none=True)
    words = ma.fields.List(ma.fields.Str(), metadata={"description": "Synonyms."})


class OccupationOut(web.OutSchema):
    """An occupation, with its place in ISCO-08."""

    id = ma.fields.UUID(attribute="occupation_id")
    uri = ma.fields.Str()
    same_as = ma.fields.List(ma.fields.Str())
    scheme = ma.fields.Str(validate=ma.validate.OneOf(codes.SCHEMES))
    slug = ma.fields.Str()
    isco = ma.fields.Str(allow_none=True)
    label_nl = ma.fields.Str()
    label_en = ma.fields.Str(allow_none=True)


class AskOut(web.OutSchema):
    """What an occupation asks of one skill."""

    skill = ma.fields.Nested(SkillOut)
    essential = ma.fields.Bool()
    level = ma.fields.Int(metadata={"description": "1 to 5."})


class ComingOut(web.OutSchema):
    """What an occupation will ask of one skill, who says so, and when that was checked."""

    skill = ma.fields.Nested(SkillOut)
    level = ma.fields.Int(attribute="outlook.level")
    from_year = ma.fields.Int(attribute="outlook.from_year")
    why = ma.fields.Str(attribute="outlook.why_en")
    why_nl = ma.fields.Str(attribute="outlook.why_nl")
    source = ma.fields.Str(attribute="outlook.source")
    checked_on = ma.fields.Date(attribute="outlook.checked_on")


class OccupationFileOut(OccupationOut):
    """An occupation with what it asks now and will ask."""

    asks = ma.fields.List(ma.fields.Nested(AskOut))
    coming = ma.fields.List(ma.fields.Nested(ComingOut))


class SkillPage(web.OutSchema):
    """The skills that may be meant; there is one page."""

    items = ma.fields.List(ma.fields.Nested(SkillOut))
    next = ma.fields.Str(allow_none=True)


class OccupationPage(web.OutSchema):
    """The occupations that may be meant; there is one page."""

    items = ma.fields.List(ma.fields.Nested(OccupationOut))
    next = ma.fields.Str(allow_none=True)


class TaughtOut(web.OutSchema):
    """A module that teaches the skill."""

    id = ma.fields.UUID(attribute="module_id")
    slug = ma.fields.Str()
    title = ma.fields.Str()


class TaughtPage(web.OutSchema):
    """The modules on offer that teach a skill; there is one page."""

    items = ma.fields.List(ma.fields.Nested(TaughtOut))
    next = ma.fields.Str(allow_none=True)
