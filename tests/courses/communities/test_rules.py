"""What holds for learning communities."""

import uuid
from dataclasses import dataclass, field
from datetime import date

import pytest

from leerloket.courses.catalogue import labels
from leerloket.courses.communities import asked, codes, rules, words


@dataclass(frozen=True)
class Listed:
    """A community as far as choosing and counting go."""

    region_code: str = "twente"
    sector: str = "energy"
    form: str = "campus"
    environments: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Score:
    """One score of a scan."""

    scanned_on: date
    factor: str
    score: int
    evidence: str = ""


def test_whoever_chooses_nothing_sees_everything() -> None:
    assert rules.Choice().fits(Listed())


@pytest.mark.parametrize(
    "choice",
    [
        rules.Choice(region="zeeland"),
        rules.Choice(sector="ict"),
        rules.Choice(form="fieldlab"),
        rules.Choice(environment="clinic"),
        rules.Choice(region="twente", sector="ict"),
    ],
)
def test_one_choice_that_does_not_fit_leaves_a_community_out(choice: rules.Choice) -> None:
    assert not choice.fits(Listed(environments=["studio"]))


def test_every_choice_can_fit_at_once() -> None:
    assert rules.Choice("twente", "energy", "campus", "studio").fits(Listed(environments=["studio", "utopia"]))


def test_the_map_counts_what_was_chosen_in_every_region() -> None:
    choice = rules.Choice(region="twente", sector="energy")
    everyone = [Listed(), Listed("zeeland"), Listed("zeeland", "ict")]
    assert rules.count_per_region(each for each in everyone if choice.everywhere.fits(each)) == {
        "twente": 1,
        "zeeland": 1,
    }


def test_every_sector_is_counted_also_with_nothing_in_it() -> None:
    counts = rules.count_per_sector([Listed(), Listed(sector="ict"), Listed(sector="ict")])
    assert tuple(counts) == codes.SECTORS
    assert (counts["energy"], counts["ict"], counts["chemistry"]) == (1, 2, 0)


def test_regions_and_sectors_are_counted_together() -> None:
    assert rules.count_per_region_and_sector([Listed(), Listed(), Listed("zeeland", "ict")]) == {
        ("twente", "energy"): 2,
        ("zeeland", "ict"): 1,
    }


def test_scores_become_a_scan_per_day_in_the_order_of_the_days() -> None:
    later, earlier = date(2026, 11, 1), date(2026, 3, 1)
    scores = [Score(day, factor, 2 + (day == later), "x") for day in (later, earlier) for factor in codes.FACTORS]
    scans = rules.scans_of(scores)
    assert [(scan.scanned_on, scan.average) for scan in scans] == [(earlier, 2.0), (later, 3.0)]
    assert scans[0].evidence["mentors"] == "x"


def test_where_to_begin_is_the_lowest_score_and_of_equals_the_first() -> None:
    scores = dict.fromkeys(codes.FACTORS, 4)
    assert rules.weakest(rules.Scan(date(2026, 3, 1), scores | {"places": 2, "mentors": 2}, {})) == "places"


def test_an_average_has_one_decimal() -> None:
    scores = dict.fromkeys(codes.FACTORS, 3) | {"ties": 4}
    assert rules.Scan(date(2026, 3, 1), scores, {}).average == 3.2


def test_nobody_joins_what_they_lead() -> None:
    leader = uuid.uuid4()
    rules.check_may_join(leader=leader, joiner=uuid.uuid4())
    with pytest.raises(rules.LeadsThisCommunity):
        rules.check_may_join(leader=leader, joiner=leader)


@pytest.mark.parametrize("state", ["accepted", "declined", "withdrawn"])
def test_an_answer_is_given_once(state: str) -> None:
    rules.check_waits("asked")
    with pytest.raises(rules.JoinRequestIsOver):
        rules.check_waits(state)


def test_technohubs_and_fieldlabs_provide_all_their_leader_has() -> None:
    assert {form for form in codes.FORMS if rules.gives_whole_offer(form)} == {"technohub", "fieldlab"}


def test_every_code_has_a_name() -> None:
    for kind, known in {
        "community_form": codes.FORMS,
        "sector": codes.SECTORS,
        "partner": codes.PARTNER_KINDS,
        "joiner": codes.JOINER_KINDS,
        "factor": codes.FACTORS,
        "factor_sentence": codes.FACTORS,
    }.items():
        assert tuple(words.NAMES[kind]) == known


REGIONS = {"twente": "Twente", "zeeland": "Zeeland"}


def test_an_address_is_read_and_written_the_same() -> None:
    read = asked.read({"regio": "twente", "sector": "life-sciences", "leervorm": "study-club"}, REGIONS)
    assert read.choice == rules.Choice("twente", "life_sciences", "", "study_club")
    assert read.further(24) == "/leergemeenschappen?regio=twente&sector=life-sciences&leervorm=study-club&vanaf=24"
    assert read.in_region("zeeland") == "/leergemeenschappen?regio=zeeland&sector=life-sciences&leervorm=study-club"
    assert read.region_name == "Twente"


def test_what_cannot_be_read_is_as_if_it_was_not_there() -> None:
    read = asked.read({"regio": "atlantis", "sector": "goud", "vorm": "", "vanaf": "²"}, REGIONS)
    assert (read.choice, read.offset, read.chips()) == (rules.Choice(), 0, [])


def test_each_chip_leads_to_the_address_without_it() -> None:
    chips = asked.read({"regio": "twente", "leervorm": "clinic"}, REGIONS).chips()
    assert [url for _text, url in chips] == ["/leergemeenschappen?leervorm=clinic", "/leergemeenschappen?regio=twente"]
    assert chips[0][0] == "Twente"
    assert chips[1][0] is labels.NAMES["form"]["clinic"]
