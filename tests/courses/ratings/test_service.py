"""Ratings on a real database."""

import pytest
import sqlalchemy as sa

from leerloket import clock, db, errors
from leerloket.courses.ratings import rules, service
from tests.courses.bookings import make as bookings_made
from tests.courses.ratings import make

pytestmark = pytest.mark.usefixtures("session")


def asked() -> list[str]:
    query = sa.text("SELECT facts ->> 'reference' FROM outbox WHERE kind = 'rating-asked'")
    return list(db.session.scalars(query))


def test_a_rating_is_kept_and_can_be_changed() -> None:
    line = make.attended()
    with make.at_home(line):
        service.rate(line.person_id, line.booking.booking_id, make.FINE)
        changed = service.rate(line.person_id, line.booking.booking_id, make.FINE | {"welcome": 1})
    assert (changed.welcome, changed.content) == (1, 5)
    found = service.get_rating(line.person_id, line.booking.booking_id)
    assert found is not None
    assert found.welcome == 1


def test_before_the_course_and_for_another_there_is_nothing_to_rate() -> None:
    line = bookings_made.line()
    with pytest.raises(rules.NotAttended):
        service.rate(line.person_id, line.booking.booking_id, make.FINE)
    with pytest.raises(errors.NotFound):
        service.rate(bookings_made.learner(), line.booking.booking_id, make.FINE)


def test_averages_are_shown_from_five_ratings() -> None:
    four = make.rated(4)
    assert service.summarize(four.edition.module_id) is None
    five = make.rated(5)
    summary = service.summarize(five.edition.module_id)
    assert summary is not None
    assert (summary.count, summary.averages, summary.overall) == (5, {k: float(v) for k, v in make.FINE.items()}, 4.2)


def test_who_was_there_is_asked_once_and_who_rated_already_is_not() -> None:
    quiet, eager = make.attended(), make.attended()
    with make.at_home(eager):
        service.rate(eager.person_id, eager.booking.booking_id, make.FINE)
        assert service.ask_next(clock.now()) is None
        service.ask_next(clock.now())
    assert asked() == [quiet.booking.reference]


def test_nobody_is_asked_on_the_day_itself_nor_weeks_later() -> None:
    line = make.attended()
    confirmed_at = line.now.attendance.confirmed_at  # type: ignore[union-attr]
    assert confirmed_at is not None
    service.ask_next(confirmed_at + rules.ASKED_AFTER / 2)
    service.ask_next(confirmed_at + 30 * clock.ONE_DAY)
    assert asked() == []


def test_all_are_asked_when_there_are_more_than_one_transaction_asks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(service, "AT_ONCE", 2)
    lines = [make.attended() for _ in range(3)]
    with make.at_home(lines[0]):
        after = service.ask_next(clock.now())
        while after is not None:
            after = service.ask_next(clock.now(), after)
    assert sorted(asked()) == sorted(line.booking.reference for line in lines)
