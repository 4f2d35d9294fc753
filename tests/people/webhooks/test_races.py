"""Two workers at the same moment: every message goes once."""

import pytest

from leerloket import db
from leerloket.people import vault
from leerloket.people.webhooks import sending, service
from tests import races
from tests.people import make
from tests.people.webhooks.receiver import listening, post_anywhere

KEYS = vault.Vault([vault.Key(1, b"s" * 32, b"l" * 32)])
EVENT = "payment.received"


def subscribed(url: str) -> None:
    """An employer with a webhook and thirty messages for it."""
    employer = make.employer()
    officer = make.manager(employer)
    webhook, _secret = service.add_webhook(
        employer.employer_id,
        "employer",
        url="https://salaris.example/hook",
        events=[EVENT],
        by=officer.person_id,
        keys=KEYS,
    )
    webhook.url = url
    for number in range(30):
        service.tell(EVENT, employer.employer_id, str(number), number=number)


def send() -> int:
    return sending.send_due(KEYS, post=post_anywhere)


@pytest.mark.usefixtures("committed")
def test_two_workers_send_everything_once() -> None:
    with listening() as receiver:
        db.run(subscribed, receiver.url)
        sent = races.together(send, send, run=lambda work: work())
        assert sum(int(str(number)) for number in sent) == 30
        ids = [headers["webhook-id"] for headers, _body in receiver.calls]
    assert len(ids) == len(set(ids)) == 30
