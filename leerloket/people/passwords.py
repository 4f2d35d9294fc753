"""Passwords as argon2id (RFC 9106, the profile for little memory)."""

import argon2

from leerloket.people import rules

HASHER = argon2.PasswordHasher()
NOBODYS_HASH = HASHER.hash("nobody has this password")
"""Verified when there is no password, so that it takes the same time."""


def hashed(password: str) -> str:
    """How a password is kept."""
    return HASHER.hash(password)


def is_right(password_hash: str | None, password: str) -> bool:
    """Whether this is the password; as slow when there is none."""
    try:
        HASHER.verify(password_hash or NOBODYS_HASH, password[: rules.LONGEST_PASSWORD + 1])
    except argon2.exceptions.VerificationError:
        return False
    return password_hash is not None


def is_old(password_hash: str) -> bool:
    """Whether it was hashed with other parameters than those of today."""
    return HASHER.check_needs_rehash(password_hash)
