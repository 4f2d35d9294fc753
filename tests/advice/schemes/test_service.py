"""Schemes on a real PostgreSQL: versions, what is known of a person, and who waits."""

import uuid
from dataclasses import replace
from datetime import timedelta

import pytest
import sqlalchemy as sa

from leerloket import clock, db, errors
from leerloket.advice.plans import service as plans
from leerloket.advice.schemes import records, rules, service
from leerloket.advice.schemes.rules import Answers, Window
from tests.advice import make
from tests.people import make as people

pytestmark = pytest.mark.usefixtures("session")


@pytest.fixture(autouse=True)
def shipped(session: None) -> None:
    service.import_schemes()


def write(slug: str, editor: uuid.UUID | None = None, **changed: object) -> int:
    """A new version of a scheme, with these fields changed."""
    newest = service.list_versions(slug)[0]
    scheme = replace(newest.scheme, **changed)  # type: ignore[arg-type]
    by = editor or people.person(None).person_id
    return service.change_scheme(scheme, version=newest.number, changed_by=by, reason="Het bedrag is veranderd.")


def test_the_shipped_schemes_are_there_once() -> None:
    assert service.list_schemes() == sorted(records.read_shipped(), key=lambda scheme: scheme.name.nl.lower())
    assert service.import_schemes() == 0


def test_a_change_adds_a_version_and_keeps_the_old_one() -> None:
    editor = people.person(None, name="Anja Smit")
    assert write("oom", editor.person_id, cap_cents=90_000) == 2
    new, old = service.list_versions("oom")
    assert (new.scheme.cap_cents, new.changed_by_name, new.reason) == (90_000, "Anja Smit", "Het bedrag is veranderd.")
    assert (old.scheme.cap_cents, old.changed_by_name) == (80_000, "Leerloket")
    assert service.get_scheme("oom") == new.scheme
    service.import_schemes()
    assert service.get_scheme("oom") == new.scheme


def test_two_editors_do_not_overwrite_each_other() -> None:
    seen = service.list_versions("oom")[0]
    write("oom", cap_cents=90_000)
    with pytest.raises(errors.Changed):
        service.change_scheme(seen.scheme, version=seen.number, changed_by=uuid.uuid4(), reason="Ook iets.")


def test_the_service_cannot_change_what_was_written() -> None:
    rights = "SELECT has_table_privilege('leerloket_app', 'scheme_versions', :right)"
    allowed = {right: db.session.scalar(sa.text(rights), {"right": right}) for right in ("INSERT", "UPDATE", "DELETE")}
    assert allowed == {"INSERT": True, "UPDATE": False, "DELETE": False}


def test_what_is_known_of_a_worker_is_not_asked() -> None:
    worker = people.employee(people.employer(sector="zorg", size="small"), nlqf_level=2)
    found = service.answers_of(worker.person_id)
    assert (found.who, found.size, found.sector, found.education_level) == ("worker", "small", "care", 2)
    assert found.age == rules.age_on(people.BORN, clock.business_date())


def test_who_has_no_job_looks_as_a_jobseeker() -> None:
    assert service.answers_of(people.person().person_id).who == "jobseeker"


def test_an_edited_amount_is_what_people_get() -> None:
    write("oom", cap_cents=90_000)
    answers = Answers("worker", "course", sector="metalworking", price_cents=200_000)
    assert service.find_fits(answers).fits[0].amount_cents == 90_000


def test_a_mail_comes_once_when_a_scheme_opens() -> None:
    person = people.person().person_id
    service.watch(person, "slim-scholing")
    service.watch(person, "slim-scholing")
    assert service.list_watched(person) == {"slim-scholing"}
    assert service.tell_of_openings() == 0
    today = clock.business_date()
    write("slim-scholing", windows=(Window(today, today + timedelta(days=30)),))
    assert service.tell_of_openings() == 1
    assert service.tell_of_openings() == 0
    assert make.mails(person) == ["scheme-open"]
    assert service.list_watched(person) == set()


def test_nobody_waits_for_what_is_open() -> None:
    with pytest.raises(rules.OpenAlready):
        service.watch(people.person().person_id, "slim")
    with pytest.raises(rules.UnknownScheme):
        service.watch(people.person().person_id, "bestaat-niet")


def test_waiting_can_be_called_off() -> None:
    person = people.person().person_id
    service.watch(person, "stap")
    service.unwatch(person, "stap")
    assert service.list_watched(person) == set()


def test_the_papers_of_a_scheme_become_tasks() -> None:
    pair = make.pair()
    assert service.add_checklist(*pair.ids, "slim") == 3
    [goal] = plans.get_plan(pair.client.person_id).goals
    assert goal.title == "Regeling aanvragen: SLIM voor mkb"
    assert (goal.tasks[0].title, goal.tasks[0].owner) == ("Regel: Activiteitenplan", "employer")
