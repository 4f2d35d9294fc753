"""What is typed in the form of a community."""

import pytest
from werkzeug.datastructures import MultiDict

from leerloket import errors, web
from leerloket.courses.communities import forms, rules, schemas

REQUIRED = {"naam": "Lab", "vorm": "campus", "sector": "ict", "regio": "twente", "over": "Samen leren."}


def said(**other: str) -> rules.Description:
    described: rules.Description = web.load(forms.CommunityForm(), MultiDict(REQUIRED | other))["said"]
    return described


def test_one_thing_on_each_line_and_empty_lines_do_not_count() -> None:
    assert said(activiteiten="Open dag\r\n\r\n  Proeven \nOpen dag").activities == ["Open dag", "Proeven"]


def test_partners_get_the_kind_of_their_field() -> None:
    assert said(bedrijven="Bakker Metaal", overheid="Gemeente Breda").partners == [
        ("Bakker Metaal", "company"),
        ("Gemeente Breda", "government"),
    ]


def test_what_a_mentor_guides_in_stands_after_a_colon() -> None:
    assert said(mentoren="Els de Boer: lassen\nJan\n: hout\n:").mentors == [
        ("Els de Boer", "lassen"),
        ("Jan", ""),
        ("hout", ""),
    ]


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("mentoren", "\n".join(f"Mentor {number}" for number in range(schemas.MOST_LINES + 1))),
        ("bedrijven", "x" * (schemas.LONGEST_LINE + 1)),
        ("scholen", "a\0b"),
        ("website", "https://lab.example/\0"),
        ("email", "geen adres"),
        ("plekken", "-1"),
        ("vorm", "kasteel"),
        ("regio", ""),
    ],
)
def test_what_cannot_be_used_is_refused_at_its_field(field: str, typed: str) -> None:
    with pytest.raises(errors.Invalid) as refused:
        said(**{field: typed})
    assert [problem.field for problem in refused.value.errors] == [field]
