"""Own money and the bank in the demo: paid by iDEAL, a booking that waits for money, a statement with work in it."""

import uuid
from datetime import date

import sqlalchemy as sa

from leerloket import clock, db, errors
from leerloket.accounts.bank import service as accounts_bank
from leerloket.accounts.online_payments import service as online_payments
from leerloket.accounts.payments import service as payments
from leerloket.courses.own_shares import service as own_shares
from leerloket.seed import bank
from leerloket.seed.personas import ANJA
from leerloket.seed.scene import Scene

PAID_BY_IDEAL_CENTS = (6_000, 2_500)
OF_THE_SERVICE = bank.Moved("Stichting Mollie Payments", "NL76ABNA0594089072", 5_941, "Settlement 1.0, costs 0,59")
COSTS = bank.Moved("Bank", "NL02ABNA0000000000", -1_250, "Kosten zakelijke rekening")
WRONG = bank.Moved("Fam. de Vries", "NL20INGB0001234567", 4_500, "Contributie hockey 2e helft")
WITHOUT_REFERENCE = bank.Moved("J. Pietersen", "NL91ABNA0417164300", 15_000, "voor mijn cursus heftruck")
DEAR = """
SELECT e.edition_id FROM editions e JOIN edition_prices p ON p.edition_id = e.edition_id
WHERE e.starts_at > :soon AND e.taken < e.capacity AND e.cancelled_at IS NULL
ORDER BY p.cents DESC, e.edition_id LIMIT 5
"""


class MakeBelieve(online_payments.Gateway):
    """A payment service that says yes; the demo's own one is asked only by visitors."""

    def create(
        self, amount_cents: int, *, description: str, returns_to: str, reports_to: str | None, key: uuid.UUID
    ) -> online_payments.Told:
        """A payment that waits."""
        return online_payments.Told(f"tr_story{key.hex[-8:]}", "open", amount_cents, 0, None)


def arrange(scene: Scene, today: date, own_iban: str) -> None:
    """What a visitor finds today. Each step is a transaction of its own."""
    for worker, cents in zip(scene.workers[1:], PAID_BY_IDEAL_CENTS, strict=False):
        db.run(_pay_by_ideal, worker, cents)
    db.run(_wait_for_money, scene.workers[3:6])
    lines = [*db.run(_paid_out), OF_THE_SERVICE, COSTS, WRONG, WITHOUT_REFERENCE]
    content = bank.statement(f"{today:%Y%m%d}", today, own_iban, lines, db.run(bank.last_balance_cents))
    anja = scene.id_of(ANJA)
    db.run(accounts_bank.import_statement, content, file_name=f"bank-{today}.xml", imported_by=anja)
    db.run(_send_back, anja)


def _pay_by_ideal(worker: uuid.UUID, cents: int) -> None:
    payment = payments.top_up_own(worker, cents)
    online = online_payments.start(payment, MakeBelieve("", ""), returns_to="", reports_to=None)
    online_payments.take(online_payments.Told(online.service_id, "paid", cents, 0, None))


def _wait_for_money(workers: list[uuid.UUID]) -> None:
    """The first who can't pay a dear course wholly books it and has two working days to pay the rest."""
    dear = db.session.scalars(sa.text(DEAR), {"soon": clock.now() + 14 * clock.ONE_DAY}).all()
    for worker in workers:
        for edition_id in dear:
            try:
                with db.session.begin_nested():
                    own_shares.start(worker, edition_id, actor_id=worker)
            except errors.Refusal:
                continue
            return


def _paid_out() -> list[bank.Moved]:
    """The bank carried out the first payout; the second is on its way."""
    orders = db.session.scalars(sa.select(accounts_bank.Order).order_by(accounts_bank.Order.order_id)).all()
    number = orders[0].number if orders else ""
    total = sum(order.amount_cents for order in orders if order.number == number)
    return [bank.Moved("SEPA batch", "NL02ABNA0000000000", -total, f"Leerloket {number}")] if total else []


def _send_back(by: uuid.UUID) -> None:
    """Somebody proposes to send a wrong payment back; a second administrator can agree."""
    for line in accounts_bank.list_lines("unmatched"):
        if line.counterparty_name == WRONG.name:
            back = [accounts_bank.Share(None, line.amount_cents)]
            accounts_bank.decide(line.line_id, back, reason="Dit is contributie van een hockeyclub.", by=by)
