"""The vault of BSNs: off unless LEERLOKET_BSN is on; the key lies in a file outside the database (trust.md 9).

The same keys seal the secrets of the second step of signing in, with BSNs or without.
"""

import hmac
import json
import os
import secrets
import uuid
from dataclasses import dataclass
from pathlib import Path

import sqlalchemy as sa
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from stdnum.nl import bsn as stdnum_bsn

from leerloket import config, db, errors
from leerloket.people import persons
from leerloket.people.models import Person

KEY_BYTES = 32
NONCE_BYTES = 12


class VaultClosed(errors.Forbidden):
    """This installation keeps no BSN."""

    nl = "Deze dienst bewaart geen BSN."
    en = "This service keeps no BSN."


class NotABsn(errors.Invalid):
    """The check digits do not fit."""

    nl = "Dit BSN klopt niet. Kijk het na."
    en = "This BSN is not right. Check it."


class BsnInUse(errors.Conflict):
    """One person has one account."""

    nl = "Dit BSN hoort al bij een ander account."
    en = "This BSN belongs to another account already."


class KeyMissing(Exception):
    """A number was sealed with a key that the key file no longer holds."""


@dataclass(frozen=True, slots=True)
class Key:
    """One generation of keys: one to seal, one to look up. `repr` never shows them."""

    version: int
    seal: bytes
    lookup: bytes

    def __repr__(self) -> str:
        return f"Key(version={self.version})"


class Vault:
    """Seals and opens BSNs and the secrets of second steps. The newest key seals; older ones only open and look up."""

    def __init__(self, keys: list[Key]) -> None:
        self._keys = {key.version: key for key in keys}
        self._newest = max(keys, key=lambda key: key.version)

    @property
    def versions(self) -> list[int]:
        """The versions of the keys, the newest first."""
        return sorted(self._keys, reverse=True)

    def seal(self, person_id: uuid.UUID, number: str) -> tuple[bytes, bytes, int]:
        """The ciphertext, bound to the person, the pseudonym to look up by, and the version of the key."""
        nonce = secrets.token_bytes(NONCE_BYTES)
        sealed = AESGCM(self._newest.seal).encrypt(nonce, number.encode(), person_id.bytes)
        return nonce + sealed, self.pseudonym(number), self._newest.version

    def open(self, person_id: uuid.UUID, ciphertext: bytes, version: int) -> str:
        """The number. Raises KeyMissing when no key fits."""
        key = self._keys.get(version)
        if key is None:
            raise KeyMissing(version)
        try:
            plain = AESGCM(key.seal).decrypt(ciphertext[:NONCE_BYTES], ciphertext[NONCE_BYTES:], person_id.bytes)
        except InvalidTag as problem:
            raise KeyMissing(version) from problem
        return plain.decode()

    def pseudonym(self, number: str) -> bytes:
        """Under what a number is kept now."""
        return self._pseudonym(self._newest, number)

    def pseudonyms(self, number: str) -> list[bytes]:
        """Under what a number may be found, whichever key was new then."""
        return [self._pseudonym(key, number) for key in self._keys.values()]

    def derive(self, purpose: str, version: int) -> bytes:
        """A secret of 32 bytes for one purpose, always the same for a version. Raises KeyMissing."""
        key = self._keys.get(version)
        if key is None:
            raise KeyMissing(version)
        return hmac.digest(key.seal, purpose.encode(), "sha256")

    @staticmethod
    def _pseudonym(key: Key, number: str) -> bytes:
        return hmac.digest(key.lookup, number.encode(), "sha256")


def open_vault(settings: config.Settings) -> Vault:
    """The vault of this installation. Raises VaultClosed where LEERLOKET_BSN is off."""
    if not settings.bsn:
        raise VaultClosed
    return open_keys(settings)


def open_keys(settings: config.Settings) -> Vault:
    """The same with or without BSNs: what seals; its key file is made on first use, readable by its owner only."""
    path = settings.key_file
    if not path.exists():
        _make_key_file(path)
    return Vault(
        [
            Key(int(entry["version"]), bytes.fromhex(entry["seal"]), bytes.fromhex(entry["lookup"]))
            for entry in json.loads(path.read_text())
        ]
    )


def _make_key_file(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    key = {"version": 1, "seal": secrets.token_hex(KEY_BYTES), "lookup": secrets.token_hex(KEY_BYTES)}
    fresh = path.with_name(f"{path.name}.{secrets.token_hex(8)}")
    with open(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        json.dump([key], file)
        file.flush()
        os.fsync(file.fileno())
    try:
        os.link(fresh, path)
    except FileExistsError:
        pass
    finally:
        fresh.unlink()


def store_bsn(vault: Vault, person_id: uuid.UUID, text: str) -> None:
    """Keep a person's BSN, sealed. Raises NotABsn, BsnInUse, NotFound."""
    if not stdnum_bsn.is_valid(text):
        raise NotABsn(field="bsn")
    number = str(stdnum_bsn.compact(text))
    holder = find_person_by_bsn(vault, number)
    if holder is not None and holder.person_id != person_id:
        raise BsnInUse(field="bsn")
    person = persons.get_person(person_id)
    person.bsn_ciphertext, person.bsn_hmac, person.key_version = vault.seal(person_id, number)
    db.session.flush()


def read_bsn(vault: Vault, person_id: uuid.UUID) -> str | None:
    """The BSN of a person, where a law needs it back; None when none is kept. The caller logs the read."""
    person = persons.get_person(person_id)
    if person.bsn_ciphertext is None or person.key_version is None:
        return None
    return vault.open(person_id, person.bsn_ciphertext, person.key_version)


def find_person_by_bsn(vault: Vault, text: str) -> Person | None:
    """Whoever has this BSN."""
    if not stdnum_bsn.is_valid(text):
        return None
    number = str(stdnum_bsn.compact(text))
    return db.session.scalar(sa.select(Person).where(Person.bsn_hmac.in_(vault.pseudonyms(number))))
