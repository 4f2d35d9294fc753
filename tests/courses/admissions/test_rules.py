"""When a provider may be admitted, until when, and which step against it comes next."""

import uuid
from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest

from leerloket.courses.admissions import codes, ladder, rules

TODAY = date(2026, 11, 24)
ME, OTHER = uuid.uuid4(), uuid.uuid4()


def tasks(*, mark_until: date | None = date(2028, 1, 1), **states: str) -> list[Any]:
    return [
        SimpleNamespace(
            task=task, state=states.get(task, "met"), valid_until=mark_until if task == "quality_mark" else None
        )
        for task in codes.TASKS
    ]


def test_evidence_is_not_of_tomorrow() -> None:
    rules.check_evidence("visit", "met", TODAY, None, TODAY)
    with pytest.raises(rules.EvidenceInFuture):
        rules.check_evidence("visit", "met", TODAY + timedelta(days=1), None, TODAY)


@pytest.mark.parametrize("until", [None, TODAY])
def test_a_quality_mark_counts_until_a_known_day_to_come(until: date | None) -> None:
    with pytest.raises(rules.MarkNeedsEnd):
        rules.check_evidence("quality_mark", "met", TODAY, until, TODAY)
    rules.check_evidence("quality_mark", "not_met", TODAY, until, TODAY)


def test_one_open_task_is_one_too_many() -> None:
    with pytest.raises(rules.TasksOpen) as refusal:
        rules.check_may_approve(tasks(visit="open", account="not_met"), is_applied=False, started_by=ME, person_id=ME)
    assert refusal.value.facts == {"left": 2}
    rules.check_may_approve(tasks(), is_applied=False, started_by=ME, person_id=ME)


def test_nobody_decides_on_an_own_application() -> None:
    with pytest.raises(rules.OwnApplication):
        rules.check_may_approve(tasks(), is_applied=True, started_by=ME, person_id=ME)
    rules.check_may_approve(tasks(), is_applied=True, started_by=ME, person_id=OTHER)


def test_an_admission_lasts_three_years_or_as_long_as_the_quality_mark() -> None:
    assert rules.latest_until(tasks(), TODAY) == date(2028, 1, 1)
    assert rules.latest_until(tasks(mark_until=date(2040, 1, 1)), TODAY) == date(2029, 11, 24)
    assert rules.latest_until([], date(2028, 2, 29)) == date(2031, 2, 28)


@pytest.mark.parametrize("until", [TODAY, date(2028, 1, 2)])
def test_the_last_day_is_to_come_and_not_too_late(until: date) -> None:
    with pytest.raises(rules.UntilNotPossible):
        rules.check_until(until, date(2028, 1, 1), TODAY)


@pytest.mark.parametrize(("left", "due"), [(91, None), (90, 90), (31, 90), (30, 30), (7, 7), (0, 7), (-1, None)])
def test_the_end_is_announced_at_90_30_and_7_days(left: int, due: int | None) -> None:
    assert rules.announcement(TODAY + timedelta(days=left), TODAY) == due


def test_the_steps_are_taken_one_by_one() -> None:
    ladder.check_step("warning", None)
    ladder.check_step("payouts_held", "no_bookings")
    with pytest.raises(ladder.StepTooFar) as refusal:
        ladder.check_step("removed", "warning")
    assert "geen nieuwe boekingen" in refusal.value.sentence("nl")
    with pytest.raises(ladder.HeaviestStep):
        ladder.check_step("removed", "removed")


def test_the_heaviest_step_counts() -> None:
    assert ladder.heaviest(["warning", "payouts_held", "no_bookings"]) == "payouts_held"
    assert ladder.heaviest([]) is None


def test_objections_are_possible_for_six_weeks_and_once() -> None:
    decided_at = datetime(2026, 11, 2, 9, tzinfo=UTC)
    ladder.check_may_appeal(decided_at, None, datetime(2026, 12, 14, 22, 59, tzinfo=UTC))
    with pytest.raises(ladder.AppealTooLate):
        ladder.check_may_appeal(decided_at, None, datetime(2026, 12, 14, 23, 1, tzinfo=UTC))
    with pytest.raises(ladder.AppealedAlready):
        ladder.check_may_appeal(decided_at, decided_at, decided_at)


def test_a_third_word_is_not_of_who_decided() -> None:
    ladder.check_other_person(ME, OTHER, None)
    with pytest.raises(ladder.SamePersonSanctions):
        ladder.check_other_person(ME, OTHER, ME)
