"""Two sides with everything a route can name: what is mine, and the same of somebody else."""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

import flask
import flask.testing
import sqlalchemy as sa
import time_machine

from leerloket import clock, db
from leerloket.accounts.agreements import service as agreements
from leerloket.accounts.bank import service as accounts_bank
from leerloket.accounts.books.corrections import service as corrections
from leerloket.accounts.books.forecast import service as forecast
from leerloket.accounts.co_payments import service as co_payments
from leerloket.accounts.draws import service as draws
from leerloket.accounts.ledger import service as ledger
from leerloket.accounts.payments import service as payments
from leerloket.accounts.proof import service as proof
from leerloket.accounts.rights import presets
from leerloket.accounts.rights import service as rights
from leerloket.accounts.rule_lab import rules as rule_lab_rules
from leerloket.accounts.rule_lab import service as rule_lab
from leerloket.advice.consultations import service as consultations
from leerloket.advice.desks import service as desks
from leerloket.advice.newsletter import service as newsletter
from leerloket.advice.schemes import service as schemes
from leerloket.courses.admissions import sanctions
from leerloket.courses.admissions import service as admissions
from leerloket.courses.bookings import service as bookings
from leerloket.courses.catalogue import service as catalogue
from leerloket.courses.certificates import models as certificates
from leerloket.courses.certificates import sharing
from leerloket.courses.communities import joining
from leerloket.courses.communities import service as communities
from leerloket.courses.own_shares import service as own_shares
from leerloket.courses.provider_accounts import service as provider_accounts
from leerloket.courses.providers import service as providers
from leerloket.courses.ratings import service as rated
from leerloket.courses.settlement import service as settlement
from leerloket.courses.signals import service as signals
from leerloket.own_data import models as own_data
from leerloket.people import service as people_service
from leerloket.people import vault
from leerloket.people.consents import service as consents
from leerloket.people.employers import service as employers
from leerloket.people.invitations import service as invitations
from leerloket.people.keys import service as keys
from leerloket.people.letters import service as letters
from leerloket.people.webhooks import service as webhooks
from tests.accounts.bank import make as bank
from tests.accounts.draws import make as lots
from tests.accounts.ledger import make as money
from tests.accounts.topups import make as companies
from tests.advice import make as advice
from tests.advice.skills import make as inventory
from tests.courses.bookings import make as courses
from tests.courses.certificates import make as proofs
from tests.courses.communities import make as learning
from tests.courses.ratings import make as ratings
from tests.courses.signals import make as signs
from tests.courses.skills import make as skills
from tests.people import make as people

ROLES = ("worker", "employer", "provider", "adviser", "administrator", "controller")
NOBODY = "nobody"
KINDS = (NOBODY, *ROLES)


@dataclass(frozen=True)
class Side:
    """One person per role, and per role what the arguments of a route can be."""

    persons: dict[str, uuid.UUID]
    values: dict[str, dict[str, str]]

    def value(self, role: str, argument: str) -> str:
        """What this side's person of this role puts in an address for this argument, else what anybody of it would."""
        own = self.values.get(role, {})
        return own.get(argument) or next(values[argument] for values in self.values.values() if argument in values)


@dataclass(frozen=True)
class World:
    """Both sides, in a database of their own, and how its people sign in."""

    engine: sa.Engine
    mine: Side
    theirs: Side
    bearers: dict[str, str]
    cookies: dict[str, str]

    def headers(self, kind: str) -> dict[str, str]:
        """Headers with which this kind of user calls the API."""
        return {"Authorization": f"Bearer {self.bearers[kind]}"} if kind != NOBODY else {}

    def client(self, app: flask.Flask, kind: str) -> flask.testing.FlaskClient:
        """A browser of this kind of user."""
        client = app.test_client()
        if kind != NOBODY:
            with client.session_transaction() as cookie:
                cookie["_user_id"] = self.cookies[kind]
                cookie["_fresh"] = True
        return client

    @contextmanager
    def untouched(self) -> Iterator[None]:
        """Whatever happens in here is undone."""
        with self.engine.connect() as connection:
            outer = connection.begin()
            db.connect(connection)
            try:
                yield
            finally:
                db.session.remove()
                outer.rollback()


def build(engine: sa.Engine) -> World:
    """Make everything, committed."""
    db.connect(engine)
    theirs, mine = db.run(_side), db.run(_side)
    bearers = {role: db.run(people_service.open_session, who, "bearer") for role, who in mine.persons.items()}
    cookies = {role: db.run(people_service.open_session, who, "page") for role, who in mine.persons.items()}
    return World(engine, mine, theirs, bearers, cookies)


def _side() -> Side:
    line = courses.line(own_cents=50_000)
    company = companies.company()
    file = "personeelsnummer;bedrag\n" + "\n".join(f"{number};100,00" for number in company.people)
    batch = companies.check(company, file)
    pair = advice.pair()
    people_service.grant_role(pair.client.person_id, "worker")
    employers.employ(company.employer_id, pair.client.person_id, "99", 100, clock.business_date())
    staff = {role: people.person(role).person_id for role in ("administrator", "controller")}
    payout = _paid_out(line, staff["administrator"])
    goal_id = advice.goal(pair)
    talk = consultations.start(*pair.ids)
    appointment = desks.make_appointment(*pair.ids, _next_working_day(), "plan")
    payment = payments.top_up_own(pair.client.person_id, 5_000)
    draw = _drawn(pair.client.person_id)
    module = catalogue.get_module(line.edition.module_id)
    accounts_bank.import_statement(
        bank.statement(bank.Entry(5_000, text="onbekend"), message=str(db.new_id())),
        file_name=None,
        imported_by=staff["administrator"],
    )
    standing = _standing(pair.client.person_id)
    certificate = _certified(pair.client.person_id, line.school)
    schemes.import_schemes()
    few = skills.few()
    anybody = {
        "module_id": str(module.module_id),
        "course_id": str(module.module_id),
        "organization_id": str(module.provider_id),
        "edition_id": str(line.edition.edition_id),
        "provider_id": str(line.school.provider_id),
        "slug": module.slug,
        "slug of a provider": providers.get_provider(module.provider_id).slug,
        "slug of a desk": pair.desk.slug,
        "slug of a draw": draw.slug,
        "scheme_slug": "stap",
        "skill_id": str(few.skills["lassen"]),
        "occupation_id": str(few.occupation.occupation_id),
        "slug of a skill": "lassen",
        "slug of an occupation": few.occupation.slug,
        "draw_id": str(draw.draw_id),
        "token": "abc",
        "code": "not-found",
        "code of a certificate": certificate.code,
        "code of a report": signals.report("De docent kwam niet.", provider_id=line.school.provider_id),
        "signal_id": str(signs.found(standing).signal_id),
        "row": "2",
        "part": "1",
        "task": "visit",
        "region_code": "twente",
        "reader_id": _newsletter_reader(pair.client.person_id),
        "line_id": str(accounts_bank.list_lines("unmatched", after=None, limit=100)[-1].line_id),
        "run_id": str(rights.dry_run("leerrecht", clock.business_date(), created_by=staff["administrator"]).run_id),
        **_in_the_lab(staff["administrator"]),
        "batch_id": str(payout),
        "booking_id": str(standing.booking_id),
        "desk_id": str(pair.desk.desk_id),
        "kind": "welcome",
        "batch of post": _posted(),
        "batch of returns": _returned(staff["administrator"]),
        "text": clock.business_date().isoformat(),
        "year": str(clock.business_date().year),
        **_in_the_books(pair.client.person_id),
    }
    community = learning.listed(line.school)
    anybody |= {"community_id": str(community.community_id), "slug of a community": community.slug}
    consent = consents.list_consents(pair.client.person_id)[0]
    worker = {
        "booking_id": str(standing.booking_id),
        "reference": standing.reference,
        "payment_id": str(payment.payment_id),
        "own_share_id": _own_share(pair.client.person_id),
        "pot_id": str(ledger.list_pots(pair.client.person_id)[0].pot_id),
        "consent_id": str(consent.consent_id),
        "certificate_id": str(certificate.certificate_id),
        "rated booking": str(certificate.booking_id),
        "co_payment_id": _asked_along(pair.client.person_id, company.employer_id, line.edition),
        "share_id": _shared(pair.client.person_id),
        "export_id": _leaving(pair.client.person_id),
        "own_skill_id": str(inventory.own(pair.client.person_id)),
        "task_id": str(advice.task(pair, goal_id)),
        "appointment_id": str(appointment.appointment_id),
        "join_request_id": _asks_to_join(community, "worker", pair.client.person_id),
    }
    adviser = {
        "account_id": str(pair.client.person_id),
        "own_skill_id": str(inventory.own(pair.client.person_id)),
        "goal_id": str(goal_id),
        "task_id": str(advice.task(pair, goal_id)),
        "consultation_id": str(talk.consultation_id),
        "appointment_id": str(appointment.appointment_id),
    }
    employer = {
        "employer_id": str(company.employer_id),
        "batch_id": str(batch.batch_id),
        "employment_id": str(employers.list_employees(company.employer_id)[0].employment_id),
        "key_id": _key("employer", company.employer_id, company.clerk_id),
        **_webhook("employer", "payment.received", company.employer_id, company.clerk_id),
        "person_id": str(company.clerk_id),
        **_invited(company),
        **_agreed(company, line.edition),
        "join_request_id": _asks_to_join(community, "company", company.clerk_id, company.employer_id),
    }
    asked = _asked_of(line.school)
    provider = {
        "booking_id": str(asked.booking_id),
        "edition_id": str(asked.edition_id),
        "batch_id": str(payout),
        "certificate_id": str(certificate.certificate_id),
        "change_id": _changing(line.school),
        "sanction_id": _warned(line.school, staff["administrator"]),
        "community_id": str(community.community_id),
        "join_request_id": _asks_to_join(community, "worker", people.person().person_id),
        "key_id": _key("provider", line.school.provider_id, line.school.staff_id),
        **_webhook("provider", "payout.made", line.school.provider_id, line.school.staff_id),
    }
    persons = staff | {
        "worker": pair.client.person_id,
        "employer": company.clerk_id,
        "provider": line.school.staff_id,
        "adviser": pair.adviser.person_id,
    }
    values = {"any": anybody, "worker": worker, "adviser": adviser, "employer": employer, "provider": provider}
    return Side(persons, values)


def _leaving(account_id: uuid.UUID) -> str:
    """A file with everything about this person, and a request to be erased."""
    now, later = clock.now(), clock.now() + timedelta(days=7)
    file = own_data.Export(
        account_id=account_id,
        export_id=db.new_id(),
        asked_at=now,
        made_at=now,
        ends_at=later,
        size_bytes=2,
        content=b"PK",
    )
    request = own_data.Erasure(account_id=account_id, erasure_id=db.new_id(), asked_at=now, due_at=later, removed={})
    db.session.add_all([file, request])
    db.session.flush()
    return str(file.export_id)


def _agreed(company: companies.Company, edition: catalogue.Edition) -> dict[str, str]:
    """A standing rule, and a request of an employee to pay along."""
    terms, today = agreements.Terms(5_000), clock.business_date()
    rule = agreements.agree(company.employer_id, terms, today, by=company.clerk_id)
    person_id = next(iter(company.people.values()))
    return {
        "agreement_id": str(rule.agreement_id),
        "co_payment_id": _asked_along(person_id, company.employer_id, edition),
    }


def _asked_along(person_id: uuid.UUID, employer_id: uuid.UUID, edition: catalogue.Edition) -> str:
    """A request of this person to this employer, to pay along."""
    return str(co_payments.ask(person_id, employer_id, edition.edition_id, 5_000, "job").co_payment_id)


def _invited(company: companies.Company) -> dict[str, str]:
    """Somebody invited by letter."""
    jan = [invitations.Invitee("I-1", "Jan")]
    (made,) = invitations.invite(company.employer_id, jan, by=company.clerk_id)
    return {
        "invitation_id": str(made.invitation_id),
        "batch of letters": str(made.batch_id),
        "letters_id": str(made.batch_id),
    }


def _returned(by: uuid.UUID) -> str:
    """A payment file with wrong money that goes back."""
    content = bank.statement(bank.Entry(700, text="verkeerd"), message=str(db.new_id()))
    accounts_bank.import_statement(content, file_name=None, imported_by=by)
    line_id = accounts_bank.list_lines("unmatched", limit=100)[-1].line_id
    for person_id in (by, db.random_id()):
        accounts_bank.decide(line_id, [accounts_bank.Share(None, 700)], reason="Verkeerd", by=person_id)
    return str(accounts_bank.make_return_batch(by=by, payer_name="Leerloket", payer_iban="NL02ABNA0123456789").batch_id)


def _own_share(person_id: uuid.UUID) -> str:
    """A booking that waits for money of the person."""
    edition = courses.edition(price_cents=500_000)
    return str(own_shares.start(person_id, edition.edition_id, actor_id=person_id).own_share_id)


def _posted() -> str:
    """A batch with one letter to somebody without e-mail."""
    person = people_service.create_person_on_paper("Gerda", "Dorpsstraat 1", birth_on=people.BORN)
    return str(letters.make_batch(by=person.person_id).batch_id)


def _key(role: str, organisation_id: uuid.UUID, by: uuid.UUID) -> str:
    made, _text = keys.make_key(organisation_id, role, name="Pakket", scopes=[keys.SCOPES[role][0]], by=by)
    return str(made.key_id)


def _in_the_books(person_id: uuid.UUID) -> dict[str, str]:
    """A movement with a proposal to correct it, a budget that waits, and a proof, by staff of no side."""
    clerk = people.person("administrator").person_id
    entry = ledger.list_entries(person_id, kinds=["grant"])[-1]
    correction = corrections.propose(entry.transfer_id, 100, "Dit was een fout van ons.", proposed_by=clerk)
    budget = forecast.propose("Overheid", clock.business_date().year, 100_000, "Begroting", proposed_by=clerk)
    proof.prove()
    return {
        "transfer_id": str(entry.transfer_id),
        "correction_id": str(correction.correction_id),
        "budget_id": str(budget.budget_id),
    }


def _webhook(role: str, event: str, organisation_id: uuid.UUID, by: uuid.UUID) -> dict[str, str]:
    opened = vault.open_keys(flask.current_app.config["SETTINGS"])
    url = "https://systeem.example/hook"
    made, _secret = webhooks.add_webhook(organisation_id, role, url=url, events=[event], by=by, keys=opened)
    webhooks.tell(event, organisation_id, made.webhook_id)
    (delivery,) = webhooks.list_deliveries(organisation_id, made.webhook_id)
    return {"webhook_id": str(made.webhook_id), "delivery_id": str(delivery.delivery_id)}


def _paid_out(line: courses.Line, by: uuid.UUID) -> uuid.UUID:
    """An approved batch of payouts with only this line in it."""
    with time_machine.travel(line.edition.ends_at + timedelta(hours=1)):
        bookings.declare_attendance(
            line.school.provider_id, line.booking.booking_id, 100, actor_id=line.school.staff_id
        )
        bookings.answer_attendance(line.person_id, line.booking.booking_id, agree=True, actor_id=line.person_id)
    with time_machine.travel(clock.now() + timedelta(days=90)):
        batch = settlement.create_batch(created_by=by)
        second = people.person("administrator").person_id
        settlement.approve_batch(batch.batch_id, approved_by=second, payer_iban="NL02ABNA0123456789")
        return batch.batch_id


def _drawn(person_id: uuid.UUID) -> draws.Draw:
    """A draw with a result, which this person entered."""
    draw = lots.opened()
    draws.enter(person_id, draw.draw_id)
    with lots.after(draw.closes_at):
        draws.draw(draw.draw_id, lots.KEYS)
    return draw


def _standing(person_id: uuid.UUID) -> bookings.Booking:
    """A confirmed booking of this person, at a school of no side."""
    money.right(person_id, 100_000)
    school = courses.school()
    booking = courses.book(person_id, courses.edition(school))
    return bookings.accept(school.provider_id, booking.booking_id, actor_id=school.staff_id)


def _certified(person_id: uuid.UUID, school: courses.School) -> certificates.Certificate:
    """What this person has from this school for a course, which was rated too."""
    edition = courses.edition(school, price_cents=10_000)
    booking = courses.book(person_id, edition)
    bookings.accept(school.provider_id, booking.booking_id, actor_id=school.staff_id)
    line = proofs.earned(line=courses.Line(school, edition, person_id, booking))
    with ratings.at_home(line):
        rated.rate(person_id, booking.booking_id, ratings.FINE)
    return proofs.issue(line, booking.booking_id, vault.open_keys(flask.current_app.config["SETTINGS"]))


def _shared(person_id: uuid.UUID) -> str:
    """A link to this person's certificates."""
    link, _token = sharing.share(person_id, "Bakker Metaal", clock.business_date() + timedelta(days=7))
    return str(link.share_id)


def _changing(school: courses.School) -> str:
    """A school that asks to be paid on another account."""
    asked = provider_accounts.ask(
        school.provider_id, "NL02ABNA0123456789", holder="Technohub", reason="Andere bank", asked_by=school.staff_id
    )
    return str(asked.change_id)


def _asks_to_join(
    community: communities.Community, kind: str, person_id: uuid.UUID, organisation_id: uuid.UUID | None = None
) -> str:
    """Somebody who asks to take part in a learning community."""
    joiner = joining.Joiner(kind, person_id, organisation_id, "Bakker Metaal" if organisation_id else "")
    return str(joining.ask(community, joiner, "Wij leren graag mee.").request_id)


def _warned(school: courses.School, by: uuid.UUID) -> str:
    """A school that is looked at again, and has a warning."""
    admissions.start(school.provider_id, by)
    made = sanctions.propose(school.provider_id, "warning", reason="Te laat.", by=by)
    second = people.person("administrator").person_id
    return str(sanctions.confirm(school.provider_id, made.sanction_id, by=second).sanction_id)


def _asked_of(school: courses.School) -> bookings.Booking:
    """A request that waits for this school, beside a confirmed one, both by people of no side."""
    edition = courses.edition(school)
    confirmed = courses.book(courses.learner(), edition)
    bookings.accept(school.provider_id, confirmed.booking_id, actor_id=school.staff_id)
    return courses.book(courses.learner(), edition)


def _next_working_day() -> datetime:
    day: date = clock.add_working_days(clock.business_date(), 3)
    return datetime.combine(day, time(10), tzinfo=clock.AMSTERDAM)


def _newsletter_reader(person_id: uuid.UUID) -> str:
    newsletter.choose_own(person_id, "twente")
    reader = newsletter.find_own(person_id)
    assert reader
    return str(reader.reader_id)


def _in_the_lab(administrator_id: uuid.UUID) -> dict[str, str]:
    """A draft of new rules, and a scenario with one of its tables."""
    its, starts_on = presets.PRESETS[0].rules, clock.business_date() + timedelta(days=400)
    draft = rights.write_version("leerrecht", starts_on, its, note="", source="", created_by=administrator_id)
    assumed = rule_lab_rules.Assumptions(starts_on, years=1, is_real=True)
    scenario = rule_lab.calculate(str(draft.rule_set_id), its, assumed, created_by=administrator_id)
    chosen = {"rule_set_id": draft.rule_set_id, "scenario_id": scenario.scenario_id, "name": "kosten", "table": "level"}
    return {argument: str(value) for argument, value in chosen.items()}
