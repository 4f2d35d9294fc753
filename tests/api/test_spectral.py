"""The design rules of the Dutch government for APIs, read by Spectral with our own `.spectral.yml`."""

import copy
import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import flask
import pytest
from flask.testing import FlaskClient

ROOT = Path(__file__).parents[2]
SPECTRAL = ROOT / "node_modules/.bin/spectral"
NODE = Path(sys.executable).parent
"""Where a Node of a Python package is, on a machine without one."""

pytestmark = pytest.mark.skipif(not SPECTRAL.exists(), reason="no Spectral here: type `tools/setup.sh linters`")


def lint(document: dict[str, Any], folder: Path) -> list[dict[str, Any]]:
    file = folder / "openapi.json"
    file.write_text(json.dumps(document))
    done = subprocess.run(
        [SPECTRAL, "lint", "--ruleset", ROOT / ".spectral.yml", "--format", "json", "--quiet", file],
        capture_output=True,
        text=True,
        check=False,
        env={"PATH": f"{NODE}:/usr/local/bin:/usr/bin:/bin", "HOME": str(folder)},
    )
    assert done.returncode in {0, 1}, done.stderr
    found: list[dict[str, Any]] = json.loads(done.stdout)
    return found


@pytest.fixture
def document(client: FlaskClient) -> dict[str, Any]:
    found: dict[str, Any] = client.get("/api/v1/openapi.json").get_json()
    return found


def test_the_document_keeps_every_rule(document: dict[str, Any], tmp_path: Path) -> None:
    found = [
        f"{line['code']} {'.'.join(map(str, line['path']))}: {line['message']}" for line in lint(document, tmp_path)
    ]
    assert found == []


def test_every_rule_of_ours_bites(document: dict[str, Any], tmp_path: Path) -> None:
    """A document that breaks them all is told so by each; a rule that never speaks would prove nothing."""
    bad = copy.deepcopy(document)
    operation = copy.deepcopy(bad["paths"]["/me"]["get"])
    operation["operationId"] = "Not_camel"
    del operation["security"]
    del operation["responses"]["200"]["headers"]["API-Version"]
    operation["responses"]["401"]["content"] = {"application/json": {}}
    operation["parameters"] = [{"name": "page_size", "in": "query", "schema": {"type": "string"}}]
    operation["responses"].pop("400", None)
    with_body = {"summary": "x", "security": [{"key": ["everything"]}], "requestBody": {"content": {}}, "responses": {}}
    bad["openapi"] = "3.2.0"
    bad["info"] |= {"version": "1.0", "contact": {}}
    bad["servers"] = [{"url": "/api"}]
    bad["paths"] |= {
        "/v1/Mine_all/{id}/": {"get": operation, "post": with_body, "trace": {"responses": {}}},
        "/by?bsn=1": {"get": operation},
    }
    bad["components"]["schemas"] |= {
        "bad_name": {
            "properties": {
                "bad_name": {"type": "string"},
                "birthDate": {"type": "string", "format": "date-time"},
                "madeAt": {"type": "string"},
                "amountCents": {"type": "number"},
            }
        }
    }
    for member in ("status", "title", "detail"):
        del bad["components"]["schemas"]["Problem"]["properties"][member]
    told = {line["code"] for line in lint(bad, tmp_path)}
    ours = set(re.findall(r"^  (adr-[a-z0-9-]+):", (ROOT / ".spectral.yml").read_text(), re.MULTILINE))
    del bad["info"]["contact"]
    told |= {line["code"] for line in lint(bad, tmp_path)}
    assert ours - told == set()


def test_the_answers_name_their_version_too(app: flask.Flask, document: dict[str, Any]) -> None:
    """/core/version-header: what the document says of every answer is what the service does."""
    answer = app.test_client().get("/api/v1/openapi.json")
    assert answer.headers["API-Version"] == document["info"]["version"]
