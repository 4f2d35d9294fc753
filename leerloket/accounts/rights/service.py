"""The verbs of rights, and the one door of this folder: versions of the rules, and the runs that credit by them."""

from leerloket.accounts.rights.judging import list_facts
from leerloket.accounts.rights.models import Grant, RuleSet, Run
from leerloket.accounts.rights.rule_sets import (
    DEFAULT,
    approve_version,
    find_previous,
    get_rule_set,
    get_version,
    list_changes,
    list_current_ids,
    list_rule_sets,
    propose_version,
    revise_version,
    send_back_version,
    write_version,
)
from leerloket.accounts.rights.rules import (
    Day,
    DayIsTaken,
    Due,
    NothingIsGiven,
    Rules,
    Situation,
    StartsTooSoon,
    UnknownRuleSet,
    decide,
    of_day,
)
from leerloket.accounts.rights.rules import check as check_rules
from leerloket.accounts.rights.rules import read as read_rules
from leerloket.accounts.rights.rules import write as write_rules
from leerloket.accounts.rights.running import run_batch, work
from leerloket.accounts.rights.runs import Count, approve, count, dry_run, get_run, list_runs, pause, resume
from leerloket.accounts.rights.telling import tell_all, tell_next

__all__ = [
    "DEFAULT",
    "Count",
    "Day",
    "DayIsTaken",
    "Due",
    "Grant",
    "NothingIsGiven",
    "RuleSet",
    "Rules",
    "Run",
    "Situation",
    "StartsTooSoon",
    "UnknownRuleSet",
    "approve",
    "approve_version",
    "check_rules",
    "count",
    "decide",
    "dry_run",
    "find_previous",
    "get_rule_set",
    "get_run",
    "get_version",
    "list_changes",
    "list_current_ids",
    "list_facts",
    "list_rule_sets",
    "list_runs",
    "of_day",
    "pause",
    "propose_version",
    "read_rules",
    "resume",
    "revise_version",
    "run_batch",
    "send_back_version",
    "tell_all",
    "tell_next",
    "work",
    "write_rules",
    "write_version",
]
