"""A case goes to another desk when the client says yes, and this desk sees nothing any more."""

import pytest

from leerloket import errors
from leerloket.advice.clients import handing_over, rules, service
from leerloket.advice.desks import service as desks
from leerloket.advice.plans import service as plans
from tests.advice import make

pytestmark = pytest.mark.usefixtures("session")


def test_the_other_desk_sees_what_this_one_saw() -> None:
    pair = make.pair()
    make.goal(pair)
    there = make.desk()
    colleague = make.adviser(there)
    handing_over.hand_over(*pair.ids, there.desk_id, is_agreed=True)
    client = service.open_client(colleague.person_id, pair.client.person_id, "plan", "plan")
    assert client.account_id == pair.client.person_id
    assert plans.get_plan(pair.client.person_id).desk_id == there.desk_id
    with pytest.raises(errors.NotFound):
        service.open_client(*pair.ids, "account", "page")
    assert "consent_given" in make.mails(pair.client.person_id)
    assert "consent_withdrawn" in make.mails(pair.client.person_id)


def test_without_a_yes_and_to_the_own_desk_nothing_happens() -> None:
    pair = make.pair()
    there = make.desk()
    make.adviser(there)
    with pytest.raises(rules.NotAgreedToHandOver):
        handing_over.hand_over(*pair.ids, there.desk_id, is_agreed=False)
    with pytest.raises(rules.SameDesk):
        handing_over.hand_over(*pair.ids, pair.desk.desk_id, is_agreed=True)
    service.open_client(*pair.ids, "account", "page")
    elsewhere = make.desk(make.OTHER_REGION)
    with pytest.raises(desks.UnknownDesk):
        handing_over.hand_over(*pair.ids, elsewhere.desk_id, is_agreed=True)
    assert pair.desk not in handing_over.list_desks(pair.adviser.person_id)


def test_without_consent_there_is_no_case_to_hand_over() -> None:
    pair = make.pair()
    there = make.desk()
    make.adviser(there)
    make.withdraw_all(pair.client.person_id)
    with pytest.raises(errors.NotFound):
        handing_over.hand_over(*pair.ids, there.desk_id, is_agreed=True)
