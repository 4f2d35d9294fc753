"""Who works for an employer, what the employer gave them, and keeping the list up to date from a file."""

import uuid
from dataclasses import dataclass, field

from leerloket import clock, errors, spreadsheets
from leerloket.accounts.staff import rules
from leerloket.accounts.topups import service as topups
from leerloket.people.audit import service as audit
from leerloket.people.employers import service as employers


@dataclass(frozen=True, slots=True)
class Listed:
    """A page of employees, with what each received from this employer this year, in cents."""

    employees: list[employers.Employee]
    paid_in: dict[uuid.UUID, int]
    next_after: uuid.UUID | None


@dataclass(frozen=True, slots=True)
class WrongRow:
    """A row of a file that was not carried out, and why."""

    row: int
    personnel_number: str
    refusal: errors.Refusal


@dataclass(slots=True)
class Imported:
    """What a file of employees did."""

    added: int = 0
    changed: int = 0
    ended: int = 0
    same: int = 0
    wrong: list[WrongRow] = field(default_factory=list)


def list_staff(
    employer_id: uuid.UUID, text: str = "", *, is_former: bool = False, after: uuid.UUID | None = None, limit: int = 50
) -> Listed:
    """A page of who works here, or of who did."""
    found = employers.search_employees(employer_id, text, is_former=is_former, after=after, limit=limit + 1)
    shown = found[:limit]
    year = clock.business_date().replace(month=1, day=1)
    paid_in = topups.paid_in(employer_id, {one.person_id for one in shown}, year)
    return Listed(shown, paid_in, shown[-1].employment_id if len(found) > limit else None)


def import_file(employer_id: uuid.UUID, content: bytes) -> Imported:
    """Carry out a CSV or Excel file of employees; rows that are wrong are passed over and named.

    A personnel number that is known is changed; another is somebody who has an account, named by e-mail address or
    account number together with the date of birth. Nobody is removed because they are not in the file. Raises
    UnreadableFile, NumberMissing, TooManyRows.
    """
    sheet = spreadsheets.read(content)
    if sheet.row_count > rules.MOST_ROWS:
        raise rules.TooManyRows(field="bestand")
    positions = rules.find_columns(sheet.headings)
    known = {one.personnel_number: one for one in employers.list_employees(employer_id)}
    done = Imported()
    for row, texts in spreadsheets.rows(content):
        cells = {name: texts[at] if at < len(texts) else "" for name, at in positions.items()}
        try:
            _carry_out(employer_id, rules.read_row(cells), known, done)
        except errors.Refusal as refusal:
            done.wrong.append(WrongRow(row, cells["personnel_number"][: rules.LONGEST_NUMBER], refusal))
    audit.record("import-employees", "employer", employer_id)
    return done


def _carry_out(
    employer_id: uuid.UUID, wanted: rules.Wanted, known: dict[str, employers.Employee], done: Imported
) -> None:
    here = known.get(wanted.personnel_number)
    if here is None:
        _add(employer_id, wanted)
        done.added += 1
        return
    changes = wanted.fte_pct is not None and wanted.fte_pct != here.fte_pct
    ends = wanted.ends_on is not None and wanted.ends_on != here.ends_on
    if ends:
        employers.end_employment(employer_id, here.employment_id, wanted.ends_on)
    if changes:
        employers.change_employment(employer_id, here.employment_id, fte_pct=wanted.fte_pct)
    done.ended += ends
    done.changed += changes and not ends
    done.same += not changes and not ends


def _add(employer_id: uuid.UUID, wanted: rules.Wanted) -> None:
    if wanted.called is None or wanted.birth_on is None:
        raise rules.Unclear(
            why_nl="Dit personeelsnummer is nieuw. Geef ook e-mailadres of accountnummer, en geboortedatum.",
            why_en="This personnel number is new. Give e-mail address or account number, and date of birth.",
        )
    employers.employ_known(
        employer_id,
        wanted.called,
        wanted.birth_on,
        wanted.personnel_number,
        100 if wanted.fte_pct is None else wanted.fte_pct,
        wanted.starts_on,
        wanted.ends_on,
    )


def list_wrong(done: Imported, language: str) -> list[tuple[int, str, str]]:
    """The rows that were passed over: number, personnel number, and the sentence in one language."""
    return [(one.row, one.personnel_number, one.refusal.sentence(language)) for one in done.wrong]
