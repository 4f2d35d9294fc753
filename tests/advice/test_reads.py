"""With real commits: a refusal stays in the log, consent ends at once, and the invariants of privacy hold."""

import uuid

import flask.testing
import pytest

from leerloket import db
from leerloket.accounts.proof import service as proof
from leerloket.people.consents import service as consents
from tests.advice import make
from tests.people import make as people

pytestmark = pytest.mark.usefixtures("committed")


@pytest.mark.parametrize("url", ["/loket/clienten/{}", "/api/v1/clients/{}", "/loket/clienten/{}/overzicht.pdf"])
def test_a_withdrawn_consent_refuses_the_next_request_and_the_refusal_is_kept(
    client: flask.testing.FlaskClient, url: str
) -> None:
    pair = make.pair()
    account_id = pair.client.person_id
    headers = people.bearer(pair.adviser) if url.startswith("/api") else {}
    people.sign_in(client, pair.adviser)
    assert client.get(f"/loket/clienten/{account_id}", headers=headers).status_code == 200
    make.withdraw_all(account_id)
    db.session.commit()
    assert client.get(url.format(account_id), headers=headers).status_code == 404
    db.session.rollback()
    assert make.looks(account_id)[-1][0] == "denied"
    consents.give(account_id, "adviser", pair.adviser.person_id, "account")
    db.session.commit()
    assert client.get(f"/loket/clienten/{account_id}", headers=headers).status_code == 200


def test_reads_at_the_desk_hold_to_the_invariants(client: flask.testing.FlaskClient) -> None:
    allowed, elsewhere, silent = make.pair(), make.pair(region_code=make.OTHER_REGION), make.pair(scopes=())
    for pair in (allowed, elsewhere, silent):
        people.sign_in(client, pair.adviser)
        at = f"/loket/clienten/{pair.client.person_id}"
        for rest in ("", "/plan", "/overzicht", f"/gesprek/{uuid.uuid4()}"):
            client.get(at + rest)
        client.post(at + "/gesprek")
        client.get("/loket/clienten?q=samira")
        client.get("/loket")
    db.session.rollback()
    broken = {finding.invariant.name: finding.examples for finding in proof.check_all() if not finding.holds}
    assert broken == {}
    assert {action for action, _kind in make.looks(elsewhere.client.person_id)} == {"denied"}
    assert {action for action, _kind in make.looks(silent.client.person_id)} == {"denied"}
