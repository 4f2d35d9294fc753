"""Bank statements as banks write them, in every version; and files that are none."""

from pathlib import Path

import pytest

from leerloket.accounts.bank import camt
from leerloket.accounts.bank.rules import UnreadableStatement
from tests.accounts.bank.make import Entry, statement

SHARED = Path(__file__).parents[4] / "shared/data/bank"


@pytest.mark.parametrize("version", ["02", "03", "04", "08", "12"])
def test_every_version_is_read(version: str) -> None:
    document = camt.read(statement(Entry(12_345, text="LL2026000123", end_to_end="E2E-7"), version=version))
    line = document.lines[0]
    assert document.message_id == "MSG-1"
    assert (line.amount_cents, line.currency, line.is_credit, line.remittance) == (12_345, "EUR", True, "LL2026000123")
    assert (line.counterparty_name, line.counterparty_iban) == ("Bakker Metaal BV", "NL91ABNA0417164300")
    assert (str(line.booked_on), line.end_to_end_id) == ("2026-11-24", "E2E-7")


def test_a_structured_reference_and_free_text_are_both_searched() -> None:
    line = camt.read(statement(Entry(1, text="nov", reference="RF76LL2026000123"))).lines[0]
    assert line.remittance == "nov RF76LL2026000123"


def test_a_namespace_with_a_prefix_is_read_as_well() -> None:
    text = statement(Entry(500)).decode()
    text = text.replace("<Document xmlns=", "<c:Document xmlns:c=").replace("</Document>", "</c:Document>")
    body = text[text.index("<BkTo") : text.index("</c:Document>")]
    text = text.replace(body, body.replace("</", "\0").replace("<", "<c:").replace("\0", "</c:"))
    assert camt.read(text.encode()).lines[0].amount_cents == 500


BATCH = (
    '<Ntry><Amt Ccy="EUR">{total}</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts>'
    "<BookgDt><DtTm>2026-11-24T09:00:00+01:00</DtTm></BookgDt><NtryDtls>"
    '<TxDtls><Amt Ccy="EUR">10.00</Amt><RmtInf><Ustrd>LL2026000001</Ustrd></RmtInf></TxDtls>'
    '<TxDtls><Amt Ccy="EUR">20.00</Amt><RmtInf><Ustrd>LL2026000002</Ustrd></RmtInf></TxDtls>'
    "</NtryDtls></Ntry>"
)


def test_an_entry_of_many_payments_is_read_as_many_lines() -> None:
    lines = camt.read(statement(body=BATCH.format(total="30.00"))).lines
    assert [(line.amount_cents, line.remittance) for line in lines] == [
        (1_000, "LL2026000001"),
        (2_000, "LL2026000002"),
    ]


def test_details_that_do_not_add_up_are_one_line_of_the_entry() -> None:
    lines = camt.read(statement(body=BATCH.format(total="31.00"))).lines
    assert [(line.amount_cents, line.remittance) for line in lines] == [(3_100, "LL2026000001 LL2026000002")]


def test_a_charge_or_foreign_amount_in_the_details_is_not_the_amount() -> None:
    body = (
        '<Ntry><Amt Ccy="EUR">8.85</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts>BOOK</Sts><NtryDtls><TxDtls>'
        '<AmtDtls><InstdAmt><Amt Ccy="USD">0</Amt></InstdAmt></AmtDtls></TxDtls></NtryDtls></Ntry>'
    )
    assert camt.read(statement(body=body)).lines[0].amount_cents == 885


def test_an_entry_without_details_is_a_line() -> None:
    body = '<Ntry><Amt Ccy="EUR">8.85</Amt><CdtDbtInd>DBIT</CdtDbtInd><Sts>BOOK</Sts></Ntry>'
    line = camt.read(statement(body=body)).lines[0]
    assert (line.amount_cents, line.is_credit, line.remittance) == (885, False, "")


def test_a_statement_without_entries_is_empty() -> None:
    assert camt.read(statement()).lines == []


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "geen XML"),
        (b"hallo", "geen XML"),
        (b"<Document/>", "geen camt.053"),
        (b'<Document xmlns="urn:iso:std:iso:20022:tech:xsd:pain.001.001.09"/>', "geen camt.053"),
        (b'<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.99"/>', "deze versie"),
        (b'<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.02"/>', "niet volledig"),
        (statement(Entry(100))[:-40], "geen XML"),
        (statement(Entry(100)).replace(b">1.00<", b">1.005<"), "boeking 1 staat geen bedrag"),
        (statement(Entry(100)).replace(b">1.00<", b">1e99<"), "boeking 1 staat geen bedrag"),
        (statement(Entry(100)).replace(b">1.00<", b">-1.00<"), "boeking 1 staat geen bedrag"),
        (statement(Entry(100)).replace(b">1.00<", b">NaN<"), "boeking 1 staat geen bedrag"),
        (statement(Entry(100)).replace(b"2026-11-24", b"morgen"), "geen datum"),
        (b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><x>&e;</x>', "DOCTYPE"),
    ],
)
def test_what_is_no_statement_is_refused_with_the_reason(content: bytes, why: str) -> None:
    with pytest.raises(UnreadableStatement) as refusal:
        camt.read(content)
    assert why in refusal.value.sentence("nl")


def test_statements_of_real_banks_are_read() -> None:
    files = sorted(SHARED.glob("*.xml")) if SHARED.is_dir() else []
    if not files:
        pytest.skip(f"no bank statements in {SHARED}: run with the shared data beside the checkout")
    for file in files:
        document = camt.read(file.read_bytes())
        assert document.lines, file.name
        assert {line.amount_cents for line in document.lines} <= {885, 700}, file.name
