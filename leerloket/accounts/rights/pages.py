"""The pages of the scheme administrator: the overview, and crediting learning rights."""

import uuid
from datetime import timedelta
from typing import Any

import flask
import flask_login
from flask.typing import ResponseReturnValue
from flask_babel import format_decimal, format_timedelta
from flask_babel import gettext as _

from leerloket import clock, web
from leerloket.accounts.bank import service as bank
from leerloket.accounts.rights import rules, schemas, service
from leerloket.people import service as people

bp = flask.Blueprint("leerrechten", __name__)


def _me() -> uuid.UUID:
    person_id: uuid.UUID = flask_login.current_user.person_id
    return person_id


@bp.context_processor
def words() -> dict[str, Any]:
    """The words for states, reasons and rules."""
    return {
        "number": format_decimal,
        "state_words": {
            "draft": (_("Wacht op goedkeuring"), "warning"),
            "approved": (_("Begint zo"), "info"),
            "running": (_("Loopt"), "info"),
            "paused": (_("Staat stil"), "warning"),
            "done": (_("Klaar"), "success"),
        },
        "exclusion_words": {
            "erased": _("Verwijderd op eigen verzoek"),
            "no-birth-date": _("Geboortedatum onbekend"),
            "too-young": _("Nog te jong"),
            "pension-age": _("AOW-leeftijd bereikt"),
            "already-credited": _("Kreeg dit jaar al leerrecht"),
            "only-once": _("Kreeg dit recht al, en het komt maar één keer"),
            "at-the-cap": _("Heeft het maximum al"),
        },
        "rule_words": {
            rules.STARTING: _("Startbedrag"),
            rules.STARTING + rules.UP_TO_THE_CAP: _("Startbedrag, tot het maximum"),
            rules.YEARLY: _("Bedrag per jaar"),
            rules.YEARLY + rules.UP_TO_THE_CAP: _("Bedrag per jaar, tot het maximum"),
            rules.YEARLY_BELOW_NLQF_4: _("Bedrag per jaar onder niveau 4"),
            rules.YEARLY_BELOW_NLQF_4 + rules.UP_TO_THE_CAP: _("Bedrag per jaar onder niveau 4, tot het maximum"),
        },
    }


@bp.get("/beheer")
@web.requires("administrator", "controller")
def overview() -> str:
    """What waits for the administrator."""
    runs = service.list_runs(10)
    versions = service.list_rule_sets()
    return flask.render_template(
        "accounts/beheer/overview.html",
        to_approve=[run for run in runs if run.state == "draft" and run.created_by != _me()],
        versions=[v for v in versions if v.state == "proposed" and _me() not in {v.created_by, v.proposed_by}],
        busy=[run for run in runs if run.state in {"approved", "running", "paused"}],
        unmatched=bank.count_unmatched(),
    )


@bp.get("/beheer/leerrechten")
@web.requires("administrator", "controller")
def runs() -> str:
    """The runs so far, and a new count."""
    names = sorted({rule_set.name for rule_set in service.list_rule_sets()})
    return flask.render_template(
        "accounts/beheer/runs.html",
        runs=service.list_runs(),
        names=names,
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
        may_steer=flask_login.current_user.role == "administrator",
        progress_text=progress_text(found),
    )


@bp.get("/beheer/leerrechten/<uuid:run_id>/voortgang.json")
@web.requires("administrator", "controller")
def progress(run_id: uuid.UUID) -> ResponseReturnValue:
    """How many people were looked at."""
    found = service.get_run(run_id)
    done = found.person_count if found.state == "done" else min(found.seen_count, max(0, found.person_count - 1))
    return {"done": done, "total": found.person_count, "text": progress_text(found)}


def progress_text(found: service.Run) -> str:
    """`12.000 van 50.000 mensen bekeken, 9.500 per seconde, nog 4 seconden`."""
    text = _(
        "%(done)s van %(total)s mensen bekeken",
        done=format_decimal(found.seen_count),
        total=format_decimal(found.person_count),
    )
    left = found.remaining_seconds
    if left is None or found.state == "done":
        return str(text)
    speed = _("%(count)s per seconde", count=format_decimal(found.per_second))
    return f"{text}, {speed}, {_('nog %(time)s', time=format_timedelta(timedelta(seconds=left)))}"


@bp.post("/beheer/leerrechten/<uuid:run_id>/goedkeuren")
@web.requires("administrator")
@web.shows_again(run)
@web.idempotent
def approve(run_id: uuid.UUID) -> ResponseReturnValue:
    """A second person approves; the worker starts."""
    service.approve(run_id, approved_by=_me())
    return flask.redirect(flask.url_for("leerrechten.run", run_id=run_id), 303)


@bp.post("/beheer/leerrechten/<uuid:run_id>/stilzetten")
@web.requires("administrator")
@web.shows_again(run)
def pause(run_id: uuid.UUID) -> ResponseReturnValue:
    """Let the run stand still after its present batch."""
    service.pause(run_id)
    return flask.redirect(flask.url_for("leerrechten.run", run_id=run_id), 303)


@bp.post("/beheer/leerrechten/<uuid:run_id>/hervatten")
@web.requires("administrator")
@web.shows_again(run)
def resume(run_id: uuid.UUID) -> ResponseReturnValue:
    """Let the run go on."""
    service.resume(run_id)
    return flask.redirect(flask.url_for("leerrechten.run", run_id=run_id), 303)
