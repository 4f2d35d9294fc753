"""A provider's bank account on screen: asked for by the provider, looked at by two administrators."""

import uuid

import flask
import flask_login
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from leerloket import web
from leerloket.courses.bookings.provider_pages import own_provider
from leerloket.courses.provider_accounts import schemas, service
from leerloket.courses.providers import service as providers
from leerloket.people import service as people

bp = flask.Blueprint("provider_accounts", __name__)

bp.add_app_template_filter(service.masked, "masked_iban")


def _me() -> uuid.UUID:
    person_id: uuid.UUID = flask_login.current_user.person_id
    return person_id


@bp.get("/aanbieder/beheer/rekening")
@web.requires("provider")
def account() -> str:
    """On which account this provider is paid, and a form for another."""
    provider_id = own_provider()
    return flask.render_template(
        "courses/provider_accounts/account.html",
        provider=providers.get_provider(provider_id),
        waiting=service.find_open(provider_id),
        changes=service.list_changes(provider_id),
    )


@bp.post("/aanbieder/beheer/rekening")
@web.requires("provider")
@web.shows_again(account)
def ask() -> ResponseReturnValue:
    """Ask for another account."""
    given = web.load(schemas.AskForm(), flask.request.form)
    service.ask(own_provider(), given["iban"], holder=given["naam"], reason=given["reden"], asked_by=_me())
    flask.flash(_("Uw aanvraag is binnen. Twee medewerkers kijken ernaar."), "ok")
    return flask.redirect(flask.url_for("provider_accounts.account"), 303)


@bp.post("/aanbieder/beheer/rekening/<uuid:change_id>/intrekken")
@web.requires("provider")
@web.shows_again(lambda change_id: account())
def withdraw(change_id: uuid.UUID) -> ResponseReturnValue:
    """Take the request back."""
    service.withdraw(own_provider(), change_id)
    flask.flash(_("Uw aanvraag is ingetrokken."), "ok")
    return flask.redirect(flask.url_for("provider_accounts.account"), 303)


@bp.get("/beheer/aanbieders/rekeningen")
@web.requires("administrator")
def changes() -> str:
    """The changes that wait for an administrator."""
    waiting = service.list_open()
    asked_by = people.list_persons({change.asked_by for change in waiting})
    return flask.render_template(
        "courses/provider_accounts/changes.html",
        changes=waiting,
        providers={each.provider_id: each for each in providers.list_providers([c.provider_id for c in waiting])},
        names={person.person_id: person.name for person in asked_by},
        also_paid_on={change.change_id: service.list_also_paid_on(change) for change in waiting},
    )


@bp.post("/beheer/aanbieders/rekeningen/<uuid:change_id>/goedkeuren")
@web.requires("administrator")
@web.shows_again(lambda change_id: changes())
def approve(change_id: uuid.UUID) -> ResponseReturnValue:
    """Say that the account is the provider's own."""
    change = service.approve(change_id, by=_me())
    done = _("De rekening is veranderd.") if change.state == "changed" else _("Nu moet nog iemand anders kijken.")
    flask.flash(done, "ok")
    return flask.redirect(flask.url_for("provider_accounts.changes"), 303)


@bp.post("/beheer/aanbieders/rekeningen/<uuid:change_id>/afwijzen")
@web.requires("administrator")
@web.shows_again(lambda change_id: changes())
def reject(change_id: uuid.UUID) -> ResponseReturnValue:
    """Keep the old account, and say why."""
    given = web.load(schemas.RejectForm(), flask.request.form)
    service.reject(change_id, by=_me(), reason=given["reden"])
    flask.flash(_("De aanvraag is afgewezen. De oude rekening blijft."), "ok")
    return flask.redirect(flask.url_for("provider_accounts.changes"), 303)
