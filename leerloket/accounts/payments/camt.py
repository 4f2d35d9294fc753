"""Read a camt.053 statement (versions 2, 3, 4, 8, 12) whole, or refuse it with the reason. Built on pycamt."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from lxml import etree
from pycamt.parser import Camt053ParseError, Camt053Parser

from leerloket import money
from leerloket.accounts.payments.rules import UnreadableStatement

LONGEST_TEXT = 1_000
"""More remittance text than a bank can send; the rest is cut."""


@dataclass(frozen=True, slots=True)
class BankLine:
    """One movement on our bank account. `text` is everything in which a reference can be."""

    amount_cents: int
    currency: str
    is_credit: bool
    is_reversal: bool
    status: str
    booked_on: date | None
    remittance: str
    counterparty_name: str | None
    counterparty_iban: str | None
    end_to_end_id: str | None
    bank_reference: str | None
    text: str


@dataclass(frozen=True, slots=True)
class Document:
    """A statement file: its version, the bank's name for it, and its lines in order."""

    version: str
    message_id: str | None
    lines: list[BankLine]


def read(content: bytes) -> Document:
    """Read a file; raises UnreadableStatement for anything that cannot be read to the last line and cent."""
    parser = _open(content)
    try:
        transactions = iter(parser.get_transactions())
        entries = parser.tree.findall(".//Ntry", parser.namespaces)
        lines = [line for n, entry in enumerate(entries, 1) for line in _entry_lines(parser, entry, transactions, n)]
    except (Camt053ParseError, AttributeError, StopIteration) as problem:
        raise _unreadable("het is niet volledig.", "it is not complete.") from problem
    return Document(parser.version, parser.tree.findtext(".//GrpHdr/MsgId", None, parser.namespaces), lines)


def _unreadable(why_nl: str, why_en: str) -> UnreadableStatement:
    return UnreadableStatement(field="bestand", why_nl=why_nl, why_en=why_en)


def _open(content: bytes) -> Any:
    try:
        root: Any = etree.fromstring(content, etree.XMLParser(resolve_entities=False, no_network=True))
    except (etree.XMLSyntaxError, ValueError) as problem:
        raise _unreadable("het is geen XML.", "it is not XML.") from problem
    if root.getroottree().docinfo.doctype:
        raise _unreadable("er staat een DOCTYPE in.", "it has a DOCTYPE.")
    if "camt.053.001." not in (etree.QName(root).namespace or ""):
        raise _unreadable("het is geen camt.053.", "it is not camt.053.")
    parser = Camt053Parser(_with_default_namespace(root))
    if parser.version == "unknown":
        raise _unreadable("deze versie van camt.053 kennen we niet.", "this version of camt.053 is not known.")
    return parser


def _with_default_namespace(root: Any) -> bytes:
    """pycamt finds nothing in a document that writes its namespace with a prefix; write it without."""
    namespaces: Any = {None: etree.QName(root).namespace}
    plain = etree.Element(root.tag, nsmap=namespaces)
    plain.extend(list(root))
    etree.cleanup_namespaces(plain)
    return bytes(etree.tostring(plain, encoding="UTF-8", xml_declaration=True))


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


def _line(detail: dict[str, Any], amount_cents: int, is_credit: bool, n: int) -> BankLine:
    other = "Debtor" if is_credit else "Creditor"
    remittance = _remittance(detail)
    text = " ".join(filter(None, [remittance, detail.get("EndToEndId"), detail.get("AdditionalEntryInformation")]))
    return BankLine(
        amount_cents=amount_cents,
        currency=detail.get("Currency") or "EUR",
        is_credit=is_credit,
        is_reversal=(detail.get("ReversalIndicator") or "").strip().lower() in {"true", "1"},
        status=(detail.get("Status") or "").strip().upper(),
        booked_on=_day(detail.get("BookingDate") or detail.get("ValueDate"), n),
        remittance=remittance,
        counterparty_name=_short(detail.get(f"{other}Name")),
        counterparty_iban=_short(detail.get(f"{other}IBAN")),
        end_to_end_id=_short(detail.get("EndToEndId")),
        bank_reference=_short(detail.get("TransactionID")),
        text=_clean(text),
    )


def _remittance(detail: dict[str, Any]) -> str:
    names = ("RemittanceInformationFull", "RemittanceInformation", "AdditionalRemittanceInformation")
    parts: list[str] = []
    for name in names:
        part = _clean(detail.get(name) or "")
        if part and not any(part in seen for seen in parts):
            parts.append(part)
    return " ".join(parts)[:LONGEST_TEXT]


def _clean(text: str) -> str:
    return " ".join(text.replace("\x00", "").split())[:LONGEST_TEXT]


def _short(text: str | None) -> str | None:
    return _clean(text)[:140] or None if text else None


def _cents(text: str | None, n: int) -> int:
    try:
        cents = Decimal((text or "").strip()).scaleb(2)
        if not cents.is_finite() or cents != cents.to_integral_value() or not 0 <= cents <= money.LARGEST_CENTS:
            raise InvalidOperation
    except InvalidOperation as problem:
        raise _unreadable(
            f"bij boeking {n} staat geen bedrag in hele centen.", f"entry {n} has no amount in whole cents."
        ) from problem
    return int(cents)


def _day(text: str | None, n: int) -> date | None:
    try:
        return date.fromisoformat(text.strip()[:10]) if text else None
    except ValueError as problem:
        raise _unreadable(f"bij boeking {n} staat geen datum.", f"entry {n} has no date.") from problem
