"""Admission of providers: two people, an end, a suspension."""

from datetime import date, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
import sqlalchemy as sa

from leerloket import clock, db
from leerloket.courses.providers import numbers, rules, service
from tests.courses.catalogue import make

NOW = clock.now()


def provider(**facts: Any) -> rules.Admission:
    empty = {"first_approved_by": None, "approved_at": None, "approved_until": None, "suspended_at": None}
    return SimpleNamespace(**empty | facts)


def test_a_provider_nobody_admitted_is_closed() -> None:
    assert not rules.is_open(provider(), NOW)


def test_an_admitted_provider_is_open_from_its_admission_on() -> None:
    assert rules.is_open(provider(approved_at=NOW), NOW)
    assert not rules.is_open(provider(approved_at=NOW), NOW - timedelta(seconds=1))


def test_a_suspended_provider_is_closed_from_then_on() -> None:
    one = provider(approved_at=NOW - timedelta(days=9), suspended_at=NOW)
    assert not rules.is_open(one, NOW)
    assert rules.is_open(one, NOW - timedelta(days=1))


def test_the_last_day_of_an_admission_still_counts() -> None:
    one = provider(approved_at=NOW - timedelta(days=9), approved_until=clock.business_date(NOW))
    assert rules.is_open(one, NOW)
    assert not rules.is_open(one, NOW + timedelta(days=1))


@pytest.mark.parametrize(("text", "right"), [("12345678", True), ("1234567", False), ("1234567a", False), ("", False)])
def test_a_kvk_number_has_eight_digits(text: str, right: bool) -> None:
    assert numbers.is_kvk(text) is right


def test_an_account_number_is_checked_and_tidied() -> None:
    assert numbers.tidy_iban("nl69 test 0000 0000 01") == "NL69TEST0000000001"
    assert numbers.tidy_iban("NL00TEST0000000001") is None


@pytest.mark.usefixtures("session")
class TestAdmission:
    """Two people, never one."""

    def test_one_approval_is_not_enough_and_the_same_person_cannot_give_the_second(self) -> None:
        owner, first = make.provider(admitted=False), db.random_id()
        service.approve(owner.provider_id, first)
        assert not service.is_open_for_booking(owner.provider_id, clock.now())
        with pytest.raises(rules.SamePersonAdmits):
            service.approve(owner.provider_id, first)
        service.approve(owner.provider_id, db.random_id(), until=date(2099, 1, 1))
        assert service.is_open_for_booking(owner.provider_id, clock.now())
        with pytest.raises(rules.AdmittedAlready):
            service.approve(owner.provider_id, db.random_id())

    def test_the_database_itself_refuses_one_person_twice(self) -> None:
        owner = make.provider()
        with pytest.raises(sa.exc.IntegrityError, match="four_eyes"):
            db.session.execute(
                sa.text("UPDATE providers SET approved_by = first_approved_by WHERE provider_id = :id"),
                {"id": owner.provider_id},
            )

    def test_who_suspended_cannot_lift_it(self) -> None:
        owner, who = make.provider(), db.random_id()
        with pytest.raises(rules.NotSuspended):
            service.lift_suspension(owner.provider_id, who)
        service.suspend(owner.provider_id, who, "vreemde boekingen")
        assert not service.is_open_for_booking(owner.provider_id, clock.now())
        with pytest.raises(rules.SamePersonAdmits):
            service.lift_suspension(owner.provider_id, who)
        service.lift_suspension(owner.provider_id, db.random_id())
        assert service.is_open_for_booking(owner.provider_id, clock.now())

    def test_two_providers_of_one_name_have_their_own_address(self) -> None:
        one = service.create_provider(name="Vonk", kind="mbo", kvk="87111111", slug="vonk")
        two = service.create_provider(name="Vonk", kind="mbo", kvk="87111112", slug="vonk")
        assert (one.slug, two.slug) == ("vonk", "vonk-2")

    def test_a_provider_cannot_change_its_account_or_number(self) -> None:
        owner = make.provider()
        assert not service.change_provider(owner.provider_id, iban="NL69TEST0000000001", kvk="11111111")
        assert service.get_provider(owner.provider_id).iban is None
