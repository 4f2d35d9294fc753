"""The workspace of a talk: everything on one screen, by keyboard."""

import uuid
from typing import Any

import flask
import flask_login
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from leerloket import clock, db, web
from leerloket.accounts.ledger import service as ledger
from leerloket.advice.clients import service as clients
from leerloket.advice.consultations import labels, schemas, service
from leerloket.advice.desks import service as desks
from leerloket.advice.plans import labels as plan_labels
from leerloket.advice.plans import service as plans
from leerloket.courses.bookings import service as bookings
from leerloket.courses.catalogue import service as catalogue

bp = flask.Blueprint("consultations", __name__)

HERE = "/loket/clienten/<uuid:account_id>/gesprek"
MOST_HITS = 5
MOST_BOOKINGS = 4


@bp.post(HERE)
@web.requires("adviser")
def start(account_id: uuid.UUID) -> ResponseReturnValue:
    """Begin a talk and go to its workspace."""
    adviser_id = flask_login.current_user.person_id
    clients.check_client(adviser_id, account_id, "consult", "talk")
    given = web.load(schemas.StartForm(), flask.request.form)
    talk = service.start(adviser_id, account_id, given["afspraak"])
    return _to_workspace(account_id, talk.consultation_id)


def _to_workspace(account_id: uuid.UUID, consultation_id: uuid.UUID, **more: Any) -> ResponseReturnValue:
    url = flask.url_for("consultations.workspace", account_id=account_id, consultation_id=consultation_id, **more)
    return flask.redirect(url, 303)


@bp.get(f"{HERE}/<uuid:consultation_id>")
@web.requires("adviser")
def workspace(account_id: uuid.UUID, consultation_id: uuid.UUID) -> str:
    """Three columns: money and pots, the talk with the plan, and the search for a module."""
    adviser_id = flask_login.current_user.person_id
    talk, client = _open(account_id, consultation_id)
    sees_account = clients.may_open(adviser_id, account_id, "account")
    sees_plan = clients.may_open(adviser_id, account_id, "plan")
    for scope in [scope for scope, sees in (("account", sees_account), ("plan", sees_plan)) if sees]:
        clients.open_client(adviser_id, account_id, scope, "talk")
    balance = ledger.get_balance(account_id) if sees_account else None
    question = flask.request.args.get("zoek", "")[:100]
    return flask.render_template(
        "advice/workspace.html",
        talk=talk,
        client=client,
        minutes=min((clock.now() - talk.started_at).seconds // 60, 999),
        page_token=db.new_id().hex,
        is_mine=talk.adviser_id == adviser_id,
        topics=labels.TOPICS,
        balance=balance,
        bookings=bookings.list_bookings(account_id, limit=MOST_BOOKINGS) if sees_account else [],
        booking_states=plan_labels.BOOKING_STATES,
        sees_plan=sees_plan,
        plan=plans.find_plan(account_id) if sees_plan else None,
        owners=plan_labels.OWNERS,
        earlier=[one for one in service.list_consultations(account_id, 6) if one.consultation_id != consultation_id],
        additions=service.list_additions(account_id, consultation_id),
        question=question,
        found=_search(question, balance, account_id) if question else None,
    )


def _open(account_id: uuid.UUID, consultation_id: uuid.UUID) -> tuple[service.Consultation, clients.Client]:
    adviser_id = flask_login.current_user.person_id
    client = clients.open_client(adviser_id, account_id, "consult", "talk", object_id=consultation_id)
    return service.get_consultation(account_id, consultation_id), client


def _search(question: str, balance: ledger.Balance | None, account_id: uuid.UUID) -> list[dict[str, Any]]:
    """What fits the words, with the price and what this client would pay on top."""
    available = balance.available_cents if balance else 0
    found = catalogue.search(catalogue.Query(q=question), available_cents=available, limit=MOST_HITS)
    hits = []
    for hit in found.hits:
        cents = hit.cheapest_cents
        own = None
        if cents is not None and balance is not None:
            own = ledger.propose(account_id, cents, hit.module.purpose).short_cents
        hits.append({"module": hit.module, "provider": hit.provider, "next": hit.next, "cents": cents, "own": own})
    return hits


@bp.post(f"{HERE}/<uuid:consultation_id>")
@web.requires("adviser")
@web.shows_again(workspace)
def save(account_id: uuid.UUID, consultation_id: uuid.UUID) -> ResponseReturnValue:
    """Keep what was written; then stay here, or go on to close the talk."""
    given = _keep(account_id, consultation_id)
    if given["doe"] == "afronden":
        url = flask.url_for("consultations.closing", account_id=account_id, consultation_id=consultation_id)
        return flask.redirect(url, 303)
    flask.flash(_("Opgeslagen om %(time)s", time=clock.time_text(clock.now(), web.language())))
    return _to_workspace(account_id, consultation_id)


@bp.post(f"{HERE}/<uuid:consultation_id>/bewaren")
@web.requires("adviser")
def autosave(account_id: uuid.UUID, consultation_id: uuid.UUID) -> ResponseReturnValue:
    """The same, asked by the script while one types; answers no page."""
    _keep(account_id, consultation_id)
    return "", 204


def _keep(account_id: uuid.UUID, consultation_id: uuid.UUID) -> dict[str, Any]:
    adviser_id = flask_login.current_user.person_id
    clients.check_client(adviser_id, account_id, "consult", "talk", object_id=consultation_id)
    given: dict[str, Any] = web.load(schemas.RecordForm(), flask.request.form)
    content = service.Content(
        topics=given["onderwerpen"],
        notes=given["notitie"],
        motivation=given["motivatie"],
        capacity=given["kunnen"],
        opportunity=given["kansen"],
    )
    service.save(
        adviser_id,
        account_id,
        consultation_id,
        content,
        version=given["versie"],
        edit_token=given["bladzijde"],
    )
    return given


@bp.get(f"{HERE}/<uuid:consultation_id>/afronden")
@web.requires("adviser")
def closing(account_id: uuid.UUID, consultation_id: uuid.UUID) -> str:
    """Check before closing: topics, notes, tasks with owner and date, next appointment."""
    talk, client = _open(account_id, consultation_id)
    sees_plan = clients.may_open(flask_login.current_user.person_id, account_id, "plan")
    return flask.render_template(
        "advice/closing.html",
        talk=talk,
        client=client,
        topics=labels.TOPICS,
        plan=plans.find_plan(account_id) if sees_plan else None,
        owners=plan_labels.OWNERS,
        appointment=desks.find_next_appointment(account_id),
    )


@bp.post(f"{HERE}/<uuid:consultation_id>/afronden")
@web.requires("adviser")
@web.shows_again(closing)
def close(account_id: uuid.UUID, consultation_id: uuid.UUID) -> ResponseReturnValue:
    """Lock the talk; the client gets a mail."""
    adviser_id = flask_login.current_user.person_id
    clients.check_client(adviser_id, account_id, "consult", "talk", object_id=consultation_id)
    service.close(adviser_id, account_id, consultation_id)
    flask.flash(_("Het gesprek is afgerond. De cliënt krijgt een e-mail."))
    return flask.redirect(flask.url_for("clients.client", account_id=account_id), 303)


@bp.post(f"{HERE}/<uuid:consultation_id>/toevoegen")
@web.requires("adviser")
@web.shows_again(workspace)
def add(account_id: uuid.UUID, consultation_id: uuid.UUID) -> ResponseReturnValue:
    """Add a correction to a closed talk."""
    adviser_id = flask_login.current_user.person_id
    clients.check_client(adviser_id, account_id, "consult", "talk", object_id=consultation_id)
    given = web.load(schemas.AdditionForm(), flask.request.form)
    service.add(adviser_id, account_id, consultation_id, given["toevoeging"])
    return _to_workspace(account_id, consultation_id)


@bp.get(f"{HERE}/<uuid:consultation_id>/eigen")
@web.requires("adviser")
def private(account_id: uuid.UUID, consultation_id: uuid.UUID) -> str:
    """The adviser's own notes, on a page of their own: opening it is written down."""
    adviser_id = flask_login.current_user.person_id
    client = clients.open_client(adviser_id, account_id, "consult", "private", object_id=consultation_id)
    talk = service.get_consultation(account_id, consultation_id)
    text = service.read_private_note(adviser_id, account_id, consultation_id)
    return flask.render_template("advice/private.html", client=client, talk=talk, text=text)


@bp.post(f"{HERE}/<uuid:consultation_id>/eigen")
@web.requires("adviser")
@web.shows_again(private)
def keep_private(account_id: uuid.UUID, consultation_id: uuid.UUID) -> ResponseReturnValue:
    """Keep the adviser's own notes of an open talk."""
    adviser_id = flask_login.current_user.person_id
    clients.check_client(adviser_id, account_id, "consult", "private", object_id=consultation_id)
    given = web.load(schemas.PrivateForm(), flask.request.form)
    service.write_private_note(adviser_id, account_id, consultation_id, given["eigen"])
    return _to_workspace(account_id, consultation_id)
