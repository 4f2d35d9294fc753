"""A database back as it was when it was migrated: quicker than a new one, which costs many files and a checkpoint.

Only tables with something in them are emptied; what migrations put in some of them is put back.
"""

import psycopg
from psycopg import sql

FILLED = """
SELECT relname FROM pg_class
WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace AND pg_relation_size(oid) > 0 ORDER BY relname
"""
PATIENCE = "5s"
"""How long to wait for connections that a test left with a transaction."""


def keep(url: str) -> dict[str, bytes]:
    """What a database holds now, as text per table."""
    with _connect(url) as connection:
        return {table: _read(connection, table) for table in _filled(connection)}


def empty(url: str, kept: dict[str, bytes]) -> None:
    """Give a database exactly the rows that were kept, with every counter at its start."""
    with _connect(url) as connection, connection.transaction():
        tables = sql.SQL(", ").join(map(sql.Identifier, _filled(connection)))
        connection.execute(sql.SQL("TRUNCATE {} RESTART IDENTITY CASCADE").format(tables))
        for table, rows in kept.items():
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
