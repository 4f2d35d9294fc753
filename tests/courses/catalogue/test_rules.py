"""Rules of the catalogue: plain values."""

from itertools import pairwise

import pytest

from leerloket.courses.catalogue import codes, offer, places, rules, words
from tests.courses.catalogue import make


def session(year: int, month: int, day: int, hour: int) -> rules.Session:
    return rules.Session(make.at(year, month, day, hour), make.at(year, month, day, hour + 2))


def test_lessons_after_five_are_an_evening_course() -> None:
    assert rules.schedule_of([session(2026, 12, 1, 18), session(2026, 12, 8, 19)], "classroom") == "evening"


def test_an_hour_is_the_hour_in_amsterdam_in_summer_too() -> None:
    assert rules.schedule_of([session(2027, 7, 1, 17)], "classroom") == "evening"
    assert rules.schedule_of([session(2027, 7, 1, 16)], "classroom") == "day"


def test_only_saturdays_and_sundays_are_a_weekend_course() -> None:
    assert rules.schedule_of([session(2026, 12, 5, 9), session(2026, 12, 6, 9)], "classroom") == "weekend"


def test_only_fridays_are_a_friday_course() -> None:
    assert rules.schedule_of([session(2026, 12, 4, 9)], "dual") == "friday"
    assert rules.schedule_of([session(2026, 12, 4, 9), session(2026, 12, 7, 9)], "dual") == "day"


def test_an_online_course_is_online_at_any_hour() -> None:
    assert rules.schedule_of([session(2026, 12, 4, 19)], "online") == "online"


@pytest.mark.parametrize(("old", "new", "jump"), [(100_00, 115_00, False), (100_00, 115_01, True), (0, 1, True)])
def test_a_price_jump_is_a_rise_of_more_than_fifteen_percent(old: int, new: int, jump: bool) -> None:
    assert rules.is_price_jump(old, new) is jump


def test_a_person_never_pays_less_than_nothing() -> None:
    assert rules.own_cents(60_000, 100_000) == 0
    assert rules.own_cents(60_000, 52_000) == 8_000


def test_a_draft_cannot_go_online_without_being_sent_in() -> None:
    rules.check_move("draft", "submitted")
    with pytest.raises(rules.MoveNotPossible):
        rules.check_move("draft", "online")


def test_every_state_has_a_way_on() -> None:
    assert set(rules.MOVES) == set(codes.STATES)


def test_seats_cannot_shrink_below_what_is_booked() -> None:
    with pytest.raises(rules.SeatsBooked):
        rules.check_capacity(2, 3)


def test_the_european_level_follows_the_dutch_one() -> None:
    assert [codes.EQF_OF_NLQF[level] for level in ("entry", "2", "4+", "7")] == [None, "2", "4", "7"]


def test_words_lose_capitals_accents_and_signs() -> None:
    assert words.plain("Zorg & Welzijn: ’t Café – Één C++") == "zorg welzijn t cafe een c++"


def test_an_address_is_never_empty_and_never_too_long() -> None:
    assert words.slug("???") == "opleiding"
    assert len(words.slug("heel " * 100)) <= 80


def test_a_mistyped_word_finds_the_word_it_looks_like() -> None:
    assert words.most_alike("warmtpomp", ["warmtepomp", "warmte", "pomp"]) == "warmtepomp"
    assert words.most_alike("zzzz", ["lassen"]) is None


def test_distance_is_that_over_the_map() -> None:
    eindhoven, groningen = places.find("eindhoven"), places.find("GRONINGEN")
    assert eindhoven is not None
    assert groningen is not None
    assert places.km_between(eindhoven.lat, eindhoven.lon, groningen.lat, groningen.lon) == pytest.approx(211, abs=5)
    assert places.km_between(eindhoven.lat, eindhoven.lon, eindhoven.lat, eindhoven.lon) == 0


def test_a_place_is_found_however_it_is_written() -> None:
    assert places.find("'s-hertogenbosch") == places.find("’s Hertogenbosch")
    assert places.find("Atlantis") is None
    near = places.like("eindhovn")
    assert near is not None
    assert near.name == "Eindhoven"


def test_places_lie_in_the_netherlands_and_in_a_known_region() -> None:
    for place in places.all_places():
        assert 50.7 < place.lat < 53.6
        assert 3.3 < place.lon < 7.3


def test_a_summary_has_whole_sentences_and_fits_on_two_lines() -> None:
    assert offer.summary_of("Durft u? U leert lassen. " + "Heel lang verhaal " * 20) == "Durft u? U leert lassen."
    assert offer.summary_of("Zonder punt") == "Zonder punt"
    assert len(offer.summary_of("x" * 500)) == 160


def test_sessions_that_overlap_are_refused() -> None:
    row = offer.EditionRow(7, "a", "m", "Utrecht", None, (session(2026, 12, 4, 9), session(2026, 12, 4, 10)), 5, 100)
    found = offer.Offer()
    assert not offer.check_edition(found, row)
    assert [(error.row, error.field, error.code) for error in found.errors] == [(7, "sessions", "overlap")]


def test_all_errors_of_an_edition_come_at_once() -> None:
    row = offer.EditionRow(3, "", "m", "Eindhovn", None, (), 0, -1)
    found = offer.Offer()
    offer.check_edition(found, row)
    assert {error.field for error in found.errors} == {"key", "place", "capacity", "price", "sessions"}
    assert "Eindhoven" in next(error.nl for error in found.errors if error.field == "place")


def test_levels_rise() -> None:
    assert all(a < b for a, b in pairwise(codes.LEVELS[1:]))
