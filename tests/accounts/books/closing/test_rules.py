"""When a month can be closed, and what a reference can be."""

import uuid
from datetime import date, timedelta
from typing import Any

import pytest

from leerloket.accounts.books.closing import rules

OCTOBER = date(2026, 10, 1)
DAYS = {OCTOBER + timedelta(days=n) for n in range(31)}


def check(month: date = OCTOBER, **changes: Any) -> None:
    facts: dict[str, Any] = {
        "first_day": date(2026, 9, 14),
        "closed_days": DAYS,
        "closed_months": {date(2026, 9, 1)},
        "holds": True,
    }
    rules.check_month(month, date(2026, 11, 24), **facts | changes)


def test_a_month_that_is_over_with_each_day_closed_can_be_closed() -> None:
    check()


def test_the_first_month_begins_with_the_first_day_in_the_books() -> None:
    check(first_day=date(2026, 10, 20), closed_months=set(), closed_days=DAYS - {OCTOBER})


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"month": date(2026, 11, 1)}, rules.MonthNotOver),
        ({"month": date(2026, 12, 1)}, rules.NoMonth),
        ({"month": date(2026, 8, 1)}, rules.NoMonth),
        ({"first_day": None}, rules.NoMonth),
        ({"closed_months": {date(2026, 9, 1), OCTOBER}}, rules.MonthClosedBefore),
        ({"closed_months": set()}, rules.EarlierMonthOpen),
        ({"closed_days": DAYS - {date(2026, 10, 31)}}, rules.DaysNotClosed),
        ({"holds": False}, rules.BooksDoNotHold),
    ],
)
def test_otherwise_it_is_refused(changes: dict[str, Any], refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        check(**changes)


def test_december_is_followed_by_january() -> None:
    assert rules.following(date(2026, 12, 1)) == date(2027, 1, 1)
    assert rules.preceding(date(2027, 1, 1)) == date(2026, 12, 1)
    assert rules.last_of(date(2028, 2, 3)) == date(2028, 2, 29)


def test_a_reference_is_read_as_all_it_can_be() -> None:
    one = uuid.uuid4()
    assert rules.read_reference(f" {one} ").ids == (one,)
    assert rules.read_reference("8120").seq == 8120
    assert rules.read_reference("AB" * 32).digest == "ab" * 32
    plain = rules.read_reference("B-7F3K-21")
    assert (plain.text, plain.ids, plain.seq, plain.digest) == ("B-7F3K-21", (), None, "")
