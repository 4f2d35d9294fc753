"""The register knows every table, and says nothing impossible of it."""

import sqlalchemy as sa

from leerloket import db
from leerloket.own_data import register, retention, words

LEDGER = {"accounts", "pots", "transfers", "postings", "reversals", "seals", "shared_pots", "shares", "closed_periods"}
"""What stays as it is, whoever is erased (trust.md 1)."""


def entries() -> dict[str, register.Entry]:
    return {entry.name: entry for entry in register.entries()}


def test_every_table_is_in_the_register() -> None:
    """A new table needs a line in leerloket/own_data/register.csv: whose data is it, does it travel, does it go?"""
    assert set(db.Base.metadata.tables) - set(entries()) == set()


def test_a_table_of_an_account_says_so() -> None:
    silent = [name for name, entry in entries().items() if "account_id" in entry.table.c and not entry.person]
    assert silent == []


def test_every_column_it_names_exists() -> None:
    for entry in entries().values():
        named = {*entry.emptied, *entry.hidden, *filter(None, [entry.person])}
        assert named <= set(entry.table.columns.keys()), entry.name


def test_what_stays_says_why_and_what_goes_does_not() -> None:
    for entry in entries().values():
        assert (entry.why == "") == (entry.erasure in {"delete", "forget"}), entry.name
        assert entry.why in {"", "nobody", *words.WHY_KEPT}
        assert (entry.why == "nobody") <= (not entry.person), entry.name


def test_the_ledger_stays() -> None:
    assert {entries()[name].erasure for name in LEDGER} == {"keep"}


def test_what_hangs_on_a_row_that_goes_goes_before_it() -> None:
    order = [entry.name for entry in register.of_persons()]
    for entry in entries().values():
        for key in entry.table.foreign_key_constraints:
            parent = entries()[key.referred_table.name]
            if parent.erasure == "delete" and entry.person:
                assert entry.erasure == "delete", f"{entry.name} hangs on {parent.name}"
                assert order.index(entry.name) < order.index(parent.name)


def test_no_secret_travels() -> None:
    secret = ("hash", "ciphertext", "hmac", "token", "secret", "checkout")
    for entry in register.exported():
        names = [c.name for c in entry.columns if not isinstance(c.type, sa.LargeBinary)]
        assert [name for name in names if any(word in name for word in secret) and name != "head_hash"] == []


def test_every_rule_of_retention_names_tables_that_exist() -> None:
    for rule in retention.rules():
        assert set(rule.tables) <= set(entries()), rule.name
        assert rule.law
        assert rule.nl
        assert rule.en
