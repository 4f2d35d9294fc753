"""However a booking ends, every cent is accounted for and goes back along the split. Random pots, on the database."""

import uuid
from datetime import date, timedelta

import pytest
import time_machine
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from leerloket import db
from leerloket.accounts.ledger import service as ledger
from leerloket.courses.bookings import service as bookings
from tests.accounts.ledger import make as money
from tests.courses.bookings import make

pytestmark = pytest.mark.usefixtures("session")

LENIENT = settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
CENTS = st.integers(1, 250_000)


def learner_with(rights: list[int], own: int, employer: int) -> uuid.UUID:
    person_id = make.learner(0, own)
    for number, cents in enumerate(rights):
        money.right(person_id, cents, date(2028 + number, 1, 1))
    money.employer(person_id, employer)
    return person_id


def assert_exact(before: dict[uuid.UUID, int], booking: bookings.Booking) -> None:
    """Each pot bears its share of what was due to within a cent, and together they bear exactly that."""
    due = booking.due_cents or 0
    after = {pot.pot_id: pot.available_cents for pot in ledger.list_pots(booking.account_id)}
    borne = {pot_id: cents - after[pot_id] for pot_id, cents in before.items()}
    assert sum(borne.values()) == due
    for part in booking.split:
        share = part.amount_cents * due / booking.price_cents
        assert abs(borne[part.pot_id] - share) < 1
    paying = {part.pot_id for part in booking.split}
    assert not any(cents for pot_id, cents in borne.items() if pot_id not in paying)
    assert ledger.get_balance(booking.account_id).held_cents == 0


@LENIENT
@given(
    rights=st.lists(CENTS, min_size=1, max_size=3),
    own=CENTS,
    employer=CENTS,
    share=st.integers(1, 100),
    present_pct=st.integers(0, 100),
    ending=st.sampled_from(["free", "late", "attended"]),
)
def test_money_goes_back_along_the_split_to_the_cent(
    rights: list[int], own: int, employer: int, share: int, present_pct: int, ending: str
) -> None:
    nested = db.session.begin_nested()
    person_id = learner_with(rights, own, employer)
    before = {pot.pot_id: pot.available_cents for pot in ledger.list_pots(person_id)}
    price = max(1, sum(before.values()) * share // 100)
    school = make.school()
    edition = make.edition(school, price_cents=price)
    booking = make.book(person_id, edition)
    assert sum(part.amount_cents for part in booking.split) == price
    bookings.accept(school.provider_id, booking.booking_id, actor_id=school.staff_id)
    if ending == "attended":
        with time_machine.travel(edition.ends_at + timedelta(hours=1)):
            bookings.declare_attendance(school.provider_id, booking.booking_id, present_pct, actor_id=school.staff_id)
            ended = bookings.answer_attendance(person_id, booking.booking_id, agree=True, actor_id=person_id)
    else:
        with time_machine.travel(booking.free_until - timedelta(days=1 if ending == "free" else -1)):
            ended = bookings.cancel(person_id, booking.booking_id, by="person", actor_id=person_id)
    assert_exact(before, ended)
    assert make.broken() == {}
    nested.rollback()
