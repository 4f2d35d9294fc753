"""What a person can, wants and misses, on a real database."""

import pytest

from leerloket import db
from leerloket.advice.skills import rules, service
from leerloket.courses.skills import service as skills
from tests.accounts.ledger import make as money
from tests.courses.skills import make
from tests.people import make as people

pytestmark = pytest.mark.usefixtures("session")


def test_own_words_are_kept_with_the_skill_that_was_chosen() -> None:
    few, me = make.few(), people.person().person_id
    noted = service.add_own(
        me,
        " Ik las al jaren ",
        added_by=me,
        level=3,
        evidence="job",
        evidence_text="Bakker",
        skill_id=few.skills["lassen"],
    )
    service.add_own(me, "Vioolspelen", added_by=db.new_id(), level=5, evidence="statement")
    first, second = service.list_own(me)
    assert (first.text, first.by_adviser, first.evidence_text) == ("Ik las al jaren", False, "Bakker")
    assert first.skill is not None
    assert (second.skill, second.by_adviser) == (None, True)
    service.remove_own(me, noted.own_skill_id)
    assert [one.text for one in service.list_own(me)] == ["Vioolspelen"]


def test_what_another_can_does_not_exist_for_me() -> None:
    me, other = people.person().person_id, people.person().person_id
    noted = service.add_own(other, "Koken", added_by=other, level=2, evidence="statement")
    with pytest.raises(rules.UnknownOwnSkill):
        service.remove_own(me, noted.own_skill_id)
    assert service.list_own(me) == []


def test_a_skill_that_is_not_there_cannot_be_chosen() -> None:
    me = people.person().person_id
    with pytest.raises(skills.UnknownSkill):
        service.add_own(me, "Iets", added_by=me, level=1, evidence="evc", skill_id=db.new_id())
    with pytest.raises(skills.UnknownOccupation):
        service.choose_target(me, db.new_id(), chosen_by=me)


def test_without_an_occupation_there_is_no_gap() -> None:
    me = people.person().person_id
    assert service.find_gap(me) is None
    with pytest.raises(rules.NoTarget):
        service.get_gap(me)


def test_the_highest_level_of_a_skill_counts_and_the_wish_can_change() -> None:
    few, me = make.few(), people.person().person_id
    for level in (2, 3, 1):
        service.add_own(me, "las", added_by=me, level=level, evidence="job", skill_id=few.skills["lassen"])
    service.choose_target(me, few.occupation.occupation_id, chosen_by=me)
    service.choose_target(me, few.occupation.occupation_id, chosen_by=me)
    gap = service.get_gap(me)
    now = {gap.named[line.skill_id].label_nl: (line.now, line.needed) for line in gap.lines}
    assert now == {"lassen": (3, 3), "robot programmeren": (0, 3), "rekenen": (0, 2)}
    assert (gap.missing, gap.reached_pct) == (5, 42)


def test_modules_are_ranked_by_what_they_bring_for_what_this_person_pays() -> None:
    few, me = make.few(), people.person().person_id
    money.right(me, 100_000)
    dear = make.module("robot programmeren", price_cents=180_000)
    paid = make.module("robots programmeren", "rekenen", price_cents=90_000)
    make.module("lassen", price_cents=0)
    service.add_own(me, "las", added_by=me, level=3, evidence="job", skill_id=few.skills["lassen"])
    gap = service.get_gap(me, few.occupation.occupation_id)
    assert [way.module.module_id for way in gap.ways] == [paid.module_id, dear.module_id]
    assert [way.route.offer.own_cents for way in gap.ways] == [0, 80_000]
    assert gap.ways[0].edition.edition_id == paid.edition_id
    assert gap.ways[0].route.brings == 2
