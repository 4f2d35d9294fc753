"""The same key and body give the same answer (IETF draft-ietf-httpapi-idempotency-key-header, trust.md 3)."""

import functools
import hashlib
import json
import uuid
from collections.abc import Callable
from datetime import datetime
from typing import Any, TypeVar

import flask
import flask_login
import psycopg
import sqlalchemy as sa
from flask.typing import ResponseReturnValue
from sqlalchemy import orm
from werkzeug.datastructures import FileStorage

from leerloket import clock, db, errors
from leerloket.web.json_text import strict_json
from leerloket.web.request import is_api

View = TypeVar("View", bound=Callable[..., Any])


class IdempotencyKey(db.Base):
    """What was answered to a call that moved money or a seat; kept as long as the ledger."""

    __tablename__ = "idempotency_keys"

    actor_id: orm.Mapped[uuid.UUID] = orm.mapped_column(primary_key=True)
    key: orm.Mapped[str] = orm.mapped_column(primary_key=True)
    request_hash: orm.Mapped[str]
    status: orm.Mapped[int | None] = orm.mapped_column(sa.SmallInteger)
    body: orm.Mapped[str | None]
    headers: orm.Mapped[dict[str, Any] | None]
    created_at: orm.Mapped[datetime] = orm.mapped_column(db.Timestamp)


class KeyMissing(errors.Refusal):
    """A call that moves money or a seat came without its key."""

    status = 400
    nl = "Stuur een Idempotency-Key mee van 1 tot 255 zichtbare tekens."
    en = "Send an Idempotency-Key of 1 to 255 visible characters."


class KeyUsedOtherwise(errors.Refusal):
    """The key was used before, for another request."""

    status = 422
    nl = "Deze Idempotency-Key is al gebruikt voor een ander verzoek."
    en = "This Idempotency-Key was used for another request."


class StillRunning(errors.Conflict):
    """The first request with this key has not ended."""

    nl = "Het eerste verzoek met deze sleutel loopt nog."
    en = "The first request with this key is still running."


INSERT_KEY = """
INSERT INTO idempotency_keys (actor_id, key, request_hash, created_at) VALUES (%s, %s, %s, %s) ON CONFLICT DO NOTHING
"""
KEEP_ANSWER = """
UPDATE idempotency_keys SET status = %s, body = %s, headers = %s::jsonb WHERE actor_id = %s AND key = %s
"""
KEPT_HEADERS = ("Content-Type", "Location", "ETag")


def idempotent(view: View) -> View:
    """The same actor, key and body get the same answer; the effect happens once.

    The key is inserted first, in the transaction of the effect, so that of two at the same time one waits for
    the other. On pages the key travels in the form as `key`.
    """

    @functools.wraps(view)
    def once(*args: Any, **kwargs: Any) -> ResponseReturnValue:
        actor_id = uuid.UUID(str(flask_login.current_user.person_id))
        key, request_hash = _request_key(), hash_of_request()
        if not _insert_key(actor_id, key, request_hash):
            return _replay(actor_id, key, request_hash)
        response = flask.make_response(view(*args, **kwargs))
        if response.status_code < 400:
            headers = {name: response.headers[name] for name in KEPT_HEADERS if name in response.headers}
            values = [response.status_code, response.get_data(as_text=True), json.dumps(headers), actor_id, key]
            db.cursor().execute(KEEP_ANSWER, values)
        return response

    once.is_idempotent = True  # type: ignore[attr-defined]
    return once  # type: ignore[return-value]


def request_key() -> str:
    """The idempotency key of this request, for the transfers it makes."""
    return _request_key()


def _request_key() -> str:
    key = flask.request.headers.get("Idempotency-Key", "") if is_api() else flask.request.form.get("key", "")
    key = key.strip()
    if len(key) >= 2 and key[0] == key[-1] == '"':
        key = key[1:-1]
    if not 1 <= len(key) <= 255 or not all("!" <= character <= "~" for character in key):
        raise KeyMissing
    return key


def hash_of_request() -> str:
    """What makes two requests the same: method, address and content, files included."""
    request = flask.request
    if is_api() and request.mimetype != "multipart/form-data":
        content = _without_layout(request.get_data())
    else:
        pairs = sorted((n or "", v) for n, v in request.form.items(multi=True) if n != "csrf_token")
        files = sorted((n or "", file.filename or "", _digest(file)) for n, file in request.files.items(multi=True))
        content = json.dumps([pairs, files]).encode()
    return hashlib.sha256(b"\n".join([request.method.encode(), request.path.encode(), content])).hexdigest()


def _without_layout(content: bytes) -> bytes:
    """The same JSON in another layout is the same body; what cannot be read counts as it is."""
    try:
        return json.dumps(strict_json(content), sort_keys=True).encode()
    except ValueError:
        return content


def _digest(file: FileStorage) -> str:
    digest = hashlib.file_digest(file.stream, "sha256").hexdigest()  # type: ignore[arg-type]
    file.stream.seek(0)
    return digest


def _insert_key(actor_id: uuid.UUID, key: str, request_hash: str) -> bool:
    try:
        cursor = db.cursor().execute(INSERT_KEY, [actor_id, key, request_hash, clock.now()])
    except psycopg.errors.LockNotAvailable as problem:
        raise StillRunning from problem
    return cursor.rowcount == 1


def _replay(actor_id: uuid.UUID, key: str, request_hash: str) -> flask.Response:
    stored = db.session.get(IdempotencyKey, (actor_id, key))
    if stored is None or stored.status is None:
        raise StillRunning
    if stored.request_hash != request_hash:
        raise KeyUsedOtherwise
    response = flask.make_response(stored.body or "", stored.status)
    response.headers.update(stored.headers or {})
    response.headers["Idempotency-Replayed"] = "true"
    return response
