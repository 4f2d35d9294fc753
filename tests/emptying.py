"""A database back as it was when it was migrated: quicker than a new one, which costs many files and a checkpoint.

Only tables with something in them are emptied; what migrations put in some of them is put back.
"""

from dataclasses import dataclass

import psycopg
from psycopg import sql

FILLED = """
SELECT relname FROM pg_class
WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace AND pg_relation_size(oid) > 0 ORDER BY relname
"""
PATIENCE = "5s"
"""How long to wait for connections that a test left with a transaction."""


@dataclass(frozen=True)
class Kept:
    """What a fresh database holds, as text per table."""

    rows: dict[str, bytes]


def keep(url: str) -> Kept:
    """Remember what a database holds now."""
    with _connect(url) as connection:
        return Kept({table: _read(connection, table) for table in _filled(connection)})


def empty(url: str, kept: Kept) -> None:
    """Give a database exactly the rows that were kept, with every counter at its start."""
    with _connect(url) as connection, connection.transaction():
        tables = sql.SQL(", ").join(map(sql.Identifier, _filled(connection)))
        connection.execute(sql.SQL("TRUNCATE {} RESTART IDENTITY CASCADE").format(tables))
        for table, rows in kept.rows.items():
            copy = sql.SQL("COPY {} FROM STDIN").format(sql.Identifier(table))
            with connection.cursor().copy(copy) as out:
                out.write(rows)


def _connect(url: str) -> psycopg.Connection[tuple[object, ...]]:
    return psycopg.connect(url.replace("+psycopg", ""), autocommit=True, options=f"-c lock_timeout={PATIENCE}")


def _filled(connection: psycopg.Connection[tuple[object, ...]]) -> list[str]:
    return [str(row[0]) for row in connection.execute(FILLED)]


def _read(connection: psycopg.Connection[tuple[object, ...]], table: str) -> bytes:
    with connection.cursor().copy(sql.SQL("COPY {} TO STDOUT").format(sql.Identifier(table))) as copy:
        return b"".join(bytes(part) for part in copy)
