"""A bank statement as a bank would send it (camt.053.001.08), for payments that really were expected."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from xml.sax.saxutils import escape

from leerloket import money
from leerloket.accounts.bank import balances

ENTRY = """
      <Ntry><NtryRef>{number}</NtryRef><Amt Ccy="EUR">{amount}</Amt><CdtDbtInd>{way}</CdtDbtInd>
        <Sts><Cd>BOOK</Cd></Sts><BookgDt><Dt>{on}</Dt></BookgDt><ValDt><Dt>{on}</Dt></ValDt>
        <AcctSvcrRef>{statement}-{number}</AcctSvcrRef>
        <BkTxCd><Domn><Cd>PMNT</Cd><Fmly><Cd>RCDT</Cd><SubFmlyCd>ESCT</SubFmlyCd></Fmly></Domn></BkTxCd>
        <NtryDtls><TxDtls>
          <Refs><AcctSvcrRef>{statement}-{number}</AcctSvcrRef><EndToEndId>NOTPROVIDED</EndToEndId></Refs>
          <Amt Ccy="EUR">{amount}</Amt><CdtDbtInd>{way}</CdtDbtInd>
          <RltdPties><{who}><Pty><Nm>{name}</Nm></Pty></{who}><{who}Acct><Id><IBAN>{iban}</IBAN></Id></{who}Acct></RltdPties>
          <RmtInf><Ustrd>{text}</Ustrd></RmtInf>
        </TxDtls></NtryDtls>
      </Ntry>"""

STATEMENT = """<?xml version="1.0" encoding="UTF-8"?>
<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08">
  <BkToCstmrStmt>
    <GrpHdr><MsgId>{statement}</MsgId><CreDtTm>{on}T20:00:00+01:00</CreDtTm></GrpHdr>
    <Stmt><Id>{statement}</Id><ElctrncSeqNb>1</ElctrncSeqNb><CreDtTm>{on}T20:00:00+01:00</CreDtTm>
      <Acct><Id><IBAN>{own_iban}</IBAN></Id><Ccy>EUR</Ccy></Acct>
      <Bal><Tp><CdOrPrtry><Cd>OPBD</Cd></CdOrPrtry></Tp><Amt Ccy="EUR">{opening}</Amt><CdtDbtInd>CRDT</CdtDbtInd>
        <Dt><Dt>{on}</Dt></Dt></Bal>
      <Bal><Tp><CdOrPrtry><Cd>CLBD</Cd></CdOrPrtry></Tp><Amt Ccy="EUR">{closing}</Amt><CdtDbtInd>CRDT</CdtDbtInd>
        <Dt><Dt>{on}</Dt></Dt></Bal>{entries}
    </Stmt>
  </BkToCstmrStmt>
</Document>
"""


@dataclass(frozen=True, slots=True)
class Moved:
    """One amount that came in, with the text its sender typed, or went out (below zero)."""

    name: str
    iban: str
    amount_cents: int
    text: str


def statement(number: str, on: date, own_iban: str, lines: Sequence[Moved], opening_cents: int = 0) -> bytes:
    """The XML of one day's statement."""
    entries = "".join(
        ENTRY.format(
            number=n,
            statement=number,
            amount=money.plain(abs(line.amount_cents)),
            way="CRDT" if line.amount_cents > 0 else "DBIT",
            who="Dbtr" if line.amount_cents > 0 else "Cdtr",
            on=on,
            name=escape(line.name),
            iban=line.iban,
            text=escape(line.text),
        )
        for n, line in enumerate(lines, start=1)
    )
    closing_cents = opening_cents + sum(line.amount_cents for line in lines)
    return STATEMENT.format(
        statement=number,
        on=on,
        own_iban=own_iban,
        opening=money.plain(opening_cents),
        closing=money.plain(closing_cents),
        entries=entries,
    ).encode()


def last_balance_cents() -> int:
    """What the last statement closed with, and the next one opens with."""
    told = balances.list_all()
    return told[-1].closing_cents if told else 0
