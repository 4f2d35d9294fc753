"""The same key and body give the same answer; the effect happens once."""

import io
import json
import threading

import flask
import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from leerloket import db, web
from leerloket.web import idempotency
from tests.conftest import Database
from tests.people import make
from tests.web import probe

THING = {"name": "las", "count": 2}
URL = f"{probe.API}/things"


def send(client: FlaskClient, headers: dict[str, str], key: str | None = "k-1", **body: object) -> TestResponse:
    more = {} if key is None else {"Idempotency-Key": key}
    return client.post(URL, json=THING | body, headers=headers | more)


@pytest.mark.usefixtures("session", "gate")
class TestApi:
    @pytest.fixture
    def headers(self) -> dict[str, str]:
        return make.bearer(make.person())

    def test_again_with_the_same_key_is_the_same_answer(self, client: FlaskClient, headers: dict[str, str]) -> None:
        first, second = send(client, headers), send(client, headers)
        assert (first.status_code, second.status_code) == (201, 201)
        assert first.data == second.data
        assert first.content_type == second.content_type
        assert "Idempotency-Replayed" not in first.headers
        assert second.headers["Idempotency-Replayed"] == "true"
        assert probe.messages() == 1

    def test_the_layout_of_the_body_and_quotes_around_the_key_do_not_count(
        self, client: FlaskClient, headers: dict[str, str]
    ) -> None:
        first = send(client, headers)
        other = json.dumps(dict(reversed(THING.items())), indent=3)
        again = client.post(
            URL, data=other, content_type="application/json", headers=headers | {"Idempotency-Key": '"k-1"'}
        )
        assert again.data == first.data
        assert probe.messages() == 1

    def test_another_body_under_the_same_key_is_422(self, client: FlaskClient, headers: dict[str, str]) -> None:
        send(client, headers)
        answer = send(client, headers, name="frezen")
        assert (answer.status_code, answer.get_json()["code"]) == (422, "key-used-otherwise")
        assert probe.messages() == 1

    @pytest.mark.parametrize("key", [None, "", '""', "with space", "é", "k" * 256, "\x7f"])
    def test_without_a_key_of_visible_characters_it_is_400(
        self, client: FlaskClient, headers: dict[str, str], key: str | None
    ) -> None:
        answer = send(client, headers, key)
        assert (answer.status_code, answer.get_json()["code"]) == (400, "key-missing")
        assert probe.messages() == 0

    def test_a_key_of_255_characters_is_taken(self, client: FlaskClient, headers: dict[str, str]) -> None:
        assert send(client, headers, "~" * 255).status_code == 201

    def test_the_key_of_somebody_else_is_another_key(self, client: FlaskClient, headers: dict[str, str]) -> None:
        first = send(client, headers)
        other = send(client, make.bearer(make.person()))
        assert (other.status_code, "Idempotency-Replayed" in other.headers) == (201, False)
        assert other.data != first.data
        assert probe.messages() == 2

    def test_a_refusal_keeps_neither_effect_nor_key(self, client: FlaskClient, headers: dict[str, str]) -> None:
        refused = send(client, headers, name="full")
        assert (refused.status_code, refused.get_json()["code"]) == (409, "full")
        assert send(client, headers, count=0).status_code == 400
        broken = client.post(
            URL, data="{NaN", content_type="application/json", headers=headers | {"Idempotency-Key": "k-1"}
        )
        assert broken.status_code == 400
        assert probe.messages() == 0
        assert send(client, headers).status_code == 201

    def test_who_is_not_signed_in_hears_that_first(self, client: FlaskClient) -> None:
        assert send(client, {}, key=None).status_code == 401


@pytest.mark.usefixtures("session", "gate")
class TestPage:
    def send(self, client: FlaskClient, key: str, name: str = "las") -> TestResponse:
        return client.post("/proef", data={"naam": name, "bedrag": "12,50", "key": key})

    def test_the_key_of_the_form_counts(self, client: FlaskClient) -> None:
        make.sign_in(client, make.person())
        first, second = self.send(client, "k-1"), self.send(client, "k-1")
        assert [(a.status_code, a.location) for a in (first, second)] == [(303, "/proef")] * 2
        assert second.headers["Idempotency-Replayed"] == "true"
        assert self.send(client, "k-2").status_code == 303
        assert probe.messages() == 2

    def test_another_form_under_the_same_key_and_no_key_are_shown_again(self, client: FlaskClient) -> None:
        make.sign_in(client, make.person())
        self.send(client, "k-1")
        assert self.send(client, "k-1", "draai").status_code == 422
        assert self.send(client, "").status_code == 400
        assert probe.messages() == 1

    def test_the_form_brings_a_fresh_key_and_keeps_it_when_it_is_shown_again(self, client: FlaskClient) -> None:
        make.sign_in(client, make.person())
        fresh = [client.get("/proef").text.split('name="key" value="')[1].split('"')[0] for _ in range(2)]
        assert fresh[0] != fresh[1]
        assert f'name="key" value="{fresh[0]}"' in self.send(client, fresh[0], "te lang").text

    def test_another_file_is_another_form(self, app: flask.Flask) -> None:
        def hashed(content: bytes) -> str:
            with app.test_request_context(
                "/proef", method="POST", data={"key": "k", "bestand": (io.BytesIO(content), "a.csv")}
            ):
                found = idempotency.hash_of_request()
                assert flask.request.files["bestand"].read() == content
                return found

        assert hashed(b"a;1") == hashed(b"a;1") != hashed(b"a;2")

    def test_parts_without_a_name_are_parts_too(self, client: FlaskClient) -> None:
        """Found by fuzzing: a part of a form whose header names nothing."""
        make.sign_in(client, make.person())
        part = "--x\r\nContent-Disposition: form-data{}\r\n\r\n{}\r\n"
        body = (
            part.format("", "5") + part.format('; name="key"', "k") + part.format('; filename="a"', "6") + "--x--\r\n"
        )
        answer = client.post("/proef", data=body.encode(), content_type="multipart/form-data; boundary=x")
        assert answer.status_code == 400
        assert probe.messages() == 0


@pytest.mark.usefixtures("committed")
class TestAtTheSameTime:
    def test_six_clicks_have_one_effect(self, app: flask.Flask, gate: probe.Gate) -> None:
        headers = make.bearer(make.person())
        db.session.remove()
        answers: list[TestResponse] = []
        threads = [threading.Thread(target=lambda: answers.append(send(app.test_client(), headers))) for _ in range(6)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert {answer.status_code for answer in answers} == {201}
        assert len({answer.data for answer in answers}) == 1
        assert sum("Idempotency-Replayed" in answer.headers for answer in answers) == 5
        assert (probe.messages(), gate.calls) == (1, 1)

    def test_while_the_first_is_running_the_second_hears_so(
        self, app: flask.Flask, gate: probe.Gate, committed: Database
    ) -> None:
        headers = make.bearer(make.person())
        db.session.remove()
        gate.go_on.clear()
        answers: list[TestResponse] = []
        first = threading.Thread(target=lambda: answers.append(send(app.test_client(), headers)))
        first.start()
        assert gate.inside.wait(10)
        second = send(app.test_client(), headers)
        gate.go_on.set()
        first.join()
        assert (second.status_code, second.get_json()["code"]) == (409, "still-running")
        assert answers[0].status_code == 201
        assert send(app.test_client(), headers).headers["Idempotency-Replayed"] == "true"
        assert probe.messages() == 1


def test_the_refusals_are_for_the_document() -> None:
    assert [kind.status for kind in (web.KeyMissing, web.KeyUsedOtherwise, web.StillRunning)] == [400, 422, 409]
