"""Admissions on screen: a provider applies and sees how far it is; administrators look at each task."""

import uuid
from typing import Any

import flask
import flask_login
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext

from leerloket import web
from leerloket.courses.admissions import ladder, sanctions, schemas, service
from leerloket.courses.admissions.models import Sanction
from leerloket.courses.bookings.provider_pages import own_provider
from leerloket.courses.catalogue import service as catalogue
from leerloket.courses.providers import service as providers
from leerloket.people import service as people

bp = flask.Blueprint("admissions", __name__)

TASKS: dict[str, tuple[Any, Any]] = {
    "register": (
        lazy_gettext("Inschrijving bij de KvK"),
        lazy_gettext("Zoek het nummer op. Kloppen naam, adres en wie mag tekenen?"),
    ),
    "quality_mark": (
        lazy_gettext("Keurmerk"),
        lazy_gettext("Welk keurmerk, en tot wanneer? Bijvoorbeeld NRTO, CRKBO of een erkenning van het ministerie."),
    ),
    "account": (
        lazy_gettext("Naam van de rekening"),
        lazy_gettext("Staat de rekening op naam van de aanbieder? Vraag het na bij de bank."),
    ),
    "sample_module": (
        lazy_gettext("Voorbeeldopleiding"),
        lazy_gettext("Is de tekst duidelijk, klopt het niveau, is de prijs eerlijk?"),
    ),
    "visit": (lazy_gettext("Bezoek"), lazy_gettext("Wie was er, wat zag u, hoe wordt er lesgegeven?")),
}
"""What a task is called, and what to look at."""
STEPS: dict[str, tuple[Any, Any]] = {
    "warning": (lazy_gettext("waarschuwing"), lazy_gettext("De aanbieder moet iets verbeteren. Alles loopt door.")),
    "no_bookings": (
        lazy_gettext("geen nieuwe boekingen"),
        lazy_gettext("Niemand kan nog boeken of de opleidingen vinden. Wat geboekt is, gaat door."),
    ),
    "payouts_held": (
        lazy_gettext("uitbetalingen vast"),
        lazy_gettext("De aanbieder krijgt ook geen geld meer tot dit is opgelost."),
    ),
    "removed": (
        lazy_gettext("uit de catalogus"),
        lazy_gettext("De pagina's van de aanbieder en zijn opleidingen zijn weg."),
    ),
}
"""What a step against a provider is called, and what it does."""


def _me() -> uuid.UUID:
    person_id: uuid.UUID = flask_login.current_user.person_id
    return person_id


@bp.get("/aanbieder/aanmelden")
@web.public
def application() -> str:
    """What a provider needs, and for who is signed in the form."""
    return flask.render_template("courses/admissions/apply.html", tasks=TASKS)


@bp.post("/aanbieder/aanmelden")
@web.requires()
@web.shows_again(application)
@web.idempotent
def apply() -> ResponseReturnValue:
    """Apply, and go on as the office of the new provider."""
    row, holder = schemas.provider_row(web.load(schemas.ApplicationForm(), flask.request.form))
    made = service.apply(_me(), row, holder=holder)
    (grant,) = [one for one in people.list_grants(_me()) if one.organisation_id == made.provider_id]
    identity = people.find_identity(flask_login.current_user.token, "page")
    if identity is not None:
        people.choose_role(identity, grant.grant_id)
    return flask.redirect(flask.url_for("admissions.own"), 303)


@bp.get("/aanbieder/erkenning")
@web.requires("provider")
def own() -> str:
    """How far this provider is, until when it is admitted, and what was decided against it."""
    return flask.render_template(
        "courses/admissions/own.html",
        provider=providers.get_provider(own_provider()),
        admission=service.find_latest(own_provider()),
        sanctions=sanctions.list_told(own_provider()),
        last_appeal_on=ladder.last_appeal_on,
        blank=web.Form(),
        tasks=TASKS,
        steps=STEPS,
    )


@bp.post("/aanbieder/erkenning/<uuid:sanction_id>/bezwaar")
@web.requires("provider")
@web.shows_again(lambda sanction_id: own())
def object_to(sanction_id: uuid.UUID) -> ResponseReturnValue:
    """Say why the provider disagrees."""
    given = web.load(schemas.AppealForm(), flask.request.form)
    sanctions.object_to(own_provider(), sanction_id, appeal=given["bezwaar"])
    flask.flash(_("Uw bezwaar is ontvangen. U krijgt een mail met het antwoord."), "ok")
    return flask.redirect(flask.url_for("admissions.own"), 303)


@bp.get("/beheer/aanbieders/erkenning")
@web.requires("administrator")
def list_all() -> str:
    """Every provider: first those that wait for somebody, then by the end of their admission."""
    waiting = service.list_open()
    everyone = sorted(
        providers.list_providers(),
        key=lambda one: (
            one.provider_id not in waiting,
            one.approved_at is not None,
            one.approved_until is None,
            one.approved_until,
        ),
    )
    return flask.render_template("courses/admissions/list.html", providers=everyone, waiting=waiting)


@bp.get("/beheer/aanbieders/<uuid:provider_id>")
@web.requires("administrator")
def vetting(provider_id: uuid.UUID) -> str:
    """All that is known of one provider: its tasks, earlier rounds and sanctions."""
    provider = providers.get_provider(provider_id)
    everything = sanctions.list_sanctions(provider_id)
    rounds, admission = service.list_rounds(provider_id), service.find_latest(provider_id)
    others = providers.list_by_iban(provider.iban) if provider.iban else []
    return flask.render_template(
        "courses/admissions/vetting.html",
        provider=provider,
        admission=admission,
        rounds=rounds,
        modules=catalogue.list_own_modules(provider_id, limit=5),
        also_paid_on=[other.name for other in others if other.provider_id != provider_id],
        sanctions=everything,
        next_step=ladder.next_step(sanctions.in_force(everything)),
        names=_names(rounds, admission, everything),
        blank=web.Form(),
        tasks=TASKS,
        steps=STEPS,
    )


def _names(
    rounds: list[service.AdmissionRound], admission: service.Admission | None, everything: list[Sanction]
) -> dict[uuid.UUID | None, str]:
    ids = {one.started_by for one in rounds} | {one.first_approved_by for one in rounds}
    ids |= {one.approved_by for one in rounds} | {task.done_by for task in (admission.tasks if admission else ())}
    for one in everything:
        ids |= {one.proposed_by, one.decided_by, one.answered_by, one.lifted_by}
    return {person.person_id: person.name or "" for person in people.list_persons({one for one in ids if one})}


def _back(provider_id: uuid.UUID) -> ResponseReturnValue:
    return flask.redirect(flask.url_for("admissions.vetting", provider_id=provider_id), 303)


@bp.post("/beheer/aanbieders/<uuid:provider_id>/beoordelen")
@web.requires("administrator")
@web.shows_again(vetting)
def start(provider_id: uuid.UUID) -> ResponseReturnValue:
    """Begin to look at a provider (again)."""
    service.start(provider_id, _me())
    return _back(provider_id)


@bp.post("/beheer/aanbieders/<uuid:provider_id>/taken/<task>")
@web.requires("administrator")
@web.shows_again(lambda provider_id, task: vetting(provider_id))
def note_task(provider_id: uuid.UUID, task: str) -> ResponseReturnValue:
    """Write down what was found."""
    service.note_task(provider_id, task, by=_me(), **web.load(schemas.AdmissionTaskForm(), flask.request.form))
    flask.flash(_("Opgeschreven."), "ok")
    return _back(provider_id)


@bp.post("/beheer/aanbieders/<uuid:provider_id>/goedkeuren")
@web.requires("administrator")
@web.shows_again(vetting)
def approve(provider_id: uuid.UUID) -> ResponseReturnValue:
    """Approve: the first waits, another person's admits."""
    given = web.load(schemas.ApprovalForm(), flask.request.form)
    admission = service.approve(provider_id, _me(), until=given["until_on"])
    flask.flash(_("Nu moet nog iemand anders goedkeuren.") if admission.is_open else _("De aanbieder is erkend."), "ok")
    return _back(provider_id)


@bp.post("/beheer/aanbieders/<uuid:provider_id>/afwijzen")
@web.requires("administrator")
@web.shows_again(vetting)
def reject(provider_id: uuid.UUID) -> ResponseReturnValue:
    """End it with a no."""
    service.reject(provider_id, _me(), web.load(schemas.AdmissionReasonForm(), flask.request.form)["reden"])
    flask.flash(_("Afgewezen. De aanbieder krijgt een mail."), "ok")
    return _back(provider_id)
