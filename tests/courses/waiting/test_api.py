"""Waiting lists as JSON, once per status."""

import flask.testing
import pytest

from leerloket import db
from tests.courses.bookings import make
from tests.courses.bookings.test_api import Caller
from tests.courses.waiting import make as lines

pytestmark = pytest.mark.usefixtures("session")

Client = flask.testing.FlaskClient


def test_join_see_be_offered_book_and_be_gone(client: Client) -> None:
    line = lines.line(0)
    caller = Caller(client, make.learner())
    path = f"/editions/{line.edition.edition_id}/waiting-list"
    status, place, _ = caller.post(path, key="once")
    assert (status, place["position"], place["state"], place["offerUntil"]) == (201, 1, "waiting", None)
    assert caller.post(path, key="once")[1] == place
    assert caller.post(path)[1] == place
    assert caller.get("/waiting-list")[1] == {"items": [place], "next": None}
    line.offer()
    (offered,) = caller.get("/waiting-list")[1]["items"]
    assert offered["state"] == "offered"
    assert offered["offerUntil"].endswith("Z")
    assert caller.post("/bookings", {"editionId": str(line.edition.edition_id)})[0] == 201
    assert caller.get("/waiting-list")[1]["items"] == []
    assert caller.call("DELETE", path)[0] == 404
    assert make.broken() == {}


def test_leaving_happens_once(client: Client) -> None:
    line = lines.line(1)
    caller = Caller(client, line.people[0])
    path = f"/editions/{line.edition.edition_id}/waiting-list"
    assert caller.call("DELETE", path)[0] == 204
    assert caller.call("DELETE", path)[0] == 404
    assert lines.in_line(line.edition.edition_id) == (0, 0)


def test_refusals(client: Client) -> None:
    line = lines.line(1)
    stranger, staff = Caller(client, make.learner()), Caller(client, line.school.staff_id)
    path = f"/editions/{line.edition.edition_id}/waiting-list"
    open_path = f"/editions/{make.edition(line.school).edition_id}/waiting-list"
    status, problem, _ = stranger.post(open_path)
    assert (status, problem["code"]) == (409, "seats-free")
    assert stranger.post(f"/editions/{db.new_id()}/waiting-list")[0] == 404
    assert stranger.call("DELETE", path)[0] == 404
    assert stranger.call("POST", path)[0] == 400
    assert staff.post(path)[0] == 403
    assert client.post(f"/api/v1{path}").status_code == 401
    status, problem, _ = stranger.post("/bookings", {"editionId": str(line.edition.edition_id)})
    assert (status, problem["code"]) == (409, "full")
    assert problem["possible"][-1]["href"].endswith(f"/wachtlijst?datum={line.edition.edition_id}")
