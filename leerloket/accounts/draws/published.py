"""What is published of a draw, and whether it is right: with this file alone, without the service. Pure."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from leerloket.accounts.draws import order
from leerloket.accounts.draws.order import Weighted


class Unreadable(Exception):
    """The file is not the published result of a draw."""

    def __str__(self) -> str:
        return "This is not the published file of a draw."


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was recomputed: what it is, whether it is right, and what was found otherwise."""

    what: str
    holds: bool
    found: str = ""

    def __str__(self) -> str:
        return f"{'right' if self.holds else 'WRONG'}: {self.what}" + (f" ({self.found})" if self.found else "")


def document(facts: Mapping[str, Any], entries: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """The published file: what the draw was about, what it was made with, and every entry in the order of the draw."""
    return {"algorithm": order.ALGORITHM, **facts, "entries": list(entries)}


def read(text: bytes) -> Any:
    """The content of a published file. Raises `Unreadable`."""
    try:
        return json.loads(text)
    except ValueError as problem:
        raise Unreadable from problem


def verify(content: Any) -> list[Finding]:
    """Recompute everything that a published file says. Raises `Unreadable` when it is no such file."""
    try:
        draw_id, commitment, seed = str(content["id"]), content["commitment"], content["seed"]
        chain_hash, hash_of_list = content["chainHead"]["hash"], content["entriesHash"]
        listed = [Weighted(entry["code"], entry["weight"]) for entry in content["entries"]]
        places = [entry["place"] for entry in content["entries"]]
        algorithm = content["algorithm"]
        if not all(isinstance(text, str) for text in (commitment, seed, chain_hash, *(e.code for e in listed))):
            raise Unreadable
        if not all(type(entry.weight) is int and 1 <= entry.weight <= 10**6 for entry in listed):
            raise Unreadable
    except (KeyError, TypeError) as problem:
        raise Unreadable from problem
    if algorithm != order.ALGORITHM:
        return [Finding("the method of the draw is one this program knows", False, str(algorithm))]
    recomputed = order.in_order(order.draw_key(draw_id, seed, order.entries_hash(listed), chain_hash), listed)
    return [
        Finding(f"the file can be read, and holds {len(listed)} entries", True),
        Finding("the seed is the one that was promised before anybody entered", order.commit_to(seed) == commitment),
        Finding("the list of entries is the one the draw was made with", order.entries_hash(listed) == hash_of_list),
        Finding("no code is listed twice", len({entry.code for entry in listed}) == len(listed)),
        Finding("places are numbered from 1 without a gap", places == list(range(1, len(listed) + 1))),
        Finding("the order follows from seed, list and chain", recomputed == listed, _first_other(listed, recomputed)),
    ]


def _first_other(listed: Sequence[Weighted], recomputed: Sequence[Weighted]) -> str:
    for place, (here, there) in enumerate(zip(listed, recomputed, strict=True), start=1):
        if here != there:
            return f"place {place} is {here.code} and must be {there.code}"
    return ""
