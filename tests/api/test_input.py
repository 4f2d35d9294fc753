"""Bad input over the API: every error at once, and nothing half written (issue: Bad input)."""

import flask
import pytest
import sqlalchemy as sa

from leerloket import db
from tests.api import world as worlds

KEY = {"Idempotency-Key": "bad-input-1"}
BATCHES = "/api/v1/employers/{employer_id}/top-up-batches"


def written() -> int:
    count: int = (
        db.session.scalar(
            sa.text(
                "SELECT (SELECT count(*) FROM top_up_batches) + (SELECT count(*) FROM bookings)"
                " + (SELECT count(*) FROM expected_payments) + (SELECT count(*) FROM idempotency_keys)"
            )
        )
        or 0
    )
    return count


@pytest.mark.parametrize(
    ("role", "path", "text", "fields"),
    [
        (
            "employer",
            BATCHES,
            '{"rows": [{"personnelNumber": "101", "amountCents": 1e999}, {"amountCents": "5", "iban": "x"}], "x": NaN}',
            {"rows.0.amountCents", "rows.1.amountCents", "rows.1.iban", "x"},
        ),
        (
            "employer",
            "/api/v1/employers/{employer_id}/top-ups",
            '{"personnelNumber": "101", "amountCents": 12345678901234567890, "currency": "USD"}',
            {"amountCents", "currency"},
        ),
        ("worker", "/api/v1/accounts/me/top-ups", '{"amountCents": 12.5}', {"amountCents"}),
        (
            "worker",
            "/api/v1/bookings",
            '{"editionId": 5, "split": [{"potId": "x", "amountCents": true}], "price": 0}',
            {"editionId", "split.0.potId", "split.0.amountCents", "price"},
        ),
        ("provider", "/api/v1/bookings/{booking_id}/attendance", '{"presentPct": "100"}', {"presentPct"}),
        (
            "adviser",
            "/api/v1/clients/{account_id}/plan",
            '{"goals": [{"title": "a\\u0000b", "tasks": 1}]}',
            {"goals.0.title", "goals.0.tasks"},
        ),
    ],
)
def test_all_errors_come_at_once_and_nothing_is_written(
    app: flask.Flask, world: worlds.World, role: str, path: str, text: str, fields: set[str]
) -> None:
    values = {name: world.mine.value(role, name) for name in ("employer_id", "booking_id", "account_id")}
    method = "PUT" if path.endswith(("attendance", "plan")) else "POST"
    headers = world.headers(role) | KEY | {"If-Match": '"1"'}
    with world.untouched():
        before = written()
        answer = app.test_client().open(
            path.format(**values), method=method, data=text, content_type="application/json", headers=headers
        )
        assert (answer.status_code, answer.content_type) == (400, "application/problem+json")
        assert fields <= {error["field"] for error in answer.get_json()["errors"]}
        assert written() == before
