"""The database: one engine, one session per thread, and the only commit."""

import atexit
import queue
import random
import threading
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any, ParamSpec, TypeVar, cast

import psycopg
import sqlalchemy as sa
from sqlalchemy import orm
from sqlalchemy.dialects import postgresql
from uuid_utils.compat import uuid7

DATABASE_ERRORS = (sa.exc.DBAPIError, psycopg.Error)
"""What the database raises: through SQLAlchemy, or straight from the driver for the fast statements."""

NAMING = {
    "pk": "%(table_name)s_pkey",
    "ix": "%(table_name)s_%(column_0_N_name)s_idx",
    "uq": "%(table_name)s_%(column_0_N_name)s_key",
    "ck": "%(table_name)s_%(constraint_name)s_check",
    "fk": "%(table_name)s_%(column_0_N_name)s_fkey",
}

ATTEMPTS = 5
LOCK_TIMEOUT_MS = 2_000
STATEMENT_TIMEOUT_MS = 10_000
TRY_AGAIN = frozenset({"40001", "40P01", "55P03", "57P01"})
"""SQLSTATEs after which the same work may succeed: serialization, deadlock, lock not available, server restart."""


T = TypeVar("T")
P = ParamSpec("P")


class Base(orm.DeclarativeBase):
    """The base of every table. Text is `text`, instants are timestamptz, money is bigint."""

    metadata = sa.MetaData(naming_convention=NAMING)
    type_annotation_map = {  # noqa: RUF012
        str: sa.Text(),
        int: sa.BigInteger(),
        uuid.UUID: sa.Uuid(),
        list[str]: postgresql.ARRAY(sa.Text()),
        dict[str, Any]: postgresql.JSONB(),
        list[dict[str, Any]]: postgresql.JSONB(),
    }


class Timestamp(sa.TypeDecorator[Any]):
    """An instant: `timestamptz`, always timezone-aware in Python."""

    impl = sa.DateTime(timezone=True)
    cache_ok = True


class _Thread(threading.local):
    """What this thread works with: the pooled connection of its unit of work, while there is one.

    `driver` is the connection of work that may be one statement only, and `statements_left` counts down in it.
    """

    pooled: sa.pool.PoolProxiedConnection | None = None
    driver: psycopg.Connection[Any] | None = None
    statements_left: int | None = None


class _NeedsTransaction(Exception):
    """Work that was to be one statement asks for another."""


_thread = _Thread()
_committing: queue.SimpleQueue[tuple[sa.Engine, psycopg.Connection[Any]]] = queue.SimpleQueue()
"""Connections for single statements that nobody uses now: at most as many as there are threads."""
_bind: sa.Engine | sa.Connection | None = None


def _make_session() -> orm.Session:
    if _thread.statements_left is not None:
        raise _NeedsTransaction
    if _thread.pooled is not None and isinstance(_bind, sa.Engine):
        return orm.Session(sa.Connection(_bind, _thread.pooled), expire_on_commit=False)
    mode = "create_savepoint" if isinstance(_bind, sa.Connection) else "conditional_savepoint"
    return orm.Session(_bind, expire_on_commit=False, join_transaction_mode=mode)  # type: ignore[arg-type]


session: orm.scoped_session[orm.Session] = orm.scoped_session(_make_session)  # type: ignore[arg-type]
"""The session of this thread. Services read and write through it and never commit."""


def new_id() -> uuid.UUID:
    """A new UUIDv7: unique everywhere, and rising, so that indexes stay compact."""
    return uuid7()


def random_id() -> uuid.UUID:
    """A random UUID for people: it says nothing about when or where it was made."""
    return uuid.uuid4()


def make_engine(url: str, *, pool_size: int = 5, role: str | None = "leerloket_app") -> sa.Engine:
    """An engine with our time-outs. Make it after a fork, one per process.

    When the user of the URL is a member of `role` (the owner on a server with one user), each connection
    takes that role, so that the ledger stays append-only for the running service.
    """
    engine = sa.create_engine(
        url,
        pool_size=pool_size,
        max_overflow=pool_size,
        connect_args={
            "options": f"-c lock_timeout={LOCK_TIMEOUT_MS} -c statement_timeout={STATEMENT_TIMEOUT_MS} -c timezone=UTC",
            "connect_timeout": 5,
            "application_name": "leerloket",
        },
    )
    if role:
        sa.event.listen(engine, "connect", lambda connection, _record: _take_role(connection, role))
    return engine


def _take_role(connection: psycopg.Connection[Any], role: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT 1 FROM pg_roles WHERE rolname = %s AND rolname <> current_user"
            " AND pg_has_role(current_user, oid, 'MEMBER')",
            [role],
        )
        if cursor.fetchone():
            cursor.execute(f"SET ROLE {role}")
    connection.commit()


def connect(bind: sa.Engine | sa.Connection) -> None:
    """Let the sessions of this process use an engine, or in a test one connection (commits become savepoints)."""
    global _bind  # noqa: PLW0603 - the one engine of the process
    session.remove()
    _close_committing()
    _bind = bind


@contextmanager
def transaction(*, read_only: bool = False) -> Iterator[None]:
    """One unit of work: commits when the block ends, rolls back when it raises. The only commit there is.

    The session is made when it is first used: work that only needs `cursor()` does not pay for it (speed.md). The
    pool rolls back what was not committed when it takes the connection back.
    """
    if not isinstance(_bind, sa.Engine):
        with _savepoint():
            yield
        return
    session.remove()
    pooled = _thread.pooled = _bind.raw_connection()
    driver = cast("psycopg.Connection[Any]", pooled.driver_connection)
    try:
        if read_only:
            driver.read_only = True
        yield
        if session.registry.has():
            session.commit()
        driver.commit()
    finally:
        session.remove()
        _thread.pooled = None
        if read_only:
            with suppress(psycopg.Error):
                driver.rollback()
                driver.read_only = None
        pooled.close()


@contextmanager
def _savepoint() -> Iterator[None]:
    try:
        yield
        session.commit()
    except BaseException:
        session.rollback()
        raise
    finally:
        session.remove()


def run(work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """Do the work in a transaction of its own; after a deadlock or a time-out on a lock, do it again from the start.

    `db.run(bookings.accept, provider_id, booking_id, actor_id=office)` reads like the call itself.
    """
    for attempt in range(1, ATTEMPTS + 1):
        try:
            with transaction():
                return work(*args, **kwargs)
        except DATABASE_ERRORS as problem:
            if attempt == ATTEMPTS or not may_try_again(problem):
                raise
            if _is_lost(problem) and isinstance(_bind, sa.Engine):
                _bind.dispose()
            time.sleep(random.uniform(0, 0.02 * 2**attempt))  # noqa: S311
    raise AssertionError("unreachable")


def run_alone(work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """Do work that is one statement: PostgreSQL begins and commits it by itself, in one round trip instead of three.

    Work that asks for a second statement, or that may try again, is done from the start in a transaction. So its
    one statement does everything or changes nothing, and knows its key (speed.md: one statement that locks, checks,
    writes and returns).
    """
    if isinstance(_bind, sa.Engine):
        try:
            with _one_statement(_bind):
                return work(*args, **kwargs)
        except _NeedsTransaction:
            pass
        except DATABASE_ERRORS as problem:
            if not may_try_again(problem):
                raise
    return run(work, *args, **kwargs)


@contextmanager
def _one_statement(engine: sa.Engine) -> Iterator[None]:
    session.remove()
    driver = _take_committing(engine)
    _thread.driver, _thread.statements_left = driver, 1
    try:
        yield
    finally:
        _thread.driver = _thread.statements_left = None
        if driver.closed:
            _close_committing()
        else:
            _committing.put((engine, driver))


def _take_committing(engine: sa.Engine) -> psycopg.Connection[Any]:
    """A connection that commits each statement by itself: one that was used before, or a new one of this engine."""
    with suppress(queue.Empty):
        made_by, driver = _committing.get_nowait()
        if made_by is engine:
            return driver
        driver.close()
    pooled = engine.raw_connection()
    driver = cast("psycopg.Connection[Any]", pooled.driver_connection)
    pooled.detach()
    driver.autocommit = True
    return driver


def _close_committing() -> None:
    with suppress(queue.Empty):
        while True:
            _committing.get_nowait()[1].close()


atexit.register(_close_committing)


def may_try_again(problem: Exception) -> bool:
    """Whether the same work can succeed when it is done again: a lock, a deadlock, or a connection that is gone."""
    return sqlstate(problem) in TRY_AGAIN or _is_lost(problem)


def _is_lost(problem: Exception) -> bool:
    """Whether the connection broke, so that the others in the pool are most likely gone as well."""
    if isinstance(problem, sa.exc.DBAPIError):
        return problem.connection_invalidated
    return isinstance(problem, psycopg.OperationalError) and sqlstate(problem) in {None, "57P01"}


def sqlstate(problem: Exception) -> str | None:
    """The five-character code PostgreSQL gave, however the error came; None when the connection broke."""
    return getattr(getattr(problem, "orig", problem), "sqlstate", None)


def cursor() -> psycopg.Cursor[Any]:
    """A bare psycopg cursor inside this thread's transaction, for the few statements that must be fast."""
    if _thread.statements_left is not None:
        if _thread.statements_left == 0:
            raise _NeedsTransaction
        _thread.statements_left -= 1
    if _thread.driver is not None:
        return _thread.driver.cursor()
    pooled = _thread.pooled
    if pooled is None:
        pooled = session.connection().connection
    return cast("psycopg.Connection[Any]", pooled.driver_connection).cursor()


def first_free(column: orm.InstrumentedAttribute[str], wanted: str) -> str:
    """The text itself when no row has it in this column, else the first of `text-2`, `text-3` and so on."""
    taken = set(session.scalars(sa.select(column).where(column.startswith(wanted, autoescape=True))))
    numbered = (wanted if number == 1 else f"{wanted}-{number}" for number in range(1, len(taken) + 2))
    return next(text for text in numbered if text not in taken)


@contextmanager
def apart() -> Iterator[sa.Connection]:
    """A connection of its own that commits by itself: for what must be kept even when the work is rolled back."""
    if isinstance(_bind, sa.Connection):
        yield _bind
        return
    with cast("sa.Engine", _bind).begin() as connection:
        yield connection
