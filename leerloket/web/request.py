"""What the present request asks for: its language, and page or API."""

import flask
from flask_babel import get_locale


def language() -> str:
    """The language of this answer: `nl` or `en`."""
    locale = get_locale()
    return "en" if locale is not None and locale.language == "en" else "nl"


def is_api() -> bool:
    """Whether this request is for the JSON API."""
    return flask.request.path.startswith(("/api/", "/ooapi/"))
