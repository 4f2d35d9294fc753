"""Mend a batch before it is confirmed: change a row, answer a question, pass a row over, send wrong rows anew."""

import uuid
from collections.abc import Mapping
from datetime import timedelta

import sqlalchemy as sa

from leerloket import clock, db, spreadsheets
from leerloket.accounts.topups import columns, reading, reads, rules
from leerloket.accounts.topups.models import Batch, File, Row

UNCONFIRMED_KEPT = timedelta(days=90)
"""How long a file may wait for its employer: longer than a quarter's payroll, and no longer than needed."""

_UNSEEN = {"synchronize_session": False}


def correct_row(employer_id: uuid.UUID, batch_id: uuid.UUID, row: int, cells: Mapping[str, str]) -> Batch:
    """Change cells of one row and check it again. Raises NotFound, NotCheckedYet, ConfirmedAlready."""
    batch = reads.lock_checked(employer_id, batch_id)
    known = reads.get_row(batch, row)
    changed = {name: " ".join(text.split()) for name, text in cells.items() if name in columns.COLUMNS}
    reading.replace(batch, [(row, {**known.cells, **changed})])
    reading.finish(batch)
    return batch


def answer_row(employer_id: uuid.UUID, batch_id: uuid.UUID, row: int, answer: str | None) -> Batch:
    """Answer a row: `yes` it is right, `skip` it does not go along, None takes the answer back.

    Raises NotAQuestion when `yes` is said of an error, and as `correct_row`.
    """
    batch = reads.lock_checked(employer_id, batch_id)
    known = reads.get_row(batch, row)
    if answer == "yes" and known.verdict == "error":
        raise rules.NotAQuestion(row=row)
    known.answer = answer
    db.session.flush()
    reading.finish(batch)
    return batch


def answer_all(employer_id: uuid.UUID, batch_id: uuid.UUID, answer: str, code: str | None = None) -> Batch:
    """Answer every open question at once, or those with one cause; `skip` also passes over the errors with it."""
    batch = reads.lock_checked(employer_id, batch_id)
    states = ["question"] if answer == "yes" or code is None else ["question", "error"]
    which = [*reads.of(batch), Row.state.in_(states)]
    if code is not None:
        which.append(reads.has_problem(code))
    db.session.execute(sa.update(Row).where(*which).values(answer=answer), execution_options=_UNSEEN)
    reading.finish(batch)
    return batch


def check_again(employer_id: uuid.UUID, batch_id: uuid.UUID) -> Batch:
    """Check a batch against the employees of today. Raises NotCheckedYet, ConfirmedAlready."""
    batch = reads.lock_checked(employer_id, batch_id)
    reading.check_again(batch)
    return batch


def take_corrections(employer_id: uuid.UUID, batch_id: uuid.UUID, content: bytes) -> tuple[Batch, int]:
    """Take mended rows from a file like the one with only the wrong rows; answers how many.

    Each row says by its column `rij` which row of this batch it is. The other rows stay as they are. Raises
    UnreadableFile, also when a row is not of this batch; nothing is changed then.
    """
    batch = reads.lock_checked(employer_id, batch_id)
    rows = _mended_rows(batch, content)
    known = set(db.session.scalars(sa.select(Row.row).where(*reads.of(batch), Row.row.in_(list(rows)))))
    strange = [row for row in rows if row not in known]
    if strange:
        raise spreadsheets.unreadable(
            f"Rij {strange[0]} staat niet in deze storting.", f"Row {strange[0]} is not in this batch."
        )
    numbered = sorted(rows.items())
    for start in range(0, len(numbered), reading.CHUNK):
        reading.replace(batch, numbered[start : start + reading.CHUNK])
    reading.finish(batch)
    return batch, len(rows)


def _mended_rows(batch: Batch, content: bytes) -> dict[int, Mapping[str, str]]:
    headings = spreadsheets.read(content).headings
    at = columns.row_position(headings)
    if at is None:
        raise spreadsheets.unreadable(
            "De kolom “rij” ontbreekt. Gebruik het bestand met alleen de foute rijen.",
            "The column “row” is missing. Use the file with only the wrong rows.",
        )
    titles = {columns.remembered_as(title): name for name, title in batch.columns.items()}
    positions = columns.guess(headings, {**{name: name for name in columns.COLUMNS}, **titles})
    rows: dict[int, Mapping[str, str]] = {}
    for number, cells in spreadsheets.rows(content):
        text = cells[at] if at < len(cells) else ""
        if not text.isascii() or not text.isdigit() or len(text) > 9:
            raise spreadsheets.unreadable(f"In rij {number} staat geen rijnummer.", f"Row {number} has no row number.")
        mended = {name: cells[i] if i < len(cells) else "" for name, i in positions.items()}
        rows[int(text)] = {name: spreadsheets.without_mark(cell) for name, cell in mended.items()}
    return rows


def forget_unconfirmed() -> int:
    """Remove batches that nobody confirmed for a long time, with their rows and files; answers how many."""
    old = sa.select(Batch.employer_id, Batch.batch_id).where(
        Batch.payment_id.is_(None), Batch.created_at < clock.now() - UNCONFIRMED_KEPT
    )
    for table in (Row, Batch):
        gone = sa.delete(table).where(sa.tuple_(table.employer_id, table.batch_id).in_(old)).returning(table.batch_id)
        removed = db.session.scalars(gone, execution_options=_UNSEEN).all()
    return len(removed)


def forget_file(batch: Batch) -> None:
    """Let go of the file of a batch: its rows are settled."""
    which = [File.employer_id == batch.employer_id, File.batch_id == batch.batch_id]
    db.session.execute(sa.delete(File).where(*which), execution_options=_UNSEEN)
