"""What stands in a newsletter."""

from datetime import date

from leerloket.advice.newsletter import rules


def opening(day: date, *, opens: bool = True) -> rules.Opening:
    return rules.Opening(f"{day}-{opens}", f"Regeling {day}", "Scheme", opens, day)


def test_a_scheme_is_told_when_it_opened_or_will_and_when_it_closes_soon() -> None:
    november = date(2026, 11, 1)
    days = [date(2026, 10, 31), date(2026, 11, 1), date(2026, 12, 31), date(2027, 1, 1)]
    assert [one.day for one in rules.soon([opening(day) for day in days], november)] == days[1:3]
    closing = [opening(day, opens=False) for day in days]
    assert [one.day for one in rules.soon(closing, november)] == [date(2026, 12, 31)]


def test_a_mail_is_short_and_says_how_much_it_leaves_out() -> None:
    assert rules.first(list(range(3))) == ([0, 1, 2], 0)
    shown, more = rules.first(list(range(20)))
    assert (len(shown), more) == (rules.MOST_LINES, 12)
