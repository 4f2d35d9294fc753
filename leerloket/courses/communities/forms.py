"""What comes in about learning communities from the forms of pages."""

from typing import Any

import marshmallow as ma

from leerloket import web
from leerloket.courses.communities import codes, rules, schemas

TOO_MANY = f"Schrijf hoogstens {schemas.MOST_LINES} regels, van hoogstens {schemas.LONGEST_LINE} tekens."
CHOOSE: dict[str, Any] = {"required": "Kies er een uit de lijst."}


class Lines(ma.fields.Field[list[str]]):
    """A text field with one thing on each line; empty lines do not count, and the same twice is one."""

    default_error_messages = {"too_many": TOO_MANY, "unreadable": "Dit klopt niet."}  # noqa: RUF012

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> list[str]:
        if "\0" in value:
            raise self.make_error("unreadable")
        lines = list(dict.fromkeys(line.strip() for line in value.splitlines() if line.strip()))
        if len(lines) > schemas.MOST_LINES or any(len(line) > schemas.LONGEST_LINE for line in lines):
            raise self.make_error("too_many")
        return lines


PARTNER_FIELDS = {
    "bedrijven": "company",
    "scholen": "school",
    "onderzoek": "research",
    "overheid": "government",
    "anderen": "other",
}
"""The text fields with partners, and of which kind those are."""


class CommunityForm(web.FormSchema):
    """What a community says of itself."""

    naam = ma.fields.Str(required=True, validate=schemas.LINE, error_messages={"required": "Vul de naam in."})
    vorm = ma.fields.Str(required=True, validate=ma.validate.OneOf(codes.FORMS), error_messages=CHOOSE)
    sector = ma.fields.Str(required=True, validate=ma.validate.OneOf(codes.SECTORS), error_messages=CHOOSE)
    regio = ma.fields.Str(required=True, validate=schemas.LINE, error_messages=CHOOSE)
    plaats = ma.fields.Str(load_default="", validate=schemas.LINE)
    over = ma.fields.Str(
        required=True, validate=schemas.TEXT, error_messages={"required": "Schrijf op wat u samen doet."}
    )
    leervormen = ma.fields.List(ma.fields.Str(validate=ma.validate.OneOf(codes.ENVIRONMENTS)), load_default=list)
    activiteiten = Lines(load_default=list)
    plekken = ma.fields.Int(load_default=0, validate=schemas.PLACES)
    bedrijven = Lines(load_default=list)
    scholen = Lines(load_default=list)
    onderzoek = Lines(load_default=list)
    overheid = Lines(load_default=list)
    anderen = Lines(load_default=list)
    mentoren = Lines(load_default=list)
    email = ma.fields.Email(load_default="", validate=schemas.LINE)
    website = ma.fields.Url(load_default="", schemes={"https", "http"}, validate=schemas.LINE)
    opleidingen = ma.fields.List(ma.fields.UUID(), load_default=list, validate=ma.validate.Length(0, 200))

    @ma.post_load
    def _describe(self, given: dict[str, Any], **_: Any) -> dict[str, Any]:
        said = rules.Description(
            name=given["naam"],
            form=given["vorm"],
            sector=given["sector"],
            region_code=given["regio"],
            place=given["plaats"],
            about=given["over"],
            environments=given["leervormen"],
            activities=given["activiteiten"],
            places=given["plekken"],
            email=given["email"],
            website=given["website"],
            partners=[(name, kind) for field, kind in PARTNER_FIELDS.items() for name in given[field]],
            mentors=[mentor for mentor in map(_mentor, given["mentoren"]) if mentor[0]],
            module_ids=given["opleidingen"],
        )
        return {"said": said, "leader_id": given.get("aanbieder")}


def _mentor(line: str) -> tuple[str, str]:
    name, _colon, subject = line.strip(": ").partition(":")
    return name.strip(), subject.strip()


class NewCommunityForm(CommunityForm):
    """A new community, by an administrator: also who leads it."""

    aanbieder = ma.fields.UUID(required=True, error_messages=CHOOSE)


class ScanForm(web.FormSchema):
    """The six scores, and what shows them."""

    class Meta:
        include = {  # noqa: RUF012
            name: field
            for factor in codes.FACTORS
            for name, field in (
                (
                    factor,
                    ma.fields.Int(
                        required=True,
                        validate=schemas.SCORE,
                        error_messages={"required": "Kies een cijfer.", "invalid": "Kies een cijfer."},
                    ),
                ),
                (f"{factor}_bewijs", ma.fields.Str(load_default="", validate=schemas.TEXT)),
            )
        }

    @ma.post_load
    def _pair(self, given: dict[str, Any], **_: Any) -> dict[str, tuple[int, str]]:
        return {factor: (given[factor], given[f"{factor}_bewijs"]) for factor in codes.FACTORS}


class JoinForm(web.FormSchema):
    """Why somebody wants to take part."""

    waarom = ma.fields.Str(
        required=True, validate=schemas.TEXT, error_messages={"required": "Schrijf op waarom u mee wilt doen."}
    )


class AnswerForm(web.FormSchema):
    """Yes or no, and a few words with it."""

    besluit = ma.fields.Str(
        required=True, validate=ma.validate.OneOf(("ja", "nee")), error_messages={"required": "Kies ja of nee."}
    )
    woorden = ma.fields.Str(load_default="", validate=schemas.TEXT)
