"""A real PostgreSQL for every test: one server, one migrated template, and a clone per process or per race."""

import fcntl
import hashlib
import itertools
import os
import tempfile
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import flask
import flask.testing
import psycopg
import pytest
import sqlalchemy as sa
from hypothesis import settings as hypothesis_settings

from leerloket import app as application
from leerloket import config, db, migrate, postgres
from tests import emptying

ROOT = Path(__file__).parent.parent
DATA_DIR = Path(tempfile.gettempdir()) / f"leerloket-tests-{os.getuid()}"
DEMO = {"LEERLOKET_DEMO": "on", "LEERLOKET_PAYMENT_KEY": ""}
"""The demo without its payment service, which tests start where they need it."""
_numbers = itertools.count(1)

hypothesis_settings.register_profile("leerloket", deadline=None, max_examples=100)
hypothesis_settings.load_profile("leerloket")


@dataclass(frozen=True)
class Database:
    """One migrated database: the URL of its owner and of the running service."""

    name: str
    owner_url: str
    app_url: str


class Server:
    """The PostgreSQL of the tests: the one of LEERLOKET_DATABASE_URL, else the embedded one."""

    def __init__(self) -> None:
        given = config.from_environment({**os.environ, "LEERLOKET_DEMO": "on"}).database_url
        self.given = sa.make_url(given) if given else None
        self.embedded = None if given else postgres.start(DATA_DIR, durable=False)

    def database(self, name: str) -> Database:
        if self.embedded:
            return Database(name, self.embedded.url(name, postgres.OWNER), self.embedded.url(name))
        assert self.given is not None
        url = self.given.set(database=name).render_as_string(hide_password=False)
        return Database(name, url, url)

    def create(self, name: str, template: str | None = None) -> Database:
        if self.embedded:
            self.embedded.create_database(name, template)
        else:
            self._run(f'CREATE DATABASE "{name}"' + (f' TEMPLATE "{template}"' if template else ""))
        return self.database(name)

    def drop(self, name: str) -> None:
        if self.embedded:
            self.embedded.drop_database(name)
        else:
            self._run(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')

    def exists(self, name: str) -> bool:
        engine = sa.create_engine(self.database("postgres").owner_url, poolclass=sa.NullPool)
        with engine.connect() as connection:
            found = connection.scalar(sa.text("SELECT 1 FROM pg_database WHERE datname = :name"), {"name": name})
        return found is not None

    def _run(self, statement: str) -> None:
        assert self.given is not None
        url = self.given.set(drivername="postgresql").render_as_string(hide_password=False)
        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute(statement.encode())


@pytest.fixture(scope="session")
def server() -> Server:
    return Server()


@pytest.fixture(scope="session")
def template(server: Server) -> str:
    """The name of a migrated database, made anew when a migration changes."""
    files = [*sorted((ROOT / "migrations").rglob("*.py")), ROOT / "leerloket/people/regions.csv"]
    digest = hashlib.sha256(b"".join(file.read_bytes() for file in files if file.exists())).hexdigest()[:12]
    name = f"leerloket_template_{digest}"
    DATA_DIR.mkdir(parents=True, exist_ok=True)
    with (DATA_DIR / "template.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not server.exists(name):
            making = server.create(f"{name}_making_{os.getpid()}")
            migrate.upgrade(making.owner_url)
            server.create(name, template=making.name)
            server.drop(making.name)
    return name


@pytest.fixture(scope="session")
def clone(server: Server, template: str) -> Iterator[Callable[[], Database]]:
    """Makes fresh migrated databases; all are gone at the end."""
    made: list[str] = []

    def make() -> Database:
        name = f"leerloket_test_{os.getpid()}_{next(_numbers)}"
        server.drop(name)
        made.append(name)
        return server.create(name, template=template)

    yield make
    for name in made:
        server.drop(name)


@pytest.fixture(scope="session")
def database(clone: Callable[[], Database]) -> Database:
    """The database of this process; tests leave no trace in it."""
    return clone()


@pytest.fixture(scope="session")
def engine(database: Database) -> Iterator[sa.Engine]:
    engine = db.make_engine(database.app_url)
    yield engine
    engine.dispose()


@pytest.fixture
def session(engine: sa.Engine) -> Iterator[None]:
    """Everything this test writes is undone; a commit inside it is a savepoint."""
    with engine.connect() as connection:
        outer = connection.begin()
        db.connect(connection)
        yield
        db.session.remove()
        outer.rollback()


@pytest.fixture(scope="session")
def pristine(database: Database) -> dict[str, bytes]:
    """What a fresh database holds."""
    return emptying.keep(database.owner_url)


@pytest.fixture(scope="session")
def spare() -> list[Database]:
    """Databases that a test gave back as good as new."""
    return []


@pytest.fixture
def committed(clone: Callable[[], Database], spare: list[Database], pristine: dict[str, bytes]) -> Iterator[Database]:
    """A database of its own with real commits, for races and for whole stories; sessions of any thread use it.

    It is emptied afterwards and used again, unless a test left it locked.
    """
    fresh = spare.pop() if spare else clone()
    engine = db.make_engine(fresh.app_url, pool_size=20)
    db.connect(engine)
    yield fresh
    db.session.remove()
    engine.dispose()
    with suppress(psycopg.errors.LockNotAvailable):
        emptying.empty(fresh.owner_url, pristine)
        spare.append(fresh)


@pytest.fixture
def settings(tmp_path: Path) -> config.Settings:
    return config.from_environment({**DEMO, "LEERLOKET_DATA_DIR": str(tmp_path)})


@pytest.fixture(scope="session")
def built_app(tmp_path_factory: pytest.TempPathFactory) -> flask.Flask:
    """The application, built once per process: that takes as long as a dozen tests."""
    folder = tmp_path_factory.mktemp("data")
    app = application.create_app(config.from_environment({**DEMO, "LEERLOKET_DATA_DIR": str(folder)}))
    app.testing = True
    app.config["WTF_CSRF_ENABLED"] = False
    return app


@pytest.fixture
def app(built_app: flask.Flask) -> Iterator[flask.Flask]:
    """The application; what a test changes in its configuration is put back."""
    before = built_app.config.copy()
    yield built_app
    built_app.config.clear()
    built_app.config.update(before)


@pytest.fixture
def client(app: flask.Flask) -> flask.testing.FlaskClient:
    return app.test_client()
