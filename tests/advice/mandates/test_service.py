"""Booking together."""

from collections.abc import Iterator

import pytest
import sqlalchemy as sa

from leerloket import db, errors
from leerloket.accounts.ledger import service as ledger
from leerloket.advice.mandates import service
from leerloket.advice.plans import rules as plan_rules
from leerloket.advice.plans import service as plans
from tests.accounts.ledger import make as money
from tests.advice import make
from tests.courses.bookings import make as courses

pytestmark = pytest.mark.usefixtures("session")


@pytest.fixture(autouse=True)
def sound(session: None) -> Iterator[None]:
    yield
    assert courses.broken() == {}


def test_the_booking_and_the_ledger_name_the_adviser() -> None:
    pair = make.pair()
    money.right(pair.client.person_id, 100_000)
    edition = courses.edition()
    task_id = plans.add_module(*pair.ids, edition.module_id)
    booking = service.book_together(*pair.ids, edition.edition_id, key="k", task_id=task_id)
    assert (booking.actor_id, booking.on_behalf, booking.task_id) == (pair.adviser.person_id, True, task_id)
    actor = db.session.scalar(
        sa.text("SELECT actor_id FROM transfers WHERE booking_id = :b"), {"b": booking.booking_id}
    )
    assert actor == pair.adviser.person_id
    assert "adviser-booked" in make.mails(pair.client.person_id)
    assert ("write", "account") in make.looks(pair.client.person_id)
    assert ledger.get_balance(pair.client.person_id).held_cents == edition.price_cents


def test_the_same_key_books_once() -> None:
    pair = make.pair()
    money.right(pair.client.person_id, 100_000)
    edition = courses.edition()
    first = service.book_together(*pair.ids, edition.edition_id, key="k")
    assert service.book_together(*pair.ids, edition.edition_id, key="k").booking_id == first.booking_id


@pytest.mark.parametrize("scopes", [(), ("plan", "consult")])
def test_without_consent_for_the_account_nothing_is_booked(scopes: tuple[str, ...]) -> None:
    pair = make.pair(scopes)
    money.right(pair.client.person_id, 100_000)
    with pytest.raises(errors.NotFound):
        service.book_together(*pair.ids, courses.edition().edition_id, key="k")
    assert make.looks(pair.client.person_id) == [("denied", "account")]
    assert ledger.get_balance(pair.client.person_id).held_cents == 0


def test_a_task_of_another_client_cannot_be_booked_for() -> None:
    pair, other = make.pair(), make.pair()
    money.right(pair.client.person_id, 100_000)
    task_id = make.task(other)
    with pytest.raises(plan_rules.UnknownTask):
        service.book_together(*pair.ids, courses.edition().edition_id, key="k", task_id=task_id)
