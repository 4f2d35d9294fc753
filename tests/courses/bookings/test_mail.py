"""Every message of a booking can be read in both languages, and none names the course."""

from datetime import timedelta

import flask
import pytest
import sqlalchemy as sa
import time_machine

from leerloket import clock, db, outbox
from leerloket.courses.bookings import service as bookings
from leerloket.courses.settlement import service as settlement
from tests.courses.bookings import make
from tests.people import make as people

pytestmark = pytest.mark.usefixtures("session")

EXPECTED = {
    "attendance-declared",
    "attendance-disputed",
    "attendance-late",
    "booking-cancelled",
    "booking-confirmed",
    "booking-expired",
    "booking-lapsed",
    "booking-paid",
    "booking-received",
    "booking-rejected",
    "booking-request",
    "booking-withdrawn",
    "payout-approved",
}


def live_through_everything() -> None:
    """Bookings that end in every way there is."""
    expired, rejected, cancelled, late = (make.line(accepted=False) for _ in range(4))
    bookings.reject(
        rejected.school.provider_id, rejected.booking.booking_id, reason="Vol", actor_id=rejected.school.staff_id
    )
    bookings.cancel(cancelled.person_id, cancelled.booking.booking_id, by="person", actor_id=cancelled.person_id)
    bookings.accept(late.school.provider_id, late.booking.booking_id, actor_id=late.school.staff_id)
    bookings.run_clocks(expired.booking.respond_by)
    bookings.run_clocks(late.booking.attendance_by)
    for agree in (True, False):
        line = make.line()
        with time_machine.travel(line.edition.ends_at + timedelta(hours=1)):
            bookings.declare_attendance(
                line.school.provider_id, line.booking.booking_id, 70, actor_id=line.school.staff_id
            )
            bookings.answer_attendance(
                line.person_id, line.booking.booking_id, agree=agree, reason="Nee", actor_id=line.person_id
            )
    makers = [people.person("administrator").person_id for _ in range(2)]
    with time_machine.travel(clock.now() + timedelta(days=90)):
        batch = settlement.create_batch(created_by=makers[0])
        settlement.approve_batch(batch.batch_id, approved_by=makers[1], payer_iban="NL02ABNA0123456789")


def test_every_message_reads_well_in_both_languages(app: flask.Flask) -> None:
    live_through_everything()
    messages = list(db.session.scalars(sa.select(outbox.Message)))
    assert {message.kind for message in messages} >= EXPECTED
    for message in messages:
        for language in ("nl", "en"):
            message.language = language
            text = outbox.render(app, message)
            subject, body = text.subject, text.body
            assert 10 < len(subject) < 70
            assert body.strip().endswith("Leerloket")
            assert "Lasrobot" not in subject + body
            assert "None" not in subject + body
