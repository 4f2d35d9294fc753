"""The verbs of a booking on a real PostgreSQL."""

import uuid
from collections.abc import Callable, Iterator
from datetime import date, timedelta

import pytest
import sqlalchemy as sa
import time_machine

from leerloket import clock, db, errors
from leerloket.accounts.ledger import service as ledger
from leerloket.courses.bookings import rules
from leerloket.courses.bookings import service as bookings
from leerloket.courses.catalogue import service as catalogue
from leerloket.courses.providers import service as providers
from leerloket.people import service as people_service
from tests.accounts.ledger import make as money
from tests.courses.bookings import make
from tests.people import make as people

pytestmark = pytest.mark.usefixtures("session")


@pytest.fixture(autouse=True)
def sound(session: None) -> Iterator[None]:
    """Whatever a test does, the books hold at its end."""
    yield
    assert make.broken() == {}


def told(booking: bookings.Booking) -> list[str]:
    query = sa.text("SELECT kind FROM outbox WHERE booking_id = :id ORDER BY kind")
    return list(db.session.scalars(query, {"id": booking.booking_id}))


def available(person_id: uuid.UUID) -> dict[str, int]:
    return {pot.source: pot.available_cents for pot in ledger.list_pots(person_id)}


def taken(edition: catalogue.Edition) -> int:
    return catalogue.get_edition(edition.edition_id).taken


def earned(provider_id: uuid.UUID) -> int:
    query = sa.text("SELECT coalesce(sum(amount_cents), 0) FROM postings WHERE to_id = :id")
    return int(db.session.scalar(query, {"id": provider_id}) or 0)


def declare(line: make.Line, present_pct: int) -> bookings.Booking:
    return bookings.declare_attendance(
        line.school.provider_id, line.booking.booking_id, present_pct, actor_id=line.school.staff_id
    )


def answer(line: make.Line, *, agree: bool = True, reason: str = "") -> bookings.Booking:
    return bookings.answer_attendance(
        line.person_id, line.booking.booking_id, agree=agree, reason=reason, actor_id=line.person_id
    )


def resolve(line: make.Line, present_pct: int, **more: bool) -> bookings.Booking:
    administrator = people.person("administrator").person_id
    return bookings.resolve_attendance(
        line.person_id,
        line.booking.booking_id,
        present_pct=present_pct,
        reason="Presentielijst gezien",
        actor_id=administrator,
        **more,
    )


def cancel(line: make.Line, by: str = "person", **more: int) -> bookings.Booking:
    actor = {"person": line.person_id, "provider": line.school.staff_id}.get(by) or db.random_id()
    return bookings.cancel(line.person_id, line.booking.booking_id, by=by, actor_id=actor, reason="Overmacht", **more)


def after_the_end(line: make.Line) -> time_machine.travel:
    return time_machine.travel(line.edition.ends_at + timedelta(hours=1))


def test_a_booking_holds_the_price_takes_the_seat_and_tells_both() -> None:
    person_id, edition = make.learner(50_000, 20_000), make.edition()
    booking = make.book(person_id, edition)
    assert booking.state == "reserved"
    assert booking.price_cents == 60_000
    assert [part.amount_cents for part in booking.split] == [50_000, 10_000]
    assert ledger.get_balance(person_id).held_cents == 60_000
    assert available(person_id) == {"right": 0, "own": 10_000}
    assert taken(edition) == 1
    assert told(booking) == ["booking-received", "booking-request"]
    assert booking.turn == bookings.Turn("provider", clock.working_days_later(booking.created_at, 2))


def test_what_was_booked_is_what_is_read() -> None:
    person_id, edition = make.learner(50_000, 20_000), make.edition()
    booking = make.book(person_id, edition)
    assert bookings.get_booking(person_id, booking.booking_id) == booking
    assert bookings.get_by_reference(person_id, booking.reference) == booking


def test_the_same_key_answers_the_same_booking_even_when_the_money_is_gone() -> None:
    person_id, edition = make.learner(60_000), make.edition()
    first = make.book(person_id, edition, key="click")
    assert make.book(person_id, edition, key="click") == first
    assert taken(edition) == 1


def test_the_same_key_of_another_actor_is_another_request() -> None:
    person_id, edition = make.learner(), make.edition()
    make.book(person_id, edition, key="1")
    with pytest.raises(rules.BookedAlready):
        make.book(person_id, edition, key="1", actor_id=db.random_id())


def test_a_person_chooses_the_split() -> None:
    person_id, edition = make.learner(60_000, 60_000), make.edition()
    pots = {pot.source: pot.pot_id for pot in ledger.list_pots(person_id)}
    booking = make.book(person_id, edition, chosen=[(pots["right"], 10_000), (pots["own"], 50_000)])
    assert {part.pot_id: part.amount_cents for part in booking.split} == {pots["right"]: 10_000, pots["own"]: 50_000}
    assert {part.rule for part in booking.split} == {"chosen-by-the-person"}


def test_a_split_that_is_not_the_price_is_refused_and_nothing_moves() -> None:
    person_id, edition = make.learner(60_000), make.edition()
    pot_id = ledger.list_pots(person_id)[0].pot_id
    with pytest.raises(ledger.SplitNotPossible):
        make.book(person_id, edition, chosen=[(pot_id, 59_999)])
    assert taken(edition) == 0


def test_somebody_elses_pot_cannot_pay() -> None:
    edition, other = make.edition(), make.learner()
    pot_id = ledger.list_pots(other)[0].pot_id
    with pytest.raises(ledger.SplitNotPossible):
        make.book(make.learner(), edition, chosen=[(pot_id, 60_000)])


def test_too_little_money_is_refused_with_the_gap_and_what_is_possible() -> None:
    with pytest.raises(ledger.BalanceTooLow) as refusal:
        make.book(make.learner(52_000), make.edition())
    assert refusal.value.facts["short_cents"] == 8_000
    assert refusal.value.possible


def test_a_full_edition_is_refused_with_another_date() -> None:
    edition = make.edition(capacity=1)
    make.book(make.learner(), edition)
    with pytest.raises(catalogue.Full):
        make.book(make.learner(), edition)


def test_an_edition_that_has_started_is_refused() -> None:
    edition, person_id = make.edition(), make.learner()
    with time_machine.travel(edition.starts_at), pytest.raises(rules.TooLate):
        make.book(person_id, edition)


def test_a_provider_that_was_suspended_takes_no_bookings() -> None:
    school, person_id = make.school(), make.learner()
    edition = make.edition(school)
    providers.suspend(school.provider_id, db.random_id(), "Klachten")
    with pytest.raises(rules.ProviderClosed):
        make.book(person_id, edition)


def test_a_module_that_was_suspended_is_refused() -> None:
    edition, person_id = make.edition(), make.learner()
    catalogue.suspend_module(edition.module_id)
    with pytest.raises(rules.NotOnOffer):
        make.book(person_id, edition)


def test_a_price_that_changed_since_it_was_shown_is_refused() -> None:
    school, person_id = make.school(), make.learner()
    edition = make.edition(school)
    catalogue.change_edition(school.provider_id, edition.edition_id, price_cents=65_000)
    with pytest.raises(catalogue.PriceChanged) as refusal:
        make.book(person_id, edition, expected_price_cents=60_000)
    assert refusal.value.facts == {"price_cents": 65_000}


def test_the_staff_of_a_provider_cannot_book_there() -> None:
    school = make.school()
    edition = make.edition(school)
    money.right(school.staff_id, 100_000)
    with pytest.raises(rules.OwnProvider):
        make.book(school.staff_id, edition)


def test_a_sixth_open_request_is_refused_and_an_answer_makes_room() -> None:
    person_id, school = make.learner(1_000_000), make.school()
    made = [make.book(person_id, make.edition(school)) for _ in range(5)]
    with pytest.raises(rules.TooManyRequests):
        make.book(person_id, make.edition(school))
    bookings.accept(school.provider_id, made[0].booking_id, actor_id=school.staff_id)
    assert make.book(person_id, make.edition(school)).state == "reserved"


def test_a_person_can_book_again_after_cancelling() -> None:
    line = make.line()
    cancel(line)
    assert make.book(line.person_id, line.edition).state == "reserved"


def test_a_module_that_costs_nothing_is_booked_without_money() -> None:
    line = make.line(0, price_cents=0)
    assert line.booking.transfer_id is None
    with after_the_end(line):
        declare(line, 100)
        assert answer(line).due_cents == 0


def test_an_adviser_books_on_a_mandate() -> None:
    adviser, person_id, task_id = db.random_id(), make.learner(), db.new_id()
    booking = make.book(person_id, make.edition(), actor_id=adviser, on_behalf=True, task_id=task_id)
    assert (booking.account_id, booking.actor_id, booking.on_behalf) == (person_id, adviser, True)
    assert booking.task_id == task_id


def test_a_quote_says_what_each_pot_pays_and_why() -> None:
    person_id, edition = make.learner(0, 20_000), make.edition()
    money.right(person_id, 50_000, date(2027, 12, 31))
    quote = bookings.quote(person_id, edition.edition_id)
    assert [(pot.source, pot.amount_cents, pot.left_cents) for pot in quote.pots] == [
        ("right", 50_000, 0),
        ("own", 10_000, 10_000),
    ]
    assert quote.pots[0].why_nl == "Dit geld verloopt het eerst. Daarom betaalt dit potje eerst."
    assert (quote.own_cents, quote.short_cents, quote.to_pay_cents) == (10_000, 0, 10_000)
    assert quote.is_possible
    assert quote.late_cancel_cents == 3_000


def test_a_quote_says_what_is_missing_and_what_is_possible() -> None:
    person_id, edition = make.learner(52_000), make.edition(capacity=1)
    make.book(make.learner(), edition)
    quote = bookings.quote(person_id, edition.edition_id)
    assert [refusal.code() for refusal in quote.refusals] == ["full", "balance-too-low"]
    assert quote.short_cents == 8_000
    assert {way.url for way in quote.possible} >= {"/saldo/inleggen", f"/opleidingen/{edition.slug}/boeken/datum"}


def test_a_quote_holds_nothing() -> None:
    person_id, edition = make.learner(), make.edition()
    bookings.quote(person_id, edition.edition_id)
    assert ledger.get_balance(person_id).held_cents == 0
    assert taken(edition) == 0


def test_a_pot_that_may_not_pay_for_this_says_so() -> None:
    person_id, edition = make.learner(), make.edition(purpose="study")
    money.employer(person_id, 10_000, purposes=("job",))
    pot = next(pot for pot in bookings.quote(person_id, edition.edition_id).pots if pot.source == "employer")
    assert (pot.may_pay, pot.amount_cents, pot.why_nl) == (False, 0, "Dit potje mag deze opleiding niet betalen.")


def test_accepting_confirms_and_tells() -> None:
    line = make.line()
    assert line.booking.state == "confirmed"
    assert "booking-confirmed" in told(line.booking)
    assert line.booking.turn == bookings.Turn("provider", line.booking.attendance_by)


def test_an_answer_after_the_deadline_is_refused() -> None:
    line = make.line(accepted=False)
    with time_machine.travel(line.booking.respond_by), pytest.raises(rules.AnswerTooLate):
        bookings.accept(line.school.provider_id, line.booking.booking_id, actor_id=line.school.staff_id)


def test_a_rejection_gives_all_back_and_frees_the_seat() -> None:
    line = make.line(accepted=False)
    booking = bookings.reject(
        line.school.provider_id, line.booking.booking_id, reason="Diploma ontbreekt", actor_id=line.school.staff_id
    )
    assert booking.state == "rejected"
    assert booking.events[-1].reason == "Diploma ontbreekt"
    assert available(line.person_id) == {"right": 100_000}
    assert taken(line.edition) == 0
    assert "booking-rejected" in told(booking)


def test_another_providers_booking_does_not_exist() -> None:
    line, other = make.line(accepted=False), make.school()
    verbs: list[Callable[[], object]] = [
        lambda: bookings.accept(other.provider_id, line.booking.booking_id, actor_id=other.staff_id),
        lambda: bookings.reject(other.provider_id, line.booking.booking_id, reason="x", actor_id=other.staff_id),
        lambda: bookings.declare_attendance(other.provider_id, line.booking.booking_id, 1, actor_id=other.staff_id),
        lambda: bookings.get_for_provider(other.provider_id, line.booking.booking_id),
    ]
    for verb in verbs:
        with pytest.raises(errors.NotFound):
            verb()


def test_another_persons_booking_does_not_exist() -> None:
    line, other = make.line(), make.learner()
    verbs: list[Callable[[], object]] = [
        lambda: bookings.get_booking(other, line.booking.booking_id),
        lambda: bookings.get_by_reference(other, line.booking.reference),
        lambda: bookings.cancel(other, line.booking.booking_id, by="person", actor_id=other),
        lambda: bookings.answer_attendance(other, line.booking.booking_id, agree=True, actor_id=other),
    ]
    for verb in verbs:
        with pytest.raises(errors.NotFound):
            verb()


def test_silence_of_the_provider_ends_the_request_with_all_money_back() -> None:
    line = make.line(accepted=False)
    assert bookings.run_clocks(line.booking.respond_by - timedelta(seconds=1)).expired == 0
    assert bookings.run_clocks(line.booking.respond_by).expired == 1
    assert line.now.state == "expired"
    assert available(line.person_id) == {"right": 100_000}
    assert taken(line.edition) == 0
    assert told(line.booking) == ["booking-expired", "booking-lapsed", "booking-received", "booking-request"]
    assert bookings.run_clocks(line.booking.respond_by).expired == 0


def test_cancelling_in_time_is_free() -> None:
    line = make.line(50_000, 20_000)
    booking = cancel(line, expected_cost_cents=0)
    assert (booking.state, booking.due_cents) == ("cancelled", 0)
    assert available(line.person_id) == {"right": 50_000, "own": 20_000}
    assert taken(line.edition) == 0


def test_cancelling_late_costs_five_percent_along_the_split() -> None:
    line = make.line(50_000, 20_000)
    with time_machine.travel(line.booking.free_until):
        booking = cancel(line, expected_cost_cents=3_000)
    assert booking.due_cents == 3_000
    assert available(line.person_id) == {"right": 47_500, "own": 19_500}
    assert earned(line.school.provider_id) == 3_000
    assert booking.turn.who == "administrator"


def test_a_cost_that_is_not_the_one_shown_is_refused() -> None:
    line = make.line()
    with time_machine.travel(line.booking.free_until), pytest.raises(rules.CostChanged) as refusal:
        cancel(line, expected_cost_cents=0)
    assert refusal.value.facts == {"cost_cents": 3_000}
    assert line.now.state == "confirmed"


def test_cooling_off_makes_a_late_booking_free_to_cancel_until_the_start() -> None:
    line = make.line(starts_in=timedelta(days=5))
    assert line.booking.free_until == line.edition.starts_at
    assert cancel(line).due_cents == 0


def test_after_the_start_a_person_cannot_cancel() -> None:
    line = make.line()
    with time_machine.travel(line.edition.starts_at), pytest.raises(rules.CancelTooLate):
        cancel(line)


def test_a_provider_that_cancels_gives_everything_back_however_late() -> None:
    line = make.line()
    with time_machine.travel(line.edition.starts_at - timedelta(hours=1)):
        assert cancel(line, "provider").due_cents == 0
    assert available(line.person_id) == {"right": 100_000}


def test_force_majeure_gives_everything_back_after_the_start() -> None:
    line = make.line()
    with after_the_end(line):
        declare(line, 0)
        booking = cancel(line, "administrator")
    assert (booking.state, booking.due_cents) == ("cancelled", 0)
    assert available(line.person_id) == {"right": 100_000}


def test_nobody_accepts_force_majeure_for_the_own_booking() -> None:
    line = make.line()
    with pytest.raises(rules.PaysOwnWork):
        bookings.cancel(line.person_id, line.booking.booking_id, by="administrator", actor_id=line.person_id)


def test_calling_an_edition_off_ends_every_booking_in_it() -> None:
    line = make.line()
    other = make.book(make.learner(), line.edition)
    ended = bookings.cancel_edition(
        line.school.provider_id, line.edition.edition_id, actor_id=line.school.staff_id, reason="Docent ziek"
    )
    assert ended == 2
    assert line.now.state == "cancelled"
    assert bookings.get_booking(other.account_id, other.booking_id).state == "cancelled"
    with pytest.raises(catalogue.EditionCancelled):
        make.book(make.learner(), line.edition)


@pytest.mark.parametrize(
    ("present_pct", "due_cents", "state"),
    [(0, 15_000, "no_show"), (20, 15_000, "attended"), (50, 30_000, "attended"), (80, 60_000, "attended")],
)
def test_agreed_attendance_pays_what_is_due_and_the_rest_goes_back(
    present_pct: int, due_cents: int, state: str
) -> None:
    line = make.line(50_000, 20_000)
    with after_the_end(line):
        declared = declare(line, present_pct)
        assert (declared.state, declared.turn.who) == (state, "person")
        booking = answer(line)
    assert (booking.state, booking.due_cents) == ("paid", due_cents)
    assert sum(available(line.person_id).values()) == 70_000 - due_cents
    assert earned(line.school.provider_id) == due_cents
    assert {"attendance-declared", "booking-paid"} <= set(told(booking))


def test_attendance_before_the_start_is_refused() -> None:
    with pytest.raises(rules.NotStarted):
        declare(make.line(), 100)


def test_declaring_twice_is_once_and_a_correction_counts_until_the_answer() -> None:
    line = make.line()
    with after_the_end(line):
        assert declare(line, 80) == declare(line, 80)
        declare(line, 50)
        assert answer(line).due_cents == 30_000
        assert declare(line, 50).state == "paid"
        with pytest.raises(rules.AttendanceSettled):
            declare(line, 80)


def test_a_dispute_waits_for_the_administrator_and_nothing_is_paid() -> None:
    line = make.line()
    with after_the_end(line):
        declare(line, 50)
        booking = answer(line, agree=False, reason="Ik was er alle dagen")
        assert (booking.state, booking.turn.who) == ("attended", "administrator")
        assert bookings.list_disputed() == [bookings.list_bookings(line.person_id)[0]]
        assert bookings.run_clocks(clock.now() + timedelta(days=60)).confirmed == 0
        with pytest.raises(rules.NothingToAnswer):
            answer(line)
        assert earned(line.school.provider_id) == 0


def test_an_administrator_decides_a_dispute() -> None:
    line = make.line()
    with after_the_end(line):
        declare(line, 0)
        answer(line, agree=False, reason="Ik was er wel")
        booking = resolve(line, 100)
    assert (booking.state, booking.due_cents) == ("paid", 60_000)
    assert booking.attendance is not None
    assert booking.attendance.resolution == "Presentielijst gezien"


@pytest.mark.parametrize(("present_pct", "state"), [(0, "cancelled"), (50, "paid")])
def test_a_dispute_can_end_in_force_majeure(present_pct: int, state: str) -> None:
    line = make.line()
    with after_the_end(line):
        declare(line, present_pct)
        answer(line, agree=False, reason="Ik lag in het ziekenhuis")
        booking = resolve(line, present_pct, force_majeure=True)
    assert (booking.state, booking.due_cents) == (state, 0)
    assert available(line.person_id) == {"right": 100_000}


def test_what_is_not_disputed_is_not_decided() -> None:
    line = make.line()
    with after_the_end(line):
        declare(line, 80)
        with pytest.raises(rules.NothingToAnswer):
            resolve(line, 100)


def test_silence_of_the_person_confirms_as_the_clock_and_is_paid() -> None:
    line = make.line()
    with after_the_end(line):
        declared = declare(line, 100)
    assert declared.attendance is not None
    with time_machine.travel(declared.attendance.confirm_by):
        assert bookings.run_clocks(clock.now()).confirmed == 1
        assert bookings.list_to_capture(clock.now()) == [(line.person_id, line.booking.booking_id)]
        booking = bookings.capture(line.person_id, line.booking.booking_id)
        assert bookings.capture(line.person_id, line.booking.booking_id).state == "paid"
    assert booking.attendance is not None
    assert (booking.attendance.answer, booking.attendance.confirmed_by) == ("clock", None)
    assert earned(line.school.provider_id) == 60_000


def test_nothing_is_paid_before_attendance_is_confirmed() -> None:
    line = make.line()
    with after_the_end(line):
        declare(line, 100)
        with pytest.raises(rules.NotConfirmed):
            bookings.capture(line.person_id, line.booking.booking_id)


def test_staff_that_joined_the_provider_later_cannot_confirm_what_pays_it() -> None:
    line = make.line()
    people_service.grant_role(line.person_id, "provider", line.school.provider_id, organisation_name="Technohub")
    with after_the_end(line):
        declare(line, 100)
        with pytest.raises(rules.PaysOwnWork):
            answer(line)


def test_staff_cannot_declare_their_own_attendance() -> None:
    line = make.line()
    with after_the_end(line), pytest.raises(rules.OwnProvider):
        bookings.declare_attendance(line.school.provider_id, line.booking.booking_id, 100, actor_id=line.person_id)


def test_a_provider_that_is_late_with_attendance_is_reminded_once() -> None:
    line = make.line()
    for hours in (0, 1):
        bookings.run_clocks(line.booking.attendance_by + timedelta(hours=hours))
    assert told(line.booking).count("attendance-late") == 1


def test_a_providers_queue_is_ordered_by_deadline() -> None:
    school, person_id = make.school(), make.learner(1_000_000)
    slow = make.book(person_id, make.edition(school, knowledge_checked=True))
    quick = make.book(person_id, make.edition(school))
    queue = bookings.list_for_provider(school.provider_id, states=["reserved"])
    assert [booking.booking_id for booking in queue] == [quick.booking_id, slow.booking_id]


def test_bookings_are_listed_newest_first_in_pages() -> None:
    person_id, school = make.learner(1_000_000), make.school()
    made = [make.book(person_id, make.edition(school)).booking_id for _ in range(3)]
    first = bookings.list_bookings(person_id, limit=2)
    rest = bookings.list_bookings(person_id, before=first[-1].booking_id)
    assert [booking.booking_id for booking in [*first, *rest]] == made[::-1]


def test_the_steps_of_a_booking_cannot_be_changed() -> None:
    booking = make.line().booking
    for statement in ("UPDATE booking_events SET tos = 'paid'", "DELETE FROM booking_splits"):
        with pytest.raises(sa.exc.ProgrammingError), db.session.begin_nested():
            db.session.execute(sa.text(statement))
    assert booking.state == "confirmed"
