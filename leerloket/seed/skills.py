"""What Samira of the demo can, and the robot welder she wants to be."""

from leerloket.advice.skills import service
from leerloket.courses.skills import service as skills
from leerloket.seed import personas
from leerloket.seed.scene import Scene

TARGET = "robotlasser"
CAN = (
    ("Ik werk al 12 jaar aan de zetbank", "machine-bedienen", 4, "job", "Bakker Metaal, 12 jaar"),
    ("Platen knippen en buigen", "plaatbewerken", 4, "job", "Bakker Metaal, 12 jaar"),
    ("Ik las kleine dingen, met hulp", "lassen", 2, "statement", ""),
    ("Tekening lezen", "technische-tekening-lezen", 3, "evc", "Ervaringscertificaat metaal"),
    ("VCA gehaald", "veilig-werken", 3, "certificate", "VCA Basis"),
    ("Producten nameten", "kwaliteitscontrole", 3, "job", ""),
    ("Ik kook graag voor grote groepen", None, 4, "statement", "Buurthuis"),
)
"""Own words, the key of the skill in the shipped set, level, evidence, and what was said of it."""


def arrange(scene: Scene) -> None:
    """Samira's inventory, as her adviser wrote most of it down with her, and the occupation she wants."""
    samira, joris = scene.id_of(personas.SAMIRA), scene.id_of(personas.JORIS)
    keys = skills.list_by_key([key for _text, key, *_more in CAN if key])
    for text, key, level, evidence, said in CAN:
        service.add_own(
            samira,
            text,
            added_by=joris if said else samira,
            level=level,
            evidence=evidence,
            evidence_text=said,
            skill_id=keys[key].skill_id if key else None,
        )
    service.choose_target(samira, skills.get_occupation(TARGET).occupation_id, chosen_by=samira)
