"""The launcher of the embedded PostgreSQL, with real servers: what it must survive and what it must leave alone."""

import concurrent.futures
import contextlib
import os
import pwd
import shutil
import signal
import stat
import subprocess
import sys
import sysconfig
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from leerloket import postgres, postgres_place

REPOSITORY = Path(__file__).parents[1]
SYSTEM_15 = Path("/usr/lib/postgresql/15/bin")
AS_ROOT = os.geteuid() == 0


@pytest.fixture
def data_dir() -> Iterator[Path]:
    """A data folder that every account may enter (pytest's own are closed); its servers end with the test."""
    top = Path(tempfile.mkdtemp(prefix="leerloket-test-"))
    top.chmod(0o755)
    yield top / "data"
    postgres.remove(top / "data")
    shutil.rmtree(top)


def connect(server: postgres.Server, database: str = "postgres", user: str = "postgres") -> psycopg.Connection:
    url = server.url(database, user).replace("postgresql+psycopg", "postgresql")
    return psycopg.connect(url, autocommit=True)


@contextlib.contextmanager
def connect_and_lose(server: postgres.Server) -> Iterator[psycopg.Connection]:
    """A connection whose server may die under it."""
    connection = connect(server)
    try:
        yield connection
    finally:
        with contextlib.suppress(psycopg.Error):
            connection.close()


def master(server: postgres.Server) -> int:
    return int((server.folder / "data/postmaster.pid").read_text().split("\n", 1)[0])


def run_python(code: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", code, *arguments], cwd=REPOSITORY, capture_output=True, text=True, check=False
    )


def run_python_as(name: str, code: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Needs a checkout and a Python that other accounts can enter: ours, or the system's of the same version."""
    entry = pwd.getpwnam(name)
    account = postgres_place.Account(entry.pw_uid, entry.pw_gid)
    packages = Path(sysconfig.get_path("purelib"))
    system = Path(f"/usr/bin/python{sys.version_info.major}.{sys.version_info.minor}")
    python = next((one for one in (Path(sys.executable), system) if one.exists() and account.reaches(one)), None)
    if python is None or not account.reaches(REPOSITORY / "leerloket") or not account.reaches(packages):
        pytest.skip("this checkout or its Python is closed to other accounts")
    chosen = {name: value for name, value in os.environ.items() if name == "LEERLOKET_PG_BIN"}
    return subprocess.run(
        [python, "-c", code, *arguments],
        cwd="/",
        env={"PATH": os.defpath, "PYTHONPATH": f"{REPOSITORY}:{packages}", "PYTHONDONTWRITEBYTECODE": "1"} | chosen,
        capture_output=True,
        text=True,
        check=False,
        user=entry.pw_uid,
        group=entry.pw_gid,
        extra_groups=[],
    )


def test_first_start_gives_two_roles_and_an_owned_database(data_dir: Path) -> None:
    server = postgres.start(data_dir, durable=False)
    server.create_database("leerloket")
    server.create_database("leerloket")

    with connect(server, "leerloket", postgres.OWNER) as owner:
        owner.execute("CREATE EXTENSION pg_trgm")
        owner.execute("CREATE EXTENSION unaccent")
        owner.execute("CREATE EXTENSION btree_gist")
        owner.execute("CREATE TABLE proof (id int PRIMARY KEY)")
        rights = owner.execute("SELECT rolsuper, rolcreaterole FROM pg_roles WHERE rolname = current_user").fetchone()
        assert rights == (False, False)
    with (
        connect(server, "leerloket", postgres.APP) as app,
        pytest.raises(psycopg.errors.InsufficientPrivilege),
    ):
        app.execute("SELECT FROM proof")


def test_databases_are_copied_from_a_template_and_dropped_while_in_use(data_dir: Path) -> None:
    server = postgres.start(data_dir, durable=False)
    server.create_database("original")
    with connect(server, "original", postgres.OWNER) as owner:
        owner.execute("CREATE TABLE proof AS SELECT 7 AS n")
    server.create_database("copy", template="original")
    with connect(server, "copy", postgres.OWNER) as owner:
        assert owner.execute("SELECT n FROM proof").fetchone() == (7,)
        server.drop_database("copy")
        with pytest.raises(psycopg.OperationalError):
            owner.execute("SELECT 1")


def test_nothing_but_its_own_account_reaches_the_server(data_dir: Path) -> None:
    server = postgres.start(data_dir, durable=False)
    with connect(server) as connection:
        assert connection.execute("SHOW listen_addresses").fetchone() == ("",)
    assert stat.S_IMODE(server.socket.stat().st_mode) == 0o700


@pytest.mark.parametrize(("durable", "fsync"), [(True, "on"), (False, "off")])
def test_durable_means_forced_to_disk(data_dir: Path, durable: bool, fsync: str) -> None:
    with connect(postgres.start(data_dir, durable=durable)) as connection:
        assert connection.execute("SHOW fsync").fetchone() == (fsync,)
        assert connection.execute("SHOW synchronous_commit").fetchone() == (fsync,)


def test_processes_at_once_share_one_server(data_dir: Path) -> None:
    code = (
        "import sys; from leerloket import postgres; s = postgres.start(sys.argv[1], durable=False);"
        "s.create_database('shared'); print((s.folder / 'data/postmaster.pid').read_text().split()[0])"
    )
    with concurrent.futures.ThreadPoolExecutor() as pool:
        answers = list(pool.map(lambda _: run_python(code, str(data_dir)), range(4)))

    assert [answer.stderr for answer in answers] == [""] * 4
    assert len({answer.stdout for answer in answers}) == 1


def test_a_killed_server_comes_back_with_its_rows(data_dir: Path) -> None:
    server = postgres.start(data_dir)
    with connect(server) as connection:
        connection.execute("CREATE TABLE proof AS SELECT generate_series(1, 10000) AS n")
    os.kill(master(server), signal.SIGKILL)

    with connect(postgres.start(data_dir)) as connection:
        assert connection.execute("SELECT count(*) FROM proof").fetchone() == (10000,)


def test_a_backend_that_outlives_its_killed_server_is_ended(data_dir: Path) -> None:
    server = postgres.start(data_dir, durable=False)
    killed = master(server)
    with connect_and_lose(server) as busy, concurrent.futures.ThreadPoolExecutor() as pool:
        backend = busy.info.backend_pid
        os.kill(backend, signal.SIGSTOP)
        os.kill(killed, signal.SIGKILL)
        again = pool.submit(postgres.start, data_dir, False)
        time.sleep(postgres.ORPHAN_SECONDS / 2)
        assert not again.done(), "a second server ran beside a backend of the first"
        os.kill(backend, signal.SIGCONT)
        server = again.result(timeout=60)
    assert master(server) != killed


def test_a_reused_process_id_is_not_taken_for_the_server(data_dir: Path) -> None:
    server = postgres.start(data_dir, durable=False)
    postgres.stop(data_dir)
    stale = server.folder / "data/postmaster.pid"
    stale.write_text(f"{os.getpid()}\n{server.folder / 'data'}\n1\n5432\n{server.socket}\n\n  1  1\n")

    with connect(postgres.start(data_dir, durable=False)) as connection:
        assert connection.execute("SELECT 1").fetchone() == (1,)


def test_a_zombie_is_not_taken_for_the_server(data_dir: Path) -> None:
    server = postgres.start(data_dir, durable=False)
    postgres.stop(data_dir)
    zombie = subprocess.Popen([sys.executable, "-c", ""])
    os.waitid(os.P_PID, zombie.pid, os.WEXITED | os.WNOWAIT)
    (server.folder / "data/postmaster.pid").write_text(f"{zombie.pid}\n{server.folder / 'data'}\n")

    with connect(postgres.start(data_dir, durable=False)) as connection:
        assert connection.execute("SELECT 1").fetchone() == (1,)
    zombie.wait()


def test_an_interrupted_first_start_is_begun_again(data_dir: Path) -> None:
    half_made = data_dir / f"pg{postgres.start(data_dir, durable=False).major}"
    postgres.stop(data_dir)
    (half_made / "data").rename(half_made / "init")

    with connect(postgres.start(data_dir, durable=False)) as connection:
        assert connection.execute("SELECT 1").fetchone() == (1,)


def test_stop_ends_the_server_and_may_be_repeated(data_dir: Path) -> None:
    server = postgres.start(data_dir, durable=False)
    postgres.stop(data_dir)
    postgres.stop(data_dir)
    with pytest.raises(psycopg.OperationalError):
        connect(server)


def test_a_long_path_works(data_dir: Path) -> None:
    deep = data_dir / "/".join(["een-lange-mapnaam"] * 8)
    server = postgres.start(deep, durable=False)
    assert len(str(server.socket)) < len(str(deep))
    with connect(server) as connection:
        assert connection.execute("SELECT 1").fetchone() == (1,)
    postgres.remove(deep)
    server.socket.rmdir()


def test_a_path_with_blanks_and_quotes_works(data_dir: Path) -> None:
    odd = data_dir / "mijn gegevens 'oud' €"
    with connect(postgres.start(odd, durable=False)) as connection:
        assert connection.execute("SELECT 1").fetchone() == (1,)
    postgres.remove(odd)


def test_the_rights_of_existing_folders_stay_as_they_are(data_dir: Path) -> None:
    closed = data_dir / "closed"
    closed.mkdir(parents=True)
    closed.chmod(0o700)
    parents = [closed, *closed.parents, REPOSITORY, *REPOSITORY.parents, *Path(sys.prefix).parents]
    before = {folder: (folder.stat().st_mode, folder.stat().st_uid) for folder in parents}

    with connect(postgres.start(closed / "data", durable=False)) as connection:
        assert connection.execute("SELECT 1").fetchone() == (1,)
    postgres.remove(closed / "data")

    assert {folder: (folder.stat().st_mode, folder.stat().st_uid) for folder in parents} == before


@pytest.mark.skipif(not AS_ROOT, reason="only root can change accounts")
def test_root_hands_the_server_to_an_ordinary_account(data_dir: Path) -> None:
    server = postgres.start(data_dir, durable=False)
    assert server.folder.stat().st_uid != 0
    assert Path(f"/proc/{master(server)}").stat().st_uid == server.folder.stat().st_uid


@pytest.mark.skipif(not AS_ROOT, reason="only root can change accounts")
def test_an_ordinary_account_runs_its_own_server_and_root_helps_it(data_dir: Path) -> None:
    nobody = pwd.getpwnam("nobody").pw_uid
    data_dir.mkdir()
    os.chown(data_dir, nobody, -1)
    code = "import sys; from leerloket import postgres; print(postgres.start(sys.argv[1], durable=False).folder)"
    started = run_python_as("nobody", code, str(data_dir))
    assert started.stderr == ""
    server = postgres.start(data_dir, durable=False)
    assert str(server.folder) == started.stdout.strip()
    assert server.folder.stat().st_uid == nobody


@pytest.mark.skipif(not AS_ROOT, reason="only root can change accounts")
def test_a_folder_of_another_account_is_refused(data_dir: Path) -> None:
    postgres.start(data_dir, durable=False)
    started = run_python_as(
        "daemon", "import sys; from leerloket import postgres; postgres.start(sys.argv[1])", str(data_dir)
    )
    assert "belongs to account" in started.stderr


def test_a_folder_without_postgresql_is_refused_in_one_line(data_dir: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LEERLOKET_PG_BIN", "/usr/bin")
    with pytest.raises(postgres.CannotStart, match="LEERLOKET_PG_BIN=/usr/bin"):
        postgres.start(data_dir)
    data_dir.mkdir()


def test_the_oldest_supported_version_works_beside_the_newest(data_dir: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    if not (SYSTEM_15 / "initdb").exists():
        pytest.skip("PostgreSQL 15 is not installed here (apt-get install postgresql-15)")
    monkeypatch.delenv("LEERLOKET_PG_BIN", raising=False)
    newest = postgres.start(data_dir, durable=False)
    monkeypatch.setenv("LEERLOKET_PG_BIN", str(SYSTEM_15))
    assert postgres.bin_dir() == SYSTEM_15
    oldest = postgres.start(data_dir, durable=False)
    assert (oldest.major, oldest.folder.name) == (15, "pg15")
    assert newest.folder != oldest.folder
    for server in (newest, oldest):
        with connect(server) as connection:
            row = connection.execute("SHOW server_version_num").fetchone()
            assert row is not None
            assert int(row[0]) // 10000 == server.major
