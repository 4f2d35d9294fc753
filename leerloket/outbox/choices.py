"""What a person chose about messages that the law lets them choose about; the others always come at once."""

import uuid
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy import orm
from sqlalchemy.dialects import postgresql

from leerloket import clock, db

CHANNELS = {"at_once": "mail", "digest": "digest", "none": None}
"""How a message of a topic goes, by what was chosen."""

CHOOSABLE = {
    "plan": ("at_once", "digest", "none"),
    "consent": ("at_once", "digest"),
    "reads": ("digest", "none"),
}
"""Per topic what may be chosen, the default first. Who gave or took consent hears of it, in any case (GDPR 7.3);
money, bookings, appointments and signing in are not to be missed."""


class NoticeChoice(db.Base):
    """How one person wants messages about one topic."""

    __tablename__ = "notice_choices"

    account_id: orm.Mapped[uuid.UUID] = orm.mapped_column(primary_key=True)
    topic: orm.Mapped[str] = orm.mapped_column(primary_key=True)
    choice: orm.Mapped[str]
    chosen_at: orm.Mapped[datetime] = orm.mapped_column(db.Timestamp)

    __table_args__ = (sa.CheckConstraint("choice IN ('at_once', 'digest', 'none')", name="choice"),)


def choices_of(account_id: uuid.UUID) -> dict[str, str]:
    """What holds for a person, for each topic that may be chosen about."""
    chosen = sa.select(NoticeChoice.topic, NoticeChoice.choice).where(NoticeChoice.account_id == account_id)
    made = {row.topic: row.choice for row in db.session.execute(chosen)}
    return {topic: made.get(topic, possible[0]) for topic, possible in CHOOSABLE.items()}


def choice_of(account_id: uuid.UUID, topic: str) -> str:
    """What holds for a person and one topic."""
    return choices_of(account_id)[topic]


def choose(account_id: uuid.UUID, chosen: dict[str, str]) -> None:
    """From now on send messages of these topics this way. What the topic does not allow is left as it was."""
    now = clock.now()
    for topic, choice in chosen.items():
        if choice in CHOOSABLE.get(topic, ()):
            values = {"choice": choice, "chosen_at": now}
            db.session.execute(
                postgresql.insert(NoticeChoice)
                .values(account_id=account_id, topic=topic, **values)
                .on_conflict_do_update(index_elements=["account_id", "topic"], set_=values)
            )
