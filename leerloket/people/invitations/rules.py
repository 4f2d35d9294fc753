"""What holds for invitations and their codes. Pure."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta

from leerloket import errors
from leerloket.people import one_time_codes

CODE_LENGTH = 8
LETTERS = one_time_codes.RECOVERY_LETTERS
"""31 letters and figures that do not look alike: 8 of them make 40 bits."""

TRIES_PER_ORIGIN = 20
"""Codes that one place may try in 15 minutes; a canteen where a team signs up shares one place."""

LASTS = timedelta(days=90)
MOST_AT_ONCE = 50
"""Letters in one PDF: drawn in 3 of the 10 seconds that a document may take."""

LONGEST_NAME, LONGEST_NUMBER = 120, 60


class WrongInvitationCode(errors.Invalid):
    """The same words for a code that never was, was used, was withdrawn or has ended."""

    nl = "Deze code klopt niet, of is niet meer geldig. Kijk in de brief van uw werkgever. De code heeft 8 tekens."
    en = "This code is not right, or is no longer valid. Look at the letter of your employer. It has 8 characters."


class NobodyInvited(errors.Invalid):
    """The list is empty."""

    nl = "Vul voor ten minste 1 werknemer een regel in."
    en = "Give a line for at least 1 employee."


class TooManyAtOnce(errors.Invalid):
    """Letters of so many people do not fit in one PDF."""

    nl = "U kunt {most} mensen tegelijk uitnodigen. Dit zijn er {given}."
    en = "You can invite {most} people at once. These are {given}."


@dataclass(frozen=True, slots=True)
class Invitee:
    """An employee as the employer knows them. `starts_on` None: since today."""

    personnel_number: str
    name: str
    fte_pct: int = 100
    starts_on: date | None = None


def code_from(digest: bytes) -> str:
    """Eight letters made of 128 bits; the rest of the bits makes them equally likely."""
    number, letters = int.from_bytes(digest[:16]), ""
    for _ in range(CODE_LENGTH):
        number, place = divmod(number, len(LETTERS))
        letters += LETTERS[place]
    return letters


def plain(code: str) -> str:
    """A code as it is looked up, however it was typed."""
    return one_time_codes.plain(code)


def is_code(code: str) -> bool:
    """Whether a plain code could be one of ours."""
    return len(code) == CODE_LENGTH and set(code) <= set(LETTERS)


def written(code: str) -> str:
    """A code as it stands in the letter: `7KQM 2XRD`."""
    return f"{code[:4]} {code[4:]}"


def read_lines(text: str) -> list[Invitee]:
    """People from lines `personnel number; name; percentage; employed since`, the last two optional.

    A column of a spreadsheet pasted with tabs reads as well. Raises NobodyInvited, TooManyAtOnce, or Invalid with
    every line that is wrong.
    """
    lines = [(number, line) for number, line in enumerate(text.splitlines(), 1) if line.strip()]
    check_number(len(lines))
    people, problems = [], []
    for number, line in lines:
        invitee, problem = _read_line(line)
        if problem is None and invitee is not None:
            people.append(invitee)
        elif problem is not None:
            nl, en = problem
            problems.append(errors.FieldError("mensen", "line", f"Regel {number}: {nl}", f"Line {number}: {en}"))
    if problems:
        raise errors.Invalid(errors=problems)
    return people


def check_number(people: int) -> None:
    """Refuse nobody, and more than go at once."""
    if people == 0:
        raise NobodyInvited(field="mensen")
    if people > MOST_AT_ONCE:
        raise TooManyAtOnce(field="mensen", most=MOST_AT_ONCE, given=people)


NAME_AND_NUMBER = (
    "schrijf personeelsnummer en naam, met een puntkomma ertussen.",
    "write personnel number and name, parted by a semicolon.",
)
PERCENTAGE = ("het percentage is een heel getal van 1 tot 100.", "the percentage is a whole number from 1 to 100.")
SINCE = ("schrijf de datum als 01-03-2024.", "write the date as 01-03-2024.")


def _read_line(line: str) -> tuple[Invitee | None, tuple[str, str] | None]:
    cells = [cell.strip() for cell in re.split(r"[;\t]", line)]
    personnel_number, name, fte, since = [*cells, "", "", "", ""][:4]
    if not 1 <= len(personnel_number) <= LONGEST_NUMBER or not 1 <= len(name) <= LONGEST_NAME or len(cells) > 4:
        return None, NAME_AND_NUMBER
    percentage = fte.removesuffix("%").strip() or "100"
    if not re.fullmatch(r"[0-9]{1,3}", percentage) or not 1 <= int(percentage) <= 100:
        return None, PERCENTAGE
    starts_on = _read_day(since)
    if since and starts_on is None:
        return None, SINCE
    return Invitee(personnel_number, name, int(percentage), starts_on), None


def _read_day(text: str) -> date | None:
    found = re.fullmatch(r"(\d{1,2})[-/](\d{1,2})[-/](\d{4})", text)
    try:
        return date(int(found[3]), int(found[2]), int(found[1])) if found else None
    except ValueError:
        return None


def check_each_once(people: list[Invitee], employed: Collection[str]) -> None:
    """Refuse a personnel number that stands in the list twice or is an employee's already; all of them at once."""
    problems, seen = [], set[str]()
    for place, invitee in enumerate(people, 1):
        number = invitee.personnel_number
        if number in employed:
            problems.append(_at(place, f"{number} werkt al bij u.", f"{number} works for you already."))
        elif number in seen:
            problems.append(_at(place, f"{number} staat er twee keer in.", f"{number} is there twice."))
        seen.add(number)
    if problems:
        raise errors.Invalid(errors=problems)


def _at(place: int, nl: str, en: str) -> errors.FieldError:
    return errors.FieldError("mensen", "person", f"Persoon {place}: {nl}", f"Person {place}: {en}")
