"""JSON is read as RFC 8259 has it, types are not guessed, every error comes at once, and nothing is half written."""

from typing import Any

import pytest
from flask.testing import FlaskClient

from leerloket import web
from leerloket.app import LARGEST_BODY
from leerloket.web import json_text
from tests.web import probe


def codes(text: bytes | str) -> dict[str, str]:
    return {problem.field: problem.code for problem in web.read_json(text)[1]}


class TestReader:
    @pytest.mark.parametrize(
        ("text", "problems"),
        [
            ('{"a": NaN}', {"a": "not-a-number"}),
            ('{"a": [1, -Infinity]}', {"a.1": "not-a-number"}),
            ('{"a": 1e999, "b": -1e999}', {"a": "number-too-large", "b": "number-too-large"}),
            ('{"a": 12345678901234567890}', {"a": "number-too-large"}),
            ('{"a": 9007199254740992}', {"a": "number-too-large"}),
            ('{"a": {"b": 1, "b": 2}}', {"a": "doubled-name"}),
            ('{"a": "x\\u0000y"}', {"a": "null-character"}),
            ('{"a\\u0000": 1}', {"": "null-character"}),
            ('{"a": "\\ud800"}', {"a": "broken-character"}),
            ("[" * 40 + "]" * 40, {"": "too-deep"}),
            ("[" * 200_000, {"": "too-deep"}),
            ("", {"": "invalid-json"}),
            ("{'a': 1}", {"": "invalid-json"}),
            ("[1,]", {"": "invalid-json"}),
            ('{"a": 01}', {"": "invalid-json"}),
            (b"\xff\xfe{}", {"": "invalid-json"}),
            (b'{"a": "\xe9"}', {"": "invalid-json"}),
            ('{"a": "new\nline"}', {"": "invalid-json"}),
            ("1" * 5000, {"": "number-too-large"}),
        ],
    )
    def test_what_is_no_json_for_us_is_named_with_its_place(self, text: str, problems: dict[str, str]) -> None:
        assert codes(text) == problems
        with pytest.raises(ValueError, match=r"."):
            web.strict_json(text)

    @pytest.mark.parametrize(
        ("text", "value"),
        [
            ('{"a": 9007199254740991}', {"a": json_text.LARGEST_INTEGER}),
            ('"a backslash: \\\\u0000"', "a backslash: \\u0000"),
            ('"\\ud83d\\ude00 €"', "😀 €"),
            ("null", None),
            (" [1.5, true, {}] ", [1.5, True, {}]),
        ],
    )
    def test_everything_else_is_read(self, text: str, value: Any) -> None:
        assert web.strict_json(text) == value


@pytest.mark.usefixtures("session")
class TestBody:
    def send(self, client: FlaskClient, text: str) -> dict[str, str]:
        answer = client.post(f"{probe.API}/open", data=text, content_type="application/json")
        assert answer.content_type == "application/problem+json"
        assert answer.status_code == 400
        assert probe.messages() == 0
        body = answer.get_json()
        assert body["code"] == "invalid"
        return {error["field"]: error["code"] for error in body["errors"]}

    def test_all_errors_come_at_once(self, client: FlaskClient) -> None:
        text = """{"count": 1e999, "ratio": NaN, "live": "ja", "kind": "c", "startsOn": "gisteren", "meantFor": 5,
            "split": [{"amountCents": 1.5}, {"potId": "x", "amountCents": 12345678901234567890, "note": ""}],
            "color": "red", "free": {"x": Infinity}}"""
        assert self.send(client, text) == {
            "name": "required",
            "count": "number-too-large",
            "ratio": "not-a-number",
            "live": "wrong-type",
            "kind": "not-a-choice",
            "startsOn": "wrong-type",
            "meantFor": "wrong-type",
            "split.0.potId": "required",
            "split.0.amountCents": "wrong-type",
            "split.1.potId": "wrong-type",
            "split.1.amountCents": "number-too-large",
            "split.1.note": "unknown-field",
            "color": "unknown-field",
            "free.x": "not-a-number",
        }

    @pytest.mark.parametrize(
        ("field", "value"),
        [
            ("count", '"5"'),
            ("count", "5.0"),
            ("count", "true"),
            ("count", "[5]"),
            ("ratio", '"1.5"'),
            ("ratio", "true"),
            ("live", '"true"'),
            ("live", "1"),
            ("name", "5"),
            ("name", '["x"]'),
            ("startsOn", "20261205"),
            ("split", '{"potId": 1}'),
            ("split", '["x"]'),
            ("free", "[]"),
        ],
    )
    def test_a_wrong_type_is_not_guessed_at(self, client: FlaskClient, field: str, value: str) -> None:
        rest = "" if field == "name" else '"name": "x", '
        found = self.send(client, f'{{{rest}"{field}": {value}}}')
        assert [name.split(".")[0] for name in found] == [field]
        assert set(found.values()) == {"wrong-type"}

    def test_a_problem_of_the_text_alone_is_enough(self, client: FlaskClient) -> None:
        assert self.send(client, '{"name": "x\\u0000"}') == {"name": "null-character"}
        assert self.send(client, '{"name": "x", "name": "y"}') == {"": "doubled-name"}
        assert self.send(client, '{"name": "x", "free": {"a": 1e400}}') == {"free.a": "number-too-large"}

    @pytest.mark.parametrize("text", ["", "{", "NaN", "[]", '"x"', "5", "null", "\x00", "[" * 100_000])
    def test_what_is_no_object_is_refused(self, client: FlaskClient, text: str) -> None:
        assert "" in self.send(client, text)

    def test_figures_out_of_range_are_told_in_both_languages(self, client: FlaskClient) -> None:
        answer = client.post(f"{probe.API}/open", json={"name": "x" * 41, "count": 10, "kind": "c"})
        said = {e["field"]: (e["message"], e["messageNl"]) for e in answer.get_json()["errors"]}
        assert said == {
            "name": ("Length must be between 1 and 40.", "Vul 1 tot 40 in."),
            "count": (
                "Must be greater than or equal to 1 and less than or equal to 9.",
                "Vul 1 tot 9 in.",
            ),
            "kind": ("Must be one of: a, b.", "Kies één van: a, b."),
        }

    def test_good_input_is_taken(self, client: FlaskClient) -> None:
        answer = client.post(f"{probe.API}/open", json={"name": "Zoë", "count": 9, "ratio": 2, "live": True})
        assert (answer.status_code, answer.get_json()["name"]) == (201, "Zoë")
        assert probe.messages() == 1

    @pytest.mark.parametrize("kind", ["application/x-www-form-urlencoded", "text/csv", "text/plain", "image/png", ""])
    def test_another_kind_of_body_is_415(self, client: FlaskClient, kind: str) -> None:
        answer = client.post(f"{probe.API}/open", data=b"name=x", content_type=kind)
        assert (answer.status_code, answer.content_type) == (415, "application/problem+json")

    def test_a_body_that_is_too_large_is_413(self, client: FlaskClient) -> None:
        large = b'{"name": "' + b"x" * LARGEST_BODY + b'"}'
        answer = client.post(f"{probe.API}/open", data=large, content_type="application/json")
        assert (answer.status_code, answer.get_json()["code"]) == (413, "too-large")


@pytest.mark.usefixtures("session")
class TestQuery:
    @pytest.mark.parametrize(
        ("query", "problems"),
        [
            ("pageSize=0", {"pageSize": "out-of-range"}),
            ("pageSize=x&colour=red", {"pageSize": "wrong-type", "colour": "unknown-field"}),
            ("page_size=5", {"page_size": "unknown-field"}),
            ("q=%00", {"q": "null-character"}),
        ],
    )
    def test_a_wrong_key_or_value_is_400(self, client: FlaskClient, query: str, problems: dict[str, str]) -> None:
        answer = client.get(f"{probe.API}/things?{query}")
        assert (answer.status_code, answer.content_type) == (400, "application/problem+json")
        assert {e["field"]: e["code"] for e in answer.get_json()["errors"]} == problems

    def test_keys_are_camel_case(self, client: FlaskClient) -> None:
        assert client.get(f"{probe.API}/things?pageSize=7&q=%F0%9F%98%80").get_json() == {"pageSize": 7}
