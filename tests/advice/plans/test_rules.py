"""How a task is typed and which comes first."""

import uuid
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leerloket import errors
from leerloket.advice.plans import rules

TODAY = date(2026, 11, 24)


def read(text: str) -> rules.TypedTask:
    return rules.read_task(text, TODAY, "Samira El Amrani")


@pytest.mark.parametrize(
    ("text", "title", "owner", "due_on"),
    [
        ("Vraag werkgever @werkgever +2w", "Vraag werkgever", "employer", date(2026, 12, 8)),
        ("+2w @werkgever   Vraag   werkgever", "Vraag werkgever", "employer", date(2026, 12, 8)),
        ("Bel het technohub @samira +3d", "Bel het technohub", "worker", date(2026, 11, 27)),
        ("Zoek uit @Adviseur", "Zoek uit", "adviser", None),
        ("Oefen rekenen", "Oefen rekenen", "worker", None),
        ("Lever in +1m", "Lever in", "worker", date(2026, 12, 24)),
        ("Diploma halen +1j", "Diploma halen", "worker", date(2027, 11, 24)),
        ("Eerst +1w dan toch +2w", "Eerst dan toch", "worker", date(2026, 12, 8)),
        ("Mail naar info@school.nl", "Mail naar info@school.nl", "worker", None),
        ("Leer C+2d modelleren", "Leer C+2d modelleren", "worker", None),
        ("Bel\x1b[31m\tde\nschool", "Bel [31m de school", "worker", None),
        ("Spaar +50 euro", "Spaar +50 euro", "worker", None),
        ("<script>alert(1)</script> @werkgever", "<script>alert(1)</script>", "employer", None),
    ],
)
def test_a_typed_line_names_what_who_and_when(text: str, title: str, owner: str, due_on: date | None) -> None:
    assert read(text) == rules.TypedTask(title, owner, due_on)


def test_an_unknown_owner_is_refused_with_who_is_known() -> None:
    with pytest.raises(rules.UnknownOwner) as refused:
        read("Vraag het @piet")
    assert refused.value.sentence("nl") == "We kennen @piet niet. Typ @samira, @werkgever of @adviseur."


@pytest.mark.parametrize("text", ["", "   ", "@werkgever +2w", "+1d"])
def test_a_task_says_what_to_do(text: str) -> None:
    with pytest.raises(rules.NoTitle):
        read(text)


def test_a_title_is_at_most_200_characters() -> None:
    assert len(read("a" * 200).title) == 200
    with pytest.raises(rules.TitleTooLong):
        read("a" * 201)


def test_a_month_later_keeps_within_the_days_of_the_month() -> None:
    assert rules.later(date(2027, 1, 31), 1, "m") == date(2027, 2, 28)
    assert rules.later(date(2028, 2, 29), 1, "j") == date(2029, 2, 28)
    assert rules.later(date(2026, 12, 31), 2, "m") == date(2027, 2, 28)


@given(st.text(max_size=300))
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        task = read(text)
    except errors.Refusal:
        return
    assert 1 <= len(task.title) <= 200


def test_the_live_booking_counts_before_one_that_came_to_nothing() -> None:
    gone = rules.BookingFact(uuid.uuid4(), "B-1", "cancelled", date(2026, 12, 1))
    live = rules.BookingFact(uuid.uuid4(), "B-2", "reserved", date(2027, 1, 1))
    assert rules.live_booking([gone, live]) is live
    assert rules.live_booking([gone]) is gone
    assert rules.live_booking([]) is None


@pytest.mark.parametrize(
    ("state", "attended"), [("attended", True), ("paid", True), ("confirmed", False), ("no_show", False)]
)
def test_only_an_attended_booking_ends_a_task(state: str, attended: bool) -> None:
    assert rules.is_attended(rules.BookingFact(uuid.uuid4(), "B-1", state, TODAY)) is attended


def fact(title: str, due_on: date | None = None, state: str = "open", owner: str = "worker") -> rules.TaskFact:
    return rules.TaskFact(uuid.uuid4(), title, owner, due_on, None, state, None, None)


def test_what_to_do_is_soonest_first_and_without_a_date_last() -> None:
    goals = [
        rules.GoalFact(uuid.uuid4(), "Doel", None, "open", [fact("ooit"), fact("gedaan", TODAY, "done")]),
        rules.GoalFact(uuid.uuid4(), "Doel", None, "open", [fact("later", date(2027, 1, 1)), fact("nu", TODAY)]),
    ]
    assert [task.title for task in rules.to_do(goals)] == ["nu", "later", "ooit"]


def test_a_plan_has_room_for_20_goals_and_100_tasks() -> None:
    rules.check_room(20, 100)
    with pytest.raises(rules.PlanTooLong):
        rules.check_room(21, 0)
    with pytest.raises(rules.PlanTooLong):
        rules.check_room(0, 101)
