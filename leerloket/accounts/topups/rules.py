"""What a row of a top-up means, what is wrong with it, and what an employer may see. Pure."""

import re
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from dateutil.relativedelta import relativedelta

from leerloket import errors, money, spreadsheets

VERSION = "2026-1"
"""The version of the rules in this file."""

TOP_UP = "employer-top-up"
DISTRIBUTION = "employer-distributes"

LONGEST_CELL = 500

DOUBLED = "person-doubled"
QUESTIONS = frozenset({"large-amount", "person-former", DOUBLED})
"""Problems that are questions: the employer may answer that it is right."""

QUESTION_ABOVE_CENTS = 250_000
"""Above € 2,500 we ask whether it is right (screens.md 16c)."""

SMALLEST_GROUP = 5
"""An employer sees what was used only over at least this many people (product.md, rules)."""

LATEST_END = relativedelta(years=20)

PURPOSE_WORDS = {
    "study": "studie opleiding study",
    "general_skills": "algemeen algemenevaardigheden vaardigheden general generalskills",
    "job": "werk functie vak baan functiescholing job work",
    "labour_market": "arbeidsmarkt anderwerk labourmarket",
    "guidance": "begeleiding advies loopbaan loopbaanadvies guidance advice",
}
PURPOSES = {word: purpose for purpose, words in PURPOSE_WORDS.items() for word in words.split()}
EVERYTHING = frozenset({"alles", "alle", "all", "everything"})


class FileSeenBefore(errors.Conflict):
    """This employer sent the same file before; nothing is credited twice."""

    nl = "Dit bestand is al ingelezen op {created_at} (run {reference})."
    en = "This file was read before, on {created_at} (run {reference})."


class NothingToPay(errors.Conflict):
    """No row of the batch can go through."""

    nl = "Er is geen rij die door kan. Herstel eerst de fouten."
    en = "No row can go through. Repair the errors first."


class NotEmployedAnyMore(errors.Conflict):
    """Between check and confirmation somebody left."""

    nl = "{people} van deze mensen werken niet meer bij u. Controleer het bestand opnieuw."
    en = "{people} of these people left you. Check the batch again."


class NotCheckedYet(errors.Conflict):
    """The file is still being read, or we do not know yet which column is which."""

    nl = "Dit bestand is nog niet helemaal gecontroleerd."
    en = "This file has not been checked completely yet."


class NotAQuestion(errors.Conflict):
    """An error cannot be answered with yes: it is repaired or passed over."""

    nl = "Deze rij heeft een fout. Herstel de rij of sla hem over."
    en = "This row has an error. Repair it or pass it over."


class ConfirmedAlready(errors.Conflict):
    """A confirmed batch is not changed any more."""

    nl = "Deze storting is al bevestigd en kan niet meer veranderen."
    en = "This batch was confirmed and cannot be changed."


IN_JSON = {
    "personnel_number": "personnelNumber",
    "number": "accountNumber",
    "amount": "amountCents",
    "expires_on": "expiresOn",
    "note": "reference",
}
"""What the cells are called in the API, where that is another name."""


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with one field of a row, or what we ask about it."""

    field: str
    code: str
    nl: str
    en: str


@dataclass(frozen=True, slots=True)
class Known:
    """Whom an employer can name: people by personnel number, e-mail address and account number."""

    personnel_number: Mapping[str, uuid.UUID]
    email: Mapping[str, uuid.UUID]
    number: Mapping[str, uuid.UUID]

    def find(self, name: str, text: str) -> uuid.UUID | None:
        """The person behind one cell, however it is written; a number that lost its leading zeros is found too."""
        if name == "email":
            return self.email.get(text.lower())
        if name == "number":
            return self.number.get(plain_number(text))
        return self.personnel_number.get(text) or self.personnel_number.get(without_zeros(text))


@dataclass(slots=True)
class Meaning:
    """A row, read. With `problems` that are errors it cannot go through; questions are the employer's to answer."""

    person_id: uuid.UUID | None = None
    amount_cents: int | None = None
    purposes: list[str] = field(default_factory=list)
    expires_on: date | None = None
    note: str | None = None
    problems: list[Problem] = field(default_factory=list)

    @property
    def verdict(self) -> str:
        """`error` before `question` before `ok`."""
        codes = {problem.code for problem in self.problems}
        if codes - QUESTIONS:
            return "error"
        return "question" if codes else "ok"


def plain_number(text: str) -> str:
    """An account number as we write it: `LR-204-881`."""
    return text.replace(" ", "").upper()


def without_zeros(personnel_number: str) -> str:
    """`0412` as a spreadsheet spoils it: `412`, marked so that it cannot be taken for a number that is really 412."""
    return "~" + personnel_number.lstrip("0")


def read_row(cells: Mapping[str, str], known: Known, former: Known, today: date) -> Meaning:
    """Read one row; every problem of it at once. Problems hold no personal data."""
    meaning = Meaning()
    for name, text in cells.items():
        if len(text) > LONGEST_CELL:
            meaning.problems.append(
                Problem(name, "too-long", "Maak de tekst korter dan 500 tekens.", "Keep it under 500 characters.")
            )
    _read_who(meaning, cells, known, former)
    _read_amount(meaning, cells.get("amount", ""))
    _read_purposes(meaning, cells.get("purposes", ""))
    _read_end(meaning, cells.get("expires_on", ""), today)
    meaning.note = cells.get("note", "")[:140] or None
    return meaning


def _given(cells: Mapping[str, str]) -> list[tuple[str, str]]:
    return [(name, cells[name]) for name in ("personnel_number", "email", "number") if cells.get(name)]


def _read_who(meaning: Meaning, cells: Mapping[str, str], known: Known, former: Known) -> None:
    given = _given(cells)
    if not given:
        meaning.problems.append(
            Problem(
                "personnel_number",
                "person-missing",
                "Vul een personeelsnummer, e-mailadres of accountnummer in.",
                "Give a personnel number, e-mail address or account number.",
            )
        )
        return
    people = {known.find(name, text) or former.find(name, text) for name, text in given}
    if None in people:
        strangers = (name for name, text in given if known.find(name, text) is former.find(name, text) is None)
        meaning.problems.append(_unknown(next(strangers)))
    elif len(people) > 1:
        meaning.problems.append(
            Problem(
                given[1][0],
                "person-contradiction",
                "Dit is iemand anders dan in de andere kolom staat.",
                "This is another person than the other column says.",
            )
        )
    else:
        meaning.person_id = people.pop()
        if all(known.find(name, text) is None for name, text in given):
            meaning.problems.append(_former(given[0][0]))


def _unknown(name: str) -> Problem:
    return Problem(
        name,
        "person-unknown",
        "Deze persoon kennen we niet als uw werknemer.",
        "This person is not known as your employee.",
    )


def _former(name: str) -> Problem:
    return Problem(
        name,
        "person-former",
        "Deze persoon werkt niet meer bij u. Klopt dit?",
        "This person does not work for you any more. Is this right?",
    )


def doubled(cells: Mapping[str, str], first: int) -> Problem:
    """The question about the second row for one person; it names the first."""
    return Problem(
        _given(cells)[0][0],
        DOUBLED,
        f"Deze persoon staat ook in rij {first}. Klopt dit?",
        f"This person is in row {first} as well. Is this right?",
    )


AMOUNT_PROBLEMS = {
    "empty": ("Vul een bedrag in.", "Give an amount."),
    "negative": ("Vul een bedrag in zonder minteken.", "Give an amount without a minus sign."),
    "ambiguous": (
        "Dit bedrag kan twee dingen betekenen. Schrijf de centen erbij, bijvoorbeeld 1.234,00.",
        "This amount can mean two things. Write the cents, for example 1,234.00.",
    ),
    "decimals": (
        "Schrijf een bedrag met twee cijfers achter de komma, bijvoorbeeld 12,50.",
        "Write an amount with two decimals, for example 12.50.",
    ),
    "too_large": ("Dit bedrag is te groot.", "This amount is too large."),
    "not_a_number": ("Vul een bedrag in cijfers in, bijvoorbeeld 12,50.", "Write the amount in digits, like 12.50."),
    "zero": ("Vul een bedrag in dat meer is dan 0.", "Give an amount above 0."),
    "letter_o": ("Vul een getal in. U vulde een letter O in.", "Give a number. You typed a letter O."),
}


def _read_amount(meaning: Meaning, text: str) -> None:
    try:
        cents = money.parse(text)
    except money.UnreadableAmount as problem:
        is_letter_o = problem.reason == "not_a_number" and re.fullmatch(r"[\d.,]*\d[\d.,oO]*", text.strip())
        meaning.problems.append(_amount_problem("letter_o" if is_letter_o else problem.reason))
        return
    if cents == 0:
        meaning.problems.append(_amount_problem("zero"))
        return
    meaning.amount_cents = cents
    if cents > QUESTION_ABOVE_CENTS:
        meaning.problems.append(
            Problem(
                "amount",
                "large-amount",
                f"{money.euros(cents)} is meer dan {money.euros(QUESTION_ABOVE_CENTS)}. Klopt dit?",
                f"{money.euros(cents, 'en')} is more than {money.euros(QUESTION_ABOVE_CENTS, 'en')}. Is this right?",
            )
        )


def _amount_problem(reason: str) -> Problem:
    nl, en = AMOUNT_PROBLEMS[reason]
    return Problem("amount", "amount-" + reason.replace("_", "-"), nl, en)


def _read_purposes(meaning: Meaning, text: str) -> None:
    words = [re.sub(r"[^a-z]", "", word) for word in re.split(r"[+/|,;&]|\ben\b|\band\b", text.lower())]
    words = [word for word in words if word]
    if not words or EVERYTHING & set(words):
        meaning.purposes = sorted(PURPOSE_WORDS)
        return
    unknown = [word for word in words if word not in PURPOSES]
    if unknown:
        meaning.problems.append(
            Problem(
                "purposes",
                "purpose-unknown",
                "Kies uit: studie, algemeen, werk, arbeidsmarkt, begeleiding of alles.",
                "Choose from: study, general, job, labour market, guidance or all.",
            )
        )
        return
    meaning.purposes = sorted({PURPOSES[word] for word in words})


def _read_end(meaning: Meaning, text: str, today: date) -> None:
    if not text:
        return
    day = spreadsheets.read_day(text)
    if day is None:
        problem = Problem(
            "expires_on",
            "date-unreadable",
            "Schrijf een datum als 31-12-2028.",
            "Write a date like 2028-12-31.",
        )
    elif day < today:
        problem = Problem("expires_on", "date-past", "Deze dag is al voorbij.", "This day is over.")
    elif day > today + LATEST_END:
        problem = Problem("expires_on", "date-too-far", "Kies een dag binnen 20 jaar.", "Choose a day within 20 years.")
    else:
        meaning.expires_on = day
        return
    meaning.problems.append(problem)


def last_month_end(on: date) -> date:
    """The fixed day an employer's totals are of: the last day of the month before (trust.md, side doors)."""
    return on.replace(day=1) - timedelta(days=1)


def used_share(people: int, credited_cents: int, used_cents: int) -> int | None:
    """What part was used, in whole percents; None over fewer than five people or without money."""
    if people < SMALLEST_GROUP or credited_cents == 0:
        return None
    return round(100 * used_cents / credited_cents)
