"""Bank statements as banks write them."""

from dataclasses import dataclass
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

    def xml(self) -> str:
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
            f"<BookgDt><Dt>2026-11-24</Dt></BookgDt><ValDt><Dt>2026-11-24</Dt></ValDt>{bank}"
            f"<NtryDtls><TxDtls>{end_to_end}"
            f"<RltdPties><Dbtr><Nm>{escape(self.name)}</Nm></Dbtr>"
            "<DbtrAcct><Id><IBAN>NL91ABNA0417164300</IBAN></Id></DbtrAcct></RltdPties>"
            f"<RmtInf>{free}{structured}</RmtInf></TxDtls></NtryDtls></Ntry>"
        )


def statement(*entries: Entry, version: str = "02", body: str = "", message: str = "MSG-1") -> bytes:
    """A camt.053 file of these entries; `body` is more XML inside the statement."""
    return (
        '<?xml version="1.0" encoding="UTF-8"?>'
        f'<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.{version}"><BkToCstmrStmt>'
        f"<GrpHdr><MsgId>{message}</MsgId><CreDtTm>2026-11-24T08:00:00</CreDtTm></GrpHdr>"
        "<Stmt><Id>1</Id><Acct><Id><IBAN>NL02ABNA0123456789</IBAN></Id></Acct>"
        + "".join(entry.xml() for entry in entries)
        + body
        + "</Stmt></BkToCstmrStmt></Document>"
    ).encode()
