"""The page, its files and the JSON."""

import flask.testing
import pytest

from leerloket.advice.monitoring import service
from tests.people import make as people

pytestmark = pytest.mark.usefixtures("session")


@pytest.fixture
def boss(client: flask.testing.FlaskClient) -> flask.testing.FlaskClient:
    for _ in range(6):
        people.person()
    people.sign_in(client, people.person("administrator"))
    return client


def test_every_picture_has_its_table_and_its_file(boss: flask.testing.FlaskClient) -> None:
    page = boss.get("/beheer/monitor").get_data(as_text=True)
    for name in service.NAMES:
        assert f"/beheer/monitor/{name}.csv" in page
        assert boss.get(f"/beheer/monitor/{name}.csv").status_code == 200
    assert boss.get("/beheer/monitor/anders.csv").status_code == 404
    assert "style=" not in page


def test_the_same_as_json(client: flask.testing.FlaskClient) -> None:
    for _ in range(6):
        people.person()
    found = client.get("/api/v1/monitor", headers=people.bearer(people.person("controller"))).get_json()
    assert found["targetPct"] == 20
    assert found["tables"]["firstBooking"]
    assert found["everybody"]["people"] >= 6
