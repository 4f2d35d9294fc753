"""Certificates and shared links on a real database."""

from datetime import timedelta

import pytest
import time_machine

from leerloket import clock, db, errors
from leerloket.courses.certificates import rules, service, sharing
from leerloket.people import service as people
from tests.courses.bookings import make as bookings_made
from tests.courses.certificates import make

pytestmark = pytest.mark.usefixtures("session")


def test_a_certificate_is_given_once_and_stays_as_it_was() -> None:
    line = make.earned()
    first = make.given(line)
    assert make.given(line) is first
    assert [each.code for each in service.list_certificates(line.person_id)] == [first.code]
    assert (first.skills, first.proof) == (["lassen"], "certificate")


@pytest.mark.parametrize("present_pct", [0, 79])
def test_who_was_there_too_little_gets_none(present_pct: int) -> None:
    with pytest.raises(rules.NotEarned):
        make.given(make.earned(present_pct))


def test_before_the_attendance_is_confirmed_there_is_none() -> None:
    line = bookings_made.line()
    with pytest.raises(rules.NotEarned):
        make.issue(line, line.booking.booking_id)


def test_a_module_without_proof_gives_none() -> None:
    with pytest.raises(rules.NothingToProve):
        make.given(make.earned(proof="none"))


def test_another_provider_can_neither_give_nor_withdraw() -> None:
    line, other = make.earned(), bookings_made.school()
    with pytest.raises(errors.NotFound):
        service.issue(other.provider_id, line.booking.booking_id, issued_by=other.staff_id, keys=make.KEYS)
    certificate = make.given(line)
    with pytest.raises(errors.NotFound):
        service.withdraw(other.provider_id, certificate.certificate_id, reason="x", withdrawn_by=other.staff_id)


def test_who_holds_the_code_checks_it_and_reads_why_it_was_withdrawn() -> None:
    line = make.earned()
    certificate = make.given(line)
    checked = service.check(certificate.code.lower().replace("-", ""))
    assert checked.certificate.withdrawn_at is None
    assert checked.holder_name == people.get_person(line.person_id).name
    service.withdraw(
        line.school.provider_id, certificate.certificate_id, reason="Vergissing", withdrawn_by=line.school.staff_id
    )
    assert service.check(certificate.code).certificate.withdrawn_reason == "Vergissing"
    with pytest.raises(rules.WithdrawnAlready):
        service.withdraw(
            line.school.provider_id, certificate.certificate_id, reason="y", withdrawn_by=line.school.staff_id
        )


@pytest.mark.parametrize("typed", ["", "2222-2222-2222-2222", "x" * 4_000, "' OR 1=1"])
def test_another_code_is_unknown(typed: str) -> None:
    with pytest.raises(errors.NotFound):
        service.check(typed)


def test_the_certificate_of_an_erased_person_is_unknown() -> None:
    line = make.earned()
    certificate = make.given(line)
    _made, token = sharing.share(line.person_id, "Van Dijk", clock.business_date() + clock.ONE_DAY)
    people.erase_person(line.person_id)
    with pytest.raises(errors.NotFound):
        service.check(certificate.code)
    with pytest.raises(errors.NotFound):
        sharing.visit(token)


def test_another_person_sees_no_certificate_of_yours() -> None:
    certificate = make.given()
    with pytest.raises(errors.NotFound):
        service.get_certificate(db.random_id(), certificate.certificate_id)


def test_a_link_shows_certificates_until_it_ends_or_is_stopped_and_tells_of_each_visit() -> None:
    line = make.earned()
    certificate = make.given(line)
    until_on = clock.business_date() + 10 * clock.ONE_DAY
    made, token = sharing.share(line.person_id, "Van Dijk", until_on)
    assert [each.code for each in sharing.visit(token).certificates] == [certificate.code]
    (link,) = sharing.list_shares(line.person_id)
    assert (link.meant_for, link.is_open, len(link.visits)) == ("Van Dijk", True, 1)
    with time_machine.travel(clock.start_of_day(until_on + clock.ONE_DAY)), pytest.raises(errors.NotFound):
        sharing.visit(token)
    sharing.stop(line.person_id, made.share_id)
    with pytest.raises(errors.NotFound):
        sharing.visit(token)
    assert not sharing.list_shares(line.person_id)[0].is_open


def test_another_person_cannot_stop_your_link_and_a_guess_opens_nothing() -> None:
    person = bookings_made.learner()
    made, token = sharing.share(person, "iemand", clock.business_date() + timedelta(days=3))
    with pytest.raises(errors.NotFound):
        sharing.stop(bookings_made.learner(), made.share_id)
    with pytest.raises(errors.NotFound):
        sharing.visit(token[:-1])


def test_links_that_work_are_limited_in_number() -> None:
    person, until_on = bookings_made.learner(), clock.business_date() + clock.ONE_DAY
    links = [sharing.share(person, str(number), until_on)[0] for number in range(rules.MOST_SHARES)]
    with pytest.raises(rules.TooManyShares):
        sharing.share(person, "nog een", until_on)
    sharing.stop(person, links[0].share_id)
    sharing.share(person, "nog een", until_on)
