"""Persons and their roles: making, finding, four eyes, erasing."""

import re

import pytest
import sqlalchemy as sa

from leerloket import db, errors
from leerloket.people import rules
from leerloket.people import service as people
from leerloket.people.audit import service as audit
from leerloket.people.models import RoleGrant
from leerloket.people.regions import rules as region_rules
from leerloket.people.regions import service as regions
from tests.people import make

pytestmark = pytest.mark.usefixtures("session")


def test_a_person_is_found_by_address_and_number() -> None:
    person = make.person(email="Samira@Voorbeeld.nl")
    assert re.fullmatch(r"LR-\d{3}-\d{3}", person.number)
    assert people.find_person_by_email("samira@voorbeeld.NL") == person
    assert people.find_person_by_number(" lr-" + person.number[3:]) == person
    assert people.list_persons([person.person_id, db.random_id()]) == [person]
    assert people.find_person_by_email("niemand@voorbeeld.nl") is None
    with pytest.raises(errors.NotFound):
        people.get_person(db.random_id())


def test_an_address_belongs_to_one_person() -> None:
    make.person(email="samira@voorbeeld.nl")
    with pytest.raises(rules.EmailInUse):
        make.person(email="SAMIRA@voorbeeld.nl")


def test_a_person_cannot_live_in_no_region_or_be_named_by_a_bsn() -> None:
    with pytest.raises(region_rules.UnknownRegion):
        make.person(region_code="atlantis")
    with pytest.raises(rules.HoldsBsn):
        make.person(name="Jan 111222333")
    with pytest.raises(rules.PasswordTooShort):
        make.person(password="te kort")


def test_a_number_that_is_taken_is_drawn_again(monkeypatch: pytest.MonkeyPatch) -> None:
    taken = make.person().number
    drawn = iter([taken, taken, "LR-999-998"])
    monkeypatch.setattr(rules, "new_number", lambda groups=2: next(drawn))
    assert make.person().number == "LR-999-998"


def test_a_staff_role_counts_after_a_second_person_agreed() -> None:
    person, asker, approver = make.person(None), make.person("administrator"), make.person("administrator")
    grant = people.grant_role(person.person_id, "adviser", db.new_id(), granted_by=asker.person_id)
    assert people.list_grants(person.person_id) == []
    for somebody in (person, asker):
        with pytest.raises(rules.SamePerson):
            people.approve_grant(person.person_id, grant.grant_id, somebody.person_id)
    people.approve_grant(person.person_id, grant.grant_id, approver.person_id)
    assert people.list_grants(person.person_id) == [grant]


def test_the_database_holds_four_eyes_too() -> None:
    person, asker = make.person(None), make.person("administrator")
    grant = people.grant_role(person.person_id, "controller", granted_by=asker.person_id)
    grant.approved_by = asker.person_id
    with pytest.raises(sa.exc.IntegrityError):
        db.session.flush()
    db.session.rollback()


def test_a_role_is_held_once_and_can_come_back() -> None:
    person = make.person("worker")
    first = people.grant_role(person.person_id, "worker")
    assert [grant.grant_id for grant in people.list_grants(person.person_id)] == [first.grant_id]
    people.revoke_role(person.person_id, first.grant_id)
    assert people.list_grants(person.person_id) == []
    with pytest.raises(errors.NotFound):
        people.revoke_role(person.person_id, first.grant_id)
    assert people.grant_role(person.person_id, "worker").grant_id != first.grant_id
    with pytest.raises(errors.NotFound):
        people.grant_role(person.person_id, "emperor")


def test_the_name_of_an_employer_is_known_by_itself() -> None:
    employer = make.employer("Bakker Metaal BV")
    manager = make.manager(employer)
    (grant,) = people.list_grants(manager.person_id)
    assert grant.organisation_name == "Bakker Metaal BV"
    assert people.list_role_holders("employer", employer.employer_id) == [grant]


def test_who_is_erased_has_no_name_and_no_way_in() -> None:
    person = make.person(password=make.PASSWORD, email="weg@voorbeeld.nl")
    people.erase_person(person.person_id)
    assert (person.name, person.email, person.birth_on, person.phone) == (None, None, None, None)
    assert person.erased_at is not None
    assert people.find_person_by_email("weg@voorbeeld.nl") is None
    assert people.list_grants(person.person_id) == []
    make.person(email="weg@voorbeeld.nl")


def test_the_table_of_persons_refuses_an_erased_one_with_a_name() -> None:
    person = make.person()
    people.erase_person(person.person_id)
    person.name = "Toch nog"
    with pytest.raises(sa.exc.IntegrityError):
        db.session.flush()
    db.session.rollback()


def test_there_are_thirty_five_regions() -> None:
    assert len(regions.list_regions()) == 35
    assert regions.get_region("zuidoost-brabant").name == "Zuidoost-Brabant"
    with pytest.raises(errors.NotFound):
        regions.get_region("atlantis")


def test_every_role_is_one_the_table_takes() -> None:
    for role in rules.ROLES:
        make.person(role)
    assert set(db.session.scalars(sa.select(RoleGrant.role))) == set(rules.ROLES)


def test_what_people_with_power_did_is_in_the_audit_log() -> None:
    person, asker, approver = make.person(), make.person("administrator"), make.person("administrator")
    grant = people.grant_role(person.person_id, "controller", granted_by=asker.person_id)
    people.approve_grant(person.person_id, grant.grant_id, approver.person_id)
    people.revoke_role(person.person_id, grant.grant_id)
    people.disable_sign_in(person.person_id)
    people.erase_person(person.person_id)
    assert [line.action for line in reversed(audit.list_lines(person.person_id))] == [
        "grant controller",
        "approve controller",
        "revoke controller",
        "disable sign-in",
        "erase",
    ]
