"""Two draws: one with a result, whose line still moves, and one that a visitor can enter."""

import uuid
from datetime import date, timedelta

from leerloket import clock, db
from leerloket.accounts.draws import service as draws
from leerloket.people import vault
from leerloket.seed.personas import ANJA, BRAM
from leerloket.seed.scene import Scene

OPENS_ON, DRAWN_ON, CLAIMED_ON, MOVES_ON = 88, 98, 100, 113
"""On which days of the story the first draw opens, is drawn, gives its money, and goes to the next in line."""
BELOW_LEVEL_4 = {"when": {"nlqf_below": 4}, "weight": 2}


def play(scene: Scene, age: int, day: date) -> None:
    """What happens with the first draw on a day of the story."""
    keys = scene.keys
    if keys is None:
        return
    if age == OPENS_ON:
        draw_id = db.run(_open, scene, _to_technology(day), keys)
        db.run(_enter, draw_id, scene.workers[1:46])
    if age in {DRAWN_ON, MOVES_ON}:
        draws.work(keys)
    if age == CLAIMED_ON:
        for found in db.run(draws.list_draws):
            db.run(_claim, scene, found.draw_id)


def arrange(scene: Scene, today: date) -> None:
    """A draw that is open today, which many entered and Samira did not yet."""
    if scene.keys is not None:
        draw_id = db.run(_open, scene, _to_care(today), scene.keys)
        db.run(_enter, draw_id, scene.workers[1:70])


def _open(scene: Scene, plan: draws.Plan, keys: vault.Vault) -> uuid.UUID:
    draft = draws.prepare(plan, created_by=scene.id_of(ANJA))
    return draws.open_draw(draft.draw_id, opened_by=scene.id_of(BRAM), keys=keys).draw_id


def _to_technology(day: date) -> draws.Plan:
    return draws.Plan(
        name="Overstap naar de techniek",
        about="Voor wie van werk wil veranderen en in de techniek wil beginnen.",
        funder_name="Provincie Noord-Brabant",
        amount_cents=60_000,
        grants=8,
        purposes=["labour_market"],
        ends_on=day + timedelta(days=365),
        opens_at=clock.start_of_day(day),
        closes_at=clock.start_of_day(day + timedelta(days=DRAWN_ON - OPENS_ON)),
        claim_days=14,
        may_enter={"age_from": 18},
        priorities=[BELOW_LEVEL_4],
    )


def _to_care(today: date) -> draws.Plan:
    return draws.Plan(
        name="Leren in de zorg en de techniek",
        about="Voor wie een vak wil leren waar te weinig mensen voor zijn.",
        funder_name="Regiofonds Brainport",
        amount_cents=75_000,
        grants=12,
        purposes=["job", "labour_market"],
        ends_on=today + timedelta(days=400),
        opens_at=clock.start_of_day(today - timedelta(days=4)),
        closes_at=clock.end_of_day(today + timedelta(days=10)),
        claim_days=14,
        may_enter={"age_from": 18},
        priorities=[BELOW_LEVEL_4],
    )


def _enter(draw_id: uuid.UUID, people: list[uuid.UUID]) -> None:
    for person in people:
        draws.enter(person, draw_id)


def _claim(scene: Scene, draw_id: uuid.UUID) -> None:
    """Five of those who were drawn take the money, the sixth leaves it, and two forget."""
    drawn = [person for person in scene.workers if _is_drawn(person, draw_id)]
    for person in drawn[:5]:
        draws.claim(person, draw_id)
    for person in drawn[5:6]:
        draws.decline(person, draw_id)


def _is_drawn(person: uuid.UUID, draw_id: uuid.UUID) -> bool:
    entry = draws.find_entry(person, draw_id)
    return entry is not None and entry.state == "drawn"
