"""From one service to another: what travels, what stays, and that the same file twice is the same as once."""

import io
import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from leerloket import db
from leerloket.accounts.ledger import service as ledger
from leerloket.own_data import bringing, gathering, zip_file
from leerloket.people import service as people
from tests.conftest import Database
from tests.own_data import make
from tests.people import make as persons

pytestmark = pytest.mark.usefixtures("session")

ORIGIN = "https://elders.example"


def taken(**subjects: Any) -> zip_file.Taken:
    person = {"name": make.NAME, "email": make.EMAIL, "birthOn": "1985-06-15", "regionCode": "bestaat-niet", "bsn": "x"}
    return zip_file.Taken(ORIGIN, "p", "2026-11-24T10:00:00Z", {"persons": [person]} | subjects)


def bring(of: zip_file.Taken) -> bringing.Report:
    return bringing.bring(zip_file.write(of, b"%PDF"))


TASK = {"taskId": "t1", "title": "Bel de school"}
LIFE: dict[str, Any] = {
    "tasks": [TASK],
    "certificates": [{"certificateId": "c1", "title": "Lassen"}],
    "pots": [{"potId": "p"}],
}


def test_the_person_and_what_was_learned_travel_and_money_does_not() -> None:
    report = bring(taken(**LIFE))
    assert (report.is_new, report.added, report.left) == (True, {"tasks": 1, "certificates": 1}, {"pots": 1})
    person = people.find_person_by_email(make.EMAIL)
    assert person is not None
    assert (person.name, person.region_code) == (make.NAME, None)
    assert ledger.get_balance(person.person_id).pots == []
    items = bringing.list_brought(person.person_id)
    assert [item.facts["title"] for item in items] == ["Lassen", "Bel de school"]
    assert "tasks: 1 added, 0 renewed, 0 known already." in list(report.lines())
    assert "pots: 1 stay with the other service." in list(report.lines())


def test_the_same_file_again_changes_nothing_and_a_newer_one_renews() -> None:
    bring(taken(**LIFE))
    again = bring(taken(**LIFE))
    assert (again.is_new, again.added, again.renewed, again.known) == (False, {}, {}, {"tasks": 1, "certificates": 1})
    newer = bring(taken(tasks=[TASK | {"title": "Bel de school morgen"}, {"taskId": "t2", "title": "Oefen"}]))
    assert (newer.added, newer.renewed) == ({"tasks": 1}, {"tasks": 1})


def test_what_was_brought_travels_on_once() -> None:
    bring(taken(**LIFE))
    person = people.find_person_by_email(make.EMAIL)
    assert person is not None
    onward = gathering.gather(person.person_id)["broughtItems"]
    report = bring(replace(taken(broughtItems=onward), origin="https://derde.example"))
    assert report.known == {"tasks": 1, "certificates": 1}
    nonsense = bring(taken(broughtItems=[{"origin": "x", "subject": "pots", "facts": {}}, {"facts": []}]))
    assert sum(nonsense.left.values()) == 2


def test_everything_of_a_whole_life_can_be_read_back() -> None:
    person = make.roza()
    whole = zip_file.Taken(ORIGIN, str(person.person_id), "now", gathering.gather(person.person_id))
    person.email, login = "oud@voorbeeld.example", people.find_person_by_email(make.EMAIL)
    assert login is person
    report = bringing.bring(zip_file.write(whole, b""))
    assert not report.is_new
    assert report.added.keys() >= {"certificates", "plans", "goals", "tasks", "consultations", "bookings"}
    assert report.left.keys() >= {"transfers", "consents", "sessions", "reads"}


def test_a_life_moves_from_one_database_to_another(clone: Callable[[], Database]) -> None:
    person = make.roza()
    subjects = gathering.gather(person.person_id)
    content = zip_file.write(zip_file.Taken(ORIGIN, str(person.person_id), "now", subjects), b"%PDF")
    engine = db.make_engine(clone().app_url)
    db.connect(engine)
    assert people.find_person_by_email(make.EMAIL) is None
    first, again = db.run(bringing.bring, content), db.run(bringing.bring, content)
    assert (first.is_new, again.is_new) == (True, False)
    assert (again.added, again.renewed, again.known) == ({}, {}, first.added)
    there = people.find_person_by_email(make.EMAIL)
    assert there is not None
    assert there.person_id != person.person_id
    assert (there.name, there.birth_on, there.phone) == (make.NAME, persons.BORN, make.PHONE)
    titles = {item.facts.get("title") for item in bringing.list_brought(there.person_id)}
    assert titles >= {f"Bel {make.NAME} terug", subjects["certificates"][0]["title"]}
    assert ledger.get_balance(there.person_id).pots == []
    db.session.remove()
    engine.dispose()


def test_an_address_of_somebody_else_is_refused() -> None:
    persons.person(email=make.EMAIL, birth_on=persons.BORN - timedelta(days=1))
    with pytest.raises(bringing.AnotherPerson):
        bring(taken())


@pytest.mark.parametrize("missing", ["name", "email", "birthOn"])
def test_without_a_whole_person_nothing_comes_in(missing: str) -> None:
    of = taken(**LIFE)
    of.subjects["persons"][0][missing] = None
    with pytest.raises(bringing.NobodyToBring):
        bring(of)
    assert people.find_person_by_email(make.EMAIL) is None


def changed(name: str, content: bytes) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(zip_file.write(taken(), b""))) as old, zipfile.ZipFile(target, "w") as new:
        for each in old.namelist():
            new.writestr(each, content if each == name else old.read(each))
    return target.getvalue()


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"no zip",
        changed(zip_file.DATA, b"{}"),
        changed(zip_file.MANIFEST, b"[]"),
        changed(zip_file.MANIFEST, b'{"format": "iets-anders", "version": 1}'),
        changed(zip_file.MANIFEST, b'{"format": "leerloket-export", "version": 1, "sha256": []}'),
        changed("schema.json", b"0" * (zip_file.LARGEST_BYTES + 1)),
    ],
    ids=["empty", "text", "checksum", "list", "format", "sums", "bomb"],
)
def test_what_is_no_whole_file_is_refused(content: bytes) -> None:
    with pytest.raises(zip_file.NotAnExport):
        bringing.bring(content)


def test_a_newer_version_is_refused_by_name() -> None:
    with pytest.raises(zip_file.NewerExport):
        bringing.bring(changed(zip_file.MANIFEST, b'{"format": "leerloket-export", "version": 2}'))
