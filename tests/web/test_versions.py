"""Who changes something names the version they saw."""

import uuid

import pytest
from flask.testing import FlaskClient

from tests.people import make
from tests.web import probe

pytestmark = pytest.mark.usefixtures("session", "gate")


@pytest.mark.parametrize(
    ("header", "status"),
    [
        ('"3"', 200),
        ("3", 200),
        ('W/"3"', 200),
        ('"2"', 412),
        ('"x"', 412),
        ("*", 412),
        ('"3", "4"', 412),
        ('"³"', 412),
        ('"99999999999999999999"', 412),
        ("", 428),
        (None, 428),
    ],
)
def test_the_version_that_was_seen_decides(client: FlaskClient, header: str | None, status: int) -> None:
    headers = make.bearer(make.person()) | ({} if header is None else {"If-Match": header})
    answer = client.patch(f"{probe.API}/versions/{uuid.uuid4()}", headers=headers)
    assert answer.status_code == status
    assert answer.headers.get("ETag") == ('"4"' if status == 200 else None)
