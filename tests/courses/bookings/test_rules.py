"""The rules of a booking: plain values in, plain values out."""

import itertools
import uuid
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leerloket import clock, errors
from leerloket.courses.bookings import clocks, rules

TERMS = clocks.terms_on(date(2026, 11, 24))
TUESDAY = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
START = datetime(2027, 1, 12, 8, 0, tzinfo=UTC)
END = datetime(2027, 1, 12, 15, 30, tzinfo=UTC)


def day(year: int, month: int, number: int) -> datetime:
    return clock.start_of_day(date(year, month, number))


def offer(**change: Any) -> rules.Offer:
    values: dict[str, Any] = {
        "starts_at": START,
        "is_online": True,
        "is_provider_open": True,
        "dates_url": "/opleidingen/cobot/boeken/datum",
    }
    return rules.Offer(**values | change)


def standing(**change: Any) -> rules.Standing:
    values: dict[str, Any] = {"open_requests": 0, "live_reference": None, "is_staff_of_provider": False}
    return rules.Standing(**values | change)


def deadlines(
    at: datetime = TUESDAY, starts_at: datetime = START, *, knowledge_checked: bool = False
) -> clocks.Deadlines:
    return clocks.of_booking(TERMS, at, starts_at, starts_at + timedelta(hours=7), knowledge_checked=knowledge_checked)


def situation(state: str, **change: Any) -> rules.Situation:
    values: dict[str, Any] = {
        "state": state,
        "respond_by": day(2026, 11, 27),
        "attendance_by": day(2027, 1, 16),
        "confirm_by": None,
        "attendance_answer": None,
        "answered_at": None,
        "settled_at": None,
        "due_cents": None,
        "is_paid_out": False,
    }
    return rules.Situation(**values | change)


ALLOWED = {
    (None, "reserved"),
    ("reserved", "confirmed"),
    ("reserved", "cancelled"),
    ("reserved", "expired"),
    ("reserved", "rejected"),
    ("confirmed", "cancelled"),
    ("confirmed", "attended"),
    ("confirmed", "no_show"),
    ("attended", "paid"),
    ("no_show", "paid"),
    ("no_show", "cancelled"),
}


@pytest.mark.parametrize(("frm", "to"), list(itertools.product([None, *rules.STATES], rules.STATES)))
def test_a_booking_takes_exactly_the_steps_of_the_invariant(frm: str | None, to: str) -> None:
    assert rules.may_move(frm, to) == ((frm, to) in ALLOWED)


def test_a_step_that_is_not_possible_says_what_the_booking_is_now() -> None:
    with pytest.raises(rules.StepNotPossible) as refusal:
        rules.check_move("paid", "cancelled")
    assert refusal.value.sentence("nl") == "Dit kan niet meer: deze boeking is betaald."
    assert refusal.value.sentence("en") == "This is no longer possible: this booking is paid."


def test_every_state_has_a_dutch_word() -> None:
    assert set(rules.STATE_NL) == set(rules.STATES)


def test_terms_are_found_by_the_day_and_by_the_version() -> None:
    assert clocks.terms_of(clocks.terms_on(date(2026, 12, 31)).version) == clocks.TERMS[-1]


def test_a_provider_answers_within_two_working_days() -> None:
    assert deadlines().respond_by == day(2026, 11, 27)


def test_working_days_skip_the_weekend_and_christmas() -> None:
    thursday_before_christmas = datetime(2026, 12, 24, 9, 0, tzinfo=UTC)
    assert deadlines(thursday_before_christmas).respond_by == day(2026, 12, 30)


def test_a_provider_that_checks_prior_knowledge_answers_within_thirty_days() -> None:
    assert deadlines(knowledge_checked=True).respond_by == day(2026, 12, 25)


def test_the_time_to_answer_ends_at_the_start_at_the_latest() -> None:
    tomorrow = TUESDAY + timedelta(days=1)
    assert deadlines(starts_at=tomorrow).respond_by == tomorrow
    assert deadlines(starts_at=tomorrow, knowledge_checked=True).respond_by == tomorrow


def test_cancelling_is_free_up_to_the_seventh_working_day_before_the_start() -> None:
    assert deadlines().free_cancel_until == day(2027, 1, 1)  # 31 December is the seventh working day before 12 January


def test_cooling_off_lasts_fourteen_days() -> None:
    assert deadlines().cooling_off_until == day(2026, 12, 9)


def test_attendance_is_declared_within_three_working_days_after_the_end() -> None:
    assert deadlines().attendance_by == day(2027, 1, 16)


def test_cancelling_is_free_until_the_later_of_both_times() -> None:
    assert clocks.free_until(day(2027, 1, 1), day(2026, 12, 9), START) == day(2027, 1, 1)
    assert clocks.free_until(day(2026, 12, 1), day(2026, 12, 9), START) == day(2026, 12, 9)


def test_cooling_off_does_not_reach_past_the_start() -> None:
    assert clocks.free_until(day(2026, 12, 1), day(2026, 12, 9), TUESDAY) == TUESDAY


def refusals(offered: rules.Offer, who: rules.Standing, at: datetime = TUESDAY) -> list[type[errors.Refusal]]:
    return [type(refusal) for refusal in rules.refusals(TERMS, offered, who, at)]


def test_an_open_edition_can_be_booked() -> None:
    assert refusals(offer(), standing()) == []
    rules.check_open(TERMS, offer(), standing(), TUESDAY)


@pytest.mark.parametrize(
    ("offered", "who", "at", "expected"),
    [
        (offer(), standing(), START, rules.TooLate),
        (offer(is_online=False), standing(), TUESDAY, rules.NotOnOffer),
        (offer(is_provider_open=False), standing(), TUESDAY, rules.ProviderClosed),
        (offer(), standing(is_staff_of_provider=True), TUESDAY, rules.OwnProvider),
        (offer(), standing(live_reference="B-7F3K-21"), TUESDAY, rules.BookedAlready),
        (offer(), standing(open_requests=5), TUESDAY, rules.TooManyRequests),
    ],
)
def test_what_stands_in_the_way_is_named_and_something_else_is_possible(
    offered: rules.Offer, who: rules.Standing, at: datetime, expected: type[errors.Refusal]
) -> None:
    assert refusals(offered, who, at) == [expected]
    with pytest.raises(expected) as refusal:
        rules.check_open(TERMS, offered, who, at)
    assert refusal.value.possible
    assert refusal.value.sentence("nl")
    assert refusal.value.sentence("en")


def test_four_open_requests_leave_room_for_one_more() -> None:
    assert refusals(offer(), standing(open_requests=4)) == []


def test_a_quote_names_everything_that_stands_in_the_way_at_once() -> None:
    found = refusals(offer(is_online=False, is_provider_open=False), standing(open_requests=5))
    assert found == [rules.NotOnOffer, rules.ProviderClosed, rules.TooManyRequests]


def test_withdrawing_a_request_costs_nothing() -> None:
    assert rules.cancel_cost(TERMS, "reserved", 60_000, day(2026, 11, 1), TUESDAY) == 0


def test_cancelling_in_the_free_time_costs_nothing() -> None:
    assert rules.cancel_cost(TERMS, "confirmed", 60_000, TUESDAY + timedelta(seconds=1), TUESDAY) == 0


def test_cancelling_late_costs_five_percent() -> None:
    assert rules.cancel_cost(TERMS, "confirmed", 60_000, TUESDAY, TUESDAY) == 3_000


@pytest.mark.parametrize(("price", "cost"), [(0, 0), (1, 0), (9, 0), (10, 1), (19, 1), (99_999, 5_000)])
def test_five_percent_is_rounded_to_the_nearest_cent(price: int, cost: int) -> None:
    assert rules.cancel_cost(TERMS, "confirmed", price, TUESDAY, TUESDAY) == cost


def test_after_the_start_attendance_decides_and_cancelling_is_refused() -> None:
    rules.check_cancel_by_person("confirmed", START, START - timedelta(seconds=1))
    with pytest.raises(rules.CancelTooLate):
        rules.check_cancel_by_person("confirmed", START, START)


@pytest.mark.parametrize("state", ["attended", "paid", "cancelled", "rejected", "expired"])
def test_what_has_ended_cannot_be_cancelled(state: str) -> None:
    with pytest.raises(rules.StepNotPossible):
        rules.check_cancel_by_person(state, START, TUESDAY)


def test_an_answer_in_time_is_taken_and_a_late_one_refused() -> None:
    by = day(2026, 11, 27)
    rules.check_answer("reserved", "confirmed", by, by - timedelta(microseconds=1))
    with pytest.raises(rules.AnswerTooLate):
        rules.check_answer("reserved", "confirmed", by, by)


def test_a_request_is_answered_once() -> None:
    with pytest.raises(rules.StepNotPossible):
        rules.check_answer("confirmed", "rejected", day(2026, 11, 27), TUESDAY)


@pytest.mark.parametrize(
    ("present_pct", "due"),
    [
        (0, 15_000),
        (1, 15_000),
        (24, 15_000),
        (25, 15_000),
        (26, 15_600),
        (50, 30_000),
        (79, 47_400),
        (80, 60_000),
        (100, 60_000),
    ],
)
def test_what_is_due_follows_attendance(present_pct: int, due: int) -> None:
    assert rules.due_for_attendance(TERMS, 60_000, present_pct) == due


@given(st.integers(0, 10**9), st.integers(0, 100))
def test_what_is_due_lies_between_a_quarter_and_the_price(price: int, present_pct: int) -> None:
    due = rules.due_for_attendance(TERMS, price, present_pct)
    assert rules.share_of(price, 25) <= due <= price


@given(st.integers(0, 10**7), st.integers(0, 99))
def test_more_attendance_never_costs_less(price: int, present_pct: int) -> None:
    assert rules.due_for_attendance(TERMS, price, present_pct) <= rules.due_for_attendance(
        TERMS, price, present_pct + 1
    )


def test_somebody_who_was_never_there_is_a_no_show() -> None:
    assert [rules.attendance_state(pct) for pct in (0, 1, 100)] == ["no_show", "attended", "attended"]


def test_attendance_is_declared_after_the_start() -> None:
    rules.check_declare("confirmed", None, None, 100, START, START)
    with pytest.raises(rules.NotStarted):
        rules.check_declare("confirmed", None, None, 100, START, START - timedelta(seconds=1))


@pytest.mark.parametrize("state", ["reserved", "cancelled", "rejected", "expired"])
def test_only_a_confirmed_booking_has_attendance(state: str) -> None:
    with pytest.raises(rules.StepNotPossible):
        rules.check_declare(state, None, None, 100, START, END)


def test_declaring_the_same_again_is_no_matter() -> None:
    rules.check_declare("attended", None, 80, 80, START, END)
    rules.check_declare("paid", "agreed", 80, 80, START, END)


def test_a_declaration_is_corrected_until_the_person_answers() -> None:
    rules.check_declare("attended", None, 80, 60, START, END)
    with pytest.raises(rules.AttendanceSettled):
        rules.check_declare("attended", "agreed", 80, 60, START, END)
    with pytest.raises(rules.PresentAfterAll):
        rules.check_declare("attended", None, 80, 0, START, END)


def test_the_person_reacts_within_seven_days() -> None:
    assert clocks.confirm_by(TERMS, END + timedelta(hours=1), END) == day(2027, 1, 20)


def test_silence_confirms_nothing_before_seven_days_after_the_end() -> None:
    assert clocks.confirm_by(TERMS, START, START + timedelta(days=60)) == clocks.confirm_by(
        TERMS, START + timedelta(days=60), START + timedelta(days=60)
    )


@pytest.mark.parametrize(
    ("now", "who", "by"),
    [
        (situation("reserved"), "provider", day(2026, 11, 27)),
        (situation("confirmed"), "provider", day(2027, 1, 16)),
        (situation("attended", confirm_by=day(2027, 1, 20)), "person", day(2027, 1, 20)),
        (situation("no_show", confirm_by=day(2027, 1, 20)), "person", day(2027, 1, 20)),
        (
            situation("attended", attendance_answer="disputed", answered_at=day(2027, 1, 19)),
            "administrator",
            day(2027, 2, 3),
        ),
        (
            situation("attended", attendance_answer="clock", answered_at=day(2027, 1, 20)),
            "administrator",
            day(2027, 2, 20),
        ),
        (situation("paid", settled_at=day(2027, 1, 20), due_cents=1), "administrator", day(2027, 2, 20)),
        (situation("paid", settled_at=day(2027, 1, 20), due_cents=1, is_paid_out=True), "nobody", None),
        (situation("cancelled", settled_at=day(2027, 1, 8), due_cents=3_000), "administrator", day(2027, 2, 8)),
        (situation("cancelled", settled_at=day(2027, 1, 8), due_cents=0), "nobody", None),
        (situation("rejected"), "nobody", None),
        (situation("expired"), "nobody", None),
    ],
)
def test_every_state_says_who_must_act_and_by_when(now: rules.Situation, who: str, by: datetime | None) -> None:
    assert rules.turn(TERMS, now) == rules.Turn(who, by)


@given(st.uuids(version=4))
def test_a_reference_can_be_read_aloud(booking_id: uuid.UUID) -> None:
    prefix, letters, digits = rules.reference_of(booking_id).split("-")
    assert prefix == "B"
    assert rules.is_reference(f"B-{letters}-{digits}")
    assert len(letters) == 4
    assert set(letters) <= set(rules.LETTERS)
    assert digits.isdigit()
    assert len(digits) == 2


@pytest.mark.parametrize("text", ["", "B-7F3K-2", "b-7F3K-21", "B-7F3K-21\n", "B-7F\x003-21", "B-OI10-21"])
def test_anything_else_is_no_reference(text: str) -> None:
    assert not rules.is_reference(text)
