"""Read an MT940 statement, as Dutch banks still send it, whole or not at all. Built on the library mt-940."""

import re
from collections.abc import Iterator
from typing import Any

import mt940

from leerloket.accounts.bank import statement_file
from leerloket.accounts.bank.statement_file import BankBalance, BankLine, Document, clean, short, unreadable

VERSION = "MT940"

_CODES = "|".join(
    ("TRTP", "IBAN", "BIC", "NAME", "REMI", "EREF", "CNTP", "PREF", "MARF", "CSID", "RTRN", "ULTD", "ULTC", "PURP",
     "TRCD", "KREF", "ORDP", "BENM", "ID", "ADDR", "ISDT", "OCMT", "SUM")
)  # fmt: skip
_FIELD = re.compile(rf"/({_CODES})/(.*?)(?=/(?:{_CODES})/|$)", re.DOTALL)
_END = re.compile(r"\n/SUM/.*|\n-\}?\s*$", re.DOTALL)
_IBAN = re.compile(r"[A-Z]{2}\d{2}[A-Z0-9]{10,30}")


def is_mt940(content: bytes) -> bool:
    """Whether a file looks like MT940: it names a reference, an account and an opening balance."""
    return all(tag in content for tag in (b":20:", b":25:", b":60"))


def read(content: bytes) -> Document:
    """Read a file; raises UnreadableStatement for anything that cannot be read to the last line and cent."""
    try:
        statements = list(mt940.parse_statements(_text(content)))
    except Exception as problem:  # the library raises whatever its patterns run into
        raise unreadable("het is geen goed MT940-bestand.", "it is not a proper MT940 file.") from problem
    lines = [line for n, each in enumerate(_transactions(statements), 1) for line in [_line(each, n)]]
    if len(lines) != content.count(b":61:"):
        raise unreadable("niet elke boeking is leesbaar.", "not every entry can be read.")
    balances = [found for statement in statements if (found := _balance(statement.data)) is not None]
    if not balances:
        raise unreadable("er staat geen begin- en eindsaldo in.", "it has no opening and closing balance.")
    return Document(VERSION, short(statements[0].data.get("transaction_reference")), lines, balances)


def _text(content: bytes) -> str:
    try:
        text = content.decode()
    except UnicodeDecodeError:
        text = content.decode("cp1252", errors="replace")
    return text.replace("\r\n", "\n")


def _transactions(statements: list[Any]) -> Iterator[dict[str, Any]]:
    for statement in statements:
        for transaction in statement:
            yield transaction.data


def _balance(data: dict[str, Any]) -> BankBalance | None:
    opening = data.get("final_opening_balance") or data.get("intermediate_opening_balance")
    closing = data.get("final_closing_balance") or data.get("intermediate_closing_balance")
    if opening is None or closing is None:
        return None
    iban = re.sub(r"[^A-Z0-9]", "", str(data.get("account_identification") or "").upper()).removesuffix("EUR")
    return BankBalance(iban, _signed(opening), opening.date, _signed(closing), closing.date)


def _signed(balance: Any) -> int:
    amount = balance.amount.amount
    cents = statement_file.cents(abs(amount), "een saldo", "a balance")
    return -cents if amount < 0 else cents


def _line(data: dict[str, Any], n: int) -> BankLine:
    if data.get("amount") is None or data.get("date") is None:
        raise unreadable("niet elke boeking is leesbaar.", "not every entry can be read.")
    details = _END.sub("", "\n" + str(data.get("transaction_details") or "")).replace("\n", "")
    fields = {name: value.strip("/ ") for name, value in _FIELD.findall(details)}
    name, iban = _counterparty(fields)
    remittance = _remittance(fields, details)
    end_to_end = short(fields.get("EREF"))
    status = str(data.get("status") or "")
    reference = str(data.get("bank_reference") or "").strip()
    return BankLine(
        amount_cents=statement_file.cents(abs(data["amount"].amount), f"boeking {n}", f"entry {n}"),
        currency=str(data["amount"].currency or "EUR"),
        is_credit=status in {"C", "RD"},
        is_reversal=status.startswith("R"),
        status="BOOK",
        booked_on=statement_file.day(str(data.get("entry_date") or data["date"]), f"boeking {n}", f"entry {n}"),
        remittance=remittance,
        counterparty_name=short(name),
        counterparty_iban=iban,
        end_to_end_id=end_to_end if end_to_end != "NOTPROVIDED" else None,
        bank_reference=short(reference) if any(c.isdigit() for c in reference) else None,
        text=clean(" ".join(filter(None, [remittance, end_to_end, data.get("customer_reference")]))),
    )


def _counterparty(fields: dict[str, str]) -> tuple[str | None, str | None]:
    """Name and account: `/CNTP/iban/bic/name/city/` at ING, `/IBAN/…/NAME/…/` at ABN AMRO and Rabobank."""
    if "CNTP" in fields:
        iban, _bic, name, *_ = [*fields["CNTP"].split("/"), "", "", ""]
    else:
        iban, name = fields.get("IBAN", ""), fields.get("NAME", fields.get("ORDP", "")).removeprefix("NAME/")
    return name or None, iban if _IBAN.fullmatch(iban) else None


def _remittance(fields: dict[str, str], details: str) -> str:
    """What the payer wrote: `/REMI/USTD//text` or `/REMI/STRD/CUR/reference`, else the whole field."""
    if "REMI" not in fields:
        return clean(_FIELD.sub(" ", details)) or clean(details)
    return clean(re.sub(r"^(?:USTD|STRD)/(?:CUR|ISO)?/*", "", fields["REMI"]))
