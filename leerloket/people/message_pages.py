"""The catalogue of messages, to look at: who gets what when, and how it reads."""

import flask
from flask_babel import lazy_gettext as _

from leerloket import errors, outbox, web
from leerloket.people.pages import ROLE_NAMES

bp = flask.Blueprint("messages", __name__)

READER_NAMES = ROLE_NAMES | {"everybody": _("Iedereen")}
TOPIC_NAMES = {
    "money": _("Geld"),
    "booking": _("Boekingen"),
    "appointment": _("Afspraken"),
    "sign-in": _("Inloggen"),
    "plan": _("Plan"),
    "consent": _("Toestemming"),
    "reads": _("Inzage"),
    "digest": _("Maandbericht"),
    "work": _("Werk"),
}


@bp.get("/beheer/berichten")
@web.requires("administrator")
def show() -> str:
    """Every message there is, by reader."""
    kinds = outbox.list_kinds()
    return flask.render_template(
        "people/messages.html",
        kinds=kinds,
        subjects={kind.kind: _render(kind, kind.examples[0], kind.languages[0]).subject for kind in kinds},
        reader_names=READER_NAMES,
        topic_names=TOPIC_NAMES,
    )


def _render(kind: outbox.Kind, example: outbox.Example, language: str) -> outbox.Text:
    return outbox.render_example(flask.current_app._get_current_object(), kind, example, language)  # type: ignore[attr-defined]


@bp.get("/beheer/berichten/<kind>")
@web.requires("administrator")
def one(kind: str) -> str:
    """One message with each of its examples, in each language, as plain text and as simple HTML."""
    found = outbox.find_kind(kind)
    if found is None:
        raise errors.NotFound
    texts = [
        (example.name, _render(found, example, language)) for example in found.examples for language in found.languages
    ]
    return flask.render_template(
        "people/message.html",
        kind=found,
        texts=[(name, text, outbox.blocks(text.body)) for name, text in texts],
        reader_names=READER_NAMES,
        topic_names=TOPIC_NAMES,
    )
