"""New rules for next year: two calculations over the demo's people, a proposal that waits, and a draft."""

import dataclasses
from datetime import date

from leerloket import db
from leerloket.accounts.rights import service as rights
from leerloket.accounts.rule_lab import service as rule_lab
from leerloket.seed.personas import ANJA
from leerloket.seed.scene import Scene


def arrange(scene: Scene, today: date) -> None:
    """Anja tries two rule sets on the people of the demo and proposes the first; Bram can approve it."""
    db.run(_try_rules, scene, date(today.year + 1, 1, 1))


def _try_rules(scene: Scene, starts_on: date) -> None:
    anja = scene.id_of(ANJA)
    now = rights.read_rules(rights.get_rule_set(rights.DEFAULT, starts_on).data)
    assumed = rule_lab.Assumptions(starts_on, is_real=True)
    more = dataclasses.replace(now, yearly_cents=60_000, low_yearly_cents=95_000)
    tighter = dataclasses.replace(now, cap_cents=200_000, low_cap_cents=200_000)
    proposed = rule_lab.calculate("€ 100 meer per jaar", more, assumed, created_by=anja)
    rule_lab.calculate("Ten hoogste € 2.000", tighter, assumed, created_by=anja)
    rule_lab.propose(proposed.scenario_id, proposed_by=anja)
    rights.write_version(
        rights.DEFAULT,
        starts_on.replace(year=starts_on.year + 1),
        dataclasses.replace(more, from_age=16),
        note="Ook voor wie 16 of 17 jaar is.",
        source="",
        created_by=anja,
    )
