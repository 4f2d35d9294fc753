"""A certificate as Open Badge 3.0: a verifiable credential, signed as JWT with the key of this installation.

The badge is made anew each time from what is stored; the same certificate gives the same text, for Ed25519 signs the
same text the same way. Source: 1EdTech Open Badges 3.0, section 8.2 (JSON Web Token proof format).
"""

from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat
from openbadgeslib.errors import LibOpenBadgesException
from openbadgeslib.keys import public_jwk_from_pem
from openbadgeslib.ob3 import (
    Achievement,
    Evidence,
    IdentityObject,
    Issuer,
    OB3Signer,
    OB3Verifier,
    OpenBadgeCredential,
    build_did_document,
    did_key_from_pem,
    did_web_from_url,
)

from leerloket.courses.certificates.models import Certificate
from leerloket.people import vault

PURPOSE = "open badges"
"""What the signing key is derived for from the key file."""
ALGORITHM = "EdDSA"
TYPES = {"diploma": "Diploma", "certificate": "Certificate", "badge": "Badge"}


def issuer_id(keys: vault.Vault, version: int, base_url: str) -> str:
    """Who signs: `did:web` of the site, so that anybody finds its key; on plain HTTP (the demo) the key itself."""
    if base_url.startswith("https://"):
        return str(did_web_from_url(base_url))
    return str(did_key_from_pem(_public_pem(keys, version)))


def did_document(keys: vault.Vault, base_url: str) -> dict[str, Any]:
    """The keys that `did:web` of this site leads to, newest first (`/.well-known/did.json`)."""
    methods = [(f"key-{version}", public_jwk_from_pem(_public_pem(keys, version))) for version in keys.versions]
    return dict(build_did_document(issuer_id(keys, keys.versions[0], base_url), methods))


def sign(certificate: Certificate, email: str, keys: vault.Vault, base_url: str) -> str:
    """The badge as compact JWT. The holder is in it as a salted hash of the address, not by name."""
    version = certificate.key_version
    signer = OB3Signer(_private_pem(keys, version), ALGORITHM)
    return str(signer.sign(_credential(certificate, email, issuer_id(keys, version, base_url), base_url)))


def is_genuine(token: str, keys: vault.Vault, version: int) -> bool:
    """Whether a badge was signed by this installation and says what was signed."""
    try:
        OB3Verifier(_public_pem(keys, version)).verify(token)
    except LibOpenBadgesException:
        return False
    return True


def _credential(certificate: Certificate, email: str, issuer: str, base_url: str) -> OpenBadgeCredential:
    identity = IdentityObject.create(email, salt=certificate.certificate_id.hex) if email else None
    return OpenBadgeCredential(
        id=f"urn:uuid:{certificate.certificate_id}",
        issuer=Issuer(id=issuer, name=certificate.provider_name, url=f"{base_url}/"),
        recipient_id=None if identity else f"urn:uuid:{certificate.certificate_id}",
        identifiers=[identity] if identity else [],
        achievement=Achievement(
            id=f"{base_url}/opleidingen/{certificate.module_slug}",
            name=certificate.title,
            description=certificate.about or certificate.title,
            criteria_narrative="; ".join(certificate.outcomes) or certificate.title,
            tags=list(certificate.skills),
            achievement_type=TYPES[certificate.proof],
        ),
        issuance_date=certificate.issued_at,
        evidence=[Evidence(id=f"{base_url}/controleer/{certificate.code}", name="Whether it still holds")],
    )


def _key(keys: vault.Vault, version: int) -> Ed25519PrivateKey:
    return Ed25519PrivateKey.from_private_bytes(keys.derive(PURPOSE, version))


def _private_pem(keys: vault.Vault, version: int) -> bytes:
    return _key(keys, version).private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


def _public_pem(keys: vault.Vault, version: int) -> bytes:
    return _key(keys, version).public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
