"""Bank statements as banks write them."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from xml.sax.saxutils import escape


@dataclass(frozen=True)
class Entry:
    """One entry of a statement."""

    cents: int
    text: str = ""
    reference: str = ""
    end_to_end: str = ""
    name: str = "Bakker Metaal BV"
    direction: str = "CRDT"
    currency: str = "EUR"
    status: str = "BOOK"
    bank_reference: str = ""
    reversal: bool = False

    def xml(self, on: str) -> str:
        amount = f'<Amt Ccy="{self.currency}">{Decimal(self.cents).scaleb(-2)}</Amt>'
        structured = (
            f"<Strd><CdtrRefInf><Ref>{escape(self.reference)}</Ref></CdtrRefInf></Strd>" if self.reference else ""
        )
        free = f"<Ustrd>{escape(self.text)}</Ustrd>" if self.text else ""
        end_to_end = f"<Refs><EndToEndId>{escape(self.end_to_end)}</EndToEndId></Refs>" if self.end_to_end else ""
        bank = f"<AcctSvcrRef>{self.bank_reference}</AcctSvcrRef>" if self.bank_reference else ""
        return (
            f"<Ntry>{amount}<CdtDbtInd>{self.direction}</CdtDbtInd>"
            f"<RvslInd>{'true' if self.reversal else 'false'}</RvslInd><Sts>{self.status}</Sts>"
            f"<BookgDt><Dt>{on}</Dt></BookgDt><ValDt><Dt>{on}</Dt></ValDt>{bank}"
            f"<NtryDtls><TxDtls>{end_to_end}"
            f"<RltdPties><Dbtr><Nm>{escape(self.name)}</Nm></Dbtr>"
            "<DbtrAcct><Id><IBAN>NL91ABNA0417164300</IBAN></Id></DbtrAcct></RltdPties>"
            f"<RmtInf>{free}{structured}</RmtInf></TxDtls></NtryDtls></Ntry>"
        )


def balances(opening: int, closing: int, on: date) -> str:
    """What a statement opens and closes with, as XML for its `head`."""
    return "".join(
        f"<Bal><Tp><CdOrPrtry><Cd>{code}</Cd></CdOrPrtry></Tp>"
        f'<Amt Ccy="EUR">{Decimal(abs(cents)).scaleb(-2)}</Amt><CdtDbtInd>{"DBIT" if cents < 0 else "CRDT"}</CdtDbtInd>'
        f"<Dt><Dt>{on}</Dt></Dt></Bal>"
        for code, cents in (("OPBD", opening), ("CLBD", closing))
    )


def statement(
    *entries: Entry,
    version: str = "02",
    head: str = "",
    body: str = "",
    message: str = "MSG-1",
    on: date = date(2026, 11, 24),
) -> bytes:
    """A camt.053 file of these entries; `head` and `body` are more XML before and after them."""
    return (
        '<?xml version="1.0" encoding="UTF-8"?>'
        f'<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.{version}"><BkToCstmrStmt>'
        f"<GrpHdr><MsgId>{message}</MsgId><CreDtTm>2026-11-24T08:00:00</CreDtTm></GrpHdr>"
        "<Stmt><Id>1</Id><Acct><Id><IBAN>NL02ABNA0123456789</IBAN></Id></Acct>"
        + head
        + "".join(entry.xml(str(on)) for entry in entries)
        + body
        + "</Stmt></BkToCstmrStmt></Document>"
    ).encode()
