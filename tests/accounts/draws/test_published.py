"""The published file: right as it is, and wrong after any change."""

import copy
import json
from collections.abc import Callable
from typing import Any

import pytest

from leerloket import db, errors
from leerloket.accounts.draws import published, service
from tests.accounts.draws import make

pytestmark = pytest.mark.usefixtures("session")
Change = Callable[[dict[str, Any]], object]


@pytest.fixture
def file() -> dict[str, Any]:
    draw = make.drawn(8, priorities=[{"when": {"nlqf_below": 5}, "weight": 3}])
    read: dict[str, Any] = json.loads(json.dumps(service.publish(draw)))
    return read


def wrong(content: dict[str, Any]) -> list[str]:
    return [finding.what for finding in published.verify(content) if not finding.holds]


def test_it_is_right_without_the_service(file: dict[str, Any]) -> None:
    assert wrong(file) == []


def test_it_names_no_person(file: dict[str, Any]) -> None:
    text = json.dumps(file)
    ids = db.cursor().execute("SELECT account_id FROM draw_entries").fetchall()
    assert [row for row in ids if str(row[0]) in text] == []
    assert {name for entry in file["entries"] for name in entry} == {"place", "code", "weight"}


def swap(content: dict[str, Any]) -> None:
    entries = content["entries"]
    entries[0]["code"], entries[5]["code"] = entries[5]["code"], entries[0]["code"]


CHANGES: dict[str, Change] = {
    "two people change places": swap,
    "somebody is added": lambda c: c["entries"].append({"place": 9, "code": "AAAA-AAAA-AAAA-AAAA", "weight": 1}),
    "somebody is left out": lambda c: c["entries"].pop(),
    "somebody gets more weight": lambda c: c["entries"][7].update(weight=9),
    "somebody is listed twice": lambda c: c["entries"].append(dict(c["entries"][0], place=9)),
    "a place is skipped": lambda c: c["entries"][3].update(place=40),
    "another seed": lambda c: c.update(seed="0" * 64),
    "another promise": lambda c: c.update(commitment="0" * 64),
    "another seal": lambda c: c["chainHead"].update(hash="f" * 64),
    "another hash of the list": lambda c: c.update(entriesHash="0" * 64),
    "another draw": lambda c: c.update(id="another"),
    "another method": lambda c: c.update(algorithm="leerloket-draw-0"),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_any_change_is_found(file: dict[str, Any], change: Change) -> None:
    changed = copy.deepcopy(file)
    change(changed)
    assert wrong(changed) != []


@pytest.mark.parametrize("content", [None, [], "x", {}, {"algorithm": "leerloket-draw-1"}, {"entries": 3}])
def test_what_is_no_such_file_is_said_to_be_none(content: Any) -> None:
    with pytest.raises(published.Unreadable):
        published.verify(content)


@pytest.mark.parametrize("weight", [0, -1, 1.5, "2", None, True, 10**9])
def test_a_weight_that_cannot_be_is_unreadable(file: dict[str, Any], weight: Any) -> None:
    file["entries"][0]["weight"] = weight
    with pytest.raises(published.Unreadable):
        published.verify(file)


def test_the_site_checks_its_seal_too(file: dict[str, Any]) -> None:
    assert [finding for finding in service.verify(service.list_draws()[0].draw_id) if not finding.holds] == []


def test_there_is_nothing_to_publish_before_the_draw() -> None:
    with pytest.raises(errors.NotFound):
        service.publish(make.opened())
