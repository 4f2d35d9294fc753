"""The one door of this folder: import statements, decide about lines, order payments, and see whether it all fits."""

from leerloket.accounts.bank.imports import Imported, import_file, import_statement
from leerloket.accounts.bank.models import Line, Order, Part, PayoutFreeze, Statement
from leerloket.accounts.bank.orders import order_payments
from leerloket.accounts.bank.pain import CreditTransfer
from leerloket.accounts.bank.returns import make_batch as make_return_batch
from leerloket.accounts.bank.rules import PayoutsFrozen, Share, StatementSeen
from leerloket.accounts.bank.stops import check_not_frozen, find_freeze, freeze_payouts
from leerloket.accounts.bank.work_list import count_unmatched, decide, get_line, list_lines, list_statements, withdraw

__all__ = [
    "CreditTransfer",
    "Imported",
    "Line",
    "Order",
    "Part",
    "PayoutFreeze",
    "PayoutsFrozen",
    "Share",
    "Statement",
    "StatementSeen",
    "check_not_frozen",
    "count_unmatched",
    "decide",
    "find_freeze",
    "freeze_payouts",
    "get_line",
    "import_file",
    "import_statement",
    "list_lines",
    "list_statements",
    "make_return_batch",
    "order_payments",
    "withdraw",
]
