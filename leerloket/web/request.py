"""What the present request asks for: its language, and page or API."""

import flask
from flask_babel import get_locale

from leerloket import errors


def language() -> str:
    """The language of this answer: `nl` or `en`."""
    locale = get_locale()
    return "en" if locale is not None and locale.language == "en" else "nl"


def is_api() -> bool:
    """Whether this request is for the JSON API."""
    return flask.request.path.startswith(("/api/", "/ooapi/"))


def check_readable() -> None:
    """Refuse null characters in the address and in what a form sent: no text column takes them.

    In the path they name nothing (404); elsewhere they are invalid input. JSON bodies have their own reader.
    """
    request = flask.request
    if "\x00" in request.path:
        raise errors.NotFound
    pairs = [*request.args.items(multi=True)]
    if not is_api() or request.mimetype == "multipart/form-data":
        pairs += request.form.items(multi=True)
        pairs += [(name, file.filename or "") for name, file in request.files.items(multi=True)]
    pairs = [(name or "", value) for name, value in pairs]
    wrong = sorted({name for name, value in pairs if "\x00" in name + value})
    if wrong:
        nl, en = "Er staat een onzichtbaar teken in.", "There is a null character in it."
        raise errors.Invalid(
            errors=[errors.FieldError(name.replace("\x00", ""), "null-character", nl, en) for name in wrong]
        )
