"""A file with everything: complete, as its schema says, for the person only and not for long."""

import csv
import io
import json
import zipfile
from collections.abc import Iterator
from datetime import timedelta

import flask
import jsonschema
import pytest
import time_machine

from leerloket import clock, db, errors, outbox, printing
from leerloket.own_data import exports, gathering, register, rules, zip_file
from leerloket.people.reads import service as reads
from tests.own_data import make
from tests.people import make as persons
from tests.printing import pdf

pytestmark = pytest.mark.usefixtures("session")

ORIGIN = "https://leerloket.example"


@pytest.fixture(autouse=True)
def app_context(app: flask.Flask) -> Iterator[None]:
    with app.app_context():
        yield


@pytest.mark.usefixtures("patient")
def test_the_file_holds_everything_to_read_and_to_take_along() -> None:
    person = make.roza()
    content = exports.make(person.person_id, ORIGIN)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    document = json.loads(files[zip_file.DATA])
    jsonschema.validate(document, json.loads(files[zip_file.SCHEMA]), format_checker=jsonschema.FormatChecker())
    subjects = document["subjects"]
    assert subjects["persons"][0]["email"] == make.EMAIL
    filled = {name for name, rows in subjects.items() if rows}
    assert filled >= {
        "accounts", "pots", "transfers", "postings", "bookings", "bookingSplits", "attendances", "certificates",
        "certificateShares", "plans", "goals", "tasks", "consultations", "consents", "reads", "employments",
        "expectedPayments", "knownDevices", "logins", "outbox", "ratings", "roleGrants", "sessions", "topUpRows",
    }  # fmt: skip
    assert not any(b"Let op haar rug" in each for each in files.values())
    rows = list(csv.DictReader(io.StringIO(files["csv/tasks.csv"].decode("utf-8-sig")), delimiter=";"))
    assert rows[0]["title"] == f"Bel {make.NAME} terug"
    assert make.NAME in pdf.text_of(files[zip_file.SHEET])[0]
    assert zip_file.read(content).person_id == str(person.person_id)


def test_the_schema_knows_every_subject_and_field() -> None:
    schema = gathering.schema()["properties"]["subjects"]
    assert len(schema["properties"]) == len(register.exported())
    assert schema["properties"]["consultations"]["items"]["properties"].keys() >= {"notes", "adviserName"}
    assert "editToken" not in schema["properties"]["consultations"]["items"]["properties"]


def test_a_talk_that_goes_on_is_not_in_it_and_a_closed_one_is() -> None:
    person = make.roza()
    assert len(gathering.gather(person.person_id)["consultations"]) == 1
    assert gathering.gather(persons.person().person_id)["consultations"] == []


@pytest.mark.usefixtures("patient")
def test_it_is_made_by_the_worker_and_told_without_details() -> None:
    person = persons.person()
    asked = exports.ask(person.person_id)
    with pytest.raises(exports.FileEnded):
        exports.fetch(person.person_id, asked.export_id)
    assert exports.work(ORIGIN) == 1
    assert exports.work(ORIGIN) == 0
    db.session.expire_all()
    assert exports.fetch(person.person_id, asked.export_id).startswith(b"PK")
    told = [message for message in outbox.list_waiting(50) if message.account_id == person.person_id]
    assert [(message.kind, list(message.facts)) for message in told] == [("export-ready", ["until"])]
    assert [read.object_type for read in reads.list_reads(person.person_id)] == ["export"]


def test_a_life_too_long_for_paper_keeps_nobody_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[int] = []

    def draw(_template: str, *, most: int, **_facts: object) -> bytes:
        asked.append(most)
        if len(asked) == 1:
            raise printing.TooHeavy
        return b"%PDF-"

    monkeypatch.setattr(printing, "draw", draw)
    for _ in range(2):
        exports.ask(persons.person().person_id)
    assert exports.work(ORIGIN) == 2
    assert asked == [100, 5, 100]


def test_it_is_for_the_person_only_and_ends() -> None:
    person, other = persons.person(), persons.person()
    asked = exports.ask(person.person_id)
    exports._keep(person.person_id, asked.export_id, b"PK")
    with pytest.raises(errors.NotFound):
        exports.fetch(other.person_id, asked.export_id)
    with time_machine.travel(clock.now() + rules.FILE_LASTS + timedelta(minutes=1)), pytest.raises(exports.FileEnded):
        exports.fetch(person.person_id, asked.export_id)


def test_one_file_at_a_time_and_a_few_a_day() -> None:
    person = persons.person()
    for _ in range(rules.FILES_A_DAY):
        asked = exports.ask(person.person_id)
        with pytest.raises(rules.FileBeingMade):
            exports.ask(person.person_id)
        exports._keep(person.person_id, asked.export_id, b"PK")
    with pytest.raises(rules.EnoughFiles):
        exports.ask(person.person_id)
    with time_machine.travel(clock.now() + timedelta(days=1, minutes=1)):
        exports.ask(person.person_id)


def test_a_cell_of_the_csv_is_never_a_formula() -> None:
    content = zip_file.write(zip_file.Taken(ORIGIN, "x", "now", {"tasks": [{"title": "=1+1", "done": None}]}), b"")
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert b"'=1+1" in archive.read("csv/tasks.csv")
