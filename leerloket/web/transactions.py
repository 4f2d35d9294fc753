"""One transaction per request: the commit at the edge."""

from collections.abc import Callable

import flask
from flask.typing import ResponseReturnValue

from leerloket import db
from leerloket.web.problems import VeryBusy


def in_transaction(work: Callable[[], ResponseReturnValue]) -> flask.Response:
    """Run a view as one transaction: an answer of 400 or more rolls back, a deadlock runs it again, GET only reads.

    Raises VeryBusy when the same locks stay taken in every attempt.
    """
    if flask.request.method in {"GET", "HEAD", "OPTIONS"}:
        with db.transaction(read_only=True):
            return flask.make_response(work())

    def write() -> flask.Response:
        response = flask.make_response(work())
        if response.status_code >= 400:
            raise _Undo(response)
        return response

    try:
        return db.run(write)
    except _Undo as undo:
        return undo.response
    except db.DATABASE_ERRORS as problem:
        if db.may_try_again(problem):
            raise VeryBusy from problem
        raise


class _Undo(Exception):
    def __init__(self, response: flask.Response) -> None:
        super().__init__()
        self.response = response
