"""Messages: what is told to whom, stored in the transaction of its cause and sent afterwards by the worker."""

from leerloket.outbox.catalogue import Example, Kind, find_kind, list_kinds
from leerloket.outbox.choices import CHOOSABLE, NoticeChoice, choices_of, choose
from leerloket.outbox.files import File
from leerloket.outbox.files import find as find_file
from leerloket.outbox.letters import count_letters, letters_of, list_letters, take_letters
from leerloket.outbox.mail import as_mail, deliver
from leerloket.outbox.messages import (
    GIVE_UP_AFTER,
    Message,
    forget_person,
    list_waiting,
    mark_failed,
    mark_sent,
    put,
    select_digested,
    take_digested,
)
from leerloket.outbox.rendering import Block, Text, blocks, render, render_example

__all__ = [
    "CHOOSABLE",
    "GIVE_UP_AFTER",
    "Block",
    "Example",
    "File",
    "Kind",
    "Message",
    "NoticeChoice",
    "Text",
    "as_mail",
    "blocks",
    "choices_of",
    "choose",
    "count_letters",
    "deliver",
    "find_file",
    "find_kind",
    "forget_person",
    "letters_of",
    "list_kinds",
    "list_letters",
    "list_waiting",
    "mark_failed",
    "mark_sent",
    "put",
    "render",
    "render_example",
    "select_digested",
    "take_digested",
    "take_letters",
]
