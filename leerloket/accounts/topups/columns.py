"""Which column of a file is which: headings in Dutch and English, and what the employer told before. Pure."""

import re
import unicodedata
from collections.abc import Mapping, Sequence

from leerloket import errors

COLUMNS = ("personnel_number", "email", "number", "amount", "purposes", "expires_on", "note")
"""What a row of a top-up consists of."""

WHO = ("personnel_number", "email", "number")

HEADINGS = {
    "personnel_number": "personeelsnummer personeelsnr persnr medewerkernummer medewerkersnummer medewerkernr"
    " medewerker werknemersnummer werknemernummer werknemernr werknemer registratienummer personnelnumber personnelno"
    " employeenumber employeeno employeeid employee staffnumber staffid payrollnumber",
    "email": "email emailadres mail mailadres emailaddress emailwerk werkmail workemail",
    "number": "accountnummer leerrekening leerrekeningnummer rekeningnummer leernummer accountnumber account"
    " learningaccount",
    "amount": "bedrag bedrageuro bedragineuro bedrageur brutobedrag bijdrage budget leerbudget storting euro eur"
    " amount amounteur amountineuro contribution sum value",
    "purposes": "potje potjes doel doelen bestemming pot purpose purposes goal",
    "expires_on": "geldigtot geldigtotenmet geldigtm verlooptop einddatum vervaldatum validuntil validto expireson"
    " expirydate expires enddate",
    "note": "kenmerk omschrijving opmerking referentie toelichting reference note description remark",
}
"""What a column can be called, without spaces, case, accents or signs."""

BY_HEADING = {heading: column for column, headings in HEADINGS.items() for heading in headings.split()}
ROW = frozenset({"rij", "rijnummer", "row", "rownumber"})
"""What we call the column with row numbers in the files of wrong rows."""


class AmountMissing(errors.Invalid):
    """No column holds the amounts."""

    nl = "Wijs de kolom met het bedrag aan."
    en = "Point out the column with the amount."


class PersonMissing(errors.Invalid):
    """No column says for whom a row is."""

    nl = "Wijs een kolom aan met het personeelsnummer, e-mailadres of accountnummer."
    en = "Point out a column with the personnel number, e-mail address or account number."


class ColumnDoubled(errors.Invalid):
    """Two columns of the file were given the same meaning."""

    nl = "U wees twee kolommen aan voor hetzelfde. Kies er een."
    en = "Two columns were given the same meaning. Choose one."


def plain(heading: str) -> str:
    """A heading without spaces, case, accents and signs: `Bedrag (€)` is `bedrag`."""
    letters = unicodedata.normalize("NFKD", heading.lower())
    return re.sub(r"[^a-z]", "", letters)


def remembered_as(heading: str) -> str:
    """A heading as it is remembered for one employer: only case and spaces do not count."""
    return " ".join(heading.lower().split())[:200]


def guess(headings: Sequence[str], known: Mapping[str, str]) -> dict[str, int]:
    """Where each column of a top-up is: as this employer told before (`known`), else by its heading.

    Of two columns with one meaning the first counts. A heading that is known with an empty meaning is passed over.
    """
    found: dict[str, int] = {}
    for told in (True, False):
        for position, heading in enumerate(headings):
            key = remembered_as(heading)
            meaning = known.get(key) if told else None if key in known else BY_HEADING.get(plain(heading))
            if meaning and meaning not in found and position not in found.values():
                found[meaning] = position
    return found


def is_complete(positions: Mapping[str, int]) -> bool:
    """Whether we know enough to read the rows: an amount, and a person."""
    return "amount" in positions and any(name in positions for name in WHO)


def check(chosen: Sequence[tuple[int, str]]) -> dict[str, int]:
    """The employer's own choice, as (position, column); raises what is missing or doubled."""
    positions = {name: position for position, name in chosen}
    if len(positions) != len(chosen):
        names = [name for _, name in chosen]
        second = next(position for i, (position, name) in enumerate(chosen) if name in names[:i])
        raise ColumnDoubled(field=f"kolom-{second}")
    if "amount" not in positions:
        raise AmountMissing(field="kolom-0")
    if not is_complete(positions):
        raise PersonMissing(field="kolom-0")
    return positions


def row_position(headings: Sequence[str]) -> int | None:
    """Which column of a file of mended rows holds the row numbers."""
    return next((i for i, heading in enumerate(headings) if plain(heading) in ROW), None)
