"""A file that did not come, or that cannot be read as a whole."""

from leerloket import errors


class UnreadableFile(errors.Invalid):
    """The file as a whole cannot be read; no row of it is kept."""

    nl = "Dit bestand kunnen we niet lezen. {why_nl}"
    en = "This file cannot be read. {why_en}"


class NoFile(errors.Invalid):
    """The form came without a file."""

    nl = "Kies een bestand."
    en = "Choose a file."


def unreadable(why_nl: str, why_en: str) -> UnreadableFile:
    """The refusal with its reason in both languages."""
    return UnreadableFile(field="bestand", why_nl=why_nl, why_en=why_en)
