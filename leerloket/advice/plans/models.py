"""Plans, goals and tasks."""

import uuid
from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy import orm

from leerloket import db
from leerloket.advice.plans import codes


def _one_of(column: str, values: tuple[str, ...]) -> sa.CheckConstraint:
    return sa.CheckConstraint(f"{column} IN ({', '.join(repr(value) for value in values)})", name=column)


class Plan(db.Base):
    """What a person will do. A person has one plan; `version` rises with every change of it."""

    __tablename__ = "plans"

    account_id: orm.Mapped[uuid.UUID] = orm.mapped_column(primary_key=True)
    plan_id: orm.Mapped[uuid.UUID] = orm.mapped_column(primary_key=True, default=db.new_id)
    adviser_id: orm.Mapped[uuid.UUID]
    adviser_name: orm.Mapped[str]
    desk_id: orm.Mapped[uuid.UUID] = orm.mapped_column(sa.ForeignKey("desks.desk_id"))
    made_on: orm.Mapped[date]
    version: orm.Mapped[int]
    changed_at: orm.Mapped[datetime] = orm.mapped_column(db.Timestamp)

    __table_args__ = (sa.UniqueConstraint("account_id", name="plans_account_id_key"),)


class Goal(db.Base):
    """Where a person wants to get. People say when it is reached; it is never computed."""

    __tablename__ = "goals"

    account_id: orm.Mapped[uuid.UUID] = orm.mapped_column(primary_key=True)
    goal_id: orm.Mapped[uuid.UUID] = orm.mapped_column(primary_key=True, default=db.new_id)
    plan_id: orm.Mapped[uuid.UUID]
    title: orm.Mapped[str]
    ready_on: orm.Mapped[date | None]
    state: orm.Mapped[str]
    position: orm.Mapped[int]

    __table_args__ = (
        sa.ForeignKeyConstraint(
            ["account_id", "plan_id"], ["plans.account_id", "plans.plan_id"], name="goals_plan_fkey"
        ),
        _one_of("state", codes.STATES),
    )


class Task(db.Base):
    """One thing to do, by whom and when. With a module it leads to a booking, and ends when that was attended."""

    __tablename__ = "tasks"

    account_id: orm.Mapped[uuid.UUID] = orm.mapped_column(primary_key=True)
    task_id: orm.Mapped[uuid.UUID] = orm.mapped_column(primary_key=True, default=db.new_id)
    goal_id: orm.Mapped[uuid.UUID]
    title: orm.Mapped[str]
    owner: orm.Mapped[str]
    due_on: orm.Mapped[date | None]
    module_id: orm.Mapped[uuid.UUID | None]
    state: orm.Mapped[str]
    done_at: orm.Mapped[datetime | None] = orm.mapped_column(db.Timestamp)
    done_by: orm.Mapped[uuid.UUID | None]
    position: orm.Mapped[int]

    __table_args__ = (
        sa.ForeignKeyConstraint(
            ["account_id", "goal_id"], ["goals.account_id", "goals.goal_id"], name="tasks_goal_fkey"
        ),
        _one_of("state", codes.STATES),
        _one_of("owner", codes.OWNERS),
        sa.CheckConstraint("(state = 'done') = (done_at IS NOT NULL)", name="done"),
        sa.Index("tasks_goal_idx", "account_id", "goal_id"),
        sa.Index(
            "tasks_module_idx", "account_id", postgresql_where=sa.text("state = 'open' AND module_id IS NOT NULL")
        ),
    )
