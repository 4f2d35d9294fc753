"""Somebody who used everything: booked, learned, talked at the desk, worked somewhere, and was told about it."""

import sqlalchemy as sa

from leerloket import clock, db, outbox
from leerloket.accounts.payments import service as payments
from leerloket.accounts.topups import service as topups
from leerloket.advice.consultations import service as consultations
from leerloket.advice.newsletter.models import NewsletterReader
from leerloket.courses.bookings import service as booked
from leerloket.courses.certificates import sharing
from leerloket.courses.ratings import service as rated
from leerloket.courses.settlement import service as settlement
from leerloket.people import devices
from leerloket.people import service as people
from leerloket.people.employers import service as employers
from leerloket.people.reads import service as reads
from tests.accounts.ledger import make as money
from tests.advice import make as advice
from tests.courses.bookings import make as bookings
from tests.courses.certificates import make as certificates
from tests.courses.ratings import make as ratings
from tests.people import make

NAME, EMAIL = "Roza Uniek-Achternaam", "roza.uniek@voorbeeld.example"
PHONE, ADDRESS = "06 98765432", "Enigestraat 7\n5611 XX Eindhoven"


def roza() -> people.Person:
    """A worker with a name that nobody else has, and something of hers in as many tables as a life fills."""
    person = make.person(name=NAME, email=EMAIL)
    people.change_details(
        person.person_id,
        name=NAME,
        phone=PHONE,
        region_code="zuidoost-brabant",
        language="nl",
        postal_address=ADDRESS,
    )
    money.right(person.person_id, 100_000)
    _learn(person)
    _talk(person)
    _work(person)
    reads.record(person.person_id, object_type="person", purpose="Vraag aan de telefoon")
    people.open_session(person.person_id, "page")
    devices.recognise(person.person_id, None)
    devices.recognise(person.person_id, None)
    payments.top_up_own(person.person_id, 5_000)
    _without_signing_in()
    db.session.flush()
    return person


def _without_signing_in() -> None:
    """What was asked for and sent at her address before she had an account."""
    reader = NewsletterReader(email=EMAIL, email_norm=EMAIL, region_code="twente", language="nl", asked_at=clock.now())
    db.session.add(reader)
    outbox.put("sign_up", EMAIL, dedup="sign_up:roza", facts={"name": NAME, "path": "/x"})
    db.session.execute(sa.update(outbox.Message).values(sent_at=clock.now()))


def _learn(person: people.Person) -> None:
    place = bookings.school()
    offered = bookings.edition(place)
    booking = bookings.book(person.person_id, offered)
    booking = booked.accept(place.provider_id, booking.booking_id, actor_id=place.staff_id)
    line = certificates.earned(line=bookings.Line(place, offered, person.person_id, booking))
    with ratings.at_home(line):
        rated.rate(person.person_id, booking.booking_id, ratings.FINE)
        settlement.capture_due(clock.now() + 30 * clock.ONE_DAY)
    certificates.given(line)
    sharing.share(person.person_id, meant_for="mijn baas", until_on=clock.business_date() + 30 * clock.ONE_DAY)


def _talk(person: people.Person) -> None:
    desk = advice.desk()
    adviser = advice.adviser(desk)
    pair = advice.Pair(desk, adviser, person)
    advice.agree(person.person_id, desk.desk_id)
    advice.task(pair, title=f"Bel {NAME} terug")
    talk = consultations.start(adviser.person_id, person.person_id)
    consultations.write_private_note(adviser.person_id, person.person_id, talk.consultation_id, "Let op haar rug.")
    said = consultations.Content(topics=["course"], notes=f"{NAME} wil verder leren.")
    consultations.save(*pair.ids, talk.consultation_id, said, version=talk.version, edit_token="t")
    consultations.close(*pair.ids, talk.consultation_id)


def _work(person: people.Person) -> None:
    boss = make.employer()
    employers.employ(boss.employer_id, person.person_id, "P-77", 100, clock.business_date())
    clerk = make.manager(boss)
    cells = {"personnel_number": "P-77", "email": EMAIL, "amount": "100,00", "note": f"voor {NAME}"}
    topups.check_rows(boss.employer_id, [cells], by=clerk.person_id)
