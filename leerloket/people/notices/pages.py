"""The page on which a person chooses what to be told, and how."""

import flask
import flask_login
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_babel import lazy_gettext as _

from leerloket import outbox, web
from leerloket.people.notices import schemas

bp = flask.Blueprint("notices", __name__)

TOPICS = {
    "plan": _("Uw plan: een overzicht of een taak is klaar"),
    "consent": _("Uw toestemming: u gaf of stopte toestemming"),
    "reads": _("Iemand bekeek uw gegevens"),
}
CHOICES = {
    "at_once": _("Meteen per e-mail"),
    "digest": _("Samen in één e-mail per maand"),
    "none": _("Niet"),
}


@bp.get("/gegevens/meldingen")
@web.requires()
def show() -> str:
    """What holds now."""
    return flask.render_template(
        "people/notices.html",
        chosen=outbox.choices_of(flask_login.current_user.person_id),
        topics=TOPICS,
        possible={topic: [(choice, CHOICES[choice]) for choice in some] for topic, some in outbox.CHOOSABLE.items()},
    )


@bp.post("/gegevens/meldingen")
@web.requires()
@web.shows_again(show)
def choose() -> ResponseReturnValue:
    """Choose."""
    given = web.load(schemas.NoticesForm(), flask.request.form)
    outbox.choose(flask_login.current_user.person_id, given)
    flask.flash(gettext("Uw keuze is opgeslagen."), "ok")
    return flask.redirect("/gegevens/meldingen", 303)
