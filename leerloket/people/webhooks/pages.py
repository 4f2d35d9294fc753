"""The pages on which an officer of an employer or provider sets up webhooks and sees what was told."""

import uuid
from typing import Any

import flask
import flask_login
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_babel import lazy_gettext as _

from leerloket import clock, web
from leerloket.people.keys import service as keys
from leerloket.people.webhooks import rules, schemas, service

bp = flask.Blueprint("webhooks", __name__)

EVENT_NAMES = {
    "top-up-batch.confirmed": _("Een storting is bevestigd"),
    "payment.received": _("Uw betaling is binnen"),
    "top-up.credited": _("Uw werknemers hebben hun geld"),
    "booking.requested": _("Iemand wil bij u boeken"),
    "booking.cancelled": _("Een boeking is geannuleerd"),
    "booking.expired": _("Een aanvraag is vervallen"),
    "booking.moved": _("Een deelnemer gaat naar een andere datum"),
    "attendance.due": _("Wij missen de aanwezigheid"),
    "payout.made": _("Een uitbetaling is goedgekeurd"),
}
STATE_WORDS = {
    "waiting": (_("Wacht"), "warning"),
    "delivered": (_("Aangekomen"), "success"),
    "failed": (_("Niet aangekomen"), "error"),
}
EMPLOYER, PROVIDER = "/werkgever/beheer/koppelingen/webhooks", "/aanbieder/beheer/koppelingen/webhooks"
ONE = "/<uuid:webhook_id>"
PAGE = 50


def here() -> str:
    """The address of these pages for the role that looks at them."""
    return EMPLOYER if flask_login.current_user.role == "employer" else PROVIDER


@bp.get(EMPLOYER)
@bp.get(PROVIDER)
@web.requires("employer", "provider")
def show() -> str:
    """The webhooks there are, and a form for a new one."""
    role = flask_login.current_user.role
    return flask.render_template(
        "people/webhooks.html",
        webhooks=service.list_webhooks(keys.own_organisation(), role),
        events={event: EVENT_NAMES[event] for event in rules.EVENTS[role]},
        here=here(),
    )


@bp.post(EMPLOYER)
@bp.post(PROVIDER)
@web.requires("employer", "provider")
@web.shows_again(show)
def add() -> ResponseReturnValue:
    """Set up a webhook and show its secret, this once."""
    given = web.load(schemas.WebhookForm(), flask.request.form)
    return _show_secret(*service.add_own_webhook(**given))


def _show_secret(webhook: service.Webhook, secret: str) -> str:
    return flask.render_template("people/webhook_secret.html", webhook=webhook, secret=secret, here=here())


@bp.get(EMPLOYER + ONE)
@bp.get(PROVIDER + ONE)
@web.requires("employer", "provider")
def one(webhook_id: uuid.UUID) -> str:
    """One webhook and the log of what was told to it."""
    before = flask.request.args.get("vanaf", type=uuid.UUID)
    found = service.list_deliveries(keys.own_organisation(), webhook_id, before=before, limit=PAGE + 1)
    return flask.render_template("people/webhook.html", **_log(webhook_id, found))


def _log(webhook_id: uuid.UUID, found: list[service.Delivery]) -> dict[str, Any]:
    shown = found[:PAGE]
    return {
        "webhook": service.get_webhook(keys.own_organisation(), webhook_id),
        "deliveries": shown,
        "tries": service.last_tries(keys.own_organisation(), [delivery.delivery_id for delivery in shown]),
        "older": shown[-1].delivery_id if len(found) > PAGE else None,
        "event_names": EVENT_NAMES,
        "state_words": STATE_WORDS,
        "now": clock.now(),
        "here": here(),
    }


@bp.post(f"{EMPLOYER}{ONE}/geheim")
@bp.post(f"{PROVIDER}{ONE}/geheim")
@web.requires("employer", "provider")
@web.shows_again(one)
def renew_secret(webhook_id: uuid.UUID) -> ResponseReturnValue:
    """A new secret, shown this once."""
    return _show_secret(*service.renew_own_secret(webhook_id))


@bp.post(f"{EMPLOYER}{ONE}/aanzetten")
@bp.post(f"{PROVIDER}{ONE}/aanzetten")
@web.requires("employer", "provider")
def switch_on(webhook_id: uuid.UUID) -> ResponseReturnValue:
    """Let a webhook hear again."""
    service.switch_on(keys.own_organisation(), webhook_id)
    flask.flash(gettext("De webhook staat weer aan."), "ok")
    return flask.redirect(f"{here()}/{webhook_id}", 303)


@bp.post(f"{EMPLOYER}{ONE}/verwijderen")
@bp.post(f"{PROVIDER}{ONE}/verwijderen")
@web.requires("employer", "provider")
def remove(webhook_id: uuid.UUID) -> ResponseReturnValue:
    """Call this address no more."""
    service.remove_webhook(keys.own_organisation(), webhook_id)
    flask.flash(gettext("De webhook is verwijderd."), "ok")
    return flask.redirect(here(), 303)


@bp.post(f"{EMPLOYER}{ONE}/<uuid:delivery_id>/opnieuw")
@bp.post(f"{PROVIDER}{ONE}/<uuid:delivery_id>/opnieuw")
@web.requires("employer", "provider")
def resend(webhook_id: uuid.UUID, delivery_id: uuid.UUID) -> ResponseReturnValue:
    """Send one message again."""
    service.resend(keys.own_organisation(), webhook_id, delivery_id)
    flask.flash(gettext("Het bericht gaat zo opnieuw weg."), "ok")
    return flask.redirect(f"{here()}/{webhook_id}", 303)
