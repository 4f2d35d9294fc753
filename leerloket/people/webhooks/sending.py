"""The worker's part: claim what is due, call outside of any transaction, and write down what came of it."""

import uuid
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import timedelta

import sqlalchemy as sa

from leerloket import clock, db, outbox
from leerloket.people import persons, vault
from leerloket.people.webhooks import calling, rules, service
from leerloket.people.webhooks.models import Delivery, Try, Webhook

Post = Callable[[str, bytes, dict[str, str]], calling.Answer]

AT_ONCE = 40
CALLS_AT_ONCE = 8
CLAIMED_FOR = timedelta(minutes=5)
"""A delivery that is being sent is left alone so long; then its worker must have died."""


PAGES = {"employer": "/werkgever/beheer/koppelingen/webhooks", "provider": "/aanbieder/beheer/koppelingen/webhooks"}
"""Where an officer of each role sees what went wrong."""


@dataclass(frozen=True, slots=True)
class Call:
    """One message, ready to be posted."""

    organisation_id: uuid.UUID
    delivery_id: uuid.UUID
    url: str
    body: bytes
    headers: dict[str, str]


def send_due(keys: vault.Vault, *, post: Post = calling.post) -> int:
    """Send what is due, several at once; answers how many were tried. Between claiming and noting no lock is held."""
    calls = db.run(_claim, keys)
    with ThreadPoolExecutor(CALLS_AT_ONCE, thread_name_prefix="webhook") as threads:
        answers = list(threads.map(lambda call: post(call.url, call.body, call.headers), calls))
    for call, answer in zip(calls, answers, strict=True):
        db.run(_note, call, answer)
    return len(calls)


def _claim(keys: vault.Vault) -> list[Call]:
    """Take what is due, so that no other worker does; it is due again when this one dies."""
    now = clock.now()
    due = db.session.execute(
        sa.select(Delivery, Webhook)
        .join(
            Webhook,
            sa.and_(Webhook.organisation_id == Delivery.organisation_id, Webhook.webhook_id == Delivery.webhook_id),
        )
        .where(Delivery.state == "waiting", Delivery.due_at <= now)
        .order_by(Delivery.due_at)
        .limit(AT_ONCE)
        .with_for_update(of=Delivery, skip_locked=True)
    ).all()
    calls = []
    for delivery, webhook in due:
        delivery.due_at = now + CLAIMED_FOR
        body = rules.body_of(delivery.event, delivery.created_at, delivery.facts)
        headers = rules.headers_of(f"msg_{delivery.delivery_id.hex}", now, body, _secrets(webhook, keys))
        calls.append(Call(delivery.organisation_id, delivery.delivery_id, webhook.url, body, headers))
    return calls


def _secrets(webhook: Webhook, keys: vault.Vault) -> list[str]:
    """The secrets that count now, the newest first."""
    counting = [keys.open(webhook.webhook_id, webhook.secret_ciphertext, webhook.key_version)]
    if webhook.old_until is not None and webhook.old_until > clock.now():
        assert webhook.old_secret_ciphertext is not None  # noqa: S101 - a CHECK says so
        assert webhook.old_key_version is not None  # noqa: S101 - a CHECK says so
        counting.append(keys.open(webhook.webhook_id, webhook.old_secret_ciphertext, webhook.old_key_version))
    return counting


def _note(call: Call, answer: calling.Answer) -> None:
    """Write down a call, and decide whether and when it is tried again."""
    delivery = db.session.get_one(Delivery, (call.organisation_id, call.delivery_id), with_for_update=True)
    webhook = db.session.get_one(Webhook, (call.organisation_id, delivery.webhook_id), with_for_update=True)
    now = clock.now()
    delivery.tries += 1
    db.session.add(
        Try(
            organisation_id=call.organisation_id,
            delivery_id=call.delivery_id,
            n=delivery.tries,
            at=now,
            status=answer.status,
            problem=answer.problem,
            milliseconds=answer.milliseconds,
        )
    )
    if answer.is_good:
        delivery.state, webhook.failing_since = "delivered", None
    elif delivery.state == "waiting":
        webhook.failing_since = webhook.failing_since or now
        again_at = rules.next_try(delivery.tries, now, delivery.give_up_at)
        if again_at is None or answer.status == rules.GONE:
            delivery.state = "failed"
            _switch_off(webhook)
        else:
            delivery.due_at = again_at
    db.session.flush()


def _switch_off(webhook: Webhook) -> None:
    """Three days without an answer, or told to stop: call no more, and tell who made it."""
    if webhook.disabled_at is not None or webhook.removed_at is not None:
        return
    webhook.disabled_at = clock.now()
    service.drop_waiting(webhook)
    maker = persons.get_person(webhook.created_by)
    if maker.email:
        outbox.put(
            "webhook-off",
            maker.email,
            dedup=f"webhook-off:{webhook.webhook_id}:{webhook.disabled_at.isoformat()}",
            facts={
                "name": maker.name,
                "url": webhook.url,
                "since": clock.moment_text(webhook.failing_since or webhook.disabled_at, maker.language),
                "page": PAGES[webhook.role],
            },
            account_id=maker.person_id,
            language=maker.language,
        )
