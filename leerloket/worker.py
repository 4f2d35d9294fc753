"""The worker: APScheduler as a clock, the table `job_runs` as the truth, one worker at a time by a database lock.

APScheduler only says when; `job_runs` decides whether a period was already done, so a second worker, a restart
or a missed night does a job neither twice nor never (stack.md 4).
"""

import signal
import threading

import flask
import sqlalchemy as sa
import structlog
from apscheduler.schedulers.background import BackgroundScheduler

from leerloket import clock, db, job_runs, outbox
from leerloket.jobs import JOBS, Job
from leerloket.people import vault
from leerloket.people.webhooks import sending

log = structlog.get_logger()

LEADER_LOCK = 0x1EE71047
"""The number of the advisory lock that makes one worker the leader."""
OUTBOX_SECONDS = 5
OUTBOX_BATCH = 50


def run(job: Job, period: str | None = None) -> job_runs.JobRun | None:
    """Do a job for a period (the present one when omitted), once: None when that period was already done."""
    period = period or job.period(clock.now())
    if db.run(job_runs.is_done, job.name, period):
        return None
    started = db.run(job_runs.start, job.name, period)
    try:
        report = job.work()
    except Exception as problem:
        text = f"{type(problem).__name__}: {problem}"
        db.run(job_runs.end, started, ok=False, report={"error": text})
        log.exception("job failed", job=job.name, period=period)
        raise
    db.run(job_runs.end, started, ok=True, report=report)
    log.info("job done", job=job.name, period=period, **report)
    return db.run(db.session.get_one, job_runs.JobRun, started)


def send_messages(app: flask.Flask) -> int:
    """Send the messages that wait, each in its own transaction: marked only after the mail server took it."""
    sent = 0
    while sent < OUTBOX_BATCH and db.run(_send_one, app):
        sent += 1
    return sent


def send_webhooks(app: flask.Flask) -> int:
    """Tell the systems of employers and providers what happened, as far as it is due."""
    return sending.send_due(vault.open_keys(app.config["SETTINGS"]))


def _send_one(app: flask.Flask) -> bool:
    waiting = outbox.list_waiting(1)
    if not waiting:
        return False
    message = waiting[0]
    mail = outbox.as_mail(app, message, outbox.render(app, message), outbox.find_file(message.message_id))
    try:
        outbox.deliver(mail, app.config["SETTINGS"].mail)
    except OSError as problem:
        outbox.mark_failed(message)
        log.warning("message not sent", message=str(message.message_id), kind=message.kind, why=type(problem).__name__)
    else:
        outbox.mark_sent(message)
    return True


def work(app: flask.Flask, engine: sa.Engine, stop: threading.Event | None = None) -> None:
    """Be the worker until stopped: wait to become the leader, catch up, then work by the clock."""
    stop = stop or threading.Event()
    if threading.current_thread() is threading.main_thread():
        for sign in (signal.SIGTERM, signal.SIGINT):
            signal.signal(sign, lambda *_: stop.set())
    while not stop.is_set():
        with engine.connect() as leader:
            if _becomes_leader(leader):
                _lead(app, leader, stop)
            else:
                stop.wait(2)


def _becomes_leader(connection: sa.Connection) -> bool:
    found = connection.scalar(sa.text("SELECT pg_try_advisory_lock(:lock)"), {"lock": LEADER_LOCK})
    connection.commit()
    return bool(found)


def _lead(app: flask.Flask, leader: sa.Connection, stop: threading.Event) -> None:
    log.info("worker leads")
    scheduler = BackgroundScheduler(
        timezone=clock.AMSTERDAM,
        job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None},
    )
    for job in JOBS:
        scheduler.add_job(_run_quietly, job.trigger, args=[app, job], name=job.name)
    scheduler.add_job(send_messages, "interval", seconds=OUTBOX_SECONDS, args=[app], name="outbox")
    scheduler.add_job(send_webhooks, "interval", seconds=OUTBOX_SECONDS, args=[app], name="webhooks")
    catch_up(app)
    scheduler.start()
    try:
        while not stop.wait(1):
            leader.execute(sa.text("SELECT 1"))
            leader.commit()
    except sa.exc.DBAPIError:
        log.warning("worker lost the database and its lead")
    finally:
        scheduler.shutdown(wait=True)


def _run_quietly(app: flask.Flask, job: Job) -> None:
    try:
        with app.app_context():
            run(job)
    except Exception:
        log.warning("the next period tries again", job=job.name)


def catch_up(app: flask.Flask) -> None:
    """Do the daily work whose hour of today has passed without it."""
    now = clock.now()
    midnight = clock.start_of_day(clock.business_date(now))
    for job in JOBS:
        due = job.trigger.get_next_fire_time(None, midnight) if job.is_daily else None
        if due is not None and due <= now:
            _run_quietly(app, job)
