"""Take a file in: see whether it came before, which column is which, and let it be checked."""

import hashlib
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

from leerloket import clock, db, errors, spreadsheets
from leerloket.accounts.topups import columns, reading, reads, rules
from leerloket.accounts.topups.models import Batch, File, KnownColumn, Row


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a file: where it is, its heading, a few of its values, and what we think it is."""

    position: int
    heading: str
    samples: list[str]
    meaning: str


def check_file(employer_id: uuid.UUID, content: bytes, *, file_name: str | None, by: uuid.UUID) -> Batch:
    """Take a CSV or Excel file in and check it: every error of every row at once, nothing credited.

    A large file is left to the worker (state `reading`); one whose columns we do not know waits for
    `choose_columns` (state `columns`). Raises UnreadableFile, or FileSeenBefore with the first run when this employer
    sent the same file before.
    """
    sha256 = hashlib.sha256(content).hexdigest()
    seen = _find_by_file(employer_id, sha256)
    if seen is not None:
        raise _seen(seen)
    sheet = spreadsheets.read(content)
    positions = columns.guess(sheet.headings, _known_columns(employer_id))
    batch = new_batch(employer_id, by, file_name=file_name, sha256=sha256, row_count=sheet.row_count)
    batch.state = "columns"
    try:
        with db.session.begin_nested():
            db.session.add(batch)
    except sa.exc.IntegrityError as problem:
        first = _find_by_file(employer_id, sha256)
        if first is None:
            raise
        raise _seen(first) from problem
    file = File(employer_id=employer_id, batch_id=batch.batch_id, content=content, positions=positions)
    db.session.add(file)
    db.session.flush()
    if columns.is_complete(positions):
        _begin(batch, sheet.headings, positions)
    return batch


def new_batch(
    employer_id: uuid.UUID,
    by: uuid.UUID,
    *,
    row_count: int,
    file_name: str | None = None,
    sha256: str | None = None,
) -> Batch:
    """A batch without rows yet."""
    return Batch(
        employer_id=employer_id,
        batch_id=db.new_id(),
        file_name=(file_name or "")[:200] or None,
        sha256=sha256,
        columns={},
        state="checked",
        row_count=row_count,
        rows_read=0,
        total_cents=0,
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


def _begin(batch: Batch, headings: Sequence[str], positions: Mapping[str, int]) -> None:
    batch.columns = {name: headings[position] for name, position in positions.items()}
    batch.rows_read = 0
    batch.state = "reading"
    if batch.row_count <= reading.READ_AT_ONCE:
        reading.read(batch)
    db.session.flush()


def list_columns(batch: Batch) -> list[Column]:
    """The columns of a batch's file, as read now. Raises ConfirmedAlready when the file is gone."""
    file = _get_file(batch)
    sheet = spreadsheets.read(file.content)
    meanings = {position: name for name, position in file.positions.items()}
    return [
        Column(position, heading, sheet.samples[position], meanings.get(position, ""))
        for position, heading in enumerate(sheet.headings)
    ]


def _get_file(batch: Batch) -> File:
    file = db.session.get(File, (batch.employer_id, batch.batch_id))
    if file is None:
        raise rules.ConfirmedAlready
    return file


def choose_columns(employer_id: uuid.UUID, batch_id: uuid.UUID, chosen: Sequence[tuple[int, str]]) -> Batch:
    """Say which column is which, as (position, meaning), and check the file so; remembered for this employer.

    A file that was checked with other columns is checked anew: rows that were mended are as in the file again.
    Raises AmountMissing, PersonMissing, ColumnDoubled, NotCheckedYet, ConfirmedAlready.
    """
    batch = reads.lock(employer_id, batch_id)
    if batch.state == "reading":
        raise rules.NotCheckedYet
    if batch.state not in {"columns", "checked"}:
        raise rules.ConfirmedAlready
    file = _get_file(batch)
    headings = spreadsheets.read(file.content).headings
    positions = columns.check([(position, name) for position, name in chosen if position < len(headings)])
    _remember(employer_id, headings, positions)
    file.positions = positions
    db.session.execute(sa.delete(Row).where(*reads.of(batch)), execution_options={"synchronize_session": False})
    _begin(batch, headings, positions)
    return batch


def _known_columns(employer_id: uuid.UUID) -> dict[str, str]:
    found = db.session.execute(
        sa.select(KnownColumn.heading, KnownColumn.column_name).where(KnownColumn.employer_id == employer_id)
    )
    return {row.heading: row.column_name for row in found}


def _remember(employer_id: uuid.UUID, headings: Sequence[str], positions: Mapping[str, int]) -> None:
    meanings = {columns.remembered_as(heading): "" for heading in headings}
    meanings |= {columns.remembered_as(headings[position]): name for name, position in positions.items()}
    told = [{"employer_id": employer_id, "heading": heading, "column_name": name} for heading, name in meanings.items()]
    adding = postgresql.insert(KnownColumn).values(told)
    db.session.execute(
        adding.on_conflict_do_update(
            index_elements=[KnownColumn.employer_id, KnownColumn.heading],
            set_={"column_name": adding.excluded.column_name},
        )
    )
