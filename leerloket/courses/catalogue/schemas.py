"""What comes in and goes out about modules and editions."""

import base64
import binascii
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import marshmallow as ma
import webargs.fields

from leerloket import clock, web
from leerloket.courses.catalogue import codes, rules
from leerloket.courses.catalogue.service import ModuleRow
from leerloket.courses.providers import codes as provider_codes

LAST_OFFSET = 100_000


class Cursor(ma.fields.Field[int]):
    """Where the next page begins. Opaque: take it from `next` and send it back."""

    default_error_messages = {"invalid": "Not a cursor of this service."}  # noqa: RUF012

    def _serialize(self, value: int | None, attr: str | None, obj: Any, **kwargs: Any) -> str | None:
        return None if value is None else base64.urlsafe_b64encode(f"o{value}".encode()).decode().rstrip("=")

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> int:
        try:
            text = base64.b64decode(f"{value}{'=' * (-len(str(value)) % 4)}", altchars=b"-_", validate=True)
            offset = int(text.removeprefix(b"o")) if text.startswith(b"o") else -1
        except (binascii.Error, ValueError) as problem:
            raise self.make_error("invalid") from problem
        if not 0 <= offset <= LAST_OFFSET:
            raise self.make_error("invalid")
        return offset


def _cursor() -> Cursor:
    return Cursor(load_default=0, metadata={"type": "string", "description": "`next` of the page before."})


def _limit() -> ma.fields.Int:
    return ma.fields.Int(load_default=20, validate=ma.validate.Range(1, 100))


def _choices(values: tuple[str, ...], text: str) -> Any:
    return webargs.fields.DelimitedList(
        ma.fields.Str(validate=ma.validate.OneOf(values)),
        load_default=list,
        metadata={"description": text + " More than one: separate by commas; any of them may fit."},
    )


def _text(longest: int, *, least: int = 1, **kwargs: Any) -> ma.fields.Str:
    return ma.fields.Str(validate=[ma.validate.Length(least, longest), _no_null], **kwargs)


def _no_null(text: str) -> None:
    if "\x00" in text:
        raise ma.ValidationError("There is an unreadable character.")


class PageIn(web.Schema):
    """A page of a list."""

    cursor = _cursor()
    limit = _limit()


class SearchIn(PageIn):
    """What to look for. Every part may be left out."""

    q = _text(120, least=0, load_default="", metadata={"description": "Words, Dutch; inflections count as the same."})
    near = _text(80, least=0, load_default="", metadata={"description": "A Dutch place."})
    km = ma.fields.Float(
        load_default=None, allow_nan=False, validate=ma.validate.Range(1, 500), metadata={"description": "From `near`."}
    )
    when = _choices(codes.SCHEDULES, "When it is taught.")
    level = _choices(codes.LEVELS, "NLQF level.")
    kind = _choices(codes.KINDS, "Kind of learning.")
    form = _choices(codes.FORMS, "Form of the learning environment.")
    provider_type = _choices(provider_codes.KINDS, "Kind of provider.")
    language = _choices(codes.LANGUAGES, "Language of instruction, ISO 639-3.")
    proof = _choices(codes.PROOFS, "What one gets.")
    mode = _choices(codes.MODES, "How it is taught.")
    max_own_cents = ma.fields.Int(
        load_default=None,
        validate=ma.validate.Range(0, 100_000_000),
        metadata={"description": "At most this own share, whole cents. With a worker's token after what the pots pay."},
    )


class SessionSchema(web.Schema):
    """One meeting."""

    starts_at = web.Instant(required=True)
    ends_at = web.Instant(required=True)

    @ma.post_load
    def _make(self, data: dict[str, Any], **_: Any) -> rules.Session:
        return rules.Session(data["starts_at"].astimezone(UTC), data["ends_at"].astimezone(UTC))


class EditionOut(web.OutSchema):
    """A module at a time and place."""

    id = ma.fields.UUID(attribute="edition_id")
    module_id = ma.fields.UUID()
    provider_id = ma.fields.UUID()
    place = ma.fields.Str(allow_none=True)
    address = ma.fields.Str(allow_none=True)
    schedule = ma.fields.Str()
    starts_at = web.Instant()
    ends_at = web.Instant()
    sessions = ma.fields.List(ma.fields.Nested(SessionSchema))
    capacity = ma.fields.Int()
    seats_left = ma.fields.Int()
    price_cents = web.Cents()
    currency = ma.fields.Constant("EUR")
    cancelled_at = web.Instant(allow_none=True)
    version = ma.fields.Int()


class ProviderOut(web.OutSchema):
    """Who offers it."""

    id = ma.fields.UUID(attribute="provider_id")
    slug = ma.fields.Str()
    name = ma.fields.Str()
    kind = ma.fields.Str()
    place = ma.fields.Str(allow_none=True)


class ModuleOut(web.OutSchema):
    """What can be learned."""

    id = ma.fields.UUID(attribute="module_id")
    provider_id = ma.fields.UUID()
    slug = ma.fields.Str()
    title = ma.fields.Str()
    summary = ma.fields.Str()
    description = ma.fields.Str(attribute="about")
    outcomes = ma.fields.List(ma.fields.Str())
    skills = ma.fields.List(ma.fields.Str())
    prior = ma.fields.Str(metadata={"description": "What one has to know already; empty: nothing."})
    knowledge_checked = ma.fields.Bool(metadata={"description": "The provider checks it: an answer takes longer."})
    level = ma.fields.Str(attribute="nlqf", metadata={"description": "NLQF"})
    eqf_level = ma.fields.Str(allow_none=True)
    hours = ma.fields.Int(metadata={"description": "Study load."})
    language = ma.fields.Str()
    proof = ma.fields.Str()
    kind = ma.fields.Str()
    form = ma.fields.Str()
    mode = ma.fields.Str()
    purpose = ma.fields.Str(metadata={"description": "Which pots may pay for it."})
    state = ma.fields.Str()
    version = ma.fields.Int()
    changed_at = web.Instant()


class HitOut(ModuleOut):
    """A module that fits, with what a list shows of it."""

    provider = ma.fields.Nested(ProviderOut)
    next_edition = ma.fields.Nested(EditionOut, attribute="next", allow_none=True)
    cheapest_cents = web.Cents(allow_none=True)
    own_cents = web.Cents(allow_none=True, metadata={"description": "With a worker's token: what the person pays."})
    currency = ma.fields.Constant("EUR")
    km = ma.fields.Method("_km", allow_none=True, metadata={"type": "number", "description": "From `near`."})

    def get_attribute(self, obj: Any, attr: str, default: Any) -> Any:
        """What the list adds comes from the hit, all else from its module."""
        return obj[attr] if attr in obj else super().get_attribute(obj["module"], attr, default)

    def _km(self, hit: Any) -> float | None:
        return None if hit["km"] is None else round(hit["km"], 1)


class SearchOut(web.OutSchema):
    """One page of hits, and how many each choice of each facet would give."""

    items = ma.fields.List(ma.fields.Nested(HitOut))
    next = Cursor(allow_none=True, metadata={"type": "string"})
    total = ma.fields.Int()
    facets = ma.fields.Dict(ma.fields.Str(), ma.fields.Dict(ma.fields.Str(), ma.fields.Int()))
    meant = ma.fields.Str(allow_none=True, metadata={"description": "Searched for instead of a mistyped word."})


class ModulePageOut(web.OutSchema):
    """A page of modules."""

    items = ma.fields.List(ma.fields.Nested(ModuleOut))
    next = Cursor(allow_none=True, metadata={"type": "string"})


class EditionPageOut(web.OutSchema):
    """A page of editions."""

    items = ma.fields.List(ma.fields.Nested(EditionOut))
    next = Cursor(allow_none=True, metadata={"type": "string"})


class ModuleIn(web.Schema):
    """A new module of a provider. It starts as a draft."""

    title = _text(160, required=True)
    description = _text(4_000, required=True, attribute="about", metadata={"description": "Plain Dutch, B1."})
    outcomes = ma.fields.List(_text(300), load_default=tuple, validate=ma.validate.Length(0, 20))
    skills = ma.fields.List(_text(300), load_default=tuple, validate=ma.validate.Length(0, 20))
    prior = _text(500, least=0, load_default="")
    knowledge_checked = ma.fields.Bool(load_default=False)
    level = ma.fields.Str(required=True, attribute="nlqf", validate=ma.validate.OneOf(codes.LEVELS))
    hours = ma.fields.Int(required=True, strict=True, validate=ma.validate.Range(1, 10_000))
    language = ma.fields.Str(load_default="nld", validate=ma.validate.OneOf(codes.LANGUAGES))
    proof = ma.fields.Str(load_default="none", validate=ma.validate.OneOf(codes.PROOFS))
    kind = ma.fields.Str(load_default="proactive", validate=ma.validate.OneOf(codes.KINDS))
    form = ma.fields.Str(load_default="academy", validate=ma.validate.OneOf(codes.FORMS))
    mode = ma.fields.Str(load_default="classroom", validate=ma.validate.OneOf(codes.MODES))
    purpose = ma.fields.Str(load_default="job", validate=ma.validate.OneOf(codes.PURPOSES))


class ModuleChangeIn(ModuleIn):
    """What to change of a module; what is left out stays. `state`: send a draft in, or take it back."""

    state = ma.fields.Str(validate=ma.validate.OneOf(("draft", "submitted")))

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs | {"partial": True})


class EditionIn(web.Schema):
    """A new edition."""

    place = _text(80, load_default=None, allow_none=True, metadata={"description": "A Dutch place; null: online."})
    address = _text(160, load_default=None, allow_none=True)
    sessions = ma.fields.List(ma.fields.Nested(SessionSchema), required=True, validate=ma.validate.Length(1, 200))
    capacity = ma.fields.Int(required=True, strict=True, validate=ma.validate.Range(1, 5_000))
    price_cents = web.Cents(required=True)


class ModuleForm(web.FormSchema):
    """A new module as a form sends it."""

    titel = _text(160, required=True)
    omschrijving = _text(4_000, required=True)
    leerdoelen = _text(4_000, load_default="")
    vooraf = _text(500, load_default="")
    niveau = ma.fields.Str(required=True, validate=ma.validate.OneOf(codes.LEVELS))
    uren = ma.fields.Int(required=True, validate=ma.validate.Range(1, 10_000))
    bewijs = ma.fields.Str(required=True, validate=ma.validate.OneOf(codes.PROOFS))
    soort = ma.fields.Str(required=True, validate=ma.validate.OneOf(codes.KINDS))
    vorm = ma.fields.Str(required=True, validate=ma.validate.OneOf(codes.FORMS))
    werkvorm = ma.fields.Str(required=True, validate=ma.validate.OneOf(codes.MODES))
    doel = ma.fields.Str(required=True, validate=ma.validate.OneOf(codes.PURPOSES))

    @ma.post_load
    def _make(self, data: dict[str, Any], **_: Any) -> ModuleRow:
        return ModuleRow(
            row=0,
            key="form",
            title=data["titel"],
            about=data["omschrijving"],
            outcomes=_lines(data["leerdoelen"]),
            prior=data["vooraf"],
            nlqf=data["niveau"],
            hours=data["uren"],
            proof=data["bewijs"],
            kind=data["soort"],
            form=data["vorm"],
            mode=data["werkvorm"],
            purpose=data["doel"],
        )


class ModuleChangeForm(web.FormSchema):
    """The texts of a module, or its next state."""

    titel = _text(160)
    omschrijving = _text(4_000)
    leerdoelen = _text(4_000)
    status = ma.fields.Str(validate=ma.validate.OneOf(("draft", "submitted")))

    @ma.post_load
    def _make(self, data: dict[str, Any], **_: Any) -> dict[str, Any]:
        names = {"titel": "title", "omschrijving": "about", "leerdoelen": "outcomes", "status": "state"}
        found = {names[name]: value for name, value in data.items()}
        if "outcomes" in found:
            found["outcomes"] = _lines(found["outcomes"])
        return found


def _lines(text: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in text.splitlines() if line.strip())


class EditionForm(web.FormSchema):
    """A new date as a form sends it: a first day, how many weeks, and from when till when."""

    place = _text(80, load_default=None)
    address = _text(160, load_default=None)
    begin = ma.fields.Date(required=True)
    weken = ma.fields.Int(load_default=1, validate=ma.validate.Range(1, 60))
    van = ma.fields.Time(required=True, format="%H:%M")
    tot = ma.fields.Time(required=True, format="%H:%M")
    capacity = ma.fields.Int(required=True, validate=ma.validate.Range(1, 5_000))
    price = web.Euros(required=True)

    @ma.post_load
    def _make(self, data: dict[str, Any], **_: Any) -> dict[str, Any]:
        days = [data["begin"] + timedelta(weeks=week) for week in range(data["weken"])]
        return {
            "place": data["place"],
            "address": data["address"],
            "sessions": [rules.Session(_at(day, data["van"]), _at(day, data["tot"])) for day in days],
            "capacity": data["capacity"],
            "price_cents": data["price"],
        }


def _at(day: date, hour: time) -> datetime:
    return datetime.combine(day, hour, clock.AMSTERDAM).astimezone(UTC)


class OoapiPageIn(ma.Schema):
    """The paging and filters of the Open Education API v5; `consumer` and what is not known are ignored."""

    class Meta:
        unknown = ma.EXCLUDE

    page_size = ma.fields.Int(data_key="pageSize", load_default=10, validate=ma.validate.OneOf((10, 20, 50, 100, 250)))
    page_number = ma.fields.Int(data_key="pageNumber", load_default=1, validate=ma.validate.Range(1, 10_000))
