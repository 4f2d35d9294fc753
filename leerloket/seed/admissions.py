"""Providers of the demo: one that applied itself and is being looked at, and one with a warning."""

from datetime import timedelta

from leerloket import clock, db
from leerloket.courses.admissions import sanctions, service
from leerloket.courses.catalogue import service as catalogue
from leerloket.courses.providers import service as providers
from leerloket.people import service as people
from leerloket.seed import personas
from leerloket.seed.scene import Scene

APPLICANT = catalogue.ProviderRow(
    kvk="99900091",
    name="Lasschool De Vonk",
    kind="private",
    iban="NL20INGB0001234567",
    place="Helmond",
    about="Wij leren mensen lassen, overdag en in de avond.",
    email=f"kantoor@vonk.{personas.DOMAIN}",
    phone="0492 00 00 00",
)
SAMPLE = catalogue.ModuleRow(
    row=0,
    key="vonk",
    title="Lassen voor beginners",
    about="U leert veilig lassen met MIG/MAG. U oefent op eigen werkstukken.",
    outcomes=("een hoeklas maken", "veilig werken met gas en vuur"),
    hours=24,
    proof="certificate",
)
SEEN = {
    "register": "Uittreksel van de KvK. Naam en adres kloppen.",
    "quality_mark": "NRTO-keurmerk, certificaat gezien.",
}


def arrange(scene: Scene) -> None:
    """Two providers that show what administrators do about them."""
    db.run(_applies, scene)
    db.run(_is_warned, scene)


def _applies(scene: Scene) -> None:
    office = people.create_person(f"vonk@{personas.DOMAIN}", "Fatima Verhoeven", birth_on=personas.PIETER.birth_on)
    made = service.apply(office.person_id, APPLICANT, holder="Lasschool De Vonk BV")
    catalogue.add_module(made.provider_id, SAMPLE)
    today = clock.business_date()
    for task, note in SEEN.items():
        service.note_task(
            made.provider_id,
            task,
            state="met",
            note=note,
            evidence_on=today - clock.ONE_DAY,
            by=scene.id_of(personas.ANJA),
            valid_until=today + timedelta(days=700) if task == "quality_mark" else None,
        )


def _is_warned(scene: Scene) -> None:
    """The provider a visitor can be: so both sides can be seen."""
    own = next(one for one in people.list_grants(scene.id_of(personas.PIETER)) if one.role == "provider")
    provider = providers.get_provider(own.organisation_id) if own.organisation_id else None
    if provider is not None:
        made = sanctions.propose(
            provider.provider_id,
            "warning",
            reason="U antwoordde drie keer te laat op een aanvraag.",
            by=scene.id_of(personas.ANJA),
        )
        sanctions.confirm(provider.provider_id, made.sanction_id, by=scene.id_of(personas.BRAM))
