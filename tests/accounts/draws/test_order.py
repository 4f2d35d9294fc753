"""The order of a draw: a permutation, stable, fair by weight, and the same for whoever repeats it."""

import hashlib
import hmac
from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from leerloket.accounts.draws import order, receipts
from leerloket.accounts.draws.order import Weighted

ENTRIES = st.lists(
    st.builds(Weighted, st.text("ABCDEFGHIJ234567-", min_size=4, max_size=8), st.integers(1, 10)),
    unique_by=lambda entry: entry.code,
    max_size=40,
)


@given(ENTRIES, st.binary(min_size=1))
def test_everybody_has_exactly_one_place(entries: list[Weighted], key: bytes) -> None:
    assert sorted(order.in_order(key, entries)) == sorted(entries)


@given(ENTRIES, st.binary(min_size=1), st.randoms())
def test_the_order_of_arrival_makes_no_difference(entries: list[Weighted], key: bytes, chance: object) -> None:
    mixed = list(entries)
    chance.shuffle(mixed)  # type: ignore[attr-defined]
    assert order.in_order(key, mixed) == order.in_order(key, entries)
    assert order.entries_hash(mixed) == order.entries_hash(entries)


@given(ENTRIES.filter(bool), st.binary(min_size=1))
def test_who_goes_out_changes_nothing_for_the_others_under_the_same_key(entries: list[Weighted], key: bytes) -> None:
    gone, *others = entries
    assert order.in_order(key, others) == [entry for entry in order.in_order(key, entries) if entry != gone]


@given(ENTRIES.filter(bool), st.binary(min_size=1))
def test_more_weight_never_makes_a_place_worse(entries: list[Weighted], key: bytes) -> None:
    light, *others = entries
    heavy = light._replace(weight=light.weight + 1)
    assert order.in_order(key, [heavy, *others]).index(heavy) <= order.in_order(key, entries).index(light)


def test_another_seed_list_or_chain_gives_another_key() -> None:
    keys = {
        order.draw_key(*parts)
        for parts in [("d", "s", "l", "c"), ("e", "s", "l", "c"), ("d", "t", "l", "c"), ("d", "s", "m", "c")]
    } | {order.draw_key("d", "s", "l", "e")}
    assert len(keys) == 5


def test_a_weight_of_two_comes_first_twice_as_often() -> None:
    """Weights 1, 2 and 3: first in 1/6, 2/6 and 3/6 of the draws, as weighted sampling asks for."""
    entries = [Weighted("ONE", 1), Weighted("TWO", 2), Weighted("THREE", 3)]
    draws = 6_000
    first = Counter(order.in_order(str(n).encode(), entries)[0].code for n in range(draws))
    for entry in entries:
        expected = draws * entry.weight / 6
        assert abs(first[entry.code] - expected) < 5 * expected**0.5


def test_equal_weights_get_every_place_equally_often() -> None:
    entries = [Weighted(code, 1) for code in "ABCD"]
    draws = 4_000
    places = Counter(
        (e.code, at) for n in range(draws) for at, e in enumerate(order.in_order(f"k{n}".encode(), entries))
    )
    assert len(places) == 16
    assert all(abs(count - draws / 4) < 5 * (draws / 4) ** 0.5 for count in places.values())


def test_anyone_can_repeat_it_from_the_description() -> None:
    """The sentences at the top of `order.py`, written out once more with nothing but the standard library."""
    entries = [Weighted(receipts.new_code(), 1 + n % 3) for n in range(50)]
    listed = hashlib.sha256("".join(sorted(f"{e.code};{e.weight}\n" for e in entries)).encode()).hexdigest()
    key = hashlib.sha256(f"leerloket-draw-1|draw|seed|{listed}|chain".encode()).hexdigest()

    def number(entry: Weighted) -> str:
        tickets = [hmac.new(key.encode(), f"{entry.code}|{n}".encode(), "sha256") for n in range(1, entry.weight + 1)]
        return min(ticket.hexdigest() for ticket in tickets)

    expected = sorted(entries, key=lambda entry: (number(entry), entry.code))
    made_with = order.draw_key("draw", "seed", order.entries_hash(entries), "chain")
    assert order.in_order(made_with, entries) == expected


def test_a_known_draw_stays_the_same() -> None:
    entries = [Weighted("AAAA", 1), Weighted("BBBB", 2), Weighted("CCCC", 1), Weighted("DDDD", 3)]
    key = order.draw_key("id", "seed", order.entries_hash(entries), "0" * 64)
    assert [entry.code for entry in order.in_order(key, entries)] == ["AAAA", "DDDD", "CCCC", "BBBB"]
