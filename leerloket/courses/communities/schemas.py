"""What goes in and out of learning communities: JSON and forms."""

from collections.abc import Mapping
from typing import Any

import marshmallow as ma

from leerloket import web
from leerloket.courses.catalogue import schemas as catalogue
from leerloket.courses.communities import codes, rules

MOST_LINES, LONGEST_LINE, LONGEST_TEXT, MOST_PLACES = 60, 120, 2_000, 100_000
LINE = [ma.validate.Length(1, LONGEST_LINE), ma.validate.ContainsNoneOf("\0\n")]
TEXT = [ma.validate.Length(1, LONGEST_TEXT), ma.validate.ContainsNoneOf("\0")]
OPTIONAL_TEXT = [ma.validate.Length(0, LONGEST_TEXT), ma.validate.ContainsNoneOf("\0")]
OPTIONAL_LINE = [ma.validate.Length(0, LONGEST_LINE), ma.validate.ContainsNoneOf("\0\n")]
PLACES = ma.validate.Range(0, MOST_PLACES)
SCORE = ma.validate.Range(rules.LOWEST, rules.HIGHEST)


class CommunitiesIn(catalogue.PageIn):
    """What you look for in the list, and where to go on."""

    region = ma.fields.Str(load_default="", metadata={"description": "Code of a labour-market region."})
    sector = ma.fields.Str(load_default="", validate=ma.validate.OneOf(("", *codes.SECTORS)))
    form = ma.fields.Str(load_default="", validate=ma.validate.OneOf(("", *codes.FORMS)))
    environment = ma.fields.Str(load_default="", validate=ma.validate.OneOf(("", *codes.ENVIRONMENTS)))


class PartnerIn(web.Schema):
    """An organisation that takes part."""

    name = ma.fields.Str(required=True, validate=LINE)
    kind = ma.fields.Str(required=True, validate=ma.validate.OneOf(codes.PARTNER_KINDS))


class MentorIn(web.Schema):
    """Somebody who guides others, and in what."""

    name = ma.fields.Str(required=True, validate=LINE)
    subject = ma.fields.Str(load_default="", validate=OPTIONAL_LINE)


class CommunityIn(web.Schema):
    """What a community says of itself; all of it, each time."""

    name = ma.fields.Str(required=True, validate=LINE)
    form = ma.fields.Str(required=True, validate=ma.validate.OneOf(codes.FORMS))
    sector = ma.fields.Str(required=True, validate=ma.validate.OneOf(codes.SECTORS))
    region_code = ma.fields.Str(required=True, validate=LINE)
    about = ma.fields.Str(required=True, validate=TEXT)
    place = ma.fields.Str(load_default="", validate=OPTIONAL_LINE)
    activities = ma.fields.List(ma.fields.Str(validate=LINE), load_default=list, validate=ma.validate.Length(0, 60))
    environments = ma.fields.List(
        ma.fields.Str(validate=ma.validate.OneOf(codes.ENVIRONMENTS)),
        load_default=list,
        validate=ma.validate.Length(0, len(codes.ENVIRONMENTS)),
        metadata={"description": "Forms of learning environment."},
    )
    places = ma.fields.Int(load_default=0, strict=True, validate=PLACES, metadata={"description": "Places to learn."})
    email = ma.fields.Email(load_default=None, allow_none=True, validate=LINE)
    website = ma.fields.Url(load_default=None, allow_none=True, schemes={"https", "http"}, validate=LINE)
    partners = ma.fields.List(ma.fields.Nested(PartnerIn), load_default=list, validate=ma.validate.Length(0, 300))
    mentors = ma.fields.List(ma.fields.Nested(MentorIn), load_default=list, validate=ma.validate.Length(0, MOST_LINES))
    module_ids = ma.fields.List(ma.fields.UUID(), load_default=list, validate=ma.validate.Length(0, 200))

    @ma.post_load
    def _describe(self, data: dict[str, Any], **_: Any) -> dict[str, Any]:
        leader_id = data.pop("leader_id", None)
        data |= {name: data[name] or "" for name in ("email", "website")}
        partners = tuple((partner["name"], partner["kind"]) for partner in data.pop("partners"))
        mentors = tuple((mentor["name"], mentor["subject"]) for mentor in data.pop("mentors"))
        return {"said": rules.Description(**data, partners=partners, mentors=mentors), "leader_id": leader_id}


class CommunityProposalIn(CommunityIn):
    """A new community. A provider proposes one that it leads itself; an administrator names the leader."""

    leader_id = ma.fields.UUID(
        load_default=None, allow_none=True, metadata={"description": "The provider that leads it; administrators only."}
    )


class CommunityOut(web.OutSchema):
    """A community in a list."""

    id = ma.fields.UUID(attribute="community_id")
    slug = ma.fields.Str()
    name = ma.fields.Str()
    form = ma.fields.Str()
    sector = ma.fields.Str()
    region_code = ma.fields.Str()
    place = ma.fields.Str()
    about = ma.fields.Str()
    activities = ma.fields.List(ma.fields.Str())
    environments = ma.fields.List(ma.fields.Str())
    places = ma.fields.Int()
    email = ma.fields.Str()
    website = ma.fields.Str()
    leader_id = ma.fields.UUID()
    state = ma.fields.Str(metadata={"description": "proposed, or listed."})
    listed_at = web.Instant(allow_none=True)


class CommunitiesOut(web.OutSchema):
    """Communities by name, and where to go on."""

    items = ma.fields.List(ma.fields.Nested(CommunityOut))
    next = catalogue.Cursor(allow_none=True, metadata={"type": "string"})


class CommunityPartnerOut(web.OutSchema):
    """An organisation that takes part."""

    name = ma.fields.Str()
    kind = ma.fields.Str()


class CommunityMentorOut(web.OutSchema):
    """Somebody who guides others, and in what."""

    name = ma.fields.Str()
    subject = ma.fields.Str()


class CommunityModuleOut(web.OutSchema):
    """A module on offer that belongs to a community."""

    id = ma.fields.UUID(attribute="module_id")
    slug = ma.fields.Str()
    title = ma.fields.Str()


class WholeCommunityOut(CommunityOut):
    """A community with its partners, mentors and modules on offer."""

    partners = ma.fields.List(ma.fields.Nested(CommunityPartnerOut))
    mentors = ma.fields.List(ma.fields.Nested(CommunityMentorOut))
    modules = ma.fields.List(ma.fields.Nested(CommunityModuleOut))


class RegionCountOut(web.OutSchema):
    """How many communities a region has, in all and per sector."""

    region_code = ma.fields.Str()
    listed = ma.fields.Int()
    sectors = ma.fields.Dict(keys=ma.fields.Str(), values=ma.fields.Int())


class CommunityCountsOut(web.OutSchema):
    """How many communities are listed, toward the hundred, per region and sector."""

    listed = ma.fields.Int()
    target = ma.fields.Int()
    sectors = ma.fields.Dict(keys=ma.fields.Str(), values=ma.fields.Int())
    regions = ma.fields.List(ma.fields.Nested(RegionCountOut))


class ScoreIn(web.Schema):
    """A score on one factor, and what shows it."""

    score = ma.fields.Int(required=True, strict=True, validate=SCORE)
    evidence = ma.fields.Str(load_default="", validate=OPTIONAL_TEXT)


class ScanIn(web.Schema):
    """How you score yourselves today on the six success factors."""

    ownership = ma.fields.Nested(ScoreIn, required=True)
    ties = ma.fields.Nested(ScoreIn, required=True)
    hybrid = ma.fields.Nested(ScoreIn, required=True)
    places = ma.fields.Nested(ScoreIn, required=True)
    expertise = ma.fields.Nested(ScoreIn, required=True)
    mentors = ma.fields.Nested(ScoreIn, required=True)

    @ma.post_load
    def _pair(self, data: dict[str, Any], **_: Any) -> dict[str, tuple[int, str]]:
        return {factor: (given["score"], given["evidence"]) for factor, given in data.items()}


class ScanOut(web.OutSchema):
    """The self-scan of one day."""

    scanned_on = ma.fields.Date()
    average = ma.fields.Float()
    scores = ma.fields.Dict(keys=ma.fields.Str(), values=ma.fields.Int())
    evidence = ma.fields.Dict(keys=ma.fields.Str(), values=ma.fields.Str())


class ScansOut(web.OutSchema):
    """The self-scans of a community, the first day first."""

    items = ma.fields.List(ma.fields.Nested(ScanOut))
    next = ma.fields.Str(allow_none=True)


class JoinIn(web.Schema):
    """In which community you want to take part, and why; who leads it reads that."""

    community_id = ma.fields.UUID(required=True)
    words = ma.fields.Str(required=True, validate=TEXT)


class JoinAnswerIn(web.Schema):
    """A few words with the answer; who asked reads them."""

    words = ma.fields.Str(load_default="", validate=OPTIONAL_TEXT)


class JoinRequestOut(web.OutSchema):
    """A request to take part: asked, accepted, declined or withdrawn."""

    id = ma.fields.UUID(attribute="request_id")
    community_id = ma.fields.UUID()
    kind = ma.fields.Str(metadata={"description": "company, school or worker."})
    organisation_name = ma.fields.Str(metadata={"description": "Empty for a worker."})
    words = ma.fields.Str()
    state = ma.fields.Str()
    asked_at = web.Instant()
    answered_at = web.Instant(allow_none=True)
    answer = ma.fields.Str()


class ReceivedJoinRequestOut(JoinRequestOut):
    """The same for who leads the community: with the name and mail address of who asked."""

    person_name = ma.fields.Str()
    email = ma.fields.Str()


class JoinRequestsOut(web.OutSchema):
    """Your requests, the newest first."""

    items = ma.fields.List(ma.fields.Nested(JoinRequestOut))
    next = ma.fields.Str(allow_none=True)


class ReceivedJoinRequestsOut(web.OutSchema):
    """The requests to a community: first what waits."""

    items = ma.fields.List(ma.fields.Nested(ReceivedJoinRequestOut))
    next = ma.fields.Str(allow_none=True)


def out(whole: Any) -> Mapping[str, Any]:
    """A whole community as `WholeCommunityOut` reads it."""
    names = [field.attribute or name for name, field in CommunityOut().fields.items()]
    community = {name: getattr(whole.community, name) for name in names}
    partners = [{"name": name, "kind": kind} for kind, names in whole.partners.items() for name in names]
    return community | {"partners": partners, "mentors": whole.mentors, "modules": whole.modules}
