"""Facets: which modules fit, and what each further choice would give."""

import random
import uuid

from leerloket.courses.catalogue.facets import Entry, Facets, Wish

EINDHOVEN, HELMOND, GRONINGEN = (51.441, 5.478), (51.480, 5.661), (53.219, 6.567)


def entry(number: int, kind: str, offers: list[tuple[str, tuple[float, float] | None]], cents: int | None) -> Entry:
    values = {"kind": kind, "level": str(number % 4 + 1)}
    return Entry(uuid.UUID(int=number), values, offers, cents)


FACETS = Facets(
    [
        entry(0, "proactive", [("day", EINDHOVEN)], 60_000),
        entry(1, "proactive", [("evening", HELMOND), ("day", GRONINGEN)], 12_000),
        entry(2, "reactive", [("evening", GRONINGEN)], 0),
        entry(3, "reactive", [("online", None)], 30_000),
        entry(4, "necessary", [], None),
    ]
)


def numbers(mask: int) -> list[int]:
    return [module_id.int for module_id in FACETS.in_order(mask)]


def test_without_a_wish_everything_fits() -> None:
    fits, counts = FACETS.choose(Wish())
    assert numbers(fits) == [0, 1, 2, 3, 4]
    assert counts["kind"] == {"proactive": 2, "reactive": 2, "necessary": 1}
    assert counts["when"] == {"day": 2, "evening": 2, "online": 1}


def test_a_choice_leaves_its_own_facet_counted_and_narrows_the_others() -> None:
    fits, counts = FACETS.choose(Wish(chosen={"kind": ["reactive"]}))
    assert numbers(fits) == [2, 3]
    assert counts["kind"] == {"proactive": 2, "reactive": 2, "necessary": 1}
    assert counts["when"] == {"evening": 1, "online": 1}


def test_two_choices_in_one_facet_widen() -> None:
    fits, _counts = FACETS.choose(Wish(chosen={"kind": ["reactive", "necessary"]}))
    assert numbers(fits) == [2, 3, 4]


def test_when_and_where_must_hold_for_the_same_edition() -> None:
    fits, counts = FACETS.choose(Wish(when=["day"], near=EINDHOVEN, km=25))
    assert numbers(fits) == [0]
    assert counts["when"] == {"day": 1, "evening": 1, "online": 1}


def test_near_a_place_online_counts_only_when_asked_for() -> None:
    assert numbers(FACETS.choose(Wish(near=EINDHOVEN, km=25))[0]) == [0, 1]
    assert numbers(FACETS.choose(Wish(near=EINDHOVEN, km=25, when=["online", "day"]))[0]) == [0, 3]


def test_the_own_share_counts_what_the_account_pays() -> None:
    assert numbers(FACETS.choose(Wish(most_own_cents=0))[0]) == [2]
    assert numbers(FACETS.choose(Wish(most_own_cents=0, available_cents=12_000))[0]) == [1, 2]
    assert numbers(FACETS.choose(Wish(most_own_cents=10_000, available_cents=50_000))[0]) == [0, 1, 2, 3]


def test_own_share_steps_are_counted() -> None:
    assert FACETS.choose(Wish(available_cents=2_000))[1]["own"] == {"0": 1, "10000": 2, "50000": 3}


def test_an_unknown_value_fits_nothing() -> None:
    assert FACETS.choose(Wish(chosen={"level": ["99"]}))[0] == 0


def test_nearest_come_first_and_online_last() -> None:
    fits, _counts = FACETS.choose(Wish())
    order = [module_id.int for module_id in FACETS.nearest_first(fits, Wish(near=GRONINGEN, km=500))]
    assert order == [1, 2, 0, 3, 4]


def test_only_what_was_found_by_words_is_counted() -> None:
    among = FACETS.mask_of([uuid.UUID(int=0), uuid.UUID(int=2), uuid.UUID(int=77)])
    fits, counts = FACETS.choose(Wish(), among)
    assert numbers(fits) == [0, 2]
    assert counts["kind"] == {"proactive": 1, "reactive": 1}


def test_counts_equal_counting_by_hand_on_many_modules() -> None:
    chance = random.Random(4)  # noqa: S311
    spots = [EINDHOVEN, HELMOND, GRONINGEN]
    entries = [
        Entry(
            uuid.UUID(int=number),
            {"kind": chance.choice(["reactive", "proactive"]), "level": chance.choice("1234")},
            [(chance.choice(["day", "evening"]), chance.choice(spots)) for _ in range(chance.randrange(4))],
            chance.choice([None, 0, 5_000, 20_000]),
        )
        for number in range(500)
    ]
    wish = Wish(chosen={"level": ["2", "3"]}, when=["evening"], near=EINDHOVEN, km=30, most_own_cents=10_000)
    fits, counts = Facets(entries).choose(wish)

    def near(one: Entry) -> bool:
        return any(when == "evening" and spot in (EINDHOVEN, HELMOND) for when, spot in one.offers)

    def cheap(one: Entry) -> bool:
        return one.cheapest_cents is not None and one.cheapest_cents <= 10_000

    by_hand = [one for one in entries if near(one) and cheap(one)]
    assert fits.bit_count() == sum(one.values["level"] in "23" for one in by_hand)
    assert counts["level"] == {
        level: n for level in "1234" if (n := sum(one.values["level"] == level for one in by_hand))
    }
