"""Codes and the lines of who is invited."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leerloket import errors
from leerloket.people.invitations import rules


@given(st.binary(min_size=32, max_size=32))
def test_a_code_has_eight_letters_that_do_not_look_alike(digest: bytes) -> None:
    code = rules.code_from(digest)
    assert rules.is_code(code)
    assert not set(code) & set("01IO")
    assert rules.plain(rules.written(code).lower()) == code


def test_what_cannot_be_a_code_is_not_looked_up() -> None:
    assert not rules.is_code("ABC")
    assert not rules.is_code("ABCDEFG0")
    assert not rules.is_code("")


def test_people_are_read_from_lines_and_from_a_spreadsheet() -> None:
    text = "0412; Jan de Vries; 80%; 01-03-2024\n\n0413\tAnna Kaya\n0414;Piet;100;\n"
    assert rules.read_lines(text) == [
        rules.Invitee("0412", "Jan de Vries", 80, date(2024, 3, 1)),
        rules.Invitee("0413", "Anna Kaya", 100, None),
        rules.Invitee("0414", "Piet", 100, None),
    ]


def test_every_wrong_line_is_named_at_once() -> None:
    text = "Jan\n0412;Jan;0\n0413;Jan;80;31-02-2024\n0414;Jan;80;01-03-2024;x\n0415;Jan"
    with pytest.raises(errors.Invalid) as refused:
        rules.read_lines(text)
    assert [problem.nl[:8] for problem in refused.value.errors] == ["Regel 1:", "Regel 2:", "Regel 3:", "Regel 4:"]


def test_nobody_and_too_many_are_refused() -> None:
    with pytest.raises(rules.NobodyInvited):
        rules.read_lines(" \n")
    with pytest.raises(rules.TooManyAtOnce) as refused:
        rules.read_lines("\n".join(f"{n};Jan" for n in range(rules.MOST_AT_ONCE + 1)))
    assert refused.value.sentence("nl") == "U kunt 50 mensen tegelijk uitnodigen. Dit zijn er 51."


def test_a_number_twice_or_of_an_employee_is_refused() -> None:
    people = [rules.Invitee("1", "Jan"), rules.Invitee("2", "An"), rules.Invitee("1", "Piet")]
    with pytest.raises(errors.Invalid) as refused:
        rules.check_each_once(people, {"2"})
    assert [problem.nl for problem in refused.value.errors] == [
        "Persoon 2: 2 werkt al bij u.",
        "Persoon 3: 1 staat er twee keer in.",
    ]
