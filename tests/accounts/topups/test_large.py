"""A large file: read by the worker in chunks, with as many statements for few rows as for many."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
import pytest
import sqlalchemy as sa

from leerloket import db, outbox
from leerloket.accounts.topups import reading, service
from tests.accounts.topups import make
from tests.conftest import Database


@contextmanager
def statements(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """Everything this process sends to the database, COPY as well."""
    sent: list[str] = []
    execute, copy = psycopg.Cursor.execute, psycopg.Cursor.copy

    def counted(self: Any, query: Any, *args: Any, **more: Any) -> Any:
        sent.append(str(query))
        return execute(self, query, *args, **more)

    def counted_copy(self: Any, statement: Any, *args: Any, **more: Any) -> Any:
        sent.append(str(statement))
        return copy(self, statement, *args, **more)

    with monkeypatch.context() as patched:
        patched.setattr(psycopg.Cursor, "execute", counted)
        patched.setattr(psycopg.Cursor, "copy", counted_copy)
        yield sent


def lines(number: int) -> str:
    return "personeelsnummer;bedrag\n" + "".join(f"{101 + n % 5};{n % 90 + 10},50\n" for n in range(number))


def test_a_chunk_takes_as_many_statements_for_5000_rows_as_for_50(
    committed: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    company = db.run(make.company, 5)
    counts = []
    for number in (50, 5_000):
        with statements(monkeypatch) as sent:
            batch = db.run(make.check, company, lines(number))
        counts.append(len(sent))
        assert db.run(service.count_rows, batch).row_count == number
        with statements(monkeypatch) as sent:
            db.run(service.confirm, company.employer_id, batch.batch_id, accept_questions=True, by=company.clerk_id)
        counts.append(len(sent))
    assert counts[:2] == counts[2:]
    assert counts[0] < 40


def test_more_rows_are_left_to_the_worker_who_tells_when_it_is_done(
    committed: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "READ_AT_ONCE", 10)
    monkeypatch.setattr(reading, "CHUNK", 7)
    company = db.run(make.company, 5)
    batch = db.run(make.check, company, lines(30) + "999;1\n")
    assert (batch.state, batch.rows_read, batch.row_count) == ("reading", 0, 31)
    assert service.check_waiting() == 31
    with db.transaction(read_only=True):
        found = service.get_batch(company.employer_id, batch.batch_id)
        assert (found.state, found.rows_read) == ("checked", 31)
        assert service.count_rows(found).rows == {"ok": 5, "error": 1, "question": 25, "skipped": 0}
        told = db.session.scalars(sa.select(outbox.Message).where(outbox.Message.kind.startswith("top_up_file"))).all()
        assert [(message.kind, message.facts["wrong"]) for message in told] == [("top_up_file_wrong", 1)]
    assert service.check_waiting() == 0


def test_after_a_crash_the_check_goes_on_where_it_was(committed: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "READ_AT_ONCE", 0)
    monkeypatch.setattr(reading, "CHUNK", 4)
    company = db.run(make.company, 5)
    batch = db.run(make.check, company, lines(10))
    write = reading.write
    written: list[int] = []

    def write_two_chunks(of: service.Batch, chunk: list[reading.Numbered]) -> None:
        if len(written) == 2:
            raise ConnectionError
        write(of, chunk)
        written.append(len(chunk))

    monkeypatch.setattr(reading, "write", write_two_chunks)
    with pytest.raises(ConnectionError):
        service.check_waiting()
    assert db.run(service.get_batch, company.employer_id, batch.batch_id).rows_read == 8
    monkeypatch.setattr(reading, "write", write)
    assert service.check_waiting() == 2
    assert db.run(service.count_rows, batch).row_count == 10
    assert db.run(service.get_batch, company.employer_id, batch.batch_id).rows_read == 10
