"""A controller takes a sample, and leaves a trace of every page."""

import io
import json
import zipfile

import flask.testing
import pytest

from leerloket.accounts.books.control import service
from leerloket.people import service as people
from tests.accounts import reading
from tests.courses.bookings import make as courses
from tests.people import make

pytestmark = pytest.mark.usefixtures("session")
Client = flask.testing.FlaskClient


@pytest.fixture
def carla() -> people.Person:
    return make.person("controller", name="Carla Brouwer")


def files(content: bytes) -> dict[str, dict[str, list[dict[str, object]]]]:
    with zipfile.ZipFile(io.BytesIO(content)) as opened:
        return {name: json.loads(opened.read(name)) for name in opened.namelist()}


def test_a_sample_has_the_whole_trail_of_each_booking_and_no_name(client: Client, carla: people.Person) -> None:
    lines = [courses.line() for _ in range(4)]
    answer = make.sign_in(client, carla).get("/controle/steekproef.zip?aantal=2&zaad=abc")
    assert answer.content_type == "application/zip"
    taken = files(answer.data)
    assert len(taken) == 2
    trail = next(iter(taken.values()))
    assert [step["tos"] for step in trail["steps"]] == ["reserved", "confirmed"]
    assert [transfer["kind"] for transfer in trail["transfers"]] == ["reserve"]
    assert sum(int(str(entry["cents"])) for entry in trail["entries"]) == 0
    learner = people.get_person(lines[0].person_id)
    assert str(learner.name) not in json.dumps(taken)


def test_the_same_seed_gives_the_same_sample(client: Client, carla: people.Person) -> None:
    for _ in range(5):
        courses.line()
    headers = make.bearer(carla)
    first, again, other = (
        set(files(client.get(f"/api/v1/samples/bookings.zip?count=2&seed={seed}", headers=headers).data))
        for seed in ("a", "a", "b4")
    )
    assert first == again
    assert len(other) == 2
    assert client.get("/api/v1/samples/bookings.zip?count=2", headers=headers).status_code == 400


def test_every_page_a_controller_opens_is_written_down(client: Client, carla: people.Person) -> None:
    make.sign_in(client, carla)
    client.get("/beheer/boekhouding?maand=2026-10")
    client.get("/saldo")
    make.sign_in(client, make.person("administrator"))
    client.get("/beheer/boekhouding")
    assert [(look.name, look.path) for look in service.list_looks()] == [
        ("Carla Brouwer", "/beheer/boekhouding?maand=2026-10")
    ]
    make.sign_in(client, carla)
    words = reading.text(reading.page(client.get("/controle")))
    assert "Carla Brouwer /beheer/boekhouding?maand=2026-10" in words


@pytest.mark.parametrize("query", ["aantal=0&zaad=x", "aantal=201&zaad=x", "aantal=5"])
def test_a_sample_that_cannot_be_taken_is_refused(client: Client, carla: people.Person, query: str) -> None:
    assert make.sign_in(client, carla).get(f"/controle/steekproef.zip?{query}").status_code == 400


def test_only_a_controller_takes_samples(client: Client) -> None:
    make.sign_in(client, make.person("administrator"))
    assert client.get("/controle").status_code == 403
    assert client.get("/controle/steekproef.zip?zaad=x").status_code == 403
