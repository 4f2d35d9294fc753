"""The verbs of what spans all rooms, and the one door of this folder: take along, bring in, erase, keep no longer."""

from leerloket.own_data.bringing import AnotherPerson, NobodyToBring, Report, TooMuchToBring, bring, list_brought
from leerloket.own_data.erasing import Consequences, consequences, erase, find_open
from leerloket.own_data.erasing import ask as ask_erasure
from leerloket.own_data.erasing import withdraw as withdraw_erasure
from leerloket.own_data.erasing import work as carry_out_erasures
from leerloket.own_data.exports import FileEnded, fetch, get_file, list_files, make, origin_of_this_service
from leerloket.own_data.exports import ask as ask_file
from leerloket.own_data.exports import work as make_files
from leerloket.own_data.models import BroughtItem, Erasure, Export
from leerloket.own_data.retention import Kept, last_day, list_rules
from leerloket.own_data.retention import work as keep_to_retention
from leerloket.own_data.zip_file import NewerExport, NotAnExport, answer

__all__ = [
    "AnotherPerson",
    "BroughtItem",
    "Consequences",
    "Erasure",
    "Export",
    "FileEnded",
    "Kept",
    "NewerExport",
    "NobodyToBring",
    "NotAnExport",
    "Report",
    "TooMuchToBring",
    "answer",
    "ask_erasure",
    "ask_file",
    "bring",
    "carry_out_erasures",
    "consequences",
    "erase",
    "fetch",
    "find_open",
    "get_file",
    "keep_to_retention",
    "last_day",
    "list_brought",
    "list_files",
    "list_rules",
    "make",
    "make_files",
    "origin_of_this_service",
    "withdraw_erasure",
]
