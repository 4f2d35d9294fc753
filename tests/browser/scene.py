"""What the demo's four months do not leave behind: work half done, so that every page has something to show."""

import uuid
from datetime import timedelta
from urllib.parse import urlencode

import flask
import sqlalchemy as sa
import time_machine

from leerloket import clock, db
from leerloket.accounts.agreements import service as agreements
from leerloket.accounts.draws import service as draws
from leerloket.accounts.ledger import service as accounts
from leerloket.accounts.payments import service as payments
from leerloket.accounts.rights import service as rights
from leerloket.accounts.topups import service as topups
from leerloket.advice.consultations import service as consultations
from leerloket.advice.desks import appointments, openings
from leerloket.advice.newsletter import service as newsletter
from leerloket.courses.bookings import service as bookings
from leerloket.courses.catalogue import service as catalogue
from leerloket.courses.certificates import service as certificates
from leerloket.courses.certificates import sharing
from leerloket.courses.offers import service as offers
from leerloket.courses.own_shares import service as own_shares
from leerloket.courses.settlement import service as settlement
from leerloket.courses.waiting import service as waiting
from leerloket.people import password_reset, vault
from leerloket.people import service as people
from leerloket.people.invitations import service as invitations
from leerloket.seed import personas
from leerloket.seed.story import OUR_IBAN
from tests.accounts.draws import make as lots
from tests.accounts.ledger import make as money
from tests.courses.bookings import make as courses_made
from tests.courses.moves import make as move_made
from tests.courses.signals import make as signs
from tests.people import make as people_made

WRONG_FILE = "personeelsnummer;bedrag\r\n0001;250,00\r\n0002;25O\r\n9999;100\r\n0003;12500\r\n0004;\r\n"
STRANGE_FILE = "stamnr;toe te kennen\r\n0001;250,00\r\n"
LARGE_FILE = "personeelsnummer;bedrag\r\n" + "0001;1\r\n" * 5_001


def arrange() -> dict[str, list[str]]:
    """Leave work half done, and tell per role the addresses that no link of the menu leads to."""
    return {
        "": [
            *("/", "/inloggen", "/inloggen/code", "/aanmelden", "/aanmelden/post", "/beheer/stijlgids", "/controleer"),
            *("/wachtwoord-vergeten", "/wachtwoord-vergeten/post", _reset_link()),
            _sign_up_link(),
            _shared_link(),
            _certificate_check(),
            _report(),
            "/aanmelden/code/wie",
            *_newsletter(),
        ],
        "worker": ["/gegevens/wachtwoord", "/rol", *_worker(), *_appointment(), *_draws()],
        "employer": [*_files(), *_rules(), _invited(), _second_officer()],
        "provider": _paid_out(),
        "adviser": [_closing()],
        "administrator": [_dry_run(), "/beheer/geschillen", _dispute(), _signal()],
        "controller": [],
    }


def _newsletter() -> list[str]:
    """The links in the mails about the newsletter."""
    newsletter.ask("lezer@demo.example", "twente", language="nl", origin="test")
    facts = db.session.scalar(sa.text("SELECT facts FROM outbox WHERE kind = 'newsletter-confirm'"))
    confirm = str(facts["path"])
    return [confirm, confirm.replace("bevestigen", "stop"), "/nieuwsbrief/gevraagd", "/nieuwsbrief/gestopt"]


def id_of(persona: personas.Persona) -> uuid.UUID:
    """The person a visitor of the demo can be."""
    found = people.find_person_by_email(persona.email)
    assert found
    return found.person_id


def _keys() -> vault.Vault:
    """The keys of the site that is looked at."""
    return vault.open_keys(flask.current_app.config["SETTINGS"])


def _sign_up_link() -> str:
    birth_on = personas.SAMIRA.birth_on
    people.sign_up("nieuw@demo.example", "Nienke Nieuw", birth_on, personas.PASSWORD, origin="test")
    facts = db.session.scalar(sa.text("SELECT facts FROM outbox WHERE kind = 'sign_up' ORDER BY created_at DESC"))
    return str(facts["path"])


def _reset_link() -> str:
    password_reset.ask(personas.SAMIRA.email, origin="test")
    newest = "SELECT facts FROM outbox WHERE kind = 'password-reset' ORDER BY created_at DESC"
    facts = db.session.scalar(sa.text(newest))
    return str(facts["path"])


def _worker() -> list[str]:
    """A payment that is waited for, a booking just made, and a booking to check."""
    samira = id_of(personas.SAMIRA)
    own_share = _own_share(samira)
    money.right(samira, 500_000)
    payment = payments.top_up_own(samira, 5_000)
    ours, theirs, *others = _open_editions(_technohub(), 9)
    booking = bookings.book(samira, ours.edition_id, actor_id=samira, key="browser")
    steps = f"/opleidingen/{theirs.slug}/boeken"
    asked = urlencode({"datum": theirs.edition_id})
    booked = {booking.edition_id for booking in bookings.list_bookings(samira)}
    full = next(edition for edition in others if edition.edition_id not in booked)
    _fill(full)
    waiting.join(samira, full.edition_id)
    later = move_made.other_date(ours)
    pieter, changes = id_of(personas.PIETER), "Kleinere groep."
    offers.propose_date(ours.provider_id, booking.booking_id, later.edition_id, reason=changes, actor_id=pieter)
    attended = next(booking for booking in bookings.list_bookings(samira) if booking.state in {"attended", "paid"})
    return [
        f"/boekingen/{attended.reference}/beoordelen",
        f"/opleidingen/{full.slug}/wachtlijst",
        f"/saldo/inleggen/{payment.payment_id}",
        own_share,
        _question(samira),
        f"/boekingen/{booking.reference}/klaar",
        f"/boekingen/{booking.reference}/verplaatsen",
        f"/boekingen/{booking.reference}/verplaatsen?datum={later.edition_id}",
        steps,
        f"{steps}/potjes?{asked}",
        f"{steps}/controle?{asked}",
    ]


def _own_share(samira: uuid.UUID) -> str:
    """A booking that waits for money: a course that costs a little more than there is; then there is as much again."""
    available = accounts.get_balance(samira).available_cents
    edition = courses_made.edition(price_cents=available + 4_000)
    own_share = own_shares.start(samira, edition.edition_id, actor_id=samira)
    money.own(samira, available)
    return f"/boekingen/zelf-betalen/{own_share.own_share_id}"


def _question(samira: uuid.UUID) -> str:
    """The page that asks an employer to pay along for a course that costs more than there is."""
    edition = courses_made.edition(price_cents=accounts.get_balance(samira).available_cents + 500_000)
    return f"/opleidingen/{edition.slug}/vraag-werkgever?{urlencode({'datum': edition.edition_id})}"


def _appointment() -> list[str]:
    """A talk that comes, and one that is half chosen."""
    samira = id_of(personas.SAMIRA)
    (desk,) = appointments.list_desks_of(samira)
    first, second, *_others = openings.list_slots(desk.desk_id, clock.business_date() + timedelta(days=3))
    appointments.make(samira, desk.desk_id, first.starts_at, "course", "desk")
    chosen = urlencode({"onderwerp": "money", "hoe": "phone", "loket": desk.desk_id})
    moment = urlencode({"tijd": second.starts_at.isoformat()})
    return ["/afspraken/maken", f"/afspraken/maken/tijd?{chosen}", f"/afspraken/maken/controle?{chosen}&{moment}"]


def _draws() -> list[str]:
    """A draw to open, one to enter, and one in which Samira can take the money."""
    samira, keys = id_of(personas.SAMIRA), _keys()
    by, opener = id_of(personas.BRAM), id_of(personas.ANJA)
    draws.prepare(lots.plan(), created_by=by)
    running, over = (draws.prepare(lots.plan(grants=10), created_by=by) for _ in range(2))
    for draft in (running, over):
        draws.open_draw(draft.draw_id, opened_by=opener, keys=keys)
    draws.enter(samira, over.draw_id)
    lots.entered(over, 5)
    with lots.after(over.closes_at):
        draws.draw(over.draw_id, keys)
    return [f"/lotingen/{running.slug}/meedoen", f"/lotingen/mijn/{over.draw_id}"]


def _fill(edition: catalogue.Edition) -> None:
    """Somebody takes the last seat."""
    learner = people_made.person().person_id
    accounts.open_account(learner)
    money.right(learner, 500_000)
    bookings.book(learner, edition.edition_id, actor_id=learner, key="browser")
    taken = catalogue.get_edition(edition.edition_id).taken
    catalogue.change_edition(edition.provider_id, edition.edition_id, capacity=taken)


def _technohub() -> uuid.UUID:
    (grant,) = [grant for grant in people.list_grants(id_of(personas.PIETER)) if grant.role == "provider"]
    assert grant.organisation_id
    return grant.organisation_id


def _open_editions(provider_id: uuid.UUID, count: int) -> list[catalogue.Edition]:
    found = db.session.scalars(
        sa.text(
            "SELECT edition_id FROM editions WHERE provider_id = :provider AND cancelled_at IS NULL"
            " AND taken < capacity AND starts_at > :soon ORDER BY starts_at, edition_id LIMIT :count"
        ),
        {"provider": provider_id, "soon": clock.now() + timedelta(days=14), "count": count},
    )
    return [catalogue.get_edition(edition_id) for edition_id in found]


def _learned(*, agrees: bool) -> bookings.Booking:
    """Somebody learned at the provider a visitor can be, and says whether its list of who was there is right."""
    learner = people_made.person().person_id
    accounts.open_account(learner)
    money.right(learner, 500_000)
    pieter, provider_id = id_of(personas.PIETER), _technohub()
    (edition,) = _open_editions(provider_id, 1)
    made = bookings.book(learner, edition.edition_id, actor_id=learner, key="browser")
    bookings.accept(provider_id, made.booking_id, actor_id=pieter)
    with time_machine.travel(edition.ends_at + timedelta(hours=1)):
        bookings.declare_attendance(provider_id, made.booking_id, present_pct=90, actor_id=pieter)
        return bookings.answer_attendance(
            learner, made.booking_id, agree=agrees, reason="Ik was er alle dagen.", actor_id=learner
        )


def _paid_out() -> list[str]:
    learned = _learned(agrees=True)
    with time_machine.travel(learned.ends_at + timedelta(hours=2)):
        settlement.capture_due(clock.now())
        batch = settlement.create_batch(created_by=id_of(personas.ANJA))
        settlement.approve_batch(batch.batch_id, approved_by=id_of(personas.BRAM), payer_iban=OUR_IBAN)
    return [
        f"/aanbieder/uitbetalingen/{batch.batch_id}",
        f"/aanbieder/uitvoeringen/{learned.edition_id}/aanwezigheid",
        f"/aanbieder/uitvoeringen/{learned.edition_id}/afzeggen",
        f"/aanbieder/uitvoeringen/{learned.edition_id}/presentie",
        f"/aanbieder/uitvoeringen/{learned.edition_id}/wijzigen",
        f"/aanbieder/boekingen/{learned.booking_id}/andere-datum",
        *_certificates(learned),
    ]


def _certificates(learned: bookings.Booking) -> list[str]:
    """The list of an edition in which somebody earned a certificate, and one that is given."""
    (earned, *_others) = certificates.list_earned(_technohub(), learned.edition_id)
    given = certificates.issue(_technohub(), earned.booking.booking_id, issued_by=id_of(personas.PIETER), keys=_keys())
    return [
        f"/aanbieder/uitvoeringen/{learned.edition_id}/bewijzen",
        f"/aanbieder/bewijzen/{given.certificate_id}/intrekken",
    ]


def _shared_link() -> str:
    samira = id_of(personas.SAMIRA)
    _made, token = sharing.share(samira, "Van Dijk", clock.business_date() + timedelta(days=9))
    return f"/gedeeld/{token}"


def _report() -> str:
    """Where somebody follows a report."""
    return f"/melden/volgen/{signs.reported()}"


def _certificate_check() -> str:
    """The page anybody sees who checks a certificate that was given."""
    code = db.session.scalar(sa.text("SELECT code FROM certificates ORDER BY issued_at LIMIT 1"))
    return f"/controleer/{code}"


def _employer_id() -> uuid.UUID:
    (grant,) = [grant for grant in people.list_grants(id_of(personas.WILMA)) if grant.role == "employer"]
    assert grant.organisation_id
    return grant.organisation_id


def _rules() -> list[str]:
    """A new rule and a changed one, to check."""
    (standing,) = agreements.list_standings(_employer_id())
    tomorrow = clock.business_date() + clock.ONE_DAY
    typed = urlencode({"bedrag": "500", "per": "year", "vanaf": tomorrow.isoformat()})
    return [f"/werkgever/regels/controle?{typed}", f"/werkgever/regels/{standing.agreement_id}/controle?{typed}"]


def _invited() -> str:
    """Letters that were made and wait to be printed."""
    waiting = next(one for one in invitations.list_invitations(_employer_id()) if one.state == "open")
    return f"/werkgever/uitnodigingen/{waiting.batch_id}"


def _second_officer() -> str:
    """Who works for the employer beside Wilma, and can be removed."""
    second = people_made.person("employer", organisation_id=_employer_id())
    return f"/werkgever/beheer/gebruikers/{second.person_id}/verwijderen"


def _dispute() -> str:
    return f"/beheer/geschillen/{_learned(agrees=False).booking_id}"


def _signal() -> str:
    """Something to look into that rests on a booking."""
    booking = bookings.list_bookings(id_of(personas.SAMIRA))[0]
    return f"/beheer/signalen/{signs.found(booking, 'burst').signal_id}"


def _files() -> list[str]:
    """A file with errors and questions, one with strange headings, and a large one that waits for the worker."""
    texts = {"controle": WRONG_FILE, "kolommen": STRANGE_FILE, "voortgang": LARGE_FILE}
    addresses = []
    for page, text in texts.items():
        batch = topups.check_file(_employer_id(), text.encode(), file_name=f"{page}.csv", by=id_of(personas.WILMA))
        addresses.append(f"/werkgever/storten/bestand/{batch.batch_id}/{page}")
    return addresses


def _closing() -> str:
    samira = id_of(personas.SAMIRA)
    talk = consultations.list_consultations(samira)[0]
    return f"/loket/clienten/{samira}/gesprek/{talk.consultation_id}/afronden"


def _dry_run() -> str:
    run = rights.dry_run("leerrecht", clock.business_date(), created_by=id_of(personas.BRAM))
    return f"/beheer/leerrechten/{run.run_id}"
