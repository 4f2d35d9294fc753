"""The reference application: a Flask view that reads JSON, inserts one row durably, and answers JSON."""

import os
import threading

import flask
import psycopg
from uuid_utils.compat import uuid7

app = flask.Flask(__name__)
_own = threading.local()


def _connection() -> psycopg.Connection[tuple[object, ...]]:
    if not hasattr(_own, "connection"):
        url = os.environ["LEERLOKET_DATABASE_URL"].replace("+psycopg", "")
        _own.connection = psycopg.connect(url, autocommit=True)
    connection: psycopg.Connection[tuple[object, ...]] = _own.connection
    return connection


@app.post("/")
def insert() -> tuple[flask.Response, int]:
    """One row, one commit."""
    row_id = uuid7()
    _connection().execute("INSERT INTO empty_inserts VALUES (%s, %s)", [row_id, flask.request.get_data(as_text=True)])
    return flask.jsonify(id=str(row_id)), 201


@app.get("/health/live")
def live() -> flask.Response:
    """Ready."""
    return flask.jsonify(status="ok")
