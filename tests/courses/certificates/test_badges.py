"""Open Badges: what stands in them, that they are signed, and that a changed one is not believed."""

import base64
import json
from typing import Any

import pytest
from openbadgeslib.ob3 import OB3Verifier

from leerloket.courses.certificates import badges
from leerloket.courses.certificates.models import Certificate
from leerloket.people import vault
from tests.courses.certificates import make

pytestmark = pytest.mark.usefixtures("session")

SITE = "https://leerloket.example"


def payload(token: str) -> dict[str, Any]:
    part = token.split(".")[1]
    found: dict[str, Any] = json.loads(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)))
    return found


@pytest.fixture
def certificate() -> Certificate:
    return make.given()


def test_a_badge_says_what_was_achieved_and_by_whom_without_a_name(certificate: Certificate) -> None:
    said = payload(badges.sign(certificate, "samira@demo.example", make.KEYS, SITE))
    assert said["type"] == ["VerifiableCredential", "OpenBadgeCredential"]
    assert said["issuer"]["id"] == "did:web:leerloket.example"
    assert said["credentialSubject"]["achievement"]["name"] == certificate.title
    assert said["credentialSubject"]["achievement"]["tag"] == ["lassen"]
    assert said["credentialSubject"]["identifier"][0]["hashed"] is True
    assert "samira" not in json.dumps(said)
    assert said["evidence"][0]["id"] == f"{SITE}/controleer/{certificate.code}"


def test_the_same_certificate_gives_the_same_badge(certificate: Certificate) -> None:
    first = badges.sign(certificate, "a@b.example", make.KEYS, SITE)
    assert badges.sign(certificate, "a@b.example", make.KEYS, SITE) == first


def test_a_changed_badge_or_another_key_is_not_believed(certificate: Certificate) -> None:
    token = badges.sign(certificate, "a@b.example", make.KEYS, SITE)
    head, _body, signature = token.split(".")
    other = base64.urlsafe_b64encode(json.dumps(payload(token) | {"name": "Directeur"}).encode()).decode().rstrip("=")
    stranger = vault.Vault([vault.Key(1, b"x" * 32, b"l" * 32)])
    assert badges.is_genuine(token, make.KEYS, 1)
    assert not badges.is_genuine(f"{head}.{other}.{signature}", make.KEYS, 1)
    assert not badges.is_genuine(token, stranger, 1)


def test_on_plain_http_the_key_itself_is_the_issuer(certificate: Certificate) -> None:
    token = badges.sign(certificate, "", make.KEYS, "http://127.0.0.1:8000")
    issuer = payload(token)["issuer"]["id"]
    assert issuer.startswith("did:key:")
    assert OB3Verifier.for_issuer_did(issuer).verify(token).achievement.name == certificate.title


def test_the_did_document_holds_every_key_the_newest_first() -> None:
    keys = vault.Vault([vault.Key(1, b"s" * 32, b"l" * 32), vault.Key(2, b"t" * 32, b"l" * 32)])
    document = badges.did_document(keys, SITE)
    assert document["id"] == "did:web:leerloket.example"
    assert [method["id"].split("#")[1] for method in document["verificationMethod"]] == ["key-2", "key-1"]
