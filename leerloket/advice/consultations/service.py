"""Recording a talk: start, save as one types, close, add. Who may read is decided by `clients` before."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

from leerloket import clock, db, errors, outbox
from leerloket.advice.consultations import rules
from leerloket.advice.consultations.models import Addition, Consultation, PrivateNote
from leerloket.advice.desks import service as desks
from leerloket.people import service as people

__all__ = ["Addition", "Consultation"]


@dataclass(frozen=True, slots=True)
class Content:
    """What an adviser writes down of a talk."""

    topics: Sequence[str] = ()
    notes: str = ""
    motivation: str = ""
    capacity: str = ""
    opportunity: str = ""


def start(adviser_id: uuid.UUID, account_id: uuid.UUID, appointment_id: uuid.UUID | None = None) -> Consultation:
    """Begin a talk, or go on with the one this adviser has open with this client. Marks the appointment as held."""
    adviser = desks.get_adviser(adviser_id)
    if appointment_id is not None:
        desks.mark_appointment(adviser_id, account_id, appointment_id, "held")
    current = db.session.scalar(
        sa.select(Consultation)
        .where(
            Consultation.account_id == account_id,
            Consultation.adviser_id == adviser_id,
            Consultation.closed_at.is_(None),
        )
        .order_by(Consultation.started_at.desc())
        .limit(1)
    )
    if current is not None:
        return current
    now = clock.now()
    consultation = Consultation(
        account_id=account_id,
        consultation_id=db.new_id(),
        adviser_id=adviser_id,
        adviser_name=adviser.name,
        desk_id=adviser.desk_id,
        appointment_id=appointment_id,
        started_at=now,
        topics=[],
        notes="",
        motivation="",
        capacity="",
        opportunity="",
        version=1,
        edit_token="",
        changed_at=now,
    )
    db.session.add(consultation)
    db.session.flush()
    return consultation


def get_consultation(account_id: uuid.UUID, consultation_id: uuid.UUID) -> Consultation:
    """One talk of this client. Raises NotFound."""
    found = db.session.get(Consultation, (account_id, consultation_id), populate_existing=True)
    if found is None:
        raise errors.NotFound
    return found


def list_consultations(account_id: uuid.UUID, limit: int = 50) -> list[Consultation]:
    """The talks of a client, newest first."""
    return list(
        db.session.scalars(
            sa.select(Consultation)
            .where(Consultation.account_id == account_id)
            .order_by(Consultation.started_at.desc())
            .limit(limit)
        )
    )


def save(
    adviser_id: uuid.UUID,
    account_id: uuid.UUID,
    consultation_id: uuid.UUID,
    content: Content,
    *,
    version: int,
    edit_token: str,
) -> int:
    """Keep what was written; answers the new version.

    `version` is the one the page was made from, `edit_token` is the page's own: the page that wrote last may go on
    writing. Raises `errors.Changed` when another page wrote meanwhile, Closed, OtherAdviser, NotFound.
    """
    saved = db.session.execute(
        sa.update(Consultation)
        .where(
            Consultation.account_id == account_id,
            Consultation.consultation_id == consultation_id,
            Consultation.adviser_id == adviser_id,
            Consultation.closed_at.is_(None),
            sa.or_(
                Consultation.version == version,
                sa.and_(Consultation.edit_token == edit_token, Consultation.edit_token != ""),
            ),
        )
        .values(
            topics=rules.known_topics(content.topics),
            notes=content.notes,
            motivation=content.motivation,
            capacity=content.capacity,
            opportunity=content.opportunity,
            version=Consultation.version + 1,
            edit_token=edit_token,
            changed_at=clock.now(),
        )
        .returning(Consultation.version)
        .execution_options(synchronize_session=False)
    ).first()
    if saved is None:
        check_may_write(adviser_id, get_consultation(account_id, consultation_id))
        raise errors.Changed
    return int(saved[0])


def check_may_write(adviser_id: uuid.UUID, consultation: Consultation) -> None:
    """Refuse to change a closed consultation, or another adviser's."""
    if consultation.adviser_id != adviser_id:
        raise rules.OtherAdviser
    if consultation.closed_at is not None:
        raise rules.Closed


def close(adviser_id: uuid.UUID, account_id: uuid.UUID, consultation_id: uuid.UUID) -> Consultation:
    """End and lock a talk; the client gets a mail that the plan and overview are ready.

    Raises NoTopic, Closed, OtherAdviser.
    """
    consultation = db.session.get(
        Consultation, (account_id, consultation_id), with_for_update=True, populate_existing=True
    )
    if consultation is None:
        raise errors.NotFound
    check_may_write(adviser_id, consultation)
    rules.check_topics(consultation.topics)
    consultation.closed_at = consultation.changed_at = clock.now()
    consultation.version += 1
    db.session.flush()
    person = people.get_person(account_id)
    if person.email:
        desk = desks.get_desk(consultation.desk_id)
        outbox.put(
            "plan-ready",
            person.email,
            dedup=f"plan-ready:{consultation_id}",
            facts={
                "name": person.name,
                "adviser": consultation.adviser_name,
                "desk": desk.name,
                "phone": desk.phone,
                "on": clock.day_text(clock.business_date(consultation.closed_at), person.language),
            },
            account_id=account_id,
            language=person.language,
        )
    return consultation


def add(adviser_id: uuid.UUID, account_id: uuid.UUID, consultation_id: uuid.UUID, text: str) -> Addition:
    """Add a correction to a closed talk; it stays as it is for good. Raises StillOpen, NothingToAdd, NotFound."""
    if get_consultation(account_id, consultation_id).closed_at is None:
        raise rules.StillOpen
    if not text.strip():
        raise rules.NothingToAdd(field="toevoeging")
    addition = Addition(
        account_id=account_id,
        consultation_id=consultation_id,
        addition_id=db.new_id(),
        text=text.strip(),
        added_by=adviser_id,
        added_by_name=desks.get_adviser(adviser_id).name,
        added_at=clock.now(),
    )
    db.session.add(addition)
    db.session.flush()
    return addition


def list_additions(account_id: uuid.UUID, consultation_id: uuid.UUID) -> list[Addition]:
    """What was added to a closed talk, oldest first."""
    return list(
        db.session.scalars(
            sa.select(Addition)
            .where(Addition.account_id == account_id, Addition.consultation_id == consultation_id)
            .order_by(Addition.addition_id)
        )
    )


def read_private_note(adviser_id: uuid.UUID, account_id: uuid.UUID, consultation_id: uuid.UUID) -> str:
    """The adviser's own notes of a talk; only the adviser who held it reads them. Raises OtherAdviser."""
    if get_consultation(account_id, consultation_id).adviser_id != adviser_id:
        raise rules.OtherAdviser
    note = db.session.get(PrivateNote, (account_id, consultation_id), populate_existing=True)
    return note.text if note else ""


def write_private_note(adviser_id: uuid.UUID, account_id: uuid.UUID, consultation_id: uuid.UUID, text: str) -> datetime:
    """Keep the adviser's own notes of an open talk. Raises Closed, OtherAdviser."""
    check_may_write(adviser_id, get_consultation(account_id, consultation_id))
    now = clock.now()
    insert = postgresql.insert(PrivateNote).values(
        account_id=account_id, consultation_id=consultation_id, text=text, changed_at=now
    )
    db.session.execute(
        insert.on_conflict_do_update(
            index_elements=["account_id", "consultation_id"], set_={"text": text, "changed_at": now}
        )
    )
    return now
