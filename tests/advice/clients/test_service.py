"""Whom an adviser may see: live consent, own region, and a line in the log."""

from datetime import timedelta

import pytest
import time_machine

from leerloket import clock, db, errors
from leerloket.advice.clients import rules, service
from leerloket.people.consents import service as consents
from tests.advice import make
from tests.people import make as people

pytestmark = pytest.mark.usefixtures("session")


def test_with_consent_the_client_opens_and_the_look_is_written_down() -> None:
    pair = make.pair()
    client = service.open_client(*pair.ids, "account", "page")
    assert client.name == "Samira El Amrani"
    assert client.consent_until_on == clock.business_date() + timedelta(days=365)
    assert make.looks(pair.client.person_id) == [("read", "account")]


@pytest.mark.parametrize("scope", rules.SCOPES)
def test_without_consent_the_client_does_not_exist_and_the_refusal_is_written_down(scope: str) -> None:
    pair = make.pair(scopes=())
    with pytest.raises(errors.NotFound):
        service.open_client(*pair.ids, scope, "page")
    assert make.looks(pair.client.person_id) == [("denied", scope)]


def test_consent_for_one_thing_is_not_consent_for_another() -> None:
    pair = make.pair(scopes=("plan",))
    service.open_client(*pair.ids, "plan", "plan")
    with pytest.raises(errors.NotFound):
        service.open_client(*pair.ids, "account", "page")


def test_withdrawn_consent_ends_at_the_next_request() -> None:
    pair = make.pair()
    service.open_client(*pair.ids, "account", "page")
    make.withdraw_all(pair.client.person_id)
    with pytest.raises(errors.NotFound):
        service.open_client(*pair.ids, "account", "page")


def test_consent_that_is_over_is_no_consent() -> None:
    pair = make.pair()
    with time_machine.travel(clock.now() + timedelta(days=367), tick=False), pytest.raises(errors.NotFound):
        service.open_client(*pair.ids, "account", "page")


@pytest.mark.parametrize("region_code", [make.OTHER_REGION, None])
def test_consent_does_not_reach_over_the_region(region_code: str | None) -> None:
    pair = make.pair(region_code=region_code)
    with pytest.raises(errors.NotFound):
        service.open_client(*pair.ids, "account", "page")
    assert make.looks(pair.client.person_id) == [("denied", "account")]


def test_nobody_leaves_no_trace() -> None:
    pair = make.pair()
    with pytest.raises(errors.NotFound):
        service.open_client(pair.adviser.person_id, db.random_id(), "account", "page")


def test_consent_to_a_desk_counts_for_its_advisers_and_to_an_adviser_for_that_one() -> None:
    pair = make.pair(scopes=())
    colleague = make.adviser(pair.desk)
    consents.give(pair.client.person_id, "adviser", pair.adviser.person_id, "account")
    service.open_client(*pair.ids, "account", "page")
    with pytest.raises(errors.NotFound):
        service.open_client(colleague.person_id, pair.client.person_id, "account", "page")
    make.agree(pair.client.person_id, pair.desk.desk_id, ("account",))
    service.open_client(colleague.person_id, pair.client.person_id, "account", "page")


def test_search_finds_only_who_agreed_in_the_region() -> None:
    pair = make.pair()
    people.person(name="Samira Zonder")
    elsewhere = people.person(name="Samira Elders", region_code=make.OTHER_REGION)
    make.agree(elsewhere.person_id, pair.desk.desk_id)
    assert [c.name for c in service.search(pair.adviser.person_id, "samira")] == ["Samira El Amrani"]
    assert [c.name for c in service.search(pair.adviser.person_id, "amrani sam")] == ["Samira El Amrani"]
    assert [c.name for c in service.search(pair.adviser.person_id, pair.client.number.lower().replace("-", " "))] == [
        "Samira El Amrani"
    ]
    assert service.search(pair.adviser.person_id, "onbekend") == []
    assert [c.name for c in service.search(pair.adviser.person_id)] == ["Samira El Amrani"]
    assert make.looks(elsewhere.person_id) == []
    assert ("read", "person") in make.looks(pair.client.person_id)


def test_a_client_who_agrees_at_the_desk_can_be_opened_at_once_and_is_told() -> None:
    pair = make.pair(scopes=())
    account_id = service.record_consent(
        pair.adviser.person_id,
        number=pair.client.number,
        birth_on=make.BORN,
        scopes=["account", "plan"],
    )
    assert account_id == pair.client.person_id
    service.open_client(*pair.ids, "account", "page")
    with pytest.raises(errors.NotFound):
        service.open_client(*pair.ids, "consult", "page")
    assert [c.recorded_by for c in consents.list_consents(account_id)] == [pair.adviser.person_id] * 2
    assert make.mails(account_id) == ["consent_given", "consent_given"]
    assert make.looks(account_id)[0] == ("write", "person")


def test_a_wrong_birth_date_or_region_looks_like_a_wrong_number_and_is_written_down() -> None:
    pair = make.pair(scopes=())
    elsewhere = people.person(region_code=make.OTHER_REGION)
    for number, birth_on in [
        (pair.client.number, make.BORN + timedelta(days=1)),
        (elsewhere.number, make.BORN),
        ("LR-000-000", make.BORN),
    ]:
        with pytest.raises(rules.ClientUnknown):
            service.record_consent(pair.adviser.person_id, number=number, birth_on=birth_on, scopes=["account"])
    assert make.looks(pair.client.person_id) == [("denied", "person")]
    assert make.looks(elsewhere.person_id) == [("denied", "person")]
    assert consents.list_consents(pair.client.person_id) == []


def test_nothing_agreed_is_nothing_written() -> None:
    pair = make.pair(scopes=())
    with pytest.raises(rules.NothingAgreed):
        service.record_consent(pair.adviser.person_id, number=pair.client.number, birth_on=make.BORN, scopes=[])
