"""Top-ups by employers: check a file or a form, correct it, and confirm it into a payment."""

import csv
import hashlib
import io
import uuid
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

from leerloket import clock, db, errors
from leerloket.accounts.payments import service as payments
from leerloket.accounts.topups import csv_file, rules
from leerloket.accounts.topups.crediting import credit_next, work
from leerloket.accounts.topups.models import Batch, Row
from leerloket.people import service as people
from leerloket.people.audit import service as audit
from leerloket.people.employers import service as employers

__all__ = ["Batch", "Row", "credit_next", "work"]

CELLS = ("personnel_number", "email", "number", "amount", "purposes", "expires_on", "note")


@dataclass(frozen=True, slots=True)
class Totals:
    """The rows of a batch by state, and what they add up to."""

    rows: dict[str, int]
    cents: dict[str, int]
    by_problem: list[tuple[str, int]]

    @property
    def row_count(self) -> int:
        """All rows."""
        return sum(self.rows.values())


# --- check ------------------------------------------------------------------------------------------------


def check_file(employer_id: uuid.UUID, content: bytes, *, file_name: str | None, by: uuid.UUID) -> Batch:
    """Read and check a CSV file: every error of every row at once, nothing credited.

    Raises UnreadableFile, or FileSeenBefore with the first run when this employer sent the same file before.
    """
    sha256 = hashlib.sha256(content).hexdigest()
    seen = _find_by_file(employer_id, sha256)
    if seen is not None:
        raise _seen(seen)
    sheet = csv_file.read(content)
    batch = _new_batch(employer_id, by, file_name=file_name, sha256=sha256, columns=sheet.columns)
    try:
        with db.session.begin_nested():
            db.session.add(batch)
    except sa.exc.IntegrityError as problem:
        first = _find_by_file(employer_id, sha256)
        if first is None:
            raise
        raise _seen(first) from problem
    _check(batch, [(row.row, row.cells) for row in sheet.rows])
    return batch


def check_rows(employer_id: uuid.UUID, rows: Sequence[Mapping[str, str]], *, by: uuid.UUID) -> Batch:
    """Check top-ups that came one by one (a form, JSON); the first is row 1. Cells are named as in CELLS."""
    batch = _new_batch(employer_id, by)
    db.session.add(batch)
    db.session.flush()
    _check(batch, list(enumerate(rows, 1)))
    return batch


def top_up_one(employer_id: uuid.UUID, cells: Mapping[str, str], *, by: uuid.UUID) -> Batch:
    """One top-up, confirmed at once: a payment to make. Raises Invalid with every error of it."""
    batch = check_rows(employer_id, [cells], by=by)
    row = get_rows(batch)[0]
    if row.state == "error":
        raise errors.Invalid(
            errors=[
                errors.FieldError(rules.IN_JSON.get(p["field"], p["field"]), p["code"], p["nl"], p["en"])
                for p in row.problems
            ]
        )
    return confirm(employer_id, batch.batch_id, accept_questions=True, by=by)


def _new_batch(
    employer_id: uuid.UUID,
    by: uuid.UUID,
    *,
    file_name: str | None = None,
    sha256: str | None = None,
    columns: Mapping[str, str] | None = None,
) -> Batch:
    return Batch(
        employer_id=employer_id,
        batch_id=db.new_id(),
        file_name=(file_name or "")[:200] or None,
        sha256=sha256,
        columns=dict(columns or {}),
        state="checked",
        created_by=by,
        created_at=clock.now(),
    )


def _find_by_file(employer_id: uuid.UUID, sha256: str) -> Batch | None:
    return db.session.scalar(sa.select(Batch).where(Batch.employer_id == employer_id, Batch.sha256 == sha256))


def _seen(batch: Batch) -> rules.FileSeenBefore:
    url = f"/werkgever/storten/bestand/{batch.batch_id}"
    return rules.FileSeenBefore(
        field="bestand",
        batch_id=str(batch.batch_id),
        reference=batch.reference,
        created_at=batch.created_at,
        possible=[errors.Possible("Bekijk die storting.", "See that batch.", url)],
    )


def _check(batch: Batch, rows: Sequence[tuple[int, Mapping[str, str]]]) -> None:
    known, former = _people_of(batch.employer_id)
    meanings = rules.read_rows(rows, known, former, clock.business_date())
    db.session.execute(sa.delete(Row).where(Row.employer_id == batch.employer_id, Row.batch_id == batch.batch_id))
    db.session.execute(
        sa.insert(Row),
        [
            {
                "employer_id": batch.employer_id,
                "batch_id": batch.batch_id,
                "row": number,
                "cells": {name: text[: csv_file.LONGEST_CELL] for name, text in cells.items()},
                "state": meanings[number].state,
                "problems": [asdict(problem) for problem in meanings[number].problems],
                "person_id": meanings[number].person_id,
                "amount_cents": meanings[number].amount_cents,
                "purposes": meanings[number].purposes,
                "expires_on": meanings[number].expires_on,
                "note": meanings[number].note,
                "included": False,
            }
            for number, cells in rows
        ],
    )
    batch.total_cents = sum(m.amount_cents or 0 for m in meanings.values() if m.state == "ok")
    db.session.flush()


def _people_of(employer_id: uuid.UUID) -> tuple[rules.Known, rules.Known]:
    """The employees of today, and the people who were employees before."""
    today = clock.business_date()
    current = [
        (e.personnel_number, e.email, e.number, e.person_id) for e in employers.list_employees(employer_id, today)
    ]
    employment, person = employers.Employment, people.Person
    gone = db.session.execute(
        sa.select(employment.personnel_number, person.email, person.number, person.person_id)
        .join(person, person.person_id == employment.person_id)
        .where(employment.employer_id == employer_id, employment.ends_on < today)
    )
    return _known(current), _known((number, email, account, person_id) for number, email, account, person_id in gone)


def _known(rows: Iterable[tuple[str, str | None, str, uuid.UUID]]) -> rules.Known:
    found = list(rows)
    bare = Counter(rules.without_zeros(number) for number, *_ in found)
    by_number = {rules.without_zeros(n): p for n, _, _, p in found if bare[rules.without_zeros(n)] == 1}
    by_number |= {n: p for n, _, _, p in found}
    return rules.Known(
        by_number, {(email or "").lower(): p for _, email, _, p in found if email}, {n: p for _, _, n, p in found}
    )


def correct_row(employer_id: uuid.UUID, batch_id: uuid.UUID, row: int, cells: Mapping[str, str]) -> Batch:
    """Change cells of one row and check the whole batch again. Raises ConfirmedAlready."""
    batch = _lock_unconfirmed(employer_id, batch_id)
    rows = {r.row: dict(r.cells) for r in get_rows(batch)}
    if row not in rows:
        raise errors.NotFound
    rows[row] |= {name: " ".join(text.split()) for name, text in cells.items() if name in CELLS}
    _check(batch, list(rows.items()))
    return batch


def check_again(employer_id: uuid.UUID, batch_id: uuid.UUID) -> Batch:
    """Check a batch against the employees of today. Raises ConfirmedAlready."""
    batch = _lock_unconfirmed(employer_id, batch_id)
    _check(batch, [(row.row, row.cells) for row in get_rows(batch)])
    return batch


def _lock(employer_id: uuid.UUID, batch_id: uuid.UUID) -> Batch:
    batch = db.session.get(Batch, (employer_id, batch_id), with_for_update=True, populate_existing=True)
    if batch is None:
        raise errors.NotFound
    return batch


def _lock_unconfirmed(employer_id: uuid.UUID, batch_id: uuid.UUID) -> Batch:
    batch = _lock(employer_id, batch_id)
    if batch.state != "checked":
        raise rules.ConfirmedAlready
    return batch


# --- read -------------------------------------------------------------------------------------------------


def get_batch(employer_id: uuid.UUID, batch_id: uuid.UUID) -> Batch:
    """One batch of this employer. Raises NotFound for another's."""
    batch = db.session.get(Batch, (employer_id, batch_id))
    if batch is None:
        raise errors.NotFound
    return batch


def list_batches(employer_id: uuid.UUID, limit: int = 50) -> list[Batch]:
    """The batches of an employer, newest first."""
    query = sa.select(Batch).where(Batch.employer_id == employer_id).order_by(Batch.number.desc()).limit(limit)
    return list(db.session.scalars(query))


def get_rows(
    batch: Batch, *, state: str | None = None, code: str | None = None, after: int = 0, limit: int | None = None
) -> list[Row]:
    """The rows of a batch in the order of the file; by state, or by the code of a problem."""
    query = sa.select(Row).where(Row.employer_id == batch.employer_id, Row.batch_id == batch.batch_id, Row.row > after)
    if state:
        query = query.where(Row.state == state)
    if code:
        query = query.where(Row.problems.op("@>")(sa.cast([{"code": code}], postgresql.JSONB)))
    return list(db.session.scalars(query.order_by(Row.row).limit(limit)))


def count_rows(batch: Batch) -> Totals:
    """How many rows can go through, have an error or a question, what they add up to, and errors by cause."""
    mine = [Row.employer_id == batch.employer_id, Row.batch_id == batch.batch_id]
    rows, cents = {"ok": 0, "error": 0, "question": 0}, {"ok": 0, "error": 0, "question": 0}
    for state, number, total in db.session.execute(
        sa.select(Row.state, sa.func.count(), sa.func.coalesce(sa.func.sum(Row.amount_cents), 0))
        .where(*mine)
        .group_by(Row.state)
    ):
        rows[state], cents[state] = number, int(total or 0)
    problem = sa.func.jsonb_array_elements(Row.problems).table_valued(sa.column("value", postgresql.JSONB))
    code = problem.c.value["code"].astext
    causes = db.session.execute(
        sa.select(code, sa.func.count())
        .select_from(Row)
        .join(problem, sa.true())
        .where(*mine)
        .group_by(code)
        .order_by(sa.func.count().desc(), code)
    )
    return Totals(rows, cents, [(c, n) for c, n in causes if c != "large-amount"])


def count_credited(batch: Batch) -> tuple[int, int]:
    """How many of the included rows are credited, and how many there are."""
    done, total = db.session.execute(
        sa.select(sa.func.count(Row.transfer_id), sa.func.count()).where(
            Row.employer_id == batch.employer_id, Row.batch_id == batch.batch_id, Row.included
        )
    ).one()
    return done, total


def errors_csv(batch: Batch, language: str = "nl") -> str:
    """The rows with errors as CSV with a column that says what is wrong; no cell can run as a formula."""
    names = [name for name in CELLS if name in batch.columns] if batch.columns else list(CELLS)
    target = io.StringIO()
    writer = csv.writer(target, delimiter=";", lineterminator="\r\n")
    titles = [batch.columns.get(name, name) for name in names]
    writer.writerow(["rij" if language == "nl" else "row", *titles, "fout" if language == "nl" else "error"])
    for row in get_rows(batch, state="error"):
        what = " ".join(p[language] for p in row.problems)
        writer.writerow([row.row, *(rules.neutral_cell(row.cells.get(name, "")) for name in names), what])
    return "\ufeff" + target.getvalue()


# --- confirm ----------------------------------------------------------------------------------------------


def confirm(employer_id: uuid.UUID, batch_id: uuid.UUID, *, accept_questions: bool, by: uuid.UUID) -> Batch:
    """Let the good rows through, and those with a question when they were answered: a payment is expected.

    A batch that was confirmed before is answered as it is. Raises NothingToPay, NotEmployedAnyMore.
    """
    batch = _lock(employer_id, batch_id)
    if batch.state != "checked":
        return batch
    states = ["ok", "question"] if accept_questions else ["ok"]
    rows = [row for row in get_rows(batch) if row.state in states]
    if not rows:
        raise rules.NothingToPay(field="page")
    employed = {e.person_id for e in employers.list_employees(employer_id)}
    gone = sum(row.person_id not in employed for row in rows)
    if gone:
        raise rules.NotEmployedAnyMore(people=gone)
    total = sum(row.amount_cents or 0 for row in rows)
    payment = payments.expect(
        employer_id,
        total,
        holder="employer",
        holder_name=employers.get_employer(employer_id).name,
        created_by=by,
    )
    for row in rows:
        row.included = True
    batch.state, batch.payment_id, batch.total_cents = "confirmed", payment.payment_id, total
    batch.confirmed_by, batch.confirmed_at = by, clock.now()
    db.session.flush()
    audit.record("confirm", "top-up-batch", batch_id)
    return batch
