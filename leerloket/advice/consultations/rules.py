"""What a consultation needs before it can be closed. Pure."""

from collections.abc import Sequence

from leerloket import errors

TOPICS = ("orientation", "course", "money", "other_work", "basics", "recognition", "employer")
"""What a talk can be about; at least one before it is closed (screens.md 19)."""
LONGEST_NOTES = 10_000
LONGEST_INTAKE = 1_000


class Closed(errors.Conflict):
    """The consultation was closed and is locked; what is wrong in it is corrected by an addition."""

    nl = "Dit gesprek is afgerond. U kunt er iets aan toevoegen."
    en = "This consultation is closed. You can add to it."


class StillOpen(errors.Conflict):
    """An addition is for a closed consultation; an open one is simply changed."""

    nl = "Dit gesprek is nog open. Schrijf in de notitie."
    en = "This consultation is still open. Write in its notes."


class NoTopic(errors.Invalid):
    """A closed consultation says what it was about."""

    nl = "Kies ten minste 1 onderwerp. Daarna kunt u het gesprek afronden."
    en = "Choose at least 1 topic. Then you can close the consultation."


class OtherAdviser(errors.Forbidden):
    """Another adviser holds this consultation."""

    nl = "Dit gesprek is van een andere adviseur. U kunt het lezen."
    en = "This consultation is another adviser's. You can read it."


class NothingToAdd(errors.Invalid):
    """An addition without a text."""

    nl = "Schrijf op wat u wilt toevoegen."
    en = "Write down what you want to add."


def check_topics(topics: Sequence[str]) -> None:
    """Refuse to close without a topic."""
    if not topics:
        raise NoTopic(field="onderwerpen")


def known_topics(topics: Sequence[str]) -> list[str]:
    """The topics in their own order, each once, without any that is not known."""
    return [topic for topic in TOPICS if topic in topics]
