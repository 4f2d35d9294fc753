"""Who was at which session, and the one door of this folder: the grid of an edition, and saving it whole."""

import uuid
from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import cast

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

from leerloket import clock, db, errors
from leerloket.courses.bookings import service as bookings
from leerloket.courses.catalogue import service as catalogue
from leerloket.courses.presence import models, rules
from leerloket.courses.presence.rules import NotInEdition, SessionsToCome

__all__ = ["Grid", "NotInEdition", "Row", "SessionsToCome", "get_grid", "save"]

PRESENCE = cast("sa.Table", models.SessionPresence.__table__)
STATES = ("confirmed", "attended", "no_show", "paid")
MOST = 500


@dataclass(frozen=True, slots=True)
class Row:
    """One participant: at which sessions they were, and how much of the time that is."""

    booking: bookings.Booking
    participant: str
    present_at: frozenset[datetime]
    present_pct: int

    @property
    def may_change(self) -> bool:
        """Until the person answered what was declared."""
        declared = self.booking.attendance
        return self.booking.state != "paid" and (declared is None or declared.answer is None)


@dataclass(frozen=True, slots=True)
class Grid:
    """Everybody in an edition by all its sessions, in order of name."""

    edition: catalogue.Edition
    begun: list[catalogue.Session]
    rows: list[Row]

    @property
    def is_over(self) -> bool:
        """Whether the last session is over."""
        return self.edition.ends_at <= clock.now()


def get_grid(provider_id: uuid.UUID, edition_id: uuid.UUID) -> Grid:
    """The grid of an own edition; one without participants, and another's, does not exist (NotFound)."""
    found = bookings.list_for_provider(provider_id, states=STATES, edition_id=edition_id, limit=MOST)
    if not found:
        raise errors.NotFound
    edition = catalogue.get_edition(edition_id)
    names, present = bookings.names_of(found), _present(found)
    rows = [
        Row(
            booking,
            names.get(booking.account_id, ""),
            frozenset(present[booking.booking_id]),
            rules.present_pct(edition.sessions, present[booking.booking_id]),
        )
        for booking in found
    ]
    rows.sort(key=lambda row: (row.participant.casefold(), row.booking.reference))
    return Grid(edition, rules.begun(edition.sessions, clock.now()), rows)


def _present(found: list[bookings.Booking]) -> dict[uuid.UUID, set[datetime]]:
    keys = [(booking.account_id, booking.booking_id) for booking in found]
    query = sa.select(PRESENCE.c.booking_id, PRESENCE.c.session_at).where(
        sa.tuple_(PRESENCE.c.account_id, PRESENCE.c.booking_id).in_(keys), PRESENCE.c.is_present
    )
    present: dict[uuid.UUID, set[datetime]] = defaultdict(set)
    for booking_id, session_at in db.session.execute(query):
        present[booking_id].add(session_at)
    return present


def save(
    provider_id: uuid.UUID,
    edition_id: uuid.UUID,
    present_at: Mapping[uuid.UUID, Collection[datetime]],
    *,
    declare: bool,
    actor_id: uuid.UUID,
) -> Grid:
    """Note per booking at which sessions the person was, all or nothing; with `declare` it is also declared.

    A session that has not begun cannot be noted. Raises `SessionsToCome` when it is too early to declare, and Invalid
    with every row that is refused, each at its own field `rij-<booking id>`.
    """
    grid = get_grid(provider_id, edition_id)
    if declare:
        rules.check_over(grid.edition.sessions, clock.now())
    rows = {row.booking.booking_id: row for row in grid.rows}
    known = {session.starts_at for session in grid.begun}
    refused: list[errors.FieldError] = []
    for booking_id in sorted(present_at):
        row, there = rows.get(booking_id), set(present_at[booking_id])
        try:
            if row is None or not there <= known:
                raise NotInEdition
            with db.session.begin_nested():
                _save_row(grid, row, there, declare=declare, actor_id=actor_id)
        except errors.Refusal as refusal:
            refused.append(
                errors.FieldError(f"rij-{booking_id}", refusal.code(), refusal.sentence("nl"), refusal.sentence("en"))
            )
    if refused:
        raise errors.Invalid(errors=refused)
    return get_grid(provider_id, edition_id)


def _save_row(grid: Grid, row: Row, there: set[datetime], *, declare: bool, actor_id: uuid.UUID) -> None:
    booking, at = row.booking, clock.now()
    if declare:
        pct = rules.present_pct(grid.edition.sessions, there)
        bookings.declare_attendance(booking.provider_id, booking.booking_id, pct, actor_id=actor_id)
    note = postgresql.insert(PRESENCE)
    note = note.on_conflict_do_update(
        index_elements=[PRESENCE.c.account_id, PRESENCE.c.booking_id, PRESENCE.c.session_at],
        set_={name: note.excluded[name] for name in ("is_present", "marked_by", "marked_at")},
    )
    db.session.execute(
        note,
        [
            {
                "account_id": booking.account_id,
                "booking_id": booking.booking_id,
                "session_at": session.starts_at,
                "is_present": session.starts_at in there,
                "marked_by": actor_id,
                "marked_at": at,
            }
            for session in grid.begun
        ],
    )
