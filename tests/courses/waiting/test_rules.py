"""Who in a line gets a seat, and when a place ends."""

import uuid
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as some

from leerloket.courses.waiting import rules

NOW = datetime(2026, 10, 24, 12, tzinfo=UTC)
START = NOW + timedelta(days=30)


def place(
    state: str = "waiting", *, until: datetime | None = None, kept: bool = False, booked: bool = False
) -> rules.InLine:
    return rules.InLine(uuid.uuid4(), uuid.uuid4(), state, until, kept, booked)


def offered(until: datetime = NOW + timedelta(hours=1), *, kept: bool = True) -> rules.InLine:
    return place("offered", until=until, kept=kept)


def edition(
    free: int = 0, *, starts_at: datetime = START, cancelled: bool = False, bookable: bool = True
) -> rules.Edition:
    return rules.Edition(free, starts_at, cancelled, bookable)


def taken(of: rules.Edition, *line: rules.InLine, now: datetime = NOW) -> list[tuple[int, str]]:
    return [(line.index(step.place), step.to) for step in rules.steps(of, line, now)]


def test_free_seats_are_offered_in_order_of_arrival() -> None:
    assert taken(edition(2), place(), place(), place()) == [(0, "offered"), (1, "offered")]
    assert taken(edition(0), place()) == []
    assert taken(edition(1), offered(), place(), place()) == [(1, "offered")]


def test_an_offer_is_open_for_48_hours_also_over_the_end_of_summer_time_and_never_after_the_start() -> None:
    (step,) = rules.steps(edition(1), [place()], NOW)
    assert step.offer_until == NOW + timedelta(hours=48)
    (step,) = rules.steps(edition(1, starts_at=NOW + timedelta(hours=5)), [place()], NOW)
    assert step.offer_until == NOW + timedelta(hours=5)


def test_an_offer_that_ran_out_goes_to_the_next() -> None:
    assert taken(edition(), offered(NOW), place()) == [(0, "missed"), (1, "offered")]
    assert taken(edition(), offered(NOW + timedelta(seconds=1)), place()) == []


def test_who_booked_leaves_the_line_and_a_seat_kept_beside_it_goes_on() -> None:
    assert taken(edition(), offered(kept=False), place()) == [(0, "booked")]
    assert taken(edition(), place("offered", until=START, kept=True, booked=True), place()) == [
        (0, "booked"),
        (1, "offered"),
    ]
    assert taken(edition(), place(booked=True)) == [(0, "booked")]


def test_a_line_ends_with_its_edition() -> None:
    for over in (edition(3, cancelled=True), edition(3, starts_at=NOW)):
        assert taken(over, offered(), place()) == [(0, "ended"), (1, "ended")]


def test_nothing_is_offered_that_cannot_be_booked() -> None:
    assert taken(edition(1, bookable=False), offered(NOW), place()) == [(0, "missed")]


@given(
    free=some.integers(0, 5),
    line=some.lists(
        some.one_of(
            some.builds(place, booked=some.booleans()),
            some.builds(offered, some.sampled_from([NOW, NOW + timedelta(hours=9)]), kept=some.booleans()),
        ),
        max_size=8,
    ),
)
def test_never_more_offers_than_seats_nobody_is_passed_by_and_a_second_run_finds_nothing(
    free: int, line: list[rules.InLine]
) -> None:
    steps = rules.steps(edition(free), line, NOW)
    offers = [step.place for step in steps if step.to == "offered"]
    back = sum(step.place.is_seat_kept for step in steps if step.to != "offered")
    assert len(offers) <= free + back
    ended = [step.place.place_id for step in steps if step.to != "offered"]
    waiting = [one for one in line if one.state == "waiting" and one.place_id not in ended]
    assert offers == waiting[: free + back]
    until = NOW + rules.OFFER_FOR
    after = [
        rules.InLine(one.account_id, one.place_id, "offered", until, True, False) if one in offers else one
        for one in line
        if one.place_id not in ended
    ]
    assert rules.steps(edition(free + back - len(offers)), after, NOW) == []
