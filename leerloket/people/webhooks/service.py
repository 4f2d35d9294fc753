"""Subscribing to events, and writing down in the transaction of an event who wants to hear it."""

import json
import uuid
from typing import Any

import flask
import flask_login
import sqlalchemy as sa

from leerloket import clock, db, errors
from leerloket.people import vault
from leerloket.people.audit import service as audit
from leerloket.people.keys import service as api_keys
from leerloket.people.webhooks import rules
from leerloket.people.webhooks.models import Delivery, Try, Webhook

__all__ = ["Delivery", "Try", "Webhook"]

WHO_LISTENS = """
SELECT webhook_id FROM webhooks
WHERE organisation_id = %s AND %s = ANY(events) AND disabled_at IS NULL AND removed_at IS NULL
"""
TELL = """
INSERT INTO webhook_deliveries
       (organisation_id, delivery_id, webhook_id, event, about, facts, state, created_at, due_at, give_up_at, tries)
VALUES (%s, %s, %s, %s, %s, %s, 'waiting', %s, %s, %s, 0)
ON CONFLICT ON CONSTRAINT webhook_deliveries_about_key DO NOTHING
"""


def tell(event: str, organisation_id: uuid.UUID, about: uuid.UUID | str, **facts: Any) -> None:
    """Write down, in this transaction, that something happened which this employer or provider may hear.

    `facts` are JSON values with names in camelCase. The same event about the same thing is told once. When
    nobody listens, nothing is written.
    """
    with db.cursor() as cursor:
        for (webhook_id,) in cursor.execute(WHO_LISTENS, [organisation_id, event]).fetchall():
            now = clock.now()
            what = [organisation_id, db.new_id(), webhook_id, event, str(about), json.dumps(facts)]
            cursor.execute(TELL, [*what, now, now, now + rules.GIVE_UP_AFTER])


def add_own_webhook(*, url: str, events: list[str]) -> tuple[Webhook, str]:
    """As `add_webhook`, for the organisation and role of the signed-in officer."""
    officer, settings = flask_login.current_user, flask.current_app.config["SETTINGS"]
    return add_webhook(
        api_keys.own_organisation(),
        officer.role,
        url=url,
        events=events,
        by=officer.person_id,
        keys=vault.open_keys(settings),
        allow_http=settings.demo,
    )


def add_webhook(
    organisation_id: uuid.UUID,
    role: str,
    *,
    url: str,
    events: list[str],
    by: uuid.UUID,
    keys: vault.Vault,
    allow_http: bool = False,
) -> tuple[Webhook, str]:
    """Let an address hear events; answers it with its secret, which is shown this once.

    Raises UrlNotAllowed, EventUnknown, TooManyWebhooks.
    """
    rules.check_url(url, allow_http=allow_http)
    rules.check_events(role, events)
    if len(list_webhooks(organisation_id, role)) >= rules.MOST_WEBHOOKS:
        raise rules.TooManyWebhooks(most=rules.MOST_WEBHOOKS)
    webhook_id, secret = db.new_id(), rules.new_secret()
    ciphertext, _, version = keys.seal(webhook_id, secret)
    webhook = Webhook(
        organisation_id=organisation_id,
        webhook_id=webhook_id,
        role=role,
        url=url,
        events=[event for event in rules.EVENTS[role] if event in events],
        secret_ciphertext=ciphertext,
        key_version=version,
        created_by=by,
        created_at=clock.now(),
    )
    db.session.add(webhook)
    db.session.flush()
    audit.record("make", "webhook", webhook_id, reason=url)
    return webhook, secret


def list_webhooks(organisation_id: uuid.UUID, role: str) -> list[Webhook]:
    """What an organisation listens with, oldest first, also what is switched off."""
    return list(
        db.session.scalars(
            sa.select(Webhook)
            .where(Webhook.organisation_id == organisation_id, Webhook.role == role, Webhook.removed_at.is_(None))
            .order_by(Webhook.webhook_id)
        )
    )


def get_webhook(organisation_id: uuid.UUID, webhook_id: uuid.UUID, *, lock: bool = False) -> Webhook:
    """One webhook. Raises NotFound for one that is removed or somebody else's."""
    webhook = db.session.get(Webhook, (organisation_id, webhook_id), with_for_update=lock)
    if webhook is None or webhook.removed_at is not None:
        raise errors.NotFound
    return webhook


def remove_webhook(organisation_id: uuid.UUID, webhook_id: uuid.UUID) -> None:
    """Call this address no more; what still waits is not sent."""
    webhook = get_webhook(organisation_id, webhook_id, lock=True)
    webhook.removed_at = clock.now()
    drop_waiting(webhook)
    audit.record("remove", "webhook", webhook_id)


def drop_waiting(webhook: Webhook) -> None:
    """Send nothing more of what waits for a webhook."""
    db.session.execute(
        sa.update(Delivery)
        .where(
            Delivery.organisation_id == webhook.organisation_id,
            Delivery.webhook_id == webhook.webhook_id,
            Delivery.state == "waiting",
        )
        .values(state="failed")
    )
    db.session.flush()


def switch_on(organisation_id: uuid.UUID, webhook_id: uuid.UUID) -> None:
    """Let a webhook that was switched off hear again, from now on."""
    webhook = get_webhook(organisation_id, webhook_id, lock=True)
    webhook.disabled_at = webhook.failing_since = None
    db.session.flush()
    audit.record("switch on", "webhook", webhook_id)


def renew_secret(organisation_id: uuid.UUID, webhook_id: uuid.UUID, keys: vault.Vault) -> tuple[Webhook, str]:
    """A new secret, shown this once. The one before counts for a week more, so that nothing is missed.

    Raises OldSecretStillCounts.
    """
    webhook = get_webhook(organisation_id, webhook_id, lock=True)
    now = clock.now()
    if webhook.old_until is not None and webhook.old_until > now:
        raise rules.OldSecretStillCounts(until_at=webhook.old_until)
    secret = rules.new_secret()
    webhook.old_secret_ciphertext, webhook.old_key_version = webhook.secret_ciphertext, webhook.key_version
    webhook.old_until = now + rules.OLD_SECRET_LASTS
    webhook.secret_ciphertext, _, webhook.key_version = keys.seal(webhook_id, secret)
    db.session.flush()
    audit.record("renew secret", "webhook", webhook_id)
    return webhook, secret


def renew_own_secret(webhook_id: uuid.UUID) -> tuple[Webhook, str]:
    """As `renew_secret`, for the organisation of the signed-in officer."""
    return renew_secret(api_keys.own_organisation(), webhook_id, vault.open_keys(flask.current_app.config["SETTINGS"]))


def list_deliveries(
    organisation_id: uuid.UUID, webhook_id: uuid.UUID, *, before: uuid.UUID | None = None, limit: int = 50
) -> list[Delivery]:
    """What was told to a webhook, newest first; `before` is the last of the page before."""
    get_webhook(organisation_id, webhook_id)
    older = [Delivery.delivery_id < before] if before else []
    return list(
        db.session.scalars(
            sa.select(Delivery)
            .where(Delivery.organisation_id == organisation_id, Delivery.webhook_id == webhook_id, *older)
            .order_by(Delivery.delivery_id.desc())
            .limit(limit)
        )
    )


def last_tries(organisation_id: uuid.UUID, delivery_ids: list[uuid.UUID]) -> dict[uuid.UUID, Try]:
    """The last call of each of these deliveries; none for what was not tried yet."""
    query = (
        sa.select(Try)
        .where(Try.organisation_id == organisation_id, Try.delivery_id.in_(delivery_ids))
        .order_by(Try.delivery_id, Try.n)
    )
    return {one.delivery_id: one for one in db.session.scalars(query)}


def resend(organisation_id: uuid.UUID, webhook_id: uuid.UUID, delivery_id: uuid.UUID) -> Delivery:
    """Send a message again at once, with the same id. Raises NotFound, NothingToResend."""
    webhook = get_webhook(organisation_id, webhook_id)
    delivery = db.session.get(Delivery, (organisation_id, delivery_id), with_for_update=True)
    if delivery is None or delivery.webhook_id != webhook_id:
        raise errors.NotFound
    if delivery.state == "waiting" or webhook.disabled_at is not None:
        raise rules.NothingToResend
    now = clock.now()
    delivery.state, delivery.due_at, delivery.give_up_at = "waiting", now, now + rules.GIVE_UP_AFTER
    db.session.flush()
    audit.record("resend", "webhook-delivery", delivery_id)
    return delivery


def forget_old() -> int:
    """Remove the log of what was told long ago. Returns how many deliveries."""
    old = sa.delete(Delivery).where(Delivery.created_at < clock.now() - rules.KEPT, Delivery.state != "waiting")
    return len(db.session.execute(old.returning(Delivery.delivery_id)).all())
