"""The command line sets up a real site from nothing, and tells what goes wrong in one line."""

import subprocess
import sys
from pathlib import Path

import pytest

from leerloket import db
from leerloket.people import service as people
from leerloket.people.employers import service as employers
from tests.conftest import Database


@pytest.fixture
def leerloket(committed: Database, tmp_path: Path) -> "Runner":
    return Runner(committed, tmp_path)


class Runner:
    """Runs the command in a process of its own, on the database of the test."""

    def __init__(self, database: Database, folder: Path) -> None:
        self.environ = {
            "PATH": "/usr/bin:/bin",
            "LEERLOKET_DEMO": "on",
            "LEERLOKET_DATA_DIR": str(folder),
            "LEERLOKET_DATABASE_URL": database.app_url,
            "LEERLOKET_OWNER_DATABASE_URL": database.owner_url,
        }

    def __call__(self, *words: str, code: int = 0) -> str:
        command = [sys.executable, "-m", "leerloket.cli", *words]
        ran = subprocess.run(command, env=self.environ, capture_output=True, text=True, check=False, timeout=120)
        assert ran.returncode == code, ran.stdout + ran.stderr
        assert "Traceback" not in ran.stderr
        return ran.stdout + ran.stderr


def test_a_new_site_gets_its_people_employers_and_desks(leerloket: Runner) -> None:
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


def test_what_goes_wrong_is_told_in_one_line(leerloket: Runner) -> None:
    told = leerloket("user", "grant", "niemand@voorbeeld.nl", "worker", code=1)
    assert told == "leerloket: This does not exist.\n"
    assert leerloket("job", "run", "seal").startswith("seal: ")


def test_an_outage_that_the_worker_did_not_see_is_noted_once(leerloket: Runner) -> None:
    times = ("2026-11-20T10:00", "2026-11-20T14:30")
    assert "Noted." in leerloket("note-outage", *times)
    assert "noted before" in leerloket("note-outage", *times)
    assert "lasts an hour at least" in leerloket("note-outage", *reversed(times), code=1)
