"""Taking letters out of the queue, and drawing a batch as one PDF."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass

import flask
import sqlalchemy as sa

from leerloket import clock, db, errors, outbox, printing
from leerloket.people import service as people
from leerloket.people.audit import service as audit
from leerloket.people.letters.models import LetterBatch
from leerloket.people.reads import service as reads

__all__ = ["LetterBatch"]

LETTERS_PER_BATCH = 100
"""One PDF holds so many and is still drawn in seconds."""


class NothingToPrint(errors.Conflict):
    """No letter waits."""

    nl = "Er wacht geen brief."
    en = "No letter waits."


@dataclass(frozen=True, slots=True)
class Waiting:
    """A letter in the queue: to whom, about what, and since when; one without address cannot be posted."""

    name: str
    subject: str
    has_address: bool
    message: outbox.Message


def list_waiting(limit: int = LETTERS_PER_BATCH) -> list[Waiting]:
    """The letters that wait to be printed, oldest first."""
    found = _with_persons(outbox.list_letters(limit))
    return [Waiting(p.name or "", _read(letter).subject, bool(p.postal_address), letter) for letter, p in found]


def _with_persons(letters: Sequence[outbox.Message]) -> list[tuple[outbox.Message, people.Person]]:
    """Each letter with whom it is for; none for who is erased."""
    persons = people.list_persons({letter.account_id for letter in letters if letter.account_id})
    living = {person.person_id: person for person in persons if person.erased_at is None}
    return [(letter, living[letter.account_id]) for letter in letters if letter.account_id in living]


def make_batch(*, by: uuid.UUID) -> LetterBatch:
    """Take the oldest letters out of the queue, to print them: each is in one batch, once. Raises NothingToPrint."""
    batch_id = db.new_id()
    letters = outbox.take_letters(batch_id, LETTERS_PER_BATCH)
    if not letters:
        raise NothingToPrint
    batch = LetterBatch(batch_id=batch_id, letters=letters, made_by=by, made_at=clock.now())
    db.session.add(batch)
    db.session.flush()
    audit.record("make", "letter-batch", batch_id, reason=f"{letters} letters")
    return batch


def list_batches(limit: int = 20) -> list[LetterBatch]:
    """The newest batches."""
    return list(db.session.scalars(sa.select(LetterBatch).order_by(LetterBatch.batch_id.desc()).limit(limit)))


def get_batch(batch_id: uuid.UUID) -> LetterBatch:
    """One batch. Raises NotFound."""
    batch = db.session.get(LetterBatch, batch_id)
    if batch is None:
        raise errors.NotFound
    return batch


def draw(batch_id: uuid.UUID) -> bytes:
    """A batch as one tagged PDF, a page for each letter; the people in it see that it was made.

    Raises NotFound, NoPdf, TooHeavy or Busy.
    """
    batch = get_batch(batch_id)
    letters = _with_persons(outbox.letters_of(batch_id))
    for _letter, person in letters:
        reads.record(person.person_id, object_type="letter", purpose="Een brief aan u is afgedrukt")
    return printing.draw(
        "people/letters/batch.html",
        language="nl",
        made_on=clock.business_date(batch.made_at),
        letters=[_facts(letter, person) for letter, person in letters],
    )


def _read(message: outbox.Message) -> outbox.Text:
    return outbox.render(flask.current_app._get_current_object(), message)  # type: ignore[attr-defined]


def _facts(message: outbox.Message, person: people.Person) -> dict[str, object]:
    text = _read(message)
    return {
        "to": printing.cut(person.name or ""),
        "address": printing.cut(person.postal_address or "", 200).splitlines(),
        "number": person.number,
        "subject": text.subject,
        "language": text.language,
        "written_on": clock.business_date(message.created_at),
        "blocks": outbox.blocks(printing.cut(text.body)),
    }
