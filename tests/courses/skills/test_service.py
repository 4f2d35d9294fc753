"""Skills and occupations in the database: importing twice, finding, and what modules teach."""

from pathlib import Path

import pytest
import sqlalchemy as sa

from leerloket import db
from leerloket.courses.catalogue import service as catalogue
from leerloket.courses.skills import importing, service
from leerloket.courses.skills.terms import Need, Term, Vocabulary
from tests.courses.bookings import make as courses

pytestmark = pytest.mark.usefixtures("own_set")


def labels(found: list[service.Skill]) -> list[str]:
    return [skill.label_nl for skill in found]


def test_a_second_import_changes_nothing() -> None:
    report = service.import_own_set()
    assert (report.added, report.changed, report.needs, report.loose) == (0, 0, 0, 0)
    assert report.unchanged > 200


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("lassen", "lassen"),
        ("robots programmeren", "robot programmeren"),
        ("vorkheftruk rijden", "heftruck rijden"),
        ("Ik werk al 12 jaar aan de zetbank", "machines bedienen"),
        ("speak English", "Engels"),
    ],
)
def test_own_words_find_the_skill_that_is_meant(text: str, label: str) -> None:
    assert label in labels(service.search_skills(text))[:3]


def test_words_that_mean_nothing_here_find_nothing() -> None:
    assert service.search_skills("!!! ???") == []
    assert service.search_skills("xqzwv") == []


def test_an_occupation_is_found_and_says_what_it_asks_now_and_later() -> None:
    [welder, *_] = service.search_occupations("robotlassser")
    assert welder.label_nl == "robotlasser"
    asked = service.list_asked(welder.occupation_id)
    assert asked[0].essential
    assert {ask.skill.label_nl for ask in asked} >= {"lassen", "lasrobot programmeren"}
    assert all(coming.outlook.source for coming in service.list_coming(welder.occupation_id))


def test_esco_gives_our_own_skill_its_address_and_keeps_our_words() -> None:
    ours = service.get_skill("lassen")
    assert ours.uri.startswith("urn:leerloket:")
    esco = Term("http://data.europa.eu/esco/skill/x", "skill", "esco", label_nl="lassen", words={"smeltlassen"})
    report = importing.take_in(Vocabulary({esco.uri: esco}))
    again = importing.take_in(Vocabulary({esco.uri: esco}))
    assert (report.changed, report.added, again.changed) == (1, 0, 0)
    assert (ours.uri, ours.scheme, ours.label_nl) == (esco.uri, "esco", "lassen")
    assert "smeltlassen" in ours.words
    assert service.import_own_set().changed == 0
    assert service.search_skills("smeltlassen")[0] is ours


def test_two_terms_of_one_source_with_one_name_stay_two() -> None:
    terms = [Term(f"http://data.europa.eu/esco/skill/{n}", "skill", "esco", label_nl="zwaaien") for n in (1, 2)]
    report = importing.take_in(Vocabulary({term.uri: term for term in terms}))
    assert report.added == 2
    assert len({skill.slug for skill in service.search_skills("zwaaien")}) == 2


def test_levels_of_our_own_are_not_overwritten_by_a_source_without_levels() -> None:
    occupation, skill = service.get_occupation("robotlasser"), service.get_skill("lassen")
    need = Need(occupation.uri, skill.uri, False)
    assert importing.take_in(Vocabulary(needs=[need])).needs == 0
    assert importing.take_in(Vocabulary(needs=[Need("urn:unknown", skill.uri, True)])).loose == 1


def test_a_file_that_is_nothing_of_ours_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "iets.csv"
    file.write_text("a,b\n1,2\n")
    with pytest.raises(service.FileNotReadable):
        service.import_files([file])
    (tmp_path / "skills_nl.csv").write_text("conceptUri\n1\n")
    with pytest.raises(service.FileNotReadable):
        service.import_files([tmp_path / "skills_nl.csv"])
    (tmp_path / "skills_nl.csv").write_text(f"conceptUri,preferredLabel,altLabels\nx,x,{'x' * 200_000}\n")
    with pytest.raises(service.FileNotReadable):
        service.import_files([tmp_path / "skills_nl.csv"])


def test_files_of_esco_are_taken_in_together(tmp_path: Path) -> None:
    head = "conceptUri,preferredLabel,altLabels,iscoGroup\n"
    (tmp_path / "skills_nl.csv").write_text(f"{head}http://data.europa.eu/esco/skill/q,koper slaan,,\n")
    (tmp_path / "occupations_nl.csv").write_text(f"{head}http://data.europa.eu/esco/occupation/q,koperslager,,7213\n")
    (tmp_path / "occupationSkillRelations_nl.csv").write_text(
        "occupationUri,relationType,skillType,skillUri\n"
        "http://data.europa.eu/esco/occupation/q,optional,,http://data.europa.eu/esco/skill/q\n"
    )
    seen: list[tuple[int, int]] = []
    report = service.import_files(sorted(tmp_path.iterdir()), lambda done, total: seen.append((done, total)))
    assert (report.added, report.needs, seen[-1]) == (2, 1, (3, 3))
    [ask] = service.list_asked(service.get_occupation("koperslager").occupation_id)
    assert (ask.skill.label_nl, ask.essential, ask.level) == ("koper slaan", False, 2)


def test_what_a_module_says_it_teaches_is_matched_to_skills() -> None:
    school = courses.school()
    edition = courses.edition(school)
    catalogue.change_module(school.provider_id, edition.module_id, {"skills": ("robots programmeren", "xqzwv")})
    assert service.match_texts() == 2
    assert service.match_texts() == 0
    (_text, skill), (_other, nothing) = service.skills_of_module(["robots programmeren", "xqzwv"])
    assert skill is not None
    assert nothing is None
    [(module, taught)] = service.modules_teaching([skill.skill_id])
    assert module.module_id == edition.module_id
    assert taught == {skill.skill_id}
    assert service.modules_teaching([service.get_skill("koken").skill_id]) == []


def test_unknown_skills_and_occupations_do_not_exist() -> None:
    with pytest.raises(service.UnknownSkill):
        service.get_skill("bestaat-niet")
    with pytest.raises(service.UnknownOccupation):
        service.get_occupation(db.new_id())


def test_every_name_leads_to_a_term() -> None:
    lost = "SELECT count(*) FROM term_words w WHERE kind = 'skill' AND NOT EXISTS "
    assert db.session.scalar(sa.text(lost + "(SELECT FROM skills s WHERE s.skill_id = w.term_id)")) == 0
