"""What the worker did when: the table that decides whether a period was done, and in which the silences can be seen."""

import uuid
from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy import orm

from leerloket import clock, db

MINUTE_RUNS_KEPT = timedelta(days=7)


class JobRun(db.Base):
    """One try at a job for one period; at most one per period ends well (invariant O3)."""

    __tablename__ = "job_runs"

    run_id: orm.Mapped[uuid.UUID] = orm.mapped_column(primary_key=True, default=db.new_id)
    job: orm.Mapped[str]
    period: orm.Mapped[str]
    started_at: orm.Mapped[datetime] = orm.mapped_column(db.Timestamp)
    ended_at: orm.Mapped[datetime | None] = orm.mapped_column(db.Timestamp)
    ok: orm.Mapped[bool | None]
    report: orm.Mapped[dict[str, Any]] = orm.mapped_column(default=dict)

    __table_args__ = (sa.Index("job_runs_done_idx", "job", "period", unique=True, postgresql_where=sa.text("ok")),)


def is_done(job: str, period: str) -> bool:
    """Whether this period was done well before."""
    done = sa.select(JobRun.run_id).where(JobRun.job == job, JobRun.period == period, JobRun.ok.is_(True))
    return db.session.scalar(done) is not None


def start(job: str, period: str) -> uuid.UUID:
    """Note that a job begins; answers the run."""
    run = JobRun(run_id=db.new_id(), job=job, period=period, started_at=clock.now(), report={})
    db.session.add(run)
    db.session.flush()
    return run.run_id


def end(run_id: uuid.UUID, *, ok: bool, report: dict[str, Any]) -> None:
    """Note how a run ended."""
    run = db.session.get_one(JobRun, run_id)
    run.ended_at, run.ok, run.report = clock.now(), ok, report


def forget_old(every_minute: Collection[str]) -> int:
    """Remove the runs of work that is done every minute, after a week; answers how many."""
    old = sa.delete(JobRun).where(JobRun.job.in_(every_minute), JobRun.started_at < clock.now() - MINUTE_RUNS_KEPT)
    return len(db.session.execute(old.returning(JobRun.run_id)).all())


def list_silences(shortest: timedelta) -> list[tuple[datetime, datetime]]:
    """When no job began for so long, in the days of which every minute is kept: the service was down."""
    began = sa.select(
        sa.func.lag(JobRun.started_at).over(order_by=JobRun.started_at).label("quiet_from"), JobRun.started_at
    ).subquery()
    since = clock.now() - MINUTE_RUNS_KEPT + clock.ONE_DAY
    long_after = began.c.quiet_from + sa.literal(shortest, sa.Interval)
    quiet = sa.select(began).where(began.c.started_at > since, began.c.started_at >= long_after)
    return [(quiet_from, started_at) for quiet_from, started_at in db.session.execute(quiet)]
