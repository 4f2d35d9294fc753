"""What stands in the overview, and how much of it."""

from datetime import UTC, date, datetime

from leerloket.advice.overview import rules
from tests.advice.overview import make


def test_what_to_do_is_at_most_five_soonest_first_and_answers_count() -> None:
    tasks = [make.task(f"taak {day}", due_on=date(2026, 12, day)) for day in range(1, 8)]
    waiting = make.booking(state="attended", act_by=date(2026, 11, 30))
    chosen = rules.choose_to_do([waiting, make.booking()], [rules.GoalLine("Doel", None, "open", tasks)])
    assert [one.title for one in chosen] == ["Lasrobot programmeren", "taak 1", "taak 2", "taak 3", "taak 4"]


def test_a_booked_or_finished_task_asks_nothing() -> None:
    tasks = [make.task(booking_reference="B-1"), make.task(is_open=False)]
    assert rules.choose_to_do([], [rules.GoalLine("Doel", None, "open", tasks)]) == []


def test_a_task_without_a_date_comes_last() -> None:
    tasks = [make.task("ooit", due_on=None), make.task("morgen")]
    assert [one.title for one in rules.choose_to_do([], [rules.GoalLine("Doel", None, "open", tasks)])] == [
        "morgen",
        "ooit",
    ]


def test_bookings_that_go_on_come_first_and_the_rest_is_counted() -> None:
    lines = [
        make.booking("oud", state="paid", starts_at=datetime(2026, 1, 1, tzinfo=UTC)),
        make.booking("afgezegd", state="cancelled", starts_at=datetime(2026, 6, 1, tzinfo=UTC)),
        make.booking("later", state="reserved", starts_at=datetime(2027, 3, 1, tzinfo=UTC)),
        make.booking("straks", state="confirmed"),
    ]
    shown, left_out = rules.choose_bookings(lines, most=3)
    assert [line.title for line in shown] == ["straks", "later", "afgezegd"]
    assert left_out == 1


def test_a_plan_is_cut_at_500_rows_and_100_000_characters() -> None:
    short = rules.GoalLine("Doel", None, "open", [make.task("x") for _ in range(400)])
    kept, is_cut = rules.cut_plan([short, short])
    assert is_cut
    assert [len(goal.tasks) for goal in kept] == [400, 100]
    long = rules.GoalLine("Doel", None, "open", [make.task("x" * 9_000) for _ in range(20)])
    kept, is_cut = rules.cut_plan([long])
    assert is_cut
    assert len(kept[0].tasks) == 11
    assert rules.cut_plan([rules.GoalLine("Doel", None, "open", [])])[1] is False


def test_the_file_name_has_the_day() -> None:
    assert rules.file_name(date(2026, 11, 24)) == "leerloket-overzicht-2026-11-24.pdf"
