"""The verbs of money, and the one door of this folder: open, credit, hold, release, settle, refund, pay out.

Only this folder writes the ledger. Every verb runs inside the caller's transaction, under the lock of the account
it works on, and knows its `key`: called again with the same key it does nothing and answers the same. Amounts are
whole cents > 0.
"""

from leerloket.accounts.ledger.flows import Terms, credit, credit_many, pay_out, send_from_fund
from leerloket.accounts.ledger.holds import Hold, hold, refund, release, settle
from leerloket.accounts.ledger.locking import Locked, freeze, lock, open_account, unfreeze
from leerloket.accounts.ledger.reads import (
    Balance,
    Entry,
    get_balance,
    get_fund_cents,
    get_pot,
    list_entries,
    list_pots,
    propose,
    select_total,
    total_funded,
)
from leerloket.accounts.ledger.rules import VERSION as RULE_VERSION
from leerloket.accounts.ledger.rules import (
    WAYS,
    BalanceTooLow,
    Frozen,
    Part,
    Pot,
    Proposal,
    SplitNotPossible,
    may_pay,
)
from leerloket.accounts.ledger.statements import BANK, ENDED, ESCROW, GOVERNMENT, TRANSIT

__all__ = [
    "BANK",
    "ENDED",
    "ESCROW",
    "GOVERNMENT",
    "RULE_VERSION",
    "TRANSIT",
    "WAYS",
    "Balance",
    "BalanceTooLow",
    "Entry",
    "Frozen",
    "Hold",
    "Locked",
    "Part",
    "Pot",
    "Proposal",
    "SplitNotPossible",
    "Terms",
    "credit",
    "credit_many",
    "freeze",
    "get_balance",
    "get_fund_cents",
    "get_pot",
    "hold",
    "list_entries",
    "list_pots",
    "lock",
    "may_pay",
    "open_account",
    "pay_out",
    "propose",
    "refund",
    "release",
    "select_total",
    "send_from_fund",
    "settle",
    "total_funded",
    "unfreeze",
]
