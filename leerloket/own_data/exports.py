"""Everything about me as a file: asked for by the person, made by the worker, fetched by that person only."""

import uuid

import flask
import sqlalchemy as sa

from leerloket import clock, db, errors, outbox, printing
from leerloket.own_data import gathering, rules, words, zip_file
from leerloket.own_data.models import Export
from leerloket.people import service as people
from leerloket.people.audit import service as audit
from leerloket.people.reads import service as reads


class FileEnded(errors.NotFound):
    """The time of this file is over, or it is not made yet."""

    nl = "Dit bestand is er niet (meer). Vraag een nieuw bestand aan."
    en = "This file is not there (any more). Ask for a new one."


def ask(account_id: uuid.UUID) -> Export:
    """Ask for a file with everything; the worker makes it within minutes. Raises FileBeingMade or EnoughFiles."""
    db.session.get_one(people.Person, account_id, with_for_update=True)
    rules.check_may_ask_file(((one.asked_at, one.made_at is not None) for one in list_files(account_id)), clock.now())
    export = Export(account_id=account_id, export_id=db.new_id(), asked_at=clock.now())
    db.session.add(export)
    db.session.flush()
    audit.record("ask", "export", export.export_id)
    return export


def list_files(account_id: uuid.UUID) -> list[Export]:
    """What this person asked for, newest first; files whose time is over have no content."""
    mine = sa.select(Export).where(Export.account_id == account_id).order_by(Export.export_id.desc())
    return list(db.session.scalars(mine))


def get_file(account_id: uuid.UUID, export_id: uuid.UUID) -> Export:
    """One request of this person; another's does not exist (NotFound)."""
    export = db.session.get(Export, (account_id, export_id))
    if export is None:
        raise errors.NotFound
    return export


def fetch(account_id: uuid.UUID, export_id: uuid.UUID) -> bytes:
    """The ZIP; the person sees among the reads that it was fetched.

    Raises NotFound for another's, FileEnded before it is made and after its last day.
    """
    export = get_file(account_id, export_id)
    if export.state != "ready" or export.content is None:
        raise FileEnded
    reads.record(account_id, object_type="export", object_id=export_id, purpose="Bestand met alles over u opgehaald")
    return export.content


def work(origin: str) -> int:
    """Make every file that was asked for; answers how many. For the worker; needs an application context."""
    waiting = db.run(_list_waiting)
    for account_id, export_id in waiting:
        content = make(account_id, origin)
        db.run(_keep, account_id, export_id, content)
    return len(waiting)


def _list_waiting() -> list[tuple[uuid.UUID, uuid.UUID]]:
    waiting = sa.select(Export.account_id, Export.export_id).where(Export.made_at.is_(None)).order_by(Export.asked_at)
    return [(account_id, export_id) for account_id, export_id in db.session.execute(waiting)]


def make(account_id: uuid.UUID, origin: str) -> bytes:
    """The file of one person as ZIP, drawn outside any transaction. Needs an application context. Raises NotFound.

    Who wrote more than paper can hold has the newest few rows of each subject on it; the other files have all.
    """
    language, subjects = db.run(_gather, account_id)
    taken = zip_file.Taken(origin, str(account_id), gathering.plain(clock.now()), subjects)
    try:
        paper = draw(taken, language, words.ROWS_ON_PAPER)
    except printing.TooHeavy:
        paper = draw(taken, language, words.FEWEST_ROWS_ON_PAPER)
    return zip_file.write(taken, paper)


def _gather(account_id: uuid.UUID) -> tuple[str, gathering.Subjects]:
    return people.get_person(account_id).language, gathering.gather(account_id)


def draw(taken: zip_file.Taken, language: str, most: int) -> bytes:
    """What people want to read of it: the newest `most` rows of each subject. Raises NoPdf, TooHeavy or Busy."""
    return printing.draw(
        "own_data/sheet.html",
        language=language,
        made_on=clock.business_date(),
        origin=taken.origin,
        person=taken.subjects["persons"][0],
        subjects=taken.subjects,
        on_paper=words.ON_PAPER,
        columns_of_person=words.PERSON,
        most=most,
        in_words=words.in_words,
    )


def _keep(account_id: uuid.UUID, export_id: uuid.UUID, content: bytes) -> None:
    export = db.session.get(Export, (account_id, export_id), with_for_update=True)
    if export is None or export.made_at is not None:
        return
    now = clock.now()
    export.made_at, export.ends_at = now, now + rules.FILE_LASTS
    export.size_bytes, export.content = len(content), content
    person = people.get_person(account_id)
    outbox.put(
        "export-ready",
        person.email or "",
        dedup=f"export-ready:{export_id}",
        facts={"until": clock.day_text(clock.business_date(export.ends_at), person.language)},
        account_id=account_id,
        language=person.language,
    )


def origin_of_this_service() -> str:
    """The address by which another service knows this one."""
    return str(flask.current_app.config["SETTINGS"].base_url)
