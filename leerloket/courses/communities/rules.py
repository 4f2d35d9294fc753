"""What holds for learning communities: who may join, what a scan says, and what counts toward the hundred. Pure."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Protocol
from uuid import UUID

from leerloket import errors
from leerloket.courses.communities import codes

TARGET = 100
"""How many communities the country wants (product.md)."""
LOWEST, HIGHEST = 1, 5

OPEN = ("asked", "accepted")
"""The states of a request to join that leave no room for a second one."""


class UnknownCommunity(errors.NotFound):
    """No learning community with this id or address, or it is not listed yet."""

    nl = "Deze leergemeenschap bestaat niet."
    en = "This learning community does not exist."


class CommunityListedAlready(errors.Conflict):
    """The community is in the list."""

    nl = "Deze leergemeenschap staat al in de lijst."
    en = "This learning community is listed already."


class LeaderMissing(errors.Invalid):
    """Nobody leads the community that is proposed."""

    nl = "Kies wie de leergemeenschap leidt."
    en = "Say who leads the learning community."


class LeadsThisCommunity(errors.Conflict):
    """Who leads a community is in it."""

    nl = "U leidt deze leergemeenschap zelf."
    en = "You lead this learning community yourself."


class AskedToJoinAlready(errors.Conflict):
    """A request waits, or was accepted."""

    nl = "U heeft al gevraagd om mee te doen, of u doet al mee."
    en = "You asked to join before, or you are in it."


class JoinRequestIsOver(errors.Conflict):
    """The request was answered or withdrawn."""

    nl = "Dit verzoek is al beantwoord of ingetrokken."
    en = "This request was answered or withdrawn before."


@dataclass(frozen=True, slots=True)
class Description:
    """What a community says of itself. `partners` are (name, kind), `mentors` are (name, what they guide in)."""

    name: str
    form: str
    sector: str
    region_code: str
    about: str
    place: str = ""
    activities: Sequence[str] = ()
    environments: Sequence[str] = ()
    places: int = 0
    email: str = ""
    website: str = ""
    partners: Sequence[tuple[str, str]] = ()
    mentors: Sequence[tuple[str, str]] = ()
    module_ids: Sequence[UUID] = ()


class PlaceInList(Protocol):
    """What the list knows of a community, to choose by."""

    @property
    def form(self) -> str: ...
    @property
    def sector(self) -> str: ...
    @property
    def region_code(self) -> str: ...
    @property
    def environments(self) -> list[str]: ...


@dataclass(frozen=True, slots=True)
class Choice:
    """What somebody looks for in the list; empty is everything."""

    region: str = ""
    sector: str = ""
    form: str = ""
    environment: str = ""

    @property
    def everywhere(self) -> "Choice":
        """The same in the whole country."""
        return replace(self, region="")

    def fits(self, community: PlaceInList) -> bool:
        """Whether a community is what was asked for."""
        return (
            self.region in ("", community.region_code)
            and self.sector in ("", community.sector)
            and self.form in ("", community.form)
            and (not self.environment or self.environment in community.environments)
        )


def count_per_region(communities: Iterable[PlaceInList]) -> Mapping[str, int]:
    """How many communities each region has; a region without one counts 0."""
    return Counter(community.region_code for community in communities)


def count_per_sector(communities: Iterable[PlaceInList]) -> Mapping[str, int]:
    """How many communities each sector has, in the order of the sectors."""
    counts = Counter(community.sector for community in communities)
    return {sector: counts[sector] for sector in codes.SECTORS}


def count_per_region_and_sector(communities: Iterable[PlaceInList]) -> Mapping[tuple[str, str], int]:
    """How many communities each region has in each sector."""
    return Counter((community.region_code, community.sector) for community in communities)


class Scored(Protocol):
    """One score of a scan."""

    @property
    def scanned_on(self) -> date: ...
    @property
    def factor(self) -> str: ...
    @property
    def score(self) -> int: ...
    @property
    def evidence(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Scan:
    """The self-scan of one day: per factor the score, 1 to 5, and what shows it."""

    scanned_on: date
    scores: Mapping[str, int]
    evidence: Mapping[str, str]

    @property
    def average(self) -> float:
        """The average of the six scores, with one decimal."""
        return round(sum(self.scores.values()) / len(self.scores), 1)


def scans_of(scores: Sequence[Scored]) -> list[Scan]:
    """Scores put together per day, the first day first."""
    days = sorted({score.scanned_on for score in scores})
    return [_scan(day, [score for score in scores if score.scanned_on == day]) for day in days]


def _scan(day: date, scores: Sequence[Scored]) -> Scan:
    return Scan(day, {s.factor: s.score for s in scores}, {s.factor: s.evidence for s in scores})


def weakest(scan: Scan) -> str:
    """The factor with the lowest score: where to begin. Of equal ones the first."""
    return min(codes.FACTORS, key=lambda factor: scan.scores[factor])


def check_may_join(*, leader: UUID, joiner: UUID) -> None:
    """Refuse the one who leads the community; raises `LeadsThisCommunity`."""
    if leader == joiner:
        raise LeadsThisCommunity


def check_waits(state: str) -> None:
    """Only a request that waits is answered or withdrawn; raises `JoinRequestIsOver`."""
    if state != "asked":
        raise JoinRequestIsOver


def gives_whole_offer(form: str) -> bool:
    """Whether everything the leader has on offer is the community's; others choose modules."""
    return form in codes.FORMS_THAT_PROVIDE
