"""The pages of the scheme administrator: the overview, and crediting learning rights."""

import uuid
from typing import Any

import flask
import flask_login
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from leerloket import clock, web
from leerloket.accounts.bank import service as bank
from leerloket.accounts.rights import schemas, service
from leerloket.people import service as people

bp = flask.Blueprint("leerrechten", __name__)


def _me() -> uuid.UUID:
    person_id: uuid.UUID = flask_login.current_user.person_id
    return person_id


@bp.context_processor
def words() -> dict[str, Any]:
    """The words for states and reasons."""
    return {
        "state_words": {
            "draft": (_("Wacht op goedkeuring"), "warning"),
            "approved": (_("Begint zo"), "info"),
            "running": (_("Loopt"), "info"),
            "done": (_("Klaar"), "success"),
        },
        "exclusion_words": {
            "erased": _("Verwijderd op eigen verzoek"),
            "no-birth-date": _("Geboortedatum onbekend"),
            "too-young": _("Nog te jong"),
            "pension-age": _("AOW-leeftijd bereikt"),
            "already-credited": _("Kreeg dit jaar al leerrecht"),
            "at-the-cap": _("Heeft het maximum al"),
        },
    }


@bp.get("/beheer")
@web.requires("administrator", "controller")
def overview() -> str:
    """What waits for the administrator."""
    runs = service.list_runs(10)
    return flask.render_template(
        "accounts/beheer/overview.html",
        to_approve=[run for run in runs if run.state == "draft" and run.created_by != _me()],
        busy=[run for run in runs if run.state in {"approved", "running"}],
        unmatched=bank.count_unmatched(),
    )


@bp.get("/beheer/leerrechten")
@web.requires("administrator", "controller")
def runs() -> str:
    """The runs so far, the rules, and a new count."""
    names = sorted({rule_set.name for rule_set in service.list_rule_sets()})
    return flask.render_template(
        "accounts/beheer/runs.html",
        runs=service.list_runs(),
        names=names,
        rule_sets=service.list_rule_sets(),
        default_on=clock.business_date(),
    )


@bp.post("/beheer/leerrechten")
@web.requires("administrator")
@web.shows_again(runs)
def dry_run() -> ResponseReturnValue:
    """Count a run; credits nothing."""
    given = web.load(schemas.RunForm(), flask.request.form)
    made = service.dry_run(given["regel"], given["datum"], created_by=_me())
    return flask.redirect(flask.url_for("leerrechten.run", run_id=made.run_id), 303)


@bp.get("/beheer/leerrechten/<uuid:run_id>")
@web.requires("administrator", "controller")
def run(run_id: uuid.UUID) -> str:
    """One run: what was counted, who approves, how far it is."""
    found = service.get_run(run_id)
    named = people.list_persons([i for i in (found.created_by, found.approved_by) if i])
    return flask.render_template(
        "accounts/beheer/run.html",
        run=found,
        names={person.person_id: person.name for person in named},
        may_approve=found.state == "draft"
        and found.created_by != _me()
        and flask_login.current_user.role == "administrator",
    )


@bp.get("/beheer/leerrechten/<uuid:run_id>/voortgang.json")
@web.requires("administrator", "controller")
def progress(run_id: uuid.UUID) -> ResponseReturnValue:
    """How many people were looked at."""
    found = service.get_run(run_id)
    done = found.person_count if found.state == "done" else min(found.seen_count, max(0, found.person_count - 1))
    return {"done": done, "total": found.person_count, "text": progress_text(found)}


def progress_text(found: service.Run) -> str:
    """`12.000 van 50.000 mensen bekeken`."""
    return str(_("%(done)s van %(total)s mensen bekeken", done=found.seen_count, total=found.person_count))


@bp.post("/beheer/leerrechten/<uuid:run_id>/goedkeuren")
@web.requires("administrator")
@web.shows_again(run)
@web.idempotent
def approve(run_id: uuid.UUID) -> ResponseReturnValue:
    """A second person approves; the worker starts."""
    service.approve(run_id, approved_by=_me())
    return flask.redirect(flask.url_for("leerrechten.run", run_id=run_id), 303)
