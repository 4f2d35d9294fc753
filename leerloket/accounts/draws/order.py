"""The order of a draw: a few lines of SHA-256 that anyone can repeat. Pure (docs/decisions/0006).

`leerloket-draw-1`, all text in UTF-8, all hashes as lower-case hexadecimal text:

1. commitment = SHA-256(seed), published before the first entry;
2. list = the lines `code;weight`, sorted, each ending in a line feed; its hash is the entries hash;
3. key = SHA-256(`leerloket-draw-1|draw id|seed|entries hash|chain hash`);
4. an entry has as many tickets as its weight; ticket n is HMAC-SHA256(key, `code|n`), n from 1;
5. the lowest ticket of an entry is its number; entries are ordered by number, then code.

The lowest of w uniform numbers comes first as often as weight w asks for: for whole weights this is the method of
Efraimidis and Spirakis (Information Processing Letters 97, 2006), without a root or a logarithm to disagree about.
"""

import hashlib
import hmac
from collections.abc import Iterable
from typing import NamedTuple

ALGORITHM = "leerloket-draw-1"


class Weighted(NamedTuple):
    """An entry as the draw sees it: no person."""

    code: str
    weight: int


def digest(text: str) -> str:
    """SHA-256 as lower-case hexadecimal text."""
    return hashlib.sha256(text.encode()).hexdigest()


def commit_to(seed: str) -> str:
    """What is published of the seed before anybody enters."""
    return digest(seed)


def entries_hash(entries: Iterable[Weighted]) -> str:
    """The hash of the list of entries, whatever order they come in."""
    return digest("".join(sorted(f"{entry.code};{entry.weight}\n" for entry in entries)))


def draw_key(draw_id: str, seed: str, hash_of_entries: str, chain_hash: str) -> bytes:
    """What the tickets are made with; nobody knows it before the list is closed."""
    return digest("|".join([ALGORITHM, draw_id, seed, hash_of_entries, chain_hash])).encode()


def number(key: bytes, entry: Weighted) -> bytes:
    """The lowest ticket of an entry."""
    return min(hmac.digest(key, f"{entry.code}|{n}".encode(), "sha256") for n in range(1, entry.weight + 1))


def in_order(key: bytes, entries: Iterable[Weighted]) -> list[Weighted]:
    """The entries in the order of the draw: the first is place 1."""
    return [entry for _number, entry in sorted((number(key, entry), entry) for entry in entries)]
