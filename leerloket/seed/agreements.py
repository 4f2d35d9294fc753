"""Bakker Metaal in the demo: a rule for who comes to work there, letters to new people, and requests to pay along."""

import uuid
from collections.abc import Iterable
from datetime import date

import sqlalchemy as sa

from leerloket import clock, db, errors
from leerloket.accounts.agreements import service as agreements
from leerloket.accounts.co_payments import service as co_payments
from leerloket.accounts.payments import service as payments
from leerloket.courses.co_payments import service as questions
from leerloket.people.employers import service as employers
from leerloket.people.invitations import service as invitations
from leerloket.seed.personas import WILMA
from leerloket.seed.scene import Scene

EMPLOYER = "Bakker Metaal"
WELCOME = agreements.Terms(amount_cents=25_000, every=agreements.START, lasts_months=36)
NEW_PEOPLE = (
    invitations.Invitee("0101", "Yusuf Demir"),
    invitations.Invitee("0102", "Kim van der Velden", 80),
    invitations.Invitee("0103", "Ton Hendriks", 60),
)
DEAR = """
SELECT e.edition_id FROM editions e JOIN edition_prices p ON p.edition_id = e.edition_id
WHERE e.starts_at > :soon AND e.taken < e.capacity AND e.cancelled_at IS NULL AND p.cents <= 150000
ORDER BY p.cents DESC, e.edition_id LIMIT 5
"""


def pay_along(scene: Scene) -> list[payments.Payment]:
    """One employee asks, and Wilma says yes; answers what she has to pay: nothing when nobody was short."""
    asked = _ask(scene, scene.workers[1:3])
    if asked is None:
        return []
    batch = co_payments.accept(asked.employer_id, asked.co_payment_id, by=scene.id_of(WILMA))
    return [payments.get_payment(batch.payment_id)] if batch.payment_id else []


def _ask(scene: Scene, workers: Iterable[uuid.UUID]) -> co_payments.CoPayment | None:
    """The first who is short of money for a dear course asks, and shares which course it is."""
    dear = db.session.scalars(sa.text(DEAR), {"soon": clock.now() + 30 * clock.ONE_DAY}).all()
    for worker in workers:
        for edition_id in dear:
            try:
                return questions.ask(
                    worker, edition_id, employer_id=scene.employers[EMPLOYER], share_course=True
                ).co_payment
            except errors.Refusal:
                continue
    return None


def arrange(scene: Scene, today: date) -> None:
    """A request that waits for Wilma; a rule, letters to print, and somebody who joined by one and gets its money."""
    employer_id, wilma = scene.employers[EMPLOYER], scene.id_of(WILMA)
    db.run(_ask, scene, reversed(scene.workers[1:3]))
    db.run(agreements.agree, employer_id, WELCOME, today, by=wilma)
    if scene.keys:
        invited = db.run(invitations.invite, employer_id, NEW_PEOPLE, by=wilma, keys=scene.keys)
        db.run(invitations.accept, employer_id, invited[0].invitation_id, _without_employer(scene))
        agreements.work()


def _without_employer(scene: Scene) -> uuid.UUID:
    return next(one for one in reversed(scene.workers) if not db.run(employers.list_employments, one))
