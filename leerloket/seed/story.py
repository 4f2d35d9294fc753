"""Four months of the scheme, day by day: rights, top-ups, bookings, attendance, payouts, and advice."""

import random
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, time, timedelta
from unittest import mock

import sqlalchemy as sa

from leerloket import clock, db, errors
from leerloket.accounts.bank import service as accounts_bank
from leerloket.accounts.ledger import chain
from leerloket.accounts.payments import service as payments
from leerloket.accounts.rights import service as rights
from leerloket.accounts.topups import service as topups
from leerloket.advice.consultations import service as consultations
from leerloket.advice.desks import openings, slots
from leerloket.advice.desks import service as desks
from leerloket.advice.plans import service as plans
from leerloket.courses.bookings import service as bookings
from leerloket.courses.catalogue import service as catalogue
from leerloket.courses.settlement import service as settlement
from leerloket.people import service as people
from leerloket.people import vault
from leerloket.people.consents import service as consents
from leerloket.people.employers import service as employers
from leerloket.seed import (
    admissions,
    agreements,
    bank,
    books,
    certificates,
    communities,
    connections,
    draws,
    endings,
    own_money,
    personas,
    rule_lab,
    signals,
    skills,
    top_up_files,
)
from leerloket.seed.personas import ANJA, BRAM, JORIS, PIETER, SAMIRA, WILMA
from leerloket.seed.scene import Progress, Scene, set_up

DAYS = 120
RIGHTS_ON, TOP_UPS_ON, PAYOUTS_ON = 1, (3, 64), (75, 110)
SAMIRA_BOOKS_ON, CERTIFICATE_ON = 20, 105
ENDINGS_ON = (TOP_UPS_ON[0] + endings.RUNS.days + 1, DAYS - 1)
"""On which days of the story these happen."""
CERTIFICATES_ON = {4}
"""On which days of the week providers give certificates: on Fridays."""
BOOKINGS_AN_EVENING = 7
SAMIRA_SPENDS_CENTS = 70_000
OUR_IBAN = "NL02ABNA0123456789"
EMPLOYER_IBAN, PERSON_IBAN = "NL18RABO0123459876", "NL91ABNA0417164300"
LATE_PAYER = "Installatiebedrijf Warmelo"
"""Sent a file and has not paid it yet."""
OPEN_EDITIONS = sa.text("""
    SELECT e.edition_id FROM editions e JOIN modules m USING (module_id)
    WHERE e.starts_at BETWEEN :soon AND :late AND e.taken < e.capacity AND e.cancelled_at IS NULL
      AND e.provider_id = coalesce(:provider, e.provider_id)
      AND EXISTS (SELECT FROM edition_prices p WHERE p.edition_id = e.edition_id AND p.cents <= :most)
      AND (:learned_by IS NULL OR m.proof <> 'none' AND e.ends_at < :learned_by)
    ORDER BY e.starts_at, m.slug, e.source_key
    """).bindparams(sa.bindparam("provider", type_=sa.Uuid()), sa.bindparam("learned_by", type_=sa.Date()))
"""In an order that does not hang on drawn ids, so that the story is the same each time."""


def is_needed() -> bool:
    """Whether the database has no people yet."""
    return db.session.scalar(sa.text("SELECT NOT EXISTS (SELECT FROM persons)")) is True


def fill(
    *,
    people: int = personas.PEOPLE,
    number: int = 1,
    progress: Progress = lambda label, done, total: None,
    keys: vault.Vault | None = None,
) -> None:
    """Play the story into an empty database. The same number and day give the same story, but for what is drawn by lot.

    Draws and certificates are in it only with the keys of the site, which seal seeds and sign badges.
    """
    scene = Scene(random.Random(number), keys=keys)  # noqa: S311 - a story, not a secret
    began_at = clock.now()
    today = clock.business_date(began_at)
    first = today - timedelta(days=DAYS)
    with _told_time() as tell:
        tell(_at(first, 9))
        set_up(scene, people, progress)
        communities.found(scene)
        for age, day in enumerate(clock.days_until(first, today - clock.ONE_DAY)):
            _play(scene, age, day, tell)
            progress("Days", age + 1, DAYS)
        tell(began_at)
        books.close_week()
        _arrange_today(scene, today)
        db.run(skills.arrange, scene)
        draws.arrange(scene, today)
        connections.arrange(scene)
        communities.arrange(scene)
        admissions.arrange(scene)
        agreements.arrange(scene, today)
        top_up_files.arrange(scene)
        own_money.arrange(scene, today, OUR_IBAN)
        books.arrange(scene, db.run(_own_provider, scene))
        _seal()
        books.sign_off(scene)
        rule_lab.arrange(scene, today)
        signals.arrange(scene, db.run(_own_provider, scene))


@contextmanager
def _told_time() -> Iterator[Callable[[datetime], None]]:
    told: list[datetime] = []
    with mock.patch.object(clock, "now", side_effect=lambda: told[-1]):
        yield told.append


def _at(day: date, hour: int, minute: int = 0) -> datetime:
    return datetime.combine(day, time(hour, minute), clock.AMSTERDAM).astimezone(UTC)


def _play(scene: Scene, age: int, day: date, tell: Callable[[datetime], None]) -> None:
    tell(_at(day, 8))
    if day.weekday() == 0:
        books.close_week()
    if age in ENDINGS_ON:
        endings.live_on(day)
    db.run(bookings.run_clocks, clock.now())
    draws.play(scene, age, day)
    if age == RIGHTS_ON:
        _grant_rights(scene, day)
    if age in TOP_UPS_ON:
        tell(_at(day, 11))
        _top_up(scene, day)
    if clock.is_working_day(day):
        tell(_at(day, 14))
        _let_providers_answer(scene)
        _declare_attendance(scene)
        db.run(settlement.capture_due, clock.now())
    if scene.keys and day.weekday() in CERTIFICATES_ON:
        db.run(certificates.give, scene.keys)
    if age in PAYOUTS_ON:
        tell(_at(day, 16))
        _pay_out(scene)
    if age == SAMIRA_BOOKS_ON:
        tell(_at(day, 19))
        learned_by = day + timedelta(days=CERTIFICATE_ON - age)
        _book_something(scene, scene.id_of(SAMIRA), tries=20, most_cents=SAMIRA_SPENDS_CENTS, learned_by=learned_by)
    if age > max(RIGHTS_ON, TOP_UPS_ON[0]) and day.weekday() in {0, 3}:
        for minute in range(BOOKINGS_AN_EVENING):
            tell(_at(day, 20, minute))
            _book_something(scene, scene.chance.choice(scene.workers[1:]))
    tell(_at(day, 23))
    _seal()


def _seal() -> None:
    while db.run(chain.seal):
        pass


def _grant_rights(scene: Scene, day: date) -> None:
    run = db.run(rights.dry_run, "leerrecht", day, created_by=scene.id_of(ANJA))
    db.run(rights.approve, run.run_id, approved_by=scene.id_of(BRAM))
    rights.work()
    rights.tell_all()


def _top_up(scene: Scene, day: date) -> None:
    """Employers send a file and pay it, Samira adds own money, and the bank statement comes in."""
    received = [bank.Moved("J. Pietersen", PERSON_IBAN, 7_500, "voor mijn cursus")]
    for name, employer_id in scene.employers.items():
        payment = db.run(_send_file, scene, employer_id, day)
        if name != LATE_PAYER:
            text = f"Leerbudget {payment.reference.lower()}"
            received.append(bank.Moved(name, EMPLOYER_IBAN, payment.amount_cents, text))
    for owed in db.run(agreements.pay_along, scene):
        received.append(bank.Moved(agreements.EMPLOYER, EMPLOYER_IBAN, owed.amount_cents, owed.reference))
    budget = db.run(endings.give_budget, scene, day)
    received.append(bank.Moved(endings.GIVER, EMPLOYER_IBAN, budget.amount_cents, budget.reference))
    own = db.run(payments.top_up_own, scene.id_of(SAMIRA), 12_000)
    received.append(bank.Moved("S. El Amrani", PERSON_IBAN, own.amount_cents, own.reference))
    db.run(
        accounts_bank.import_statement,
        bank.statement(f"{day:%Y%m%d}", day, OUR_IBAN, received, db.run(bank.last_balance_cents)),
        file_name=f"bank-{day}.xml",
        imported_by=scene.id_of(ANJA),
    )
    topups.work()


def _send_file(scene: Scene, employer_id: uuid.UUID, day: date) -> payments.Payment:
    ends_on = date(day.year + 2, 12, 31).strftime("%d-%m-%Y")
    rows = ["personeelsnummer;bedrag;geldig tot;kenmerk"]
    for employee in employers.list_employees(employer_id):
        euros = scene.chance.choice((250, 300, 400, 500))
        rows.append(f"{employee.personnel_number};{euros},00;{ends_on};Leerbudget {day:%B %Y}")
    by = scene.id_of(WILMA)
    content = "\r\n".join(rows).encode("cp1252")
    batch = topups.check_file(employer_id, content, file_name=f"leerbudget-{day}.csv", by=by)
    batch = topups.confirm(employer_id, batch.batch_id, accept_questions=True, by=by)
    return payments.get_payment(batch.payment_id or batch.batch_id)


def _book_something(
    scene: Scene,
    worker: uuid.UUID,
    provider_id: uuid.UUID | None = None,
    *,
    tries: int = 1,
    most_cents: int = 10**9,
    learned_by: date | None = None,
) -> None:
    """Book one of the editions that are open; with `learned_by` one that ends by then and gives a proof."""
    found = db.run(_list_open_editions, provider_id, most_cents, learned_by)
    for edition_id in scene.chance.sample(found, min(tries, len(found))):
        try:
            db.run(bookings.book, worker, edition_id, actor_id=worker, key=f"{edition_id}")
        except errors.Refusal:
            continue
        return


def _list_open_editions(
    provider_id: uuid.UUID | None, most_cents: int, learned_by: date | None = None
) -> list[uuid.UUID]:
    soon, late = clock.now() + timedelta(days=9), clock.now() + timedelta(days=75)
    asked = {"soon": soon, "late": late, "provider": provider_id, "most": most_cents, "learned_by": learned_by}
    return list(db.session.scalars(OPEN_EDITIONS, asked))


def _let_providers_answer(scene: Scene) -> None:
    """Most say yes, a few say no, and now and then nobody answers and the clock does."""
    for booking in db.run(_list_reserved):
        office = db.run(_office_of, booking.provider_id)
        draw = scene.chance.random()
        if draw < 0.85 or booking.account_id == scene.id_of(SAMIRA):
            db.run(bookings.accept, booking.provider_id, booking.booking_id, actor_id=office)
        elif draw < 0.9:
            reason = "De groep past niet bij uw niveau. Bel ons, dan zoeken we een andere groep."
            db.run(bookings.reject, booking.provider_id, booking.booking_id, reason=reason, actor_id=office)


def _list_reserved() -> list[bookings.Booking]:
    found = db.session.execute(
        sa.text("SELECT account_id, booking_id FROM bookings WHERE state = 'reserved' ORDER BY created_at, booking_id")
    )
    return [bookings.get_booking(account_id, booking_id) for account_id, booking_id in found.all()]


def _declare_attendance(scene: Scene) -> None:
    for booking in db.run(bookings.list_without_attendance, clock.now()):
        is_samira = booking.account_id == scene.id_of(SAMIRA)
        if scene.chance.random() < 0.15 and not is_samira:
            continue
        office = db.run(_office_of, booking.provider_id)
        present = scene.chance.choice((100, 100, 100, 100, 90, 85, 60, 10))
        db.run(
            bookings.declare_attendance,
            booking.provider_id,
            booking.booking_id,
            present_pct=100 if is_samira else present,
            actor_id=office,
        )
        if scene.chance.random() < 0.6 or is_samira:
            db.run(
                bookings.answer_attendance,
                booking.account_id,
                booking.booking_id,
                agree=True,
                actor_id=booking.account_id,
            )


def _office_of(provider_id: uuid.UUID) -> uuid.UUID:
    return people.list_role_holders("provider", provider_id)[0].person_id


def _pay_out(scene: Scene) -> None:
    batch = db.run(settlement.create_batch, created_by=scene.id_of(ANJA))
    db.run(settlement.approve_batch, batch.batch_id, approved_by=scene.id_of(BRAM), payer_iban=OUR_IBAN)


def _arrange_today(scene: Scene, today: date) -> None:
    """What a visitor finds: Samira's plan and booking, Joris' agenda, and something to do for everyone."""
    samira, joris, technohub = scene.id_of(SAMIRA), scene.id_of(JORIS), db.run(_own_provider, scene)
    for scope in ("account", "plan", "consult"):
        db.run(consents.give, samira, "desk", scene.desk, scope, date(today.year + 1, 6, 1))
    db.run(_talk_about_robots, joris, samira, today)
    _book_something(scene, samira, technohub, tries=20, most_cents=SAMIRA_SPENDS_CENTS)
    for worker in scene.workers[1:6]:
        _book_something(scene, worker, technohub, tries=20)
    db.run(openings.set_opening, joris, slots.Hours(frozenset(range(1, 6)), time(9), time(17), 6), today)
    neighbours = [samira, *db.run(_list_people_in_region, scene)]
    for hour, worker in zip((9, 10, 13, 15), neighbours, strict=False):
        _plan_appointment(joris, worker, today, hour)


def _own_provider(scene: Scene) -> uuid.UUID:
    (grant,) = [grant for grant in people.list_grants(scene.id_of(PIETER)) if grant.role == "provider"]
    return grant.organisation_id or uuid.UUID(int=0)


def _list_people_in_region(scene: Scene) -> list[uuid.UUID]:
    region = people.get_person(scene.id_of(JORIS)).region_code
    return [p.person_id for p in people.list_persons(scene.workers[1:60]) if p.region_code == region]


def _talk_about_robots(joris: uuid.UUID, samira: uuid.UUID, today: date) -> None:
    talk = consultations.start(joris, samira)
    content = consultations.Content(
        topics=["plan"],
        notes="Samira werkt 12 jaar aan de zetbank. Ze wil verder met robotlassen. Haar werkgever denkt mee.",
        motivation="Wil iets leren waar ze jaren mee vooruit kan.",
        capacity="Leert het liefst door te doen. Rekenen kost moeite.",
        opportunity="Bakker Metaal koopt in het voorjaar een lasrobot.",
    )
    consultations.save(joris, samira, talk.consultation_id, content, version=talk.version, edit_token="seed")  # noqa: S106
    robots = plans.add_goal(joris, samira, "Robotlasser worden", today + timedelta(days=220))
    plans.add_task(
        joris, samira, robots, plans.TypedTask("Vraag om geld uit SLIM", "employer", today + timedelta(weeks=2))
    )
    for hit in catalogue.search(catalogue.Query(q="lasrobot"), limit=1).hits:
        plans.add_module(joris, samira, hit.module.module_id, robots)
    plans.add_goal(joris, samira, "Beter rekenen")


def _plan_appointment(joris: uuid.UUID, worker: uuid.UUID, day: date, hour: int) -> None:
    while not clock.is_working_day(day) or _at(day, hour) <= clock.now():
        day += clock.ONE_DAY
    db.run(desks.make_appointment, joris, worker, _at(day, hour), "Een opleiding kiezen")
