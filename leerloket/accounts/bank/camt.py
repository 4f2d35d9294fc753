"""Read a camt.053 statement (versions 2, 3, 4, 8, 12) whole, or refuse it with the reason. Built on pycamt."""

from collections.abc import Iterator
from typing import Any

from lxml import etree
from pycamt.parser import Camt053ParseError, Camt053Parser

from leerloket.accounts.bank import statement_file
from leerloket.accounts.bank.statement_file import (
    LONGEST_TEXT,
    BankBalance,
    BankLine,
    Document,
    clean,
    short,
    unreadable,
)

OPENS, CLOSES = ("OPBD", "PRCD"), ("CLBD",)
"""The codes of the balances a statement opens and closes with; PRCD is the closing balance of the day before."""


def read(content: bytes) -> Document:
    """Read a file; raises UnreadableStatement for anything that cannot be read to the last line and cent."""
    parser = _open(content)
    try:
        transactions = iter(parser.get_transactions())
        entries = parser.tree.findall(".//Ntry", parser.namespaces)
        lines = [line for n, entry in enumerate(entries, 1) for line in _entry_lines(parser, entry, transactions, n)]
    except (Camt053ParseError, AttributeError, StopIteration) as problem:
        raise unreadable("het is niet volledig.", "it is not complete.") from problem
    statements = parser.tree.findall(".//Stmt", parser.namespaces)
    balances = [found for statement in statements if (found := _balance(parser, statement)) is not None]
    return Document(parser.version, parser.tree.findtext(".//GrpHdr/MsgId", None, parser.namespaces), lines, balances)


def _open(content: bytes) -> Any:
    try:
        root: Any = etree.fromstring(content, etree.XMLParser(resolve_entities=False, no_network=True))
    except (etree.XMLSyntaxError, ValueError) as problem:
        raise unreadable("het is geen XML.", "it is not XML.") from problem
    if root.getroottree().docinfo.doctype:
        raise unreadable("er staat een DOCTYPE in.", "it has a DOCTYPE.")
    if "camt.053.001." not in (etree.QName(root).namespace or ""):
        raise unreadable("het is geen camt.053.", "it is not camt.053.")
    parser = Camt053Parser(_with_default_namespace(root))
    if parser.version == "unknown":
        raise unreadable("deze versie van camt.053 kennen we niet.", "this version of camt.053 is not known.")
    return parser


def _with_default_namespace(root: Any) -> bytes:
    """pycamt finds nothing in a document that writes its namespace with a prefix; write it without."""
    namespaces: Any = {None: etree.QName(root).namespace}
    plain = etree.Element(root.tag, nsmap=namespaces)
    plain.extend(list(root))
    etree.cleanup_namespaces(plain)
    return bytes(etree.tostring(plain, encoding="UTF-8", xml_declaration=True))


def _balance(parser: Any, statement: Any) -> BankBalance | None:
    """What a statement opens and closes with; None when the bank told only one of them."""

    def text(node: Any, path: str) -> str | None:
        found: str | None = node.findtext(path, None, parser.namespaces)
        return found

    told = {text(bal, "Tp/CdOrPrtry/Cd"): bal for bal in statement.findall("Bal", parser.namespaces)}
    opening, closing = (next((told[code] for code in codes if code in told), None) for codes in (OPENS, CLOSES))
    iban = text(statement, "Acct/Id/IBAN") or text(statement, "Acct/Id/Othr/Id")
    if opening is None or closing is None or iban is None:
        return None

    def signed(bal: Any) -> int:
        found = statement_file.cents(text(bal, "Amt"), "een saldo", "a balance")
        return -found if text(bal, "CdtDbtInd") == "DBIT" else found

    days = [
        statement_file.day(text(bal, "Dt/Dt") or text(bal, "Dt/DtTm"), "een saldo", "a balance")
        for bal in (opening, closing)
    ]
    if days[0] is None or days[1] is None:
        return None
    return BankBalance(clean(iban).replace(" ", ""), signed(opening), days[0], signed(closing), days[1])


def _entry_lines(parser: Any, entry: Any, transactions: Iterator[dict[str, Any]], n: int) -> list[BankLine]:
    """The lines of one entry. When its details do not add up to it, the entry itself is the only line.

    pycamt takes the first amount it meets in a detail, which can be a charge or a foreign amount.
    """
    details = [next(transactions) for _ in entry.findall(".//NtryDtls//TxDtls", parser.namespaces)]
    details = details or [next(transactions)]
    whole = _cents(entry.findtext("Amt", None, parser.namespaces), n)
    is_credit = entry.findtext("CdtDbtInd", None, parser.namespaces) == "CRDT"
    if len(details) > 1:
        amounts = [_cents(detail.get("Amount"), n) for detail in details]
        same_way = all((detail.get("CreditDebitIndicator") == "CRDT") == is_credit for detail in details)
        if same_way and sum(amounts) == whole:
            return [_line(detail, cents, is_credit, n) for detail, cents in zip(details, amounts, strict=True)]
        joined = " ".join(_remittance(detail) for detail in details)
        return [_line({**details[0], "RemittanceInformationFull": joined, "EndToEndId": None}, whole, is_credit, n)]
    return [_line(details[0], whole, is_credit, n)]


def _cents(text: str | None, n: int) -> int:
    return statement_file.cents(text, f"boeking {n}", f"entry {n}")


def _line(detail: dict[str, Any], amount_cents: int, is_credit: bool, n: int) -> BankLine:
    other = "Debtor" if is_credit else "Creditor"
    remittance = _remittance(detail)
    text = " ".join(filter(None, [remittance, detail.get("EndToEndId"), detail.get("AdditionalEntryInformation")]))
    day = detail.get("BookingDate") or detail.get("ValueDate")
    return BankLine(
        amount_cents=amount_cents,
        currency=detail.get("Currency") or "EUR",
        is_credit=is_credit,
        is_reversal=(detail.get("ReversalIndicator") or "").strip().lower() in {"true", "1"},
        status=(detail.get("Status") or "").strip().upper(),
        booked_on=statement_file.day(day, f"boeking {n}", f"entry {n}"),
        remittance=remittance,
        counterparty_name=short(detail.get(f"{other}Name")),
        counterparty_iban=short(detail.get(f"{other}IBAN")),
        end_to_end_id=short(detail.get("EndToEndId")),
        bank_reference=short(detail.get("TransactionID")),
        text=clean(text),
    )


def _remittance(detail: dict[str, Any]) -> str:
    names = ("RemittanceInformationFull", "RemittanceInformation", "AdditionalRemittanceInformation")
    parts: list[str] = []
    for name in names:
        part = clean(detail.get(name) or "")
        if part and not any(part in seen for seen in parts):
            parts.append(part)
    return " ".join(parts)[:LONGEST_TEXT]
