"""From application to admission, re-check and sanction."""

import uuid
from datetime import timedelta

import pytest
import sqlalchemy as sa
import time_machine

from leerloket import clock, db, errors
from leerloket.courses.admissions import ladder, rules, sanctions, service
from leerloket.courses.admissions.models import Sanction
from leerloket.courses.bookings import service as booking
from leerloket.courses.catalogue import service as catalogue
from leerloket.courses.providers import rules as provider_rules
from leerloket.courses.providers import service as providers
from leerloket.courses.settlement import service as settlement
from leerloket.people import service as persons
from tests.courses.admissions import make
from tests.courses.bookings import make as bookings
from tests.people import make as people

pytestmark = pytest.mark.usefixtures("session")


def told(kind: str) -> list[str]:
    query = sa.text("SELECT coalesce(facts ->> 'state', facts ->> 'what') FROM outbox WHERE kind = :kind ORDER BY 1")
    return list(db.session.scalars(query, {"kind": kind}))


def test_who_applies_becomes_the_office_and_waits() -> None:
    person = people.person()
    made = service.apply(person.person_id, make.row(), holder="Lasschool BV")
    assert made.provider_id in {grant.organisation_id for grant in persons.list_grants(person.person_id)}
    assert not providers.is_open_for_booking(made.provider_id, clock.now())
    assert not providers.is_shown(providers.get_provider(made.provider_id))
    assert told("admission") == ["received"]
    with pytest.raises(rules.AppliedAlready):
        service.apply(person.person_id, make.row(), holder="x")


def test_an_application_is_checked_with_every_error_at_once() -> None:
    person_id = people.person().person_id
    with pytest.raises(errors.Invalid) as refusal:
        service.apply(person_id, make.row(kvk="123", iban="NL00ABNA0417164300", place="Nergenshuizen"), holder="x")
    assert {error.field for error in refusal.value.errors} == {"kvk", "iban", "place"}
    known = providers.get_provider(bookings.school().provider_id)
    with pytest.raises(rules.KvkKnown):
        service.apply(person_id, make.row(kvk=known.kvk), holder="x")


def test_two_people_admit_when_every_task_is_in_order() -> None:
    provider_id, first = make.applied().provider_id, make.clerk()
    make.look(provider_id, "register", "quality_mark", "account", "sample_module")
    with pytest.raises(rules.TasksOpen):
        service.approve(provider_id, first)
    make.look(provider_id, "visit")
    assert service.approve(provider_id, first).round.state == "approved_once"
    assert not providers.is_open_for_booking(provider_id, clock.now())
    with db.session.begin_nested(), pytest.raises(provider_rules.SamePersonAdmits):
        service.approve(provider_id, first)
    admitted = service.approve(provider_id, make.clerk())
    assert admitted.round.state == "admitted"
    assert providers.get_provider(provider_id).approved_until == clock.business_date() + timedelta(days=500)
    assert providers.is_open_for_booking(provider_id, clock.now())
    assert told("admission") == ["admitted", "received"]
    with pytest.raises(rules.NoAdmissionOpen):
        service.approve(provider_id, make.clerk())


def test_a_task_found_wrong_after_the_first_approval_stops_the_second() -> None:
    provider_id = make.applied().provider_id
    make.look(provider_id)
    service.approve(provider_id, make.clerk())
    today = clock.business_date()
    service.note_task(provider_id, "visit", state="not_met", note="Leeg pand.", evidence_on=today, by=make.clerk())
    with pytest.raises(rules.TasksOpen):
        service.approve(provider_id, make.clerk())


def test_without_account_or_module_these_tasks_are_not_in_order() -> None:
    made = service.apply(people.person().person_id, make.row(), holder="x")
    with pytest.raises(rules.NoSampleModule):
        make.look(made.provider_id, "sample_module")
    providers.get_provider(made.provider_id).iban = None
    with pytest.raises(rules.NoAccountKnown):
        make.look(made.provider_id, "account")


def test_who_was_rejected_is_told_why_and_can_be_looked_at_again() -> None:
    provider_id = make.applied().provider_id
    service.reject(provider_id, make.clerk(), "Het keurmerk geldt niet meer.")
    assert told("admission") == ["received", "rejected"]
    service.start(provider_id, make.clerk())
    with pytest.raises(rules.AdmissionOpen):
        service.start(provider_id, make.clerk())
    make.look(provider_id)
    service.approve(provider_id, make.clerk())
    service.approve(provider_id, make.clerk())
    assert [one.state for one in service.list_rounds(provider_id)] == ["admitted", "rejected"]


def test_a_re_check_moves_the_end_and_each_end_is_announced_three_times() -> None:
    provider_id = make.applied().provider_id
    make.look(provider_id)
    service.approve(provider_id, make.clerk())
    service.approve(provider_id, make.clerk())
    until = providers.get_provider(provider_id).approved_until
    assert until
    for days in (91, 90, 60, 30, 7, 6, 1):
        service.announce_ends(until - timedelta(days=days))
    mine = sa.text("SELECT count(*) FROM outbox WHERE kind = 'admission-ends' AND account_id = :id")
    assert db.session.scalar(mine, {"id": provider_id}) == 3
    with time_machine.travel(clock.now() + timedelta(days=450)):
        service.start(provider_id, make.clerk())
        make.look(provider_id)
        service.approve(provider_id, make.clerk())
        service.approve(provider_id, make.clerk())
    renewed = providers.get_provider(provider_id)
    assert renewed.approved_until == until + timedelta(days=450)
    assert renewed.first_approved_by != renewed.approved_by


def put_in_force(provider_id: uuid.UUID, *steps: str) -> list[Sanction]:
    made = []
    for step in steps:
        proposed = sanctions.propose(provider_id, step, reason="Te laat.", by=make.clerk())
        made.append(sanctions.confirm(provider_id, proposed.sanction_id, by=make.clerk()))
    return made


def test_a_sanction_takes_two_people_and_a_warning_stops_nothing() -> None:
    provider_id, first = bookings.school().provider_id, make.clerk()
    with pytest.raises(ladder.StepTooFar):
        sanctions.propose(provider_id, "no_bookings", reason="Fraude", by=first)
    made = sanctions.propose(provider_id, "warning", reason="Te laat", by=first)
    with pytest.raises(ladder.SanctionProposed):
        sanctions.propose(provider_id, "warning", reason="Te laat", by=first)
    with pytest.raises(ladder.SamePersonSanctions):
        sanctions.confirm(provider_id, made.sanction_id, by=first)
    assert told("sanction") == []
    sanctions.confirm(provider_id, made.sanction_id, by=make.clerk())
    assert providers.is_open_for_booking(provider_id, clock.now())
    assert told("sanction") == ["in_force"]
    with pytest.raises(ladder.SanctionMoved):
        sanctions.drop(provider_id, made.sanction_id, by=first)


def held(provider_id: uuid.UUID) -> list[bool]:
    one = providers.get_provider(provider_id)
    return [at is not None for at in (one.suspended_at, one.payouts_held_at, one.removed_at)]


def test_each_step_holds_more_and_lifting_gives_back_only_that_step() -> None:
    line = bookings.line()
    provider_id = line.school.provider_id
    put_in_force(provider_id, "warning", "no_bookings")
    assert not providers.is_open_for_booking(provider_id, clock.now())
    assert held(provider_id) == [True, False, False]
    assert catalogue.get_module(line.edition.module_id).state == "online"
    unpaid, removed = put_in_force(provider_id, "payouts_held", "removed")
    assert held(provider_id) == [True, True, True]
    with pytest.raises(catalogue.UnknownModule):
        catalogue.get_module(line.edition.module_id)
    sanctions.lift(provider_id, removed.sanction_id, reason="Opgelost", by=make.clerk())
    assert held(provider_id) == [True, True, False]
    sanctions.lift(provider_id, unpaid.sanction_id, reason="Opgelost", by=make.clerk())
    assert held(provider_id) == [True, False, False]


def test_an_objection_that_is_granted_lifts_the_sanction() -> None:
    school = bookings.school()
    _warning, made = put_in_force(school.provider_id, "warning", "no_bookings")
    with pytest.raises(ladder.NoAppealOpen):
        sanctions.answer(school.provider_id, made.sanction_id, grants=True, answer="Ja", by=make.clerk())
    sanctions.object_to(school.provider_id, made.sanction_id, appeal="Wij waren op tijd.")
    assert made.decided_by
    with pytest.raises(ladder.SamePersonSanctions):
        sanctions.answer(school.provider_id, made.sanction_id, grants=True, answer="Ja", by=made.decided_by)
    sanctions.answer(school.provider_id, made.sanction_id, grants=True, answer="U heeft gelijk.", by=make.clerk())
    assert providers.is_open_for_booking(school.provider_id, clock.now())
    assert told("sanction") == ["appeal_granted", "in_force", "in_force"]
    assert sanctions.in_force(sanctions.list_told(school.provider_id)) == "warning"


def test_another_providers_sanction_does_not_exist() -> None:
    (made,) = put_in_force(bookings.school().provider_id, "warning")
    with pytest.raises(errors.NotFound):
        sanctions.object_to(bookings.school().provider_id, made.sanction_id, appeal="x")


def test_payouts_are_held_from_that_step_on() -> None:
    line = bookings.line()
    with time_machine.travel(line.edition.ends_at + timedelta(hours=1)):
        booking.declare_attendance(
            line.school.provider_id, line.booking.booking_id, present_pct=100, actor_id=line.school.staff_id
        )
        booking.answer_attendance(line.person_id, line.booking.booking_id, agree=True, actor_id=line.person_id)
        settlement.capture_due(clock.now())
        put_in_force(line.school.provider_id, "warning", "no_bookings")
        mine = [one for one in settlement.list_waiting() if one.provider.provider_id == line.school.provider_id]
        assert [one.is_payable for one in mine] == [True]
        put_in_force(line.school.provider_id, "payouts_held")
        mine = [one for one in settlement.list_waiting() if one.provider.provider_id == line.school.provider_id]
        assert [one.is_payable for one in mine] == [False]
