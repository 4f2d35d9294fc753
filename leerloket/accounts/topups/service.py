"""Top-ups by employers, and the one door of this folder: check a file or a form, mend it, confirm it into a payment."""

import uuid
from collections.abc import Mapping, Sequence

import sqlalchemy as sa

from leerloket import clock, db, errors
from leerloket.accounts.payments import service as payments
from leerloket.accounts.topups import reading, reads, rules
from leerloket.accounts.topups.contribution import Deposit, Used, get_used, list_deposits, paid_in, select_given
from leerloket.accounts.topups.crediting import credit_next, work
from leerloket.accounts.topups.mending import (
    answer_all,
    answer_row,
    check_again,
    correct_row,
    forget_file,
    forget_unconfirmed,
    take_corrections,
)
from leerloket.accounts.topups.models import Batch, Row
from leerloket.accounts.topups.reading import work as check_waiting
from leerloket.accounts.topups.reads import (
    Totals,
    count_credited,
    count_rows,
    errors_csv,
    errors_xlsx,
    get_batch,
    get_rows,
    list_batches,
    problems_of,
)
from leerloket.accounts.topups.receiving import Column, check_file, choose_columns, list_columns, new_batch
from leerloket.people.audit import service as audit
from leerloket.people.employers import service as employers
from leerloket.people.webhooks import service as webhooks

__all__ = [
    "Batch",
    "Column",
    "Deposit",
    "Row",
    "Totals",
    "Used",
    "answer_all",
    "answer_row",
    "check_again",
    "check_file",
    "check_waiting",
    "choose_columns",
    "correct_row",
    "count_credited",
    "count_rows",
    "credit_next",
    "errors_csv",
    "errors_xlsx",
    "forget_unconfirmed",
    "get_batch",
    "get_rows",
    "get_used",
    "list_batches",
    "list_columns",
    "list_deposits",
    "paid_in",
    "problems_of",
    "select_given",
    "take_corrections",
    "work",
]


def check_rows(employer_id: uuid.UUID, rows: Sequence[Mapping[str, str]], *, by: uuid.UUID) -> Batch:
    """Check top-ups that came one by one (a form, JSON); the first is row 1. Cells are named as `columns.COLUMNS`."""
    batch = new_batch(employer_id, by, row_count=len(rows))
    db.session.add(batch)
    reading.write_all(batch, iter(enumerate(rows, 1)))
    return batch


def top_up_one(employer_id: uuid.UUID, cells: Mapping[str, str], *, by: uuid.UUID) -> Batch:
    """One top-up, confirmed at once: a payment to make. Raises Invalid with every error of it."""
    batch = check_rows(employer_id, [cells], by=by)
    row = reads.get_row(batch, 1)
    if row.state == "error":
        raise errors.Invalid(
            errors=[
                errors.FieldError(rules.IN_JSON.get(p["field"], p["field"]), p["code"], p["nl"], p["en"])
                for p in row.problems
            ]
        )
    return confirm(employer_id, batch.batch_id, accept_questions=True, by=by)


def confirm(employer_id: uuid.UUID, batch_id: uuid.UUID, *, accept_questions: bool, by: uuid.UUID) -> Batch:
    """Let the good rows through, and those with a question when they were answered: a payment is expected.

    The same few statements for any number of rows. A batch that was confirmed before is answered as it is. Raises
    NotCheckedYet, NothingToPay, NotEmployedAnyMore.
    """
    batch = reads.lock(employer_id, batch_id)
    if batch.state in {"columns", "reading"}:
        raise rules.NotCheckedYet
    if batch.state != "checked":
        return batch
    if accept_questions:
        answer_all(employer_id, batch_id, "yes")
    going = [*reads.of(batch), Row.state == "ok"]
    total = int(db.session.scalar(sa.select(sa.func.sum(Row.amount_cents)).where(*going)) or 0)
    if not total:
        raise rules.NothingToPay(field="page")
    gone = _count_gone(employer_id, going)
    if gone:
        raise rules.NotEmployedAnyMore(people=gone)
    payment = payments.expect(
        employer_id,
        total,
        holder="employer",
        holder_name=employers.get_employer(employer_id).name,
        created_by=by,
    )
    forget_file(batch)
    batch.state, batch.payment_id, batch.total_cents = "confirmed", payment.payment_id, total
    batch.confirmed_by, batch.confirmed_at = by, clock.now()
    db.session.flush()
    audit.record("confirm", "top-up-batch", batch_id)
    about = {"batchId": str(batch_id), "reference": batch.reference, "totalCents": total}
    webhooks.tell("top-up-batch.confirmed", employer_id, batch_id, **about, paymentReference=payment.reference)
    return batch


def _count_gone(employer_id: uuid.UUID, going: Sequence[sa.ColumnElement[bool]]) -> int:
    """How many of these rows are for somebody who left since the check; whom the employer called former may go."""
    employed = employers.select_employed(employer_id, clock.business_date())
    works_here = employed.where(employers.Employment.person_id == Row.person_id).exists()
    gone = [*going, sa.not_(works_here), sa.not_(reads.has_problem("person-former"))]
    return db.session.scalar(sa.select(sa.func.count()).where(*gone)) or 0
