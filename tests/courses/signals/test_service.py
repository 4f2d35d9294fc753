"""Signals on a real PostgreSQL: found once, holding payouts, closed by a person; reports followed by a code."""

import uuid
from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
import time_machine

from leerloket import clock, errors
from leerloket.courses.bookings import service as bookings
from leerloket.courses.catalogue import service as catalogue
from leerloket.courses.settlement import service as settlement
from leerloket.courses.signals import limits, rules, service
from leerloket.people.audit import service as audit
from leerloket.people.reads import service as looked_at
from tests.accounts.ledger import make as money
from tests.courses.bookings import make as booked
from tests.courses.settlement.test_service import paid_line
from tests.courses.signals import make
from tests.people import make as people

pytestmark = pytest.mark.usefixtures("session")

IBANS = ("NL02ABNA0123456789", "NL18RABO0123459876")


@pytest.fixture(autouse=True)
def sound(session: None) -> Iterator[None]:
    yield
    assert booked.broken() == {}


def kinds_of(provider_id: uuid.UUID) -> set[str]:
    return {signal.kind for signal in service.list_signals(service.Wanted(provider_id=provider_id))}


def night_after(ends_at: datetime) -> datetime:
    return (ends_at + timedelta(days=1)).astimezone(clock.AMSTERDAM).replace(hour=2, minute=30)


def test_planted_schemes_are_found_once_and_an_ordinary_provider_is_left_alone() -> None:
    clerk = people.person("administrator").person_id
    for kind, name, value in (
        ("night-attendance", "times", 2),
        ("burst", "bookings", 2),
        ("repeated-refunds", "refunds", 1),
        ("price-at-right", "bookings", 1),
    ):
        limits.change(kind, name, value, reason="Kleine test", by=clerk)
    honest, sham = booked.school(IBANS[0]), booked.school(IBANS[1])
    quiet, night = booked.edition(honest, price_cents=31_000), booked.edition(sham, price_cents=100_000)
    booked.book(booked.learner(), quiet)
    learners = [booked.learner(150_000) for _ in range(3)]
    made = [booked.book(person_id, night) for person_id in learners]
    for booking in made:
        bookings.accept(sham.provider_id, booking.booking_id, actor_id=sham.staff_id)
    bookings.cancel(learners[0], made[0].booking_id, by="person", actor_id=learners[0])
    with time_machine.travel(night_after(night.ends_at)):
        for booking in made[1:]:
            bookings.declare_attendance(sham.provider_id, booking.booking_id, 100, actor_id=sham.staff_id)
        catalogue.change_edition(honest.provider_id, quiet.edition_id, price_cents=31_900)
        catalogue.change_edition(sham.provider_id, night.edition_id, price_cents=150_000)
        found = service.find_all(clock.now())
        assert kinds_of(sham.provider_id) == {
            "night-attendance",
            "price-rise",
            "repeated-refunds",
            "price-at-right",
            "burst",
        }
        assert kinds_of(honest.provider_id) == set()
        assert settlement.is_held(sham.provider_id)
        assert service.find_all(clock.now()) == 0
        for signal in service.list_signals(service.Wanted(provider_id=sham.provider_id)):
            service.close(signal.signal_id, by=clerk, outcome="false-alarm", reason="Nagebeld")
        assert service.find_all(clock.now()) == 0
    assert found == 5
    assert not settlement.is_held(sham.provider_id)
    assert {tally.kind: tally.false_alarm_pct for tally in service.tally()}["night-attendance"] == 100


def test_two_providers_on_one_account_are_both_held_and_told_once() -> None:
    one, other = booked.school(IBANS[0]), booked.school(IBANS[0])
    assert service.find_all(clock.now()) == 2
    assert kinds_of(one.provider_id) == kinds_of(other.provider_id) == {"shared-account"}
    (signal,) = service.list_signals(service.Wanted(provider_id=one.provider_id))
    service.close(signal.signal_id, by=people.person("administrator").person_id, outcome="true", reason="Zelfde baas")
    assert service.find_all(clock.now()) == 0


def test_an_employer_that_pays_nearly_all_of_one_provider_is_seen() -> None:
    limits.change("one-employer", "bookings", 2, reason="Kleine test", by=people.person("administrator").person_id)
    sham = booked.school(IBANS[0])
    edition = booked.edition(sham)
    for _ in range(2):
        person_id = booked.learner(0)
        money.employer(person_id, 60_000)
        booked.book(person_id, edition)
    service.find_all(clock.now())
    (signal,) = service.list_signals(service.Wanted(provider_id=sham.provider_id))
    assert (signal.kind, signal.figures["cents"], signal.figures["of_cents"]) == ("one-employer", 120_000, 120_000)


def test_a_held_provider_is_not_paid_until_the_signal_is_closed() -> None:
    clerk, second = people.person("administrator").person_id, people.person("administrator").person_id
    line = paid_line()
    with time_machine.travel(clock.now() + timedelta(days=90)):
        draft = settlement.create_batch(created_by=clerk)
        signal = make.found(line.booking)
        with pytest.raises(errors.Conflict):
            settlement.approve_batch(draft.batch_id, approved_by=second, payer_iban=IBANS[0])
        settlement.discard_batch(draft.batch_id)
        assert [(one.is_held, one.is_payable) for one in settlement.list_waiting()] == [(True, False)]
        service.close(signal.signal_id, by=clerk, outcome="unclear", reason="Niets gevonden")
        assert [(one.is_held, one.is_payable) for one in settlement.list_waiting()] == [(False, True)]


def test_another_open_signal_keeps_holding() -> None:
    line, clerk = booked.line(), people.person("administrator").person_id
    first, second = make.found(line.booking), make.found(line.booking, "one-employer")
    service.close(first.signal_id, by=clerk, outcome="unclear", reason="Nagekeken")
    assert settlement.is_held(line.school.provider_id)
    service.close(second.signal_id, by=clerk, outcome="unclear", reason="Nagekeken")
    assert not settlement.is_held(line.school.provider_id)
    with pytest.raises(rules.SignalClosed):
        service.close(second.signal_id, by=clerk, outcome="true", reason="Toch")


def test_looking_at_a_signal_and_its_booking_is_written_down() -> None:
    line = booked.line()
    signal = make.found(line.booking)
    service.read(signal.signal_id)
    assert [written.action for written in audit.list_lines(signal.signal_id)] == ["read"]
    found = service.read_booking(signal.signal_id, line.booking.booking_id)
    assert found.booking_id == line.booking.booking_id
    assert looked_at.list_reads(line.person_id)[0].purpose == service.WHY
    with pytest.raises(errors.NotFound):
        service.read_booking(signal.signal_id, booked.line().booking.booking_id)


def test_a_report_is_followed_with_its_code_however_it_is_typed() -> None:
    school = booked.school()
    code = make.reported(school.provider_id)
    assert service.follow(code.lower().replace("-", " ")).told == make.REPORT
    signal = service.follow(code)
    assert (signal.provider_id, settlement.is_held(school.provider_id)) == (school.provider_id, False)
    for wrong in (code[:-1], code[:-1] + ("A" if code[-1] != "A" else "B"), ""):
        with pytest.raises(errors.NotFound):
            service.follow(wrong)
    clerk = people.person("administrator").person_id
    service.close(signal.signal_id, by=clerk, outcome="true", reason="Klopt", answer="De aanbieder is geschorst.")
    assert service.follow(code).answer == "De aanbieder is geschorst."
