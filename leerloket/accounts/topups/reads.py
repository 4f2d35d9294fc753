"""What is in the batches of an employer."""

import uuid
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

from leerloket import db, errors, spreadsheets
from leerloket.accounts.topups import columns, rules
from leerloket.accounts.topups.models import Batch, Row

LARGEST_NUMBER = 2**31
STATES = ("ok", "error", "question", "skipped")


@dataclass(frozen=True, slots=True)
class Totals:
    """The rows of a batch by state, what they add up to, and how often each error and each question occurs."""

    rows: dict[str, int]
    cents: dict[str, int]
    by_problem: list[tuple[str, int]]
    by_question: list[tuple[str, int]]

    @property
    def row_count(self) -> int:
        """All rows."""
        return sum(self.rows.values())


def get_batch(employer_id: uuid.UUID, batch_id: uuid.UUID) -> Batch:
    """One batch of this employer. Raises NotFound for another's."""
    batch = db.session.get(Batch, (employer_id, batch_id))
    if batch is None:
        raise errors.NotFound
    return batch


def lock(employer_id: uuid.UUID, batch_id: uuid.UUID) -> Batch:
    """The same, for this transaction to change."""
    batch = db.session.get(Batch, (employer_id, batch_id), with_for_update=True, populate_existing=True)
    if batch is None:
        raise errors.NotFound
    return batch


def lock_checked(employer_id: uuid.UUID, batch_id: uuid.UUID) -> Batch:
    """The same, when its rows may still change. Raises NotCheckedYet, ConfirmedAlready."""
    batch = lock(employer_id, batch_id)
    if batch.state in {"columns", "reading"}:
        raise rules.NotCheckedYet
    if batch.state != "checked":
        raise rules.ConfirmedAlready
    return batch


def list_batches(employer_id: uuid.UUID, limit: int = 50) -> list[Batch]:
    """The batches of an employer, newest first."""
    query = sa.select(Batch).where(Batch.employer_id == employer_id).order_by(Batch.number.desc()).limit(limit)
    return list(db.session.scalars(query))


def of(batch: Batch) -> list[sa.ColumnElement[bool]]:
    """The condition that a row belongs to this batch."""
    return [Row.employer_id == batch.employer_id, Row.batch_id == batch.batch_id]


def get_rows(
    batch: Batch, *, state: str | None = None, code: str | None = None, after: int = 0, limit: int | None = None
) -> list[Row]:
    """The rows of a batch in the order of the file; by state, or by the code of a problem."""
    query = sa.select(Row).where(*of(batch), Row.row > after)
    if state:
        query = query.where(Row.state == state)
    if code:
        query = query.where(has_problem(code))
    query = query.order_by(Row.row).limit(limit).execution_options(populate_existing=True)
    return list(db.session.scalars(query))


def get_row(batch: Batch, number: int) -> Row:
    """One row by its number. Raises NotFound."""
    if number > LARGEST_NUMBER:
        raise errors.NotFound
    row = db.session.get(Row, (batch.employer_id, batch.batch_id, number), populate_existing=True)
    if row is None:
        raise errors.NotFound
    return row


def last_row(batch: Batch) -> int:
    """The number of the last row that was kept; 0 before the first."""
    return db.session.scalar(sa.select(sa.func.max(Row.row)).where(*of(batch))) or 0


def has_problem(code: str) -> sa.ColumnElement[bool]:
    """The condition that a row has this error or question."""
    if code == rules.DOUBLED:
        return Row.doubles_row.is_not(None)
    return Row.problems.contains([{"code": code}])


def problems_of(row: Row) -> list[dict[str, Any]]:
    """Everything there is to say of a row, with the question about a person who is in the file twice."""
    if row.doubles_row is None:
        return row.problems
    return [*row.problems, asdict(rules.doubled(row.cells, row.doubles_row))]


def count_rows(batch: Batch) -> Totals:
    """How many rows can go through, have an error or a question or are passed over, and the causes."""
    rows, cents = dict.fromkeys(STATES, 0), dict.fromkeys(STATES, 0)
    for state, number, total in db.session.execute(
        sa.select(Row.state, sa.func.count(), sa.func.coalesce(sa.func.sum(Row.amount_cents), 0))
        .where(*of(batch))
        .group_by(Row.state)
    ):
        rows[state], cents[state] = number, int(total or 0)
    return Totals(
        rows,
        cents,
        _count_causes(batch, "error") if rows["error"] else [],
        _count_causes(batch, "question") if rows["question"] else [],
    )


def _count_causes(batch: Batch, state: str) -> list[tuple[str, int]]:
    problem = sa.func.jsonb_array_elements(Row.problems).table_valued(sa.column("value", postgresql.JSONB))
    code = problem.c.value["code"].astext
    mine = [*of(batch), Row.state == state]
    counted = db.session.execute(
        sa.select(code, sa.func.count()).select_from(Row).join(problem, sa.true()).where(*mine).group_by(code)
    )
    causes = [(found, number) for found, number in counted if state == "question" or found not in rules.QUESTIONS]
    doubled = db.session.scalar(sa.select(sa.func.count()).where(*mine, Row.doubles_row.is_not(None))) or 0
    if state == "question" and doubled:
        causes.append((rules.DOUBLED, doubled))
    return sorted(causes, key=lambda cause: (-cause[1], cause[0]))


def count_credited(batch: Batch) -> tuple[int, int]:
    """How many of the rows that go along are credited, and how many there are."""
    done, total = db.session.execute(
        sa.select(sa.func.count(Row.transfer_id), sa.func.count()).where(*of(batch), Row.state == "ok")
    ).one()
    return done, total


# --- only the wrong rows ----------------------------------------------------------------------------------


def errors_csv(batch: Batch, language: str = "nl") -> str:
    """The rows with errors as CSV, with a column that says what is wrong."""
    return spreadsheets.as_csv(_wrong_rows(batch, language))


def errors_xlsx(batch: Batch, language: str = "nl") -> bytes:
    """The same as a spreadsheet."""
    return spreadsheets.as_xlsx(_wrong_rows(batch, language), "fouten" if language == "nl" else "errors")


def _wrong_rows(batch: Batch, language: str) -> Iterator[Sequence[str]]:
    names = [name for name in columns.COLUMNS if name in batch.columns] if batch.columns else list(columns.COLUMNS)
    first, last = ("rij", "fout") if language == "nl" else ("row", "error")
    yield [first, *(batch.columns.get(name) or name for name in names), last]
    for row in get_rows(batch, state="error"):
        what = " ".join(problem[language] for problem in row.problems)
        yield [str(row.row), *(row.cells.get(name, "") for name in names), what]
