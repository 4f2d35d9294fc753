"""Reading an offer from CSV: every error at once, with the row of the spreadsheet."""

import pytest

from leerloket.courses.catalogue import csv_offer

HEADER = "code;titel;omschrijving;niveau;uren;plaats;lessen;plekken;prijs"
LAS = "LAS;Lassen;U leert lassen.;2;40;Helmond;2027-02-06 09:00-16:30 | 2027-02-13 09:00-16:30;12;600"


def test_a_good_row_is_a_module_and_an_edition() -> None:
    offer = csv_offer.read(f"{HEADER}\n{LAS}\n")
    assert offer.errors == []
    (module,), (edition,) = offer.modules, offer.editions
    assert (module.key, module.title, module.nlqf, module.hours) == ("LAS", "Lassen", "2", 40)
    assert (edition.place, edition.capacity, edition.price_cents, len(edition.sessions)) == ("Helmond", 12, 60_000, 2)
    assert edition.sessions[0].starts_at.isoformat() == "2027-02-06T08:00:00+00:00"


def test_two_rows_with_one_code_are_one_module_with_two_dates() -> None:
    other = LAS.replace("2027-02-06 09:00-16:30 | ", "")
    offer = csv_offer.read(f"{HEADER}\n{LAS}\n{other}\n")
    assert (len(offer.modules), len(offer.editions), offer.errors) == (1, 2, [])


def test_all_errors_of_all_rows_come_at_once_with_spreadsheet_rows() -> None:
    bad = "X;;U leert;9;veel;Atlantis;morgen;0;12,505"
    offer = csv_offer.read(f"{HEADER}\n{LAS}\n\n{bad}\n")
    assert [module.key for module in offer.modules] == ["LAS"]
    assert {(e.row, e.field) for e in offer.errors} == {(3, "uren"), (3, "lessen"), (3, "prijs")}


def test_errors_of_content_come_together_too() -> None:
    bad = "X;;U leert;9;8;Atlantis;2027-02-06 09:00-16:30;0;12,50"
    offer = csv_offer.read(f"{HEADER}\n{bad}\n")
    assert {(e.row, e.field) for e in offer.errors} == {(2, "title"), (2, "nlqf"), (2, "place"), (2, "capacity")}


def test_a_quoted_cell_may_hold_lines_and_separators() -> None:
    row = LAS.replace("U leert lassen.", '"U leert lassen;\nook TIG."')
    offer = csv_offer.read(f"{HEADER}\r\n{row}\r\n")
    assert offer.errors == []
    assert offer.modules[0].about == "U leert lassen;\nook TIG."


def test_commas_separate_as_well() -> None:
    offer = csv_offer.read(f"{HEADER}\n{LAS}\n".replace(";", ","))
    assert (offer.errors, len(offer.editions)) == ([], 1)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
def test_every_usual_encoding_is_read(encoding: str) -> None:
    text = csv_offer.decode(f"{HEADER}\n{LAS.replace('Lassen', 'Café-hygiëne')}\n".encode(encoding))
    assert csv_offer.read(text).modules[0].title == "Café-hygiëne"


def test_a_missing_and_an_unknown_column_are_named() -> None:
    offer = csv_offer.read("code;titel;kleur\nA;B;C\n")
    assert {(e.row, e.field) for e in offer.errors} >= {(1, "prijs"), (1, "kleur")}


def test_dutch_words_choose_the_codes() -> None:
    row = f"{LAS};Engels;certificaat;reactief;generale repetitie;duaal;arbeidsmarkt"
    offer = csv_offer.read(f"{HEADER};taal;bewijs;soort;vorm;werkvorm;doel\n{row}\n")
    module = offer.modules[0]
    assert (module.language, module.proof, module.kind, module.form, module.mode, module.purpose) == (
        "eng",
        "certificate",
        "reactive",
        "dress_rehearsal",
        "dual",
        "labour_market",
    )


def test_a_word_that_is_no_choice_is_refused_with_the_choices() -> None:
    offer = csv_offer.read(f"{HEADER};soort\n{LAS};leuk\n")
    (error,) = offer.errors
    assert (error.row, error.field) == (2, "soort")
    assert "proactief" in error.nl


def test_one_code_for_two_courses_is_refused() -> None:
    other = LAS.replace("Lassen", "Zagen").replace("2027-02-06 09:00-16:30 | ", "")
    offer = csv_offer.read(f"{HEADER}\n{LAS}\n{other}\n")
    assert [(e.row, e.code) for e in offer.errors] == [(3, "differs")]


def test_a_row_that_is_there_twice_is_refused_once() -> None:
    offer = csv_offer.read(f"{HEADER}\n{LAS}\n{LAS}\n")
    assert [(e.row, e.code) for e in offer.errors] == [(3, "double")]
    assert len(offer.editions) == 1


def test_one_file_is_of_one_provider() -> None:
    offer = csv_offer.read(f"{HEADER};kvk\n{LAS};87000001\n{LAS.replace('Helmond', 'Best')};87000002\n")
    assert [(e.row, e.field) for e in offer.errors] == [(3, "kvk")]


@pytest.mark.parametrize("amount", ["1.234", "12,505", "-5", "1e3", "9" * 20, ""])
def test_an_amount_that_can_mean_two_things_or_none_is_refused(amount: str) -> None:
    offer = csv_offer.read(f"{HEADER}\n{LAS.removesuffix('600')}{amount}\n")
    assert [(e.row, e.field) for e in offer.errors] == [(2, "prijs")]


@pytest.mark.parametrize("lesson", ["2027-02-30 09:00-10:00", "06/02/2027 09:00-10:00", "2027-02-06 25:00-26:00", "x"])
def test_a_lesson_that_cannot_be_is_refused(lesson: str) -> None:
    offer = csv_offer.read(f"{HEADER}\nLAS;Lassen;U leert.;2;40;Helmond;{lesson};12;600\n")
    assert "lessen" in {e.field for e in offer.errors}
    assert not offer.editions


def test_dutch_dates_are_read() -> None:
    offer = csv_offer.read(f"{HEADER}\nLAS;Lassen;U leert.;2;40;Helmond;6-2-2027 9.00-16.30;12;600\n")
    assert offer.errors == []


def test_a_broken_file_says_where() -> None:
    offer = csv_offer.read(f'{HEADER}\nLAS;"Lassen;U leert.')
    assert [e.code for e in offer.errors] == ["csv"]


def test_an_empty_file_names_the_columns_it_needs() -> None:
    assert {e.code for e in csv_offer.read("").errors} == {"column"}
