"""MT940 as Dutch banks send it: read to the last line and cent, or refused."""

from datetime import date

import pytest

from leerloket.accounts.bank import mt940_file, service
from leerloket.accounts.bank.rules import UnreadableStatement
from leerloket.accounts.bank.statement_file import BankBalance
from leerloket.accounts.ledger import service as ledger
from leerloket.accounts.payments import service as payments
from tests.people import make as people

ING = """{1:F01INGBNL2ABXXX0000000000}{2:I940INGBNL2AXXXN}{4:
:20:P261124000000001
:25:NL02ABNA0123456789EUR
:28C:00000
:60F:C261123EUR662,23
:61:2611241124C50,00NTRFEREF//00000000001005
/TRCD/00100/
:86:/EREF/EV12341REP//CNTP/NL32INGB0000012345/INGBNL2A/BAKKER METAAL B
V///REMI/USTD//%s/
:61:2611241124D1,57NTRFPREF//00000000001006
:86:/PREF/M000000003333333//REMI/USTD//TOTAAL 1 VZ/
:62F:C261124EUR710,66
:86:/SUM/2/2/1,57/50,00/
-}
"""

ABN = """ABNANL2A
940
ABNANL2A
:20:ABN AMRO BANK NV
:25:0123456789
:28:32801/1
:60F:C261123EUR0,00
:61:2611241124C12,34N422NONREF
:86:/TRTP/SEPA OVERBOEKING/IBAN/NL69INGB0123456789/BIC/INGBNL2A/NAME/J
. JANSEN/REMI/LL2026 000123/EREF/NOTPROVIDED
:62F:C261124EUR12,34
"""


def test_a_statement_of_ing_is_read() -> None:
    document = mt940_file.read((ING % "RF76 LL20 2600 0123").encode())
    credit, debit = document.lines
    assert (document.version, document.message_id) == ("MT940", "P261124000000001")
    assert (credit.amount_cents, credit.is_credit, credit.booked_on) == (5_000, True, date(2026, 11, 24))
    assert (credit.counterparty_iban, credit.counterparty_name) == ("NL32INGB0000012345", "BAKKER METAAL BV")
    assert (credit.remittance, credit.end_to_end_id) == ("RF76 LL20 2600 0123", "EV12341REP")
    assert credit.bank_reference == "00000000001005"
    assert (debit.amount_cents, debit.is_credit, debit.remittance) == (157, False, "TOTAAL 1 VZ")
    assert document.balances == [
        BankBalance("NL02ABNA0123456789", 66_223, date(2026, 11, 23), 71_066, date(2026, 11, 24))
    ]


def test_a_statement_of_abn_amro_is_read() -> None:
    (line,) = mt940_file.read(ABN.encode()).lines
    assert (line.counterparty_name, line.counterparty_iban) == ("J. JANSEN", "NL69INGB0123456789")
    assert (line.remittance, line.end_to_end_id, line.bank_reference) == ("LL2026 000123", None, None)


@pytest.mark.parametrize(
    "broken",
    [
        ING.replace("C50,00NTRF", "Cxx,00NTRF"),
        ING.replace("C50,00NTRF", "C50,001NTRF"),
        ING.replace(":62F:C261124EUR710,66\n", ""),
        ":20:X\n:25:Y\n:60F:niets",
    ],
    ids=["amount", "third of a cent", "no closing balance", "nothing"],
)
def test_what_cannot_be_read_whole_is_refused(broken: str) -> None:
    with pytest.raises(UnreadableStatement):
        mt940_file.read(broken.encode())


@pytest.mark.usefixtures("session")
def test_a_line_is_credited_and_the_statement_adds_up() -> None:
    payment = payments.top_up_own(people.person().person_id, 5_000)
    content = (ING % payment.reference).encode()
    done = service.import_statement(content, file_name="nov.940", imported_by=None)
    assert (done.matched, done.refused, done.gap_cents, done.difference_cents) == (1, 1, 0, 0)
    assert ledger.get_balance(payment.account_id).available_cents == 5_000
