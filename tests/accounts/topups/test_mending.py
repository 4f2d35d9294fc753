"""A file of which not everything is right: columns, corrections, questions, and rows that are passed over."""

import io

import openpyxl
import pytest

from leerloket import db, errors, spreadsheets
from leerloket.accounts.topups import columns, rules, service
from leerloket.people.employers import service as employers
from tests.accounts.topups import make
from tests.people import make as persons
from tests.spreadsheets.test_reading import workbook

pytestmark = pytest.mark.usefixtures("session")


def states(batch: service.Batch) -> dict[int, str]:
    return {row.row: row.state for row in service.get_rows(batch)}


# --- columns ----------------------------------------------------------------------------------------------

UNKNOWN = "Afdeling;Stamnr;Toe te kennen\nHal 3;101;250\nHal 4;102;12,50\n"


def test_a_file_with_unknown_headings_waits_for_the_employer_and_shows_values() -> None:
    company = make.company(2)
    batch = make.check(company, UNKNOWN)
    assert (batch.state, batch.row_count, service.get_rows(batch)) == ("columns", 2, [])
    shown = service.list_columns(batch)
    assert [(c.heading, c.samples, c.meaning) for c in shown] == [
        ("Afdeling", ["Hal 3", "Hal 4"], ""),
        ("Stamnr", ["101", "102"], ""),
        ("Toe te kennen", ["250", "12,50"], ""),
    ]
    with pytest.raises(rules.NotCheckedYet):
        service.confirm(company.employer_id, batch.batch_id, accept_questions=True, by=company.clerk_id)


def test_what_was_pointed_out_is_remembered_for_this_employer_only() -> None:
    company, other = make.company(2), make.company(2)
    batch = make.check(company, UNKNOWN)
    service.choose_columns(company.employer_id, batch.batch_id, [(1, "personnel_number"), (2, "amount")])
    assert (batch.state, batch.total_cents) == ("checked", 26_250)
    assert batch.columns == {"personnel_number": "Stamnr", "amount": "Toe te kennen"}
    assert make.check(company, UNKNOWN.replace("250", "251")).total_cents == 26_350
    reordered = "toe te kennen;stamnr\n5;101\n"
    assert make.check(company, reordered).total_cents == 500
    assert make.check(other, UNKNOWN).state == "columns"


def test_columns_that_were_read_wrongly_are_pointed_out_anew() -> None:
    company = make.company(1)
    batch = make.check(company, "personeelsnummer;bedrag;budget\n101;9999;40\n")
    assert states(batch) == {2: "question"}
    service.choose_columns(company.employer_id, batch.batch_id, [(0, "personnel_number"), (2, "amount")])
    assert (states(batch), batch.total_cents) == ({2: "ok"}, 4_000)
    assert make.check(company, "personeelsnummer;bedrag;budget\n101;1;60\n").total_cents == 6_000


def test_columns_are_needed_and_cannot_change_once_confirmed() -> None:
    company = make.company(2)
    batch = make.check(company, UNKNOWN)
    with pytest.raises(columns.AmountMissing):
        service.choose_columns(company.employer_id, batch.batch_id, [(1, "personnel_number")])
    service.choose_columns(company.employer_id, batch.batch_id, [(1, "personnel_number"), (2, "amount")])
    service.confirm(company.employer_id, batch.batch_id, accept_questions=False, by=company.clerk_id)
    for change in (
        lambda: service.choose_columns(company.employer_id, batch.batch_id, [(1, "personnel_number"), (2, "amount")]),
        lambda: service.list_columns(batch),
    ):
        with pytest.raises(rules.ConfirmedAlready):
            change()


# --- excel ------------------------------------------------------------------------------------------------


def test_a_spreadsheet_is_checked_as_a_csv_is_to_the_cent() -> None:
    company = make.company(3)
    content = workbook(
        ["Personeelsnummer", "Bedrag", "Geldig tot"], [101, 0.1 + 0.2, "31-12-2030"], [102, 1234.56], [], ["103", -5]
    )
    batch = service.check_file(company.employer_id, content, file_name="nov.xlsx", by=company.clerk_id)
    assert states(batch) == {2: "ok", 3: "ok", 5: "error"}
    assert [row.amount_cents for row in service.get_rows(batch, state="ok")] == [30, 123_456]


def test_only_the_wrong_rows_come_back_as_a_spreadsheet_and_join_the_same_run() -> None:
    company = make.company(3)
    content = workbook(["Nummer werknemer", "Bedrag"], ["101", "-5"], ["102", 10], ["999", 10])
    batch = service.check_file(company.employer_id, content, file_name="nov.xlsx", by=company.clerk_id)
    service.choose_columns(company.employer_id, batch.batch_id, [(0, "personnel_number"), (1, "amount")])
    sheet = openpyxl.load_workbook(io.BytesIO(service.errors_xlsx(batch))).active
    assert sheet is not None
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert [row[:3] for row in rows] == [["rij", "Nummer werknemer", "Bedrag"], ["2", "101", "-5"], ["4", "999", "10"]]
    mended = workbook([*rows[0]], ["2", "101", "5"], ["4", "103", "10"])
    _, number = service.take_corrections(company.employer_id, batch.batch_id, mended)
    assert (number, states(batch), batch.total_cents) == (2, {2: "ok", 3: "ok", 4: "ok"}, 2_500)


def test_the_csv_of_wrong_rows_can_be_sent_back_as_it_is() -> None:
    company = make.company(2)
    batch = make.check(company, "personeelsnummer;bedrag\n101;-5\n102;10\n")
    text = service.errors_csv(batch)
    service.take_corrections(company.employer_id, batch.batch_id, text.encode())
    row = service.get_rows(batch, state="error")[0]
    assert (row.row, row.cells["amount"]) == (2, "-5")
    service.take_corrections(company.employer_id, batch.batch_id, text.replace("'-5", "5").encode())
    assert states(batch) == {2: "ok", 3: "ok"}


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("personeelsnummer;bedrag\n101;5\n", "kolom “rij” ontbreekt"),
        ("rij;personeelsnummer;bedrag\n99;101;5\n", "Rij 99 staat niet in deze storting"),
        ("rij;personeelsnummer;bedrag\nx;101;5\n", "geen rijnummer"),
        ("rij;personeelsnummer;bedrag\n99999999999999999999;101;5\n", "geen rijnummer"),
    ],
)
def test_rows_that_are_not_of_this_run_change_nothing(text: str, why: str) -> None:
    company = make.company(1)
    batch = make.check(company, "personeelsnummer;bedrag\n101;-5\n")
    with pytest.raises(spreadsheets.UnreadableFile) as refusal:
        service.take_corrections(company.employer_id, batch.batch_id, text.encode())
    assert why in refusal.value.sentence("nl")
    assert states(batch) == {2: "error"}


# --- questions --------------------------------------------------------------------------------------------

ASKED = "personeelsnummer;bedrag\n101;10\n101;20\n102;3000\n103;x\n"


def test_a_person_who_is_there_twice_is_a_question_about_the_second_row() -> None:
    company = make.company(3)
    batch = make.check(company, ASKED)
    assert states(batch) == {2: "ok", 3: "question", 4: "question", 5: "error"}
    assert service.count_rows(batch).by_question == [("large-amount", 1), ("person-doubled", 1)]
    second = service.get_rows(batch, code="person-doubled")[0]
    assert service.problems_of(second)[0]["nl"] == "Deze persoon staat ook in rij 2. Klopt dit?"


def test_questions_are_answered_one_by_one_or_all_at_once() -> None:
    company = make.company(3)
    batch = make.check(company, ASKED)
    service.answer_row(company.employer_id, batch.batch_id, 3, "yes")
    assert (states(batch)[3], batch.total_cents) == ("ok", 3_000)
    service.answer_row(company.employer_id, batch.batch_id, 3, None)
    assert states(batch)[3] == "question"
    service.answer_all(company.employer_id, batch.batch_id, "skip", "person-doubled")
    assert states(batch) == {2: "ok", 3: "skipped", 4: "question", 5: "error"}
    service.answer_all(company.employer_id, batch.batch_id, "yes")
    assert (states(batch)[4], batch.total_cents) == ("ok", 301_000)


def test_who_is_passed_over_makes_nobody_double() -> None:
    company = make.company(3)
    batch = make.check(company, ASKED)
    service.answer_row(company.employer_id, batch.batch_id, 2, "skip")
    assert states(batch) == {2: "skipped", 3: "ok", 4: "question", 5: "error"}
    service.correct_row(company.employer_id, batch.batch_id, 5, {"personnel_number": "101", "amount": "30"})
    assert states(batch)[5] == "question"


def test_an_error_is_passed_over_but_never_agreed_to() -> None:
    company = make.company(3)
    batch = make.check(company, ASKED)
    with pytest.raises(rules.NotAQuestion):
        service.answer_row(company.employer_id, batch.batch_id, 5, "yes")
    service.answer_all(company.employer_id, batch.batch_id, "yes")
    assert states(batch)[5] == "error"
    service.answer_all(company.employer_id, batch.batch_id, "skip", "amount-not-a-number")
    assert states(batch)[5] == "skipped"
    with pytest.raises(errors.NotFound):
        service.answer_row(company.employer_id, batch.batch_id, 99, "skip")


def test_answers_stay_when_the_batch_is_checked_again_and_go_when_the_row_changes() -> None:
    company = make.company(3)
    batch = make.check(company, ASKED)
    service.answer_all(company.employer_id, batch.batch_id, "yes")
    service.check_again(company.employer_id, batch.batch_id)
    assert states(batch) == {2: "ok", 3: "ok", 4: "ok", 5: "error"}
    service.correct_row(company.employer_id, batch.batch_id, 4, {"amount": "4000"})
    assert states(batch)[4] == "question"


def test_who_was_said_to_be_former_may_still_get_it() -> None:
    company = make.company(1)
    (employee,) = employers.list_employees(company.employer_id)
    employers.end_employment(company.employer_id, employee.employment_id, employee.starts_on)
    batch = make.check(company, "personeelsnummer;bedrag\n101;10\n")
    assert states(batch) == {2: "question"}
    service.answer_row(company.employer_id, batch.batch_id, 2, "yes")
    service.confirm(company.employer_id, batch.batch_id, accept_questions=False, by=company.clerk_id)
    assert make.payment_of(batch).amount_cents == 1_000


def test_a_number_that_lost_its_zeros_is_found_unless_two_could_be_meant() -> None:
    company = make.company(0)
    people = [persons.person() for _ in range(3)]
    for person, number in zip(people, ("0412", "0077", "00077"), strict=True):
        employers.employ(company.employer_id, person.person_id, number)
    db.session.flush()
    batch = make.check(company, "personeelsnummer;bedrag\n412;10\n77;10\n0077;10\n")
    assert states(batch) == {2: "ok", 3: "error", 4: "ok"}
