"""A receipt: the proof a person holds of having entered a draw, under a code that says nothing of the person."""

import base64
import secrets
from dataclasses import dataclass
from datetime import datetime

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from leerloket.people import vault

PURPOSE = "draw receipts"
"""What the signing key is derived for from the key file."""


@dataclass(frozen=True, slots=True)
class Receipt:
    """What is signed, and the signature over it in base64."""

    text: str
    signature: str


def new_code() -> str:
    """A random code of 16 letters and digits in groups of four: 80 bits."""
    text = base64.b32encode(secrets.token_bytes(10)).decode()
    return "-".join(text[at : at + 4] for at in range(0, 16, 4))


def receipt_text(draw_id: str, commitment: str, code: str, weight: int, entered_at: datetime) -> str:
    """The receipt as it is signed: five lines, so that the service cannot deny an entry or its weight."""
    lines = ["leerloket-receipt-1", f"draw {draw_id}", f"commitment {commitment}", f"code {code} weight {weight}"]
    return "\n".join([*lines, f"entered {entered_at.isoformat(timespec='microseconds')}"])


def public_key(keys: vault.Vault, version: int) -> str:
    """What anyone can check receipts with, as hexadecimal text."""
    return _signer(keys, version).public_key().public_bytes_raw().hex()


def sign(keys: vault.Vault, version: int, text: str) -> Receipt:
    """The signed receipt: the same text gives the same signature (Ed25519)."""
    return Receipt(text, base64.b64encode(_signer(keys, version).sign(text.encode())).decode())


def is_genuine(receipt: Receipt, key: str) -> bool:
    """Whether a receipt was signed with the key that belongs to this public key."""
    try:
        Ed25519PublicKey.from_public_bytes(bytes.fromhex(key)).verify(
            base64.b64decode(receipt.signature, validate=True), receipt.text.encode()
        )
    except (InvalidSignature, ValueError):
        return False
    return True


def _signer(keys: vault.Vault, version: int) -> Ed25519PrivateKey:
    return Ed25519PrivateKey.from_private_bytes(keys.derive(PURPOSE, version))
