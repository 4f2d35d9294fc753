"""The database: one engine, one session per thread, and the only commit."""

import random
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar, cast

import psycopg
import sqlalchemy as sa
from sqlalchemy import orm
from sqlalchemy.dialects import postgresql
from uuid_utils.compat import uuid7

NAMING = {
    "pk": "%(table_name)s_pkey",
    "ix": "%(table_name)s_%(column_0_N_name)s_idx",
    "uq": "%(table_name)s_%(column_0_N_name)s_key",
    "ck": "%(table_name)s_%(constraint_name)s_check",
    "fk": "%(table_name)s_%(column_0_N_name)s_fkey",
}

LOCK_TIMEOUT_MS = 2_000
STATEMENT_TIMEOUT_MS = 10_000
TRY_AGAIN = frozenset({"40001", "40P01", "55P03", "57P01"})
"""SQLSTATEs after which the same work may succeed: serialization, deadlock, lock not available, server restart."""


T = TypeVar("T")


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


_factory: orm.sessionmaker[orm.Session] = orm.sessionmaker(expire_on_commit=False)
session: orm.scoped_session[orm.Session] = orm.scoped_session(_factory)
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
        pool_pre_ping=True,
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
    session.remove()
    session.session_factory.configure(
        bind=bind,
        join_transaction_mode="create_savepoint" if isinstance(bind, sa.Connection) else "conditional_savepoint",
    )


@contextmanager
def transaction(*, read_only: bool = False) -> Iterator[orm.Session]:
    """One unit of work: commits when the block ends, rolls back when it raises. The only commit there is."""
    current = session()
    try:
        if read_only and isinstance(current.get_bind(), sa.Engine):
            current.connection(execution_options={"postgresql_readonly": True})
        yield current
        current.commit()
    except BaseException:
        current.rollback()
        raise
    finally:
        session.remove()


def run(work: Callable[[], T], *, attempts: int = 5) -> T:
    """Do the work in a transaction of its own; after a deadlock or a time-out on a lock, do it again from the start."""
    for attempt in range(1, attempts + 1):
        try:
            with transaction():
                return work()
        except sa.exc.DBAPIError as problem:
            if attempt == attempts or not may_try_again(problem):
                raise
            time.sleep(random.uniform(0, 0.02 * 2**attempt))  # noqa: S311
    raise AssertionError("unreachable")


def may_try_again(problem: sa.exc.DBAPIError) -> bool:
    """Whether the same work can succeed when it is done again."""
    return sqlstate(problem) in TRY_AGAIN or problem.connection_invalidated


def sqlstate(problem: sa.exc.DBAPIError) -> str | None:
    """The five-character code PostgreSQL gave."""
    return getattr(problem.orig, "sqlstate", None)


def cursor() -> psycopg.Cursor[Any]:
    """A bare psycopg cursor inside the session's transaction, for the few statements that must be fast."""
    raw = session.connection().connection.driver_connection
    return cast("psycopg.Connection[Any]", raw).cursor()


@contextmanager
def apart() -> Iterator[sa.Connection]:
    """A connection of its own that commits by itself: for what must be kept even when the work is rolled back."""
    bind = session.get_bind()
    if isinstance(bind, sa.Connection):
        yield bind
        return
    with bind.begin() as connection:
        yield connection
