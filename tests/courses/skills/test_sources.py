"""What the files of the shipped set, ESCO and CompetentNL say, read without a database."""

import pytest

from leerloket.courses.skills import codes, competentnl, esco, own_set, rules

SKILLS_NL = (
    "conceptType,conceptUri,skillType,reuseLevel,preferredLabel,altLabels,status\n"
    'KnowledgeSkillCompetence,http://data.europa.eu/esco/skill/1,skill/competence,transversal,rekenen,"sommen maken\n'
    'cijferen",released\n'
)
NEEDS = (
    "occupationUri,relationType,skillType,skillUri\n"
    "http://data.europa.eu/esco/occupation/9,essential,skill/competence,http://data.europa.eu/esco/skill/1\n"
    "http://data.europa.eu/esco/occupation/9,optional,knowledge,http://data.europa.eu/esco/skill/2\n"
)
COMPETENTNL = """
# een regel uitleg
<https://x/1> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <https://linkeddata.competentnl.nl/def/competentnl#HumanCapability> .
<https://x/1> <http://www.w3.org/2004/02/skos/core#prefLabel> "Lassen met \\u00e9\\u00e9n \\"toorts\\""@nl .
<https://x/1> <http://www.w3.org/2004/02/skos/core#prefLabel> "Welding"@en .
<https://x/1> <http://www.w3.org/2004/02/skos/core#altLabel> "Schweißen"@de .
<https://x/1> <http://www.w3.org/2004/02/skos/core#exactMatch> <http://data.europa.eu/esco/skill/7> .
<https://x/2> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <https://linkeddata.competentnl.nl/def/competentnl#Occupation> .
<https://x/2> <http://www.w3.org/2008/05/skos-xl#prefLabel> _:b1 .
_:b1 <http://www.w3.org/2008/05/skos-xl#literalForm> "Lasser" .
<https://x/2> <https://linkeddata.competentnl.nl/def/competentnl#requiresHATEssential> <https://x/1> .
<https://x/3> <http://www.w3.org/2004/02/skos/core#prefLabel> "Geen klasse"@nl .
"""  # noqa: E501


def test_the_shipped_set_is_large_enough_and_whole() -> None:
    found = own_set.read()
    sorts = [term.sort for term in found.terms.values()]
    assert sorts.count("skill") >= 150
    assert sorts.count("occupation") >= 40
    assert all(need.skill in found.terms and need.occupation in found.terms for need in found.needs)
    assert all(need.level in codes.LEVELS for need in found.needs)
    assert {need.occupation for need in found.needs} == {t.uri for t in found.terms.values() if t.sort == "occupation"}
    assert all(term.label_nl and term.label_en for term in found.terms.values())


def test_an_address_of_the_shipped_set_is_of_esco_or_of_our_own() -> None:
    for term in own_set.read().terms.values():
        assert term.uri.startswith(codes.ESCO if term.scheme == "esco" else codes.OWN[term.sort])


def test_every_outlook_has_a_source_and_a_day() -> None:
    coming = own_set.read().coming
    assert coming
    assert all(line.source and line.why_nl and line.why_en and line.checked_on.year >= 2026 for line in coming)


def test_esco_gives_labels_synonyms_and_what_occupations_ask() -> None:
    found = esco.read("skills_nl.csv", SKILLS_NL)
    [term] = found.terms.values()
    assert (term.label_nl, term.label_en, term.kind) == ("rekenen", "", "general")
    assert term.words == {"sommen maken", "cijferen"}
    found.join(esco.read("v1.2/skills_en.csv", SKILLS_NL.replace("rekenen", "calculate")))
    assert term.label_en == "calculate"
    assert [need.essential for need in esco.read("occupationSkillRelations_nl.csv", NEEDS).needs] == [True, False]


def test_a_file_of_esco_that_we_do_not_read_is_refused() -> None:
    assert not esco.is_meant("skillsHierarchy_nl.csv")
    assert not esco.is_meant("skills_de.csv")
    with pytest.raises(esco.MissingColumns):
        esco.read("occupations_nl.csv", SKILLS_NL)


def test_a_row_that_stops_early_has_empty_cells() -> None:
    [term] = esco.read(
        "skills_nl.csv", f"{SKILLS_NL.splitlines()[0]}\nx,{codes.ESCO}skill/2,x,x,meten\n"
    ).terms.values()
    assert (term.label_nl, term.words) == ("meten", set())


def test_competentnl_gives_labels_in_both_ways_and_weights() -> None:
    found = competentnl.read(COMPETENTNL)
    skill, occupation = found.terms["https://x/1"], found.terms["https://x/2"]
    assert (skill.label_nl, skill.label_en) == ('Lassen met één "toorts"', "Welding")
    assert skill.words == set()
    assert skill.same_as == {"http://data.europa.eu/esco/skill/7"}
    assert (occupation.sort, occupation.label_nl) == ("occupation", "Lasser")
    assert [(need.essential, need.level) for need in found.needs] == [(True, 4)]
    assert "https://x/3" not in found.terms


def test_a_line_that_is_no_fact_is_named() -> None:
    with pytest.raises(competentnl.UnreadableLine, match="2"):
        competentnl.read("\nzo maar tekst\n")


def test_a_question_is_short_and_without_signs() -> None:
    assert rules.question("Ik kan MIG/MAG-lassen!") == "ik kan mig mag lassen"
    assert len(rules.question("a " * 500).split()) == rules.MOST_WORDS
    assert rules.any_word("ik las") == "'ik' | 'las':*"
    assert rules.beginning("la") == ""


def test_a_text_names_a_skill_when_much_alike_or_all_its_words_are_in_the_name() -> None:
    assert rules.is_alike("lassen", "lasser", 0.6)
    assert rules.is_alike("robot programmeren", "een robot leren programmeren", 0.4)
    assert not rules.is_alike("techniek", "podiumtechniek", 0.5)
