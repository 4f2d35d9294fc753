"""Proposing, listing, scanning and joining."""

import dataclasses
import uuid
from datetime import timedelta

import pytest
import sqlalchemy as sa
import time_machine

from leerloket import clock, db, errors
from leerloket.courses.catalogue import service as catalogue
from leerloket.courses.communities import codes, joining, rules, scans, service
from leerloket.people.regions import service as regions
from tests.courses.bookings import make as schools
from tests.courses.communities import make

pytestmark = pytest.mark.usefixtures("session")

FINE = {factor: (4, f"Dit blijkt uit {factor}.") for factor in codes.FACTORS}


def mails(kind: str) -> list[tuple[str, dict[str, object]]]:
    query = sa.text("SELECT to_address, facts FROM outbox WHERE kind = :kind ORDER BY message_id")
    return [(row[0], row[1]) for row in db.session.execute(query, {"kind": kind})]


def test_a_proposed_community_is_not_in_the_list_before_an_administrator_put_it_there() -> None:
    community = make.proposed(schools.school())
    with pytest.raises(rules.UnknownCommunity):
        service.get_listed(community.slug)
    assert community in service.list_proposed()
    service.put_in_list(community.community_id, by=uuid.uuid4())
    assert service.get_listed(community.slug) is service.get_listed(community.community_id)
    with pytest.raises(rules.CommunityListedAlready):
        service.put_in_list(community.community_id, by=uuid.uuid4())
    with pytest.raises(rules.UnknownCommunity):
        service.put_in_list(uuid.uuid4(), by=uuid.uuid4())


def test_two_of_the_same_name_have_addresses_of_their_own() -> None:
    first, second = make.listed(name="Samen Slim"), make.listed(name="Samen Slim")
    assert (first.slug, second.slug) == ("samen-slim", "samen-slim-2")


def test_a_change_takes_the_place_of_what_was_said_and_keeps_the_address() -> None:
    community = make.listed()
    slug = community.slug
    said = dataclasses.replace(
        make.SAID, name="Iets anders", partners=[("Gemeente Eindhoven", "government")], mentors=[], places=0
    )
    whole = service.show(service.change(community, said))
    assert whole.partners == {kind: [] for kind in codes.PARTNER_KINDS} | {"government": ["Gemeente Eindhoven"]}
    assert (whole.mentors, community.name, community.slug) == ([], "Iets anders", slug)


def test_a_region_that_is_not_there_is_refused() -> None:
    with pytest.raises(regions.UnknownRegion):
        make.proposed(schools.school(), region_code="atlantis")


def test_only_who_leads_it_sees_it_among_its_own() -> None:
    ours, theirs = schools.school(), schools.school()
    community = make.proposed(ours)
    assert service.get_led(ours.provider_id, community.community_id) is community
    with pytest.raises(rules.UnknownCommunity):
        service.get_led(theirs.provider_id, community.community_id)


def test_a_fieldlab_shows_the_whole_offer_of_its_leader_and_another_form_what_was_chosen() -> None:
    school = schools.school()
    first, second = (schools.edition(school).module_id for _ in range(2))
    fieldlab = make.listed(school)
    campus = make.listed(school, form="campus", module_ids=[second])
    assert {module.module_id for module in service.show(fieldlab).modules} == {first, second}
    assert [module.module_id for module in service.show(campus).modules] == [second]


def test_a_module_of_another_provider_cannot_be_chosen() -> None:
    with pytest.raises(catalogue.UnknownModule):
        make.proposed(schools.school(), form="campus", module_ids=[schools.edition().module_id])


def test_partners_are_counted() -> None:
    community, alone = make.listed(), make.listed(partners=[])
    counted = service.count_partners([community.community_id, alone.community_id])
    assert counted == {community.community_id: 2}


def test_scans_are_kept_per_day_and_a_second_one_on_a_day_takes_its_place() -> None:
    community = make.listed()
    scans.fill_in(community.community_id, FINE, by=uuid.uuid4())
    with time_machine.travel(clock.now() + timedelta(days=180)):
        scans.fill_in(community.community_id, FINE, by=uuid.uuid4())
        better = scans.fill_in(community.community_id, FINE | {"ties": (5, "")}, by=uuid.uuid4())
    found = scans.list_scans(community.community_id)
    assert [scan.scores["ties"] for scan in found] == [4, 5]
    assert found[1] == better
    assert found[0].evidence["ties"] == "Dit blijkt uit ties."


def test_a_company_that_may_join_is_a_partner_and_both_are_told() -> None:
    community, joiner = make.listed(), make.company("Bakkerij De Korst")
    request = joining.ask(community, joiner, "Wij willen leren lassen met robots.")
    assert [facts["organisation"] for _to, facts in mails("community-asked")] == ["Bakkerij De Korst"]
    joining.answer(community, request.request_id, accept=True, words="Welkom.", by=uuid.uuid4())
    assert service.show(community).partners["company"] == ["Bakker Metaal", "Bakkerij De Korst"]
    ((_to, facts),) = mails("community-answered")
    assert (facts["accepted"], facts["answer"]) == (True, "Welkom.")


def test_a_worker_who_may_join_does_not_appear_among_the_partners() -> None:
    community = make.listed()
    request = joining.ask(community, make.worker(), "Ik wil meedoen.")
    joining.answer(community, request.request_id, accept=True, words="", by=uuid.uuid4())
    assert sum(len(names) for names in service.show(community).partners.values()) == 2


def test_a_second_request_waits_for_the_first() -> None:
    community, joiner = make.listed(), make.worker()
    request = joining.ask(community, joiner, "Ik wil meedoen.")
    with pytest.raises(rules.AskedToJoinAlready):
        joining.ask(community, joiner, "Nog een keer.")
    joining.answer(community, request.request_id, accept=False, words="Vol.", by=uuid.uuid4())
    again = joining.ask(community, joiner, "Nu wel?")
    assert joining.list_requests(community.community_id) == [again, request]
    assert joining.count_waiting([community.community_id]) == {community.community_id: 1}
    assert joining.find_open(community.community_id, joiner.joiner_id) is again


def test_a_request_is_answered_once_and_withdrawn_only_by_who_asked() -> None:
    community, joiner = make.listed(), make.worker()
    request = joining.ask(community, joiner, "Ik wil meedoen.")
    with pytest.raises(errors.NotFound):
        joining.withdraw(uuid.uuid4(), request.request_id)
    with pytest.raises(errors.NotFound):
        joining.answer(make.listed(), request.request_id, accept=True, words="", by=uuid.uuid4())
    assert joining.withdraw(joiner.person_id, request.request_id).state == "withdrawn"
    with pytest.raises(rules.JoinRequestIsOver):
        joining.answer(community, request.request_id, accept=True, words="", by=uuid.uuid4())
    assert joining.list_requests(community.community_id) == []
    assert [each.state for each in joining.list_own(joiner.person_id)] == ["withdrawn"]


def test_a_school_cannot_join_what_it_leads() -> None:
    school = schools.school()
    own = joining.Joiner("school", school.staff_id, school.provider_id, "Technohub")
    with pytest.raises(rules.LeadsThisCommunity):
        joining.ask(make.listed(school), own, "Wij.")
