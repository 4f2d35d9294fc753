"""Check the rows of a batch: a chunk at a time, in a constant number of statements per chunk and constant memory."""

import json
import uuid
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict
from itertools import islice

import sqlalchemy as sa

from leerloket import clock, db, money, outbox, spreadsheets
from leerloket.accounts.topups import reads, rules
from leerloket.accounts.topups.models import Batch, File, Row
from leerloket.people import service as people
from leerloket.people.employers import service as employers

CHUNK = 5_000
"""Rows checked and written together, each chunk of a large file in a transaction of its own."""

READ_AT_ONCE = 5_000
"""Up to this many rows are checked while the person waits; more are left to the worker (screens.md 16d)."""

Numbered = tuple[int, Mapping[str, str]]
"""The number of a row and its cells by what they mean."""

NONE: Mapping[int, str] = {}

WRITE = """
COPY top_up_rows (employer_id, batch_id, row, cells, verdict, problems, person_id, amount_cents, purposes, expires_on,
                  note, answer) FROM STDIN
"""

FIND_DOUBLES = """
SELECT row, first_row FROM (
    SELECT row, doubles_row,
           CASE WHEN counts THEN nullif(min(row) FILTER (WHERE counts) OVER (PARTITION BY person_id), row) END
           AS first_row
    FROM (SELECT row, person_id, doubles_row, verdict <> 'error' AND answer IS DISTINCT FROM 'skip' AS counts
          FROM top_up_rows WHERE employer_id = %s AND batch_id = %s) AS mine
) AS seen
WHERE doubles_row IS DISTINCT FROM first_row
"""
"""Rows that could go through and name a person whom an earlier such row names already, as far as that is news."""

MARK_DOUBLES = """
UPDATE top_up_rows SET doubles_row = d.first_row FROM unnest(%s::bigint[], %s::bigint[]) AS d(row, first_row)
WHERE employer_id = %s AND batch_id = %s AND top_up_rows.row = d.row
"""


def read(batch: Batch) -> None:
    """Check the whole file of a batch in this transaction."""
    write_all(batch, _rows_of(batch.employer_id, batch.batch_id))


def write_all(batch: Batch, rows: Iterator[Numbered]) -> None:
    """Check all rows of a new batch in this transaction."""
    for chunk in _chunks(rows):
        write(batch, chunk)
        batch.rows_read += len(chunk)
    finish(batch)


def work() -> int:
    """Check the large files that wait, each chunk in a transaction of its own; answers how many rows.

    For the worker: called again after a crash it goes on after the last chunk that was kept.
    """
    checked = 0
    for employer_id, batch_id in db.run(_list_waiting):
        for chunk in _chunks(db.run(_rows_of, employer_id, batch_id)):
            checked += db.run(_write_next, employer_id, batch_id, chunk)
        db.run(_finish_later, employer_id, batch_id)
    return checked


def _list_waiting() -> list[tuple[uuid.UUID, uuid.UUID]]:
    found = db.session.execute(sa.select(Batch.employer_id, Batch.batch_id).where(Batch.state == "reading"))
    return [(employer_id, batch_id) for employer_id, batch_id in found]


def _rows_of(employer_id: uuid.UUID, batch_id: uuid.UUID) -> Iterator[Numbered]:
    content, positions = db.session.execute(
        sa.select(File.content, File.positions).where(File.employer_id == employer_id, File.batch_id == batch_id)
    ).one()
    return named(content, positions)


def named(content: bytes, positions: Mapping[str, int]) -> Iterator[Numbered]:
    """The rows of a file with their cells by what they mean."""
    for number, cells in spreadsheets.rows(content):
        yield number, {name: cells[i] if i < len(cells) else "" for name, i in positions.items()}


def _chunks(rows: Iterator[Numbered]) -> Iterator[list[Numbered]]:
    while chunk := list(islice(rows, CHUNK)):
        yield chunk


def _write_next(employer_id: uuid.UUID, batch_id: uuid.UUID, chunk: Sequence[Numbered]) -> int:
    batch = reads.lock(employer_id, batch_id)
    if batch.state != "reading":
        return 0
    last = reads.last_row(batch)
    new = [(number, cells) for number, cells in chunk if number > last]
    write(batch, new)
    batch.rows_read += len(new)
    return len(new)


def write(batch: Batch, chunk: Sequence[Numbered], answers: Mapping[int, str] = NONE) -> None:
    """Check these rows and keep them, with the answers that were given before. Call `finish` after the last chunk."""
    db.session.flush()
    known, former = _people_named(batch.employer_id, [cells for _, cells in chunk])
    today = clock.business_date()
    with db.cursor() as cursor, cursor.copy(WRITE) as copy:
        for number, cells in chunk:
            meaning = rules.read_row(cells, known, former, today)
            copy.write_row(
                (
                    batch.employer_id,
                    batch.batch_id,
                    number,
                    json.dumps({name: text[: rules.LONGEST_CELL] for name, text in cells.items()}),
                    meaning.verdict,
                    json.dumps([asdict(problem) for problem in meaning.problems]),
                    meaning.person_id,
                    meaning.amount_cents,
                    meaning.purposes,
                    meaning.expires_on,
                    meaning.note,
                    answers.get(number),
                )
            )


def finish(batch: Batch) -> None:
    """See which rows name a person twice, add up, and let the employer decide."""
    db.session.flush()
    mine = [batch.employer_id, batch.batch_id]
    with db.cursor() as cursor:
        news = cursor.execute(FIND_DOUBLES, mine).fetchall()
        if news:
            cursor.execute(MARK_DOUBLES, [[row for row, _ in news], [first for _, first in news], *mine])
    batch.state = "checked"
    batch.total_cents = reads.count_rows(batch).cents["ok"]
    db.session.flush()


def _finish_later(employer_id: uuid.UUID, batch_id: uuid.UUID) -> None:
    batch = reads.lock(employer_id, batch_id)
    if batch.state == "reading":
        finish(batch)
        _tell(batch)


def _tell(batch: Batch) -> None:
    person = people.get_person(batch.created_by)
    if not person.email:
        return
    totals = reads.count_rows(batch)
    outbox.put(
        "top_up_file_wrong" if totals.rows["error"] else "top_up_file_checked",
        person.email,
        dedup=f"top-up-file:{batch.batch_id}:{batch.row_count}",
        facts={
            "name": person.name,
            "file": batch.file_name or batch.reference,
            "reference": batch.reference,
            "rows": totals.row_count,
            "ready": totals.rows["ok"],
            "wrong": totals.rows["error"],
            "asked": totals.rows["question"],
            "amount": money.euros(totals.cents["ok"], person.language),
        },
        language=person.language,
    )


def _people_named(employer_id: uuid.UUID, rows: Sequence[Mapping[str, str]]) -> tuple[rules.Known, rules.Known]:
    """The employees of today, and the people who were employees before, as far as these rows name them."""

    def all_of(name: str) -> set[str]:
        return {cells[name] for cells in rows if cells.get(name)}

    found = employers.find_named(
        employer_id,
        personnel_numbers=all_of("personnel_number"),
        emails=all_of("email"),
        numbers={rules.plain_number(number) for number in all_of("number")},
    )
    today = clock.business_date()
    now = [one for one in found if one.starts_on <= today and (one.ends_on is None or one.ends_on >= today)]
    return _known(now), _known(one for one in found if one.ends_on is not None and one.ends_on < today)


def _known(named_people: Iterable[employers.Named]) -> rules.Known:
    found = list(named_people)
    bare = Counter(rules.without_zeros(one.personnel_number) for one in found)
    by_number = {key: one.person_id for one in found if bare[key := rules.without_zeros(one.personnel_number)] == 1}
    by_number |= {one.personnel_number: one.person_id for one in found}
    return rules.Known(
        by_number,
        {one.email.lower(): one.person_id for one in found if one.email},
        {one.number: one.person_id for one in found},
    )


def check_again(batch: Batch) -> None:
    """Check the rows that are there against the employees of today; what was mended and answered stays."""
    after = 0
    while rows := reads.get_rows(batch, after=after, limit=CHUNK):
        replace(batch, [(row.row, row.cells) for row in rows], {row.row: row.answer for row in rows if row.answer})
        after = rows[-1].row
    finish(batch)


def replace(batch: Batch, rows: Sequence[Numbered], answers: Mapping[int, str] = NONE) -> None:
    """Check rows that are there anew, with other cells. Call `finish` after the last."""
    numbers = [number for number, _ in rows]
    mine = (Row.employer_id == batch.employer_id, Row.batch_id == batch.batch_id, Row.row.in_(numbers))
    db.session.execute(sa.delete(Row).where(*mine), execution_options={"synchronize_session": False})
    write(batch, rows, answers)
