"""Scenarios: a rule set that was calculated through, with what was assumed and what came out."""

import uuid
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy import orm

from leerloket import db


class Scenario(db.Base):
    """A calculation that is kept as it came out: later rules or people do not change it.

    `data` is a rule set as `rights.rules.read` reads it, `against` the name of the rule set it is compared with.
    `rule_set_id` is the version that was proposed from it.
    """

    __tablename__ = "scenarios"

    scenario_id: orm.Mapped[uuid.UUID] = orm.mapped_column(primary_key=True, default=db.new_id)
    name: orm.Mapped[str] = orm.mapped_column(unique=True)
    data: orm.Mapped[dict[str, Any]]
    assumptions: orm.Mapped[dict[str, Any]]
    outcome: orm.Mapped[dict[str, Any]]
    against: orm.Mapped[str]
    created_by: orm.Mapped[uuid.UUID]
    created_at: orm.Mapped[datetime] = orm.mapped_column(db.Timestamp)
    rule_set_id: orm.Mapped[uuid.UUID | None] = orm.mapped_column(sa.ForeignKey("rule_sets.rule_set_id"))
