"""Schemathesis against the running service: whatever is sent, the answer is in the document and never a 500.

Every operation is called as each role that may call it, with ids that exist in some of the requests. Set
LEERLOKET_FUZZ to the number of requests per operation and role for a long run (trust.md promises 10,000 per role).
"""

import os
from collections import defaultdict
from collections.abc import Callable, Iterator
from typing import Any

import flask
import hypothesis
import pytest
import schemathesis
from hypothesis import strategies
from schemathesis.checks import not_a_server_error
from schemathesis.core.failures import FailureGroup
from schemathesis.core.result import Ok
from schemathesis.generation import GenerationMode
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from leerloket import db, web
from leerloket.people import service as people
from tests.api import world as worlds
from tests.conftest import Database

EXAMPLES = int(os.environ.get("LEERLOKET_FUZZ", "10"))
CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]
SLOW = {
    "/overview.pdf",
    "/clients/{accountId}/overview.pdf",
    "/accounts/me/yearly-statements/{year}/statement.pdf",
    "/employers/{employerId}/yearly-statements/{year}/statement.pdf",
    "/employers/{employerId}/invitation-batches/{lettersId}/letters.pdf",
}
"""A PDF takes a second: tried, but not often."""


@pytest.fixture(scope="module")
def lively(clone: Callable[[], Database], site: flask.Flask) -> Iterator[worlds.World]:
    """A world that really changes, with commits as in production."""
    engine = db.make_engine(clone().app_url)
    with site.app_context():
        made = worlds.build(engine)
    yield made
    db.session.remove()
    engine.dispose()


def ids(side: worlds.Side, role: str) -> dict[str, str]:
    """Per name in the API, what exists under it for this role."""
    names = {name for values in side.values.values() for name in values if name.endswith("_id")}
    return {web.camel_case(name): side.value(role, name) for name in names}


def with_ids(value: Any, known: dict[str, str]) -> Any:
    """The same value, with ids that exist."""
    if isinstance(value, dict):
        return {
            name: known[name] if name in known and isinstance(part, str) else with_ids(part, known)
            for name, part in value.items()
        }
    return [with_ids(part, known) for part in value] if isinstance(value, list) else value


def roles_of(app: flask.Flask) -> dict[tuple[str, str], tuple[str, ...]]:
    """Per operation who may call it; a public one is tried as nobody and as a worker."""
    found = {}
    for rule in app.url_map.iter_rules():
        wanted = getattr(app.view_functions[rule.endpoint], "requires_roles", None)
        for method in rule.methods or ():
            path = rule.rule.removeprefix("/api/v1")
            for argument in rule.arguments:
                for written in (f"<uuid:{argument}>", f"<int:{argument}>", f"<{argument}>"):
                    path = path.replace(written, "{" + web.camel_case(argument) + "}")
            found[method, path] = wanted or ((worlds.NOBODY, "worker") if wanted is None else ("worker", "adviser"))
    return found


def fuzz(operation: Any, world: worlds.World, role: str) -> None:
    """Send requests of which two in three are as documented, and two in three name what exists, mostly one's own."""
    as_documented = operation.as_strategy(generation_mode=GenerationMode.POSITIVE)
    otherwise = operation.as_strategy(generation_mode=GenerationMode.NEGATIVE)
    mine, theirs = ids(world.mine, role), ids(world.theirs, role)

    @hypothesis.settings(
        max_examples=min(EXAMPLES, 3) if operation.path in SLOW else EXAMPLES,
        database=None,
        derandomize="LEERLOKET_FUZZ" not in os.environ,
        phases=[hypothesis.Phase.generate],
        report_multiple_bugs=False,
        suppress_health_check=list(hypothesis.HealthCheck),
    )
    @hypothesis.given(
        case=strategies.one_of(as_documented, otherwise, as_documented),
        known=strategies.sampled_from([mine, mine, mine, theirs, {}]),
        version=strategies.sampled_from(['"1"', None]),
    )
    def send(case: Any, known: dict[str, str], version: str | None) -> None:
        case.path_parameters = with_ids(case.path_parameters, known)
        case.body = with_ids(case.body, known)
        if version and isinstance(case.headers, dict) and "If-Match" in case.headers:
            case.headers["If-Match"] = version
        headers = world.headers(role) if operation.path != "/tokens/current" else fresh_token(world, role)
        case.call_and_validate(headers=headers, checks=CHECKS)

    send()


def fresh_token(world: worlds.World, role: str) -> dict[str, str]:
    token = db.run(people.open_session, world.mine.persons[role], "bearer")
    return {"Authorization": f"Bearer {token}"}


def test_every_answer_is_as_documented(site: flask.Flask, lively: worlds.World) -> None:
    schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", site)
    roles = roles_of(site)
    answered: dict[str | None, set[int]] = defaultdict(set)

    def note(_app: flask.Flask, response: flask.Response, **_: Any) -> None:
        answered[flask.request.endpoint].add(response.status_code)

    wrong: list[str] = []
    with flask.request_finished.connected_to(note, site):
        for found in schema.get_all_operations():
            assert isinstance(found, Ok)
            operation = found.ok()
            for role in roles[operation.method.upper(), operation.path]:
                db.connect(lively.engine)
                try:
                    fuzz(operation, lively, role)
                except FailureGroup as failures:
                    wrong += [f"{operation.label} as {role}: {failure}" for failure in failures.exceptions]
    assert not wrong, "\n\n".join(wrong)
    assert len(answered) > 60
    reached = [endpoint for endpoint, statuses in answered.items() if min(statuses) < 300]
    assert len(reached) > 40, sorted(map(str, set(answered) - set(reached)))
