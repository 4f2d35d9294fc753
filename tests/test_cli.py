"""The command line sets up a real site from nothing, and tells what goes wrong in one line."""

import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from leerloket import cli, db, logs
from leerloket.people import service as people
from leerloket.people.employers import service as employers
from tests.conftest import Database

Run = Callable[..., str]
"""Runs the command with these words, expects this exit code, and answers what it printed."""


@pytest.fixture
def environ(committed: Database, tmp_path: Path) -> dict[str, str]:
    return {
        "PATH": "/usr/bin:/bin",
        "LEERLOKET_DEMO": "on",
        "LEERLOKET_DATA_DIR": str(tmp_path),
        "LEERLOKET_DATABASE_URL": committed.app_url,
        "LEERLOKET_OWNER_DATABASE_URL": committed.owner_url,
    }


@pytest.fixture
def leerloket(
    environ: dict[str, str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Iterator[Run]:
    """In this process, which saves the seconds of a start for each command."""
    for name, value in environ.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(logs, "set_up", lambda level: None)
    engine = db.make_engine(environ["LEERLOKET_DATABASE_URL"])

    def run(*words: str, code: int = 0) -> str:
        monkeypatch.setattr(sys, "argv", ["leerloket", *words])
        answered = 0
        try:
            cli.main()
        except SystemExit as ended:
            answered = int(ended.code or 0)
        db.connect(engine)
        printed = "".join(capsys.readouterr())
        assert answered == code, printed
        return printed

    yield run
    db.session.remove()
    engine.dispose()


def test_a_new_site_gets_its_people_employers_and_desks(leerloket: Run) -> None:
    leerloket("import-desks")
    leerloket("employer", "create", "--name", "Bakker Metaal", "--kvk", "12345678", "--region", "zuidoost-brabant")
    born = ["--birth-on", "1980-01-31", "--password", "een lang wachtwoord 1"]
    leerloket("user", "create", "--email", "an@voorbeeld.nl", "--name", "An Jansen", *born)
    leerloket("user", "grant", "an@voorbeeld.nl", "adviser", "--of", "brainport")
    leerloket("user", "grant", "an@voorbeeld.nl", "employer", "--of", "12345678")
    leerloket("employer", "employ", "12345678", "an@voorbeeld.nl", "--number", "0001", "--starts-on", "2026-01-01")
    with db.transaction(read_only=True):
        person = people.find_person_by_email("an@voorbeeld.nl")
        assert person is not None
        roles = {grant.role for grant in people.list_grants(person.person_id)}
        assert roles == {"worker", "adviser", "employer"}
        employer = employers.get_employer_by_kvk("12345678")
        assert [one.personnel_number for one in employers.list_employees(employer.employer_id)] == ["0001"]
    assert "ok" in leerloket("check")
    assert leerloket("verify-chain").startswith("0 transfers")


def test_what_goes_wrong_is_told_in_one_line(environ: dict[str, str]) -> None:
    command = [sys.executable, "-m", "leerloket.cli", "user", "grant", "niemand@voorbeeld.nl", "worker"]
    ran = subprocess.run(command, env=environ, capture_output=True, text=True, check=False, timeout=120)
    assert (ran.returncode, ran.stdout, ran.stderr) == (1, "", "leerloket: This does not exist.\n")


def test_a_job_runs_now(leerloket: Run) -> None:
    assert "seal: {" in leerloket("job", "run", "seal")


def test_an_outage_that_the_worker_did_not_see_is_noted_once(leerloket: Run) -> None:
    times = ("2026-11-20T10:00", "2026-11-20T14:30")
    assert "Noted." in leerloket("note-outage", *times)
    assert "noted before" in leerloket("note-outage", *times)
    assert "lasts an hour at least" in leerloket("note-outage", *reversed(times), code=1)
