"""Credit the people of a batch once its payment came in: from the employer's fund to their pots, in small steps."""

import uuid
from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa

from leerloket import clock, db, money, outbox
from leerloket.accounts.ledger import service as ledger
from leerloket.accounts.payments import service as payments
from leerloket.accounts.topups import rules
from leerloket.accounts.topups.models import Batch, Row
from leerloket.people import service as people
from leerloket.people.employers import service as employers
from leerloket.people.webhooks import service as webhooks

CREDITED_AT_ONCE = 100
"""People credited in one transaction: few enough that no booking waits (engines.md B.4)."""


def work() -> int:
    """Credit every batch whose payment is in, some people per transaction; answers how many people.

    For the worker: called again after a crash it goes on with the rows that have no transfer yet.
    """
    credited = 0
    for employer_id, batch_id in db.run(_list_payable):
        while (number := db.run(credit_next, employer_id, batch_id)) is not None:
            credited += number
    return credited


def _list_payable() -> list[tuple[uuid.UUID, uuid.UUID]]:
    waiting = list(db.session.scalars(sa.select(Batch).where(Batch.state.in_(["confirmed", "paid"]))))
    expected = payments.list_payments_by_id(batch.payment_id for batch in waiting if batch.payment_id)
    return [
        (batch.employer_id, batch.batch_id)
        for batch in waiting
        if batch.payment_id and expected[batch.payment_id].state == "paid"
    ]


def credit_next(employer_id: uuid.UUID, batch_id: uuid.UUID, size: int = CREDITED_AT_ONCE) -> int | None:
    """Credit the next people of a paid batch in this transaction; None when it is done, unpaid or held by another."""
    batch = db.session.scalar(
        sa.select(Batch)
        .where(Batch.employer_id == employer_id, Batch.batch_id == batch_id)
        .with_for_update(skip_locked=True)
        .execution_options(populate_existing=True)
    )
    if batch is None or batch.payment_id is None or batch.state == "credited":
        return None
    if payments.get_payment(batch.payment_id).state != "paid":
        return None
    rows = _next_rows(batch, size)
    if not rows:
        batch.state, batch.credited_at = "credited", clock.now()
        _tell_employer(batch)
        db.session.flush()
        return None
    batch.state = "paid"
    _credit(batch, rows)
    return len(rows)


def _next_rows(batch: Batch, size: int) -> list[Row]:
    return list(
        db.session.scalars(
            sa.select(Row)
            .where(
                Row.employer_id == batch.employer_id,
                Row.batch_id == batch.batch_id,
                Row.state == "ok",
                Row.transfer_id.is_(None),
            )
            .order_by(Row.row)
            .limit(size)
        )
    )


def _credit(batch: Batch, rows: Sequence[Row]) -> None:
    """From the fund to the pots of these rows: out of the fund as one sum, into the pots row by row."""
    ledger.send_from_fund(
        batch.employer_id,
        sum(row.amount_cents or 0 for row in rows),
        actor_id=batch.confirmed_by,
        rule=rules.DISTRIBUTION,
        rule_version=rules.VERSION,
        key=f"distribute:{batch.batch_id}:{rows[0].row}",
    )
    now = clock.now()
    for row in rows:
        row.transfer_id, row.credited_at = db.new_id(), now
    db.session.flush()
    employer = employers.get_employer(batch.employer_id)
    ledger.credit_many(
        _ledger_rows(batch, employer.name, [row.row for row in rows]),
        kind="topup",
        from_id=ledger.TRANSIT,
        actor_id=batch.confirmed_by,
        rule=rules.TOP_UP,
        rule_version=rules.VERSION,
    )
    _tell_people(employer.name, rows)


def _ledger_rows(batch: Batch, funder_name: str, numbers: Sequence[int]) -> sa.Select[Any]:
    """The rows as the ledger wants them; `terms` is written as `ledger.Terms.text` writes it."""
    terms = (
        sa.literal(f"employer|{batch.employer_id}|")
        + sa.func.array_to_string(Row.purposes, ",")
        + "|"
        + sa.func.coalesce(sa.cast(Row.expires_on, sa.Text), "")
    )
    columns: list[Any] = [
        Row.person_id.label("account_id"),
        Row.transfer_id,
        (sa.literal(f"topup:{batch.batch_id}:") + sa.cast(Row.row, sa.Text)).label("key"),
        Row.amount_cents,
        terms.label("terms"),
        sa.literal("employer").label("source"),
        Row.employer_id.label("funder_id"),
        sa.literal(funder_name).label("funder_name"),
        Row.purposes,
        Row.expires_on,
    ]
    mine = [Row.employer_id == batch.employer_id, Row.batch_id == batch.batch_id, Row.row.in_(numbers)]
    return sa.select(*columns).where(*mine)


def _tell_people(employer_name: str, rows: Sequence[Row]) -> None:
    persons = {p.person_id: p for p in people.list_persons(row.person_id for row in rows if row.person_id)}
    for row in rows:
        person = persons.get(row.person_id) if row.person_id else None
        if person is None or row.transfer_id is None or row.amount_cents is None:
            continue
        outbox.put(
            "employer_money_received",
            person.email or "",
            dedup=f"top-up:{row.transfer_id}",
            facts={
                "name": person.name,
                "employer": employer_name,
                "amount": money.euros(row.amount_cents, person.language),
                "until": clock.day_text(row.expires_on, person.language) if row.expires_on else "",
            },
            account_id=person.person_id,
            transfer_id=row.transfer_id,
            language=person.language,
        )


def _tell_employer(batch: Batch) -> None:
    person = people.get_person(batch.confirmed_by or batch.created_by)
    done, last = db.session.execute(
        sa.select(sa.func.count(), sa.func.max(Row.row)).where(
            Row.employer_id == batch.employer_id, Row.batch_id == batch.batch_id, Row.transfer_id.is_not(None)
        )
    ).one()
    about = {"batchId": str(batch.batch_id), "reference": batch.reference, "totalCents": batch.total_cents}
    webhooks.tell("top-up.credited", batch.employer_id, batch.batch_id, **about, people=done)
    outbox.put(
        "top_ups_credited",
        person.email or "",
        dedup=f"top-ups-credited:{batch.batch_id}",
        facts={
            "name": person.name,
            "people": done,
            "amount": money.euros(batch.total_cents, person.language),
            "reference": batch.reference,
        },
        transfer_id=db.session.get_one(Row, (batch.employer_id, batch.batch_id, last)).transfer_id,
        language=person.language,
    )
