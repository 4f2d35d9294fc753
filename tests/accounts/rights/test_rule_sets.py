"""The life of a version: written, proposed, approved by another, and never changed once it counts."""

import uuid
from dataclasses import replace
from datetime import date, timedelta

import pytest
import time_machine

from leerloket import clock
from leerloket.accounts.rights import presets, rules, service
from leerloket.accounts.rights.models import RuleSet
from leerloket.people.audit import service as audit

pytestmark = pytest.mark.usefixtures("session")

CLERK = uuid.UUID("44444444-4444-4444-8444-444444444444")
BOSS = uuid.UUID("55555555-5555-4555-8555-555555555555")
START = date(2027, 1, 1)


def first() -> rules.Rules:
    return rules.read(service.get_rule_set("leerrecht", date(2026, 1, 1)).data)


def draft(starts_on: date = START, its: rules.Rules | None = None, name: str = "leerrecht") -> RuleSet:
    return service.write_version(name, starts_on, its or first(), note="", source="", created_by=CLERK)


def proposed(starts_on: date = START) -> RuleSet:
    return service.propose_version(draft(starts_on).rule_set_id, proposed_by=CLERK)


def test_a_version_counts_only_once_approved_and_started() -> None:
    made = draft(its=replace(first(), yearly_cents=60_000))
    assert (made.version, made.state) == ("2027-1", "draft")
    assert service.get_rule_set("leerrecht", START).version == "2026-1"
    service.propose_version(made.rule_set_id, proposed_by=CLERK)
    assert service.get_rule_set("leerrecht", START).version == "2026-1"
    service.approve_version(made.rule_set_id, approved_by=BOSS)
    assert service.get_rule_set("leerrecht", START).version == "2027-1"
    assert service.get_rule_set("leerrecht", START - timedelta(days=1)).version == "2026-1"
    assert service.list_current_ids(START) == {made.rule_set_id}
    assert [line.action for line in audit.list_lines(made.rule_set_id)] == ["approve", "propose", "write"]


def test_who_wrote_or_proposed_does_not_approve() -> None:
    made = draft()
    with pytest.raises(rules.NotProposed):
        service.approve_version(made.rule_set_id, approved_by=BOSS)
    service.propose_version(made.rule_set_id, proposed_by=BOSS)
    for person in (CLERK, BOSS):
        with pytest.raises(rules.SameApprover):
            service.approve_version(made.rule_set_id, approved_by=person)


def test_a_proposal_is_changed_only_after_it_was_sent_back() -> None:
    made = proposed()
    with pytest.raises(rules.VersionIsFixed):
        service.revise_version(made.rule_set_id, START, first(), note="", source="")
    with pytest.raises(rules.VersionIsFixed):
        service.propose_version(made.rule_set_id, proposed_by=CLERK)
    service.send_back_version(made.rule_set_id)
    changed = service.revise_version(
        made.rule_set_id, date(2028, 7, 1), replace(first(), from_age=21), note="Later", source="Besluit"
    )
    assert (changed.version, changed.state, changed.data["from_age"]) == ("2028-1", "draft", 21)
    with pytest.raises(rules.NotProposed):
        service.send_back_version(made.rule_set_id)


def test_what_counts_is_never_changed_again() -> None:
    made = proposed()
    service.approve_version(made.rule_set_id, approved_by=BOSS)
    with pytest.raises(rules.VersionIsFixed):
        service.revise_version(made.rule_set_id, START, first(), note="", source="")
    with pytest.raises(rules.NotProposed):
        service.send_back_version(made.rule_set_id)


def test_a_version_starts_tomorrow_or_later() -> None:
    today = clock.business_date()
    with pytest.raises(rules.StartsTooSoon):
        draft(today)
    made = proposed(today + timedelta(days=1))
    with time_machine.travel(clock.now() + timedelta(days=1)), pytest.raises(rules.StartsTooSoon):
        service.approve_version(made.rule_set_id, approved_by=BOSS)


def test_two_versions_do_not_start_on_one_day() -> None:
    one, other = proposed(), proposed()
    assert (one.version, other.version) == ("2027-1", "2027-2")
    service.approve_version(one.rule_set_id, approved_by=BOSS)
    with pytest.raises(rules.DayIsTaken):
        service.approve_version(other.rule_set_id, approved_by=BOSS)
    with pytest.raises(rules.DayIsTaken):
        service.propose_version(draft().rule_set_id, proposed_by=CLERK)


def test_a_version_says_what_differs_from_the_one_before() -> None:
    made = draft(its=replace(first(), cap_cents=400_000, expires_after_years=4))
    assert service.list_changes(made) == [
        rules.Change("cap_cents", 500_000, 400_000),
        rules.Change("expires_after_years", None, 4),
    ]
    assert len(service.list_changes(draft(name="nieuw-recht"))) == 9


def test_figures_are_read_as_they_were_stored() -> None:
    for preset in presets.PRESETS:
        assert rules.read(rules.write(preset.rules)) == preset.rules
        rules.check(preset.rules)
        assert preset.source


def test_the_shipped_rules_are_the_preset_of_the_netherlands() -> None:
    preset = presets.find("leerrecht")
    assert preset is not None
    assert preset.rules == first()
