"""Everything the worker does by the clock: each job with its hour and its work. How they are run is in `worker.py`."""

import dataclasses
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import flask
import structlog
from apscheduler.triggers.cron import CronTrigger

from leerloket import clock, config, db, job_runs
from leerloket.accounts.agreements import service as agreements
from leerloket.accounts.books.closing import service as closing
from leerloket.accounts.books.forecast import service as forecast
from leerloket.accounts.co_payments import service as co_payments
from leerloket.accounts.draws import service as draws
from leerloket.accounts.ledger import chain
from leerloket.accounts.online_payments import service as online_payments
from leerloket.accounts.payments import service as payments
from leerloket.accounts.pots import service as pots
from leerloket.accounts.proof import service as proof
from leerloket.accounts.rights import service as rights
from leerloket.accounts.statements import yearly_run
from leerloket.accounts.topups import service as topups
from leerloket.advice.desks import appointments
from leerloket.advice.newsletter import issues as newsletters
from leerloket.advice.newsletter import service as newsletter
from leerloket.advice.plans import service as plans
from leerloket.advice.schemes import service as schemes
from leerloket.courses.admissions import service as admissions
from leerloket.courses.bookings import service as bookings
from leerloket.courses.offers import service as offers
from leerloket.courses.own_shares import service as own_shares
from leerloket.courses.ratings import service as ratings
from leerloket.courses.settlement import service as settlement
from leerloket.courses.signals import service as signals
from leerloket.courses.skills import service as skills
from leerloket.courses.waiting import service as waiting
from leerloket.own_data import service as own_data
from leerloket.people import vault
from leerloket.people.invitations import service as invitations
from leerloket.people.notices import digest

log = structlog.get_logger()

CLOSE_TRIES, CLOSE_WAIT_SECONDS = 30, 10
"""The daily close waits for work that began before midnight: at most five minutes."""


@dataclass(frozen=True, slots=True)
class Job:
    """A piece of work with its clock. `work` answers a report: plain numbers by name."""

    name: str
    cron: str
    work: Callable[[], dict[str, Any]]

    @property
    def trigger(self) -> CronTrigger:
        """When it is due, in Amsterdam time."""
        return CronTrigger.from_crontab(self.cron, timezone=clock.AMSTERDAM)

    def period(self, at: datetime) -> str:
        """The name of the period an instant lies in: a day for daily work, a minute for the rest."""
        local = at.astimezone(clock.AMSTERDAM)
        return local.strftime("%Y-%m-%d" if self.is_daily else "%Y-%m-%dT%H:%M%z")

    @property
    def is_daily(self) -> bool:
        """Daily work is caught up when the worker was down at its hour."""
        minute, hour, *_ = self.cron.split()
        return minute.isdigit() and hour.isdigit()


def _settings() -> config.Settings:
    settings: config.Settings = flask.current_app.config["SETTINGS"]
    return settings


def run_booking_clocks() -> dict[str, Any]:
    """Deadlines of bookings and offers that have passed, and money of confirmed attendance to the providers."""
    offered = db.run(offers.run_clocks, clock.now())
    moved = db.run(bookings.run_clocks, clock.now())
    captured = 0
    while number := db.run(settlement.capture_due, clock.now()):
        captured += number
    return {**dataclasses.asdict(offered), **dataclasses.asdict(moved), "captured": captured}


def move_waiting_lists() -> dict[str, Any]:
    """Offer free seats to who waits, and end offers that ran out."""
    return dataclasses.asdict(db.run(waiting.run_clocks, clock.now()))


def credit_rights() -> dict[str, Any]:
    """Carry approved runs of learning rights to their end."""
    return {"credited": rights.work()}


def tell_of_rights() -> dict[str, Any]:
    """Tell everybody whom a run of learning rights credited."""
    return {"told": rights.tell_all()}


def check_top_ups() -> dict[str, Any]:
    """Check the large files of top-ups that wait, and forget what nobody confirmed."""
    return {"rows": topups.check_waiting(), "forgotten": db.run(topups.forget_unconfirmed)}


def move_draws() -> dict[str, Any]:
    """Draw when a window is over, move the line, pay who took the money, and tell people."""
    return draws.work(vault.open_keys(_settings()))


def credit_top_ups() -> dict[str, Any]:
    """Credit the employees of every employer whose payment came in."""
    return {"credited": topups.work()}


def end_pots() -> dict[str, Any]:
    """Note outages and the grace they give, end the pots whose last day has passed, and return unused money."""
    outages = db.run(pots.note_outages, db.run(job_runs.list_silences, pots.SHORTEST_OUTAGE))
    return {"outages": outages, **dataclasses.asdict(pots.work(clock.business_date()))}


def announce_endings() -> dict[str, Any]:
    """Tell people whose money ends in 12, 6, 3 or 1 months."""
    return {"told": pots.tell_all(clock.business_date())}


def carry_out_agreements() -> dict[str, Any]:
    """Make the top-ups that standing rules of employers owe today."""
    return {"people": agreements.work()}


def end_co_payments() -> dict[str, Any]:
    """End the requests to pay along that no employer answered in time."""
    ended = 0
    while number := db.run(co_payments.end_old):
        ended += number
    return {"ended": ended}


def end_invitations() -> dict[str, Any]:
    """End the invitations whose time is over, and forget the names in them."""
    return {"ended": db.run(invitations.end_old)}


def take_own_money() -> dict[str, Any]:
    """Payments by iDEAL nothing was heard of, and bookings that wait for an own share."""
    read = online_payments.look_after(lambda: online_payments.of_settings(_settings()))
    now = clock.now()
    ended = [db.run(own_shares.go_on, *one, now) for one in db.run(own_shares.list_due, now)]
    return {"read": read, **{state: ended.count(state) for state in ("booked", "lapsed", "refused")}}


def remind_of_payments() -> dict[str, Any]:
    """Tell employers and people what did not (wholly) come in."""
    return {"reminded": db.run(payments.remind_of_missing)}


def match_skills() -> dict[str, Any]:
    """Find a skill for each new word in which a provider says what a module teaches."""
    matched = 0
    while found := db.run(skills.match_texts):
        matched += found
    return {"matched": matched}


def close_attended_tasks() -> dict[str, Any]:
    """Tick off the tasks in plans whose module was attended."""
    closed, after = db.run(plans.close_attended_tasks)
    while after is not None:
        more, after = db.run(plans.close_attended_tasks, after=after)
        closed += more
    return {"closed": closed}


def tell_of_open_schemes() -> dict[str, Any]:
    """Mail everyone who waits for a scheme that is open today."""
    told = 0
    while number := db.run(schemes.tell_of_openings):
        told += number
    return {"told": told}


def ask_for_ratings() -> dict[str, Any]:
    """Ask everyone whose attendance was confirmed yesterday what they think of it."""
    now = clock.now()
    after = db.run(ratings.ask_next, now)
    while after is not None:
        after = db.run(ratings.ask_next, now, after)
    return {}


def announce_admission_ends() -> dict[str, Any]:
    """Tell providers and administrators whose admission ends in 90, 30 or 7 days."""
    return {"providers": db.run(admissions.announce_ends, clock.business_date())}


def remind_of_appointments() -> dict[str, Any]:
    """Mail everyone who has a talk at a desk tomorrow."""
    return {"talks": db.run(appointments.remind, clock.business_date() + clock.ONE_DAY)}


def make_exports() -> dict[str, Any]:
    """Make the files with everything about them that people asked for."""
    return {"made": own_data.make_files(own_data.origin_of_this_service())}


def erase_people() -> dict[str, Any]:
    """Erase everybody whose two weeks are over."""
    return own_data.carry_out_erasures()


def keep_to_retention() -> dict[str, Any]:
    """Remove what is over its time: logs, notes, sessions, messages, names in old lines of the bank."""
    return own_data.keep_to_retention()


def send_monthly_digests() -> dict[str, Any]:
    """Tell everybody once what happened in the month before, where they want to hear of it."""
    return {"people": digest.send_monthly(clock.business_date())}


def send_newsletters() -> dict[str, Any]:
    """Send every region's newsletter about the month before."""
    return newsletters.send_monthly(clock.business_date())


def forget_unconfirmed_addresses() -> dict[str, Any]:
    """Forget who asked for a newsletter and did not confirm it within a week."""
    return {"removed": db.run(newsletter.forget_unconfirmed)}


def seal_transfers() -> dict[str, Any]:
    """Give new transfers their place in the hash chain."""
    sealed = 0
    while batch := db.run(chain.seal):
        sealed += batch
    return {"sealed": sealed}


def close_yesterday() -> dict[str, Any]:
    """The daily close: seal all, then close every day before today that is open."""
    for _ in range(CLOSE_TRIES):
        seal_transfers()
        try:
            closed = db.run(closing.close_days)
        except closing.StillWriting:
            time.sleep(CLOSE_WAIT_SECONDS)
        else:
            return {"days": len(closed), "seq": closed[-1].head_seq if closed else 0}
    raise closing.StillWriting


def prove_the_books() -> dict[str, Any]:
    """Check every sentence and keep the outcome; a broken one makes the job fail, so that it is seen."""
    seal_transfers()
    made = db.run(proof.prove_tonight)
    if not made.holds:
        raise BooksAreWrong(made.broken)
    return {"broken": 0, "sentences": len(made.findings), "chain_from": made.chain_from}


class BooksAreWrong(Exception):
    """An invariant does not hold; names it with the number of rows."""


def make_yearly_statements() -> dict[str, Any]:
    """Go on with the statements of last year, once its last day is closed. Needs an application context."""
    return {"made": yearly_run.work()}


def read_budgets() -> dict[str, Any]:
    """Note how far each budget of this year is, and warn at a threshold."""
    return {"budgets": db.run(forecast.read_all)}


def find_signals() -> dict[str, Any]:
    """Look at every provider for what may be fraud."""
    return {"found": db.run(signals.find_all, clock.now())}


def forget_old_runs() -> dict[str, Any]:
    """Remove the runs of work that is done every minute, after a week."""
    return {"removed": db.run(job_runs.forget_old, [job.name for job in JOBS if not job.is_daily])}


JOBS: list[Job] = [
    Job("seal", "* * * * *", seal_transfers),
    Job("booking-clocks", "* * * * *", run_booking_clocks),
    Job("waiting-lists", "* * * * *", move_waiting_lists),
    Job("credit-rights", "* * * * *", credit_rights),
    Job("tell-of-rights", "* * * * *", tell_of_rights),
    Job("draws", "* * * * *", move_draws),
    Job("check-top-ups", "* * * * *", check_top_ups),
    Job("credit-top-ups", "* * * * *", credit_top_ups),
    Job("own-money", "* * * * *", take_own_money),
    Job("yearly-statements", "* * * * *", make_yearly_statements),
    Job("make-exports", "* * * * *", make_exports),
    Job("daily-close", "5 0 * * *", close_yesterday),
    Job("end-pots", "20 0 * * *", end_pots),
    Job("prove-the-books", "30 4 * * *", prove_the_books),
    Job("read-budgets", "40 4 * * *", read_budgets),
    Job("find-signals", "45 4 * * *", find_signals),
    Job("forget-old-runs", "50 4 * * *", forget_old_runs),
    Job("erase-people", "53 4 * * *", erase_people),
    Job("keep-to-retention", "55 4 * * *", keep_to_retention),
    Job("remind-of-payments", "45 7 * * *", remind_of_payments),
    Job("monthly-digest", "30 8 1 * *", send_monthly_digests),
    Job("newsletters", "45 8 1 * *", send_newsletters),
    Job("forget-unconfirmed-addresses", "53 4 * * *", forget_unconfirmed_addresses),
    Job("remind-of-appointments", "0 8 * * *", remind_of_appointments),
    Job("tell-of-open-schemes", "10 8 * * *", tell_of_open_schemes),
    Job("close-attended-tasks", "15 5 * * *", close_attended_tasks),
    Job("match-skills", "18 5 * * *", match_skills),
    Job("carry-out-agreements", "25 5 * * *", carry_out_agreements),
    Job("end-invitations", "30 5 * * *", end_invitations),
    Job("end-co-payments", "35 5 * * *", end_co_payments),
    Job("announce-endings", "30 8 * * *", announce_endings),
    Job("announce-admission-ends", "35 8 * * *", announce_admission_ends),
    Job("ask-for-ratings", "0 10 * * *", ask_for_ratings),
]
"""Everything the worker does by the clock; none between 2 and 3 at night, when summer time starts or ends."""


def find(name: str) -> Job | None:
    """The job with this name."""
    return next((job for job in JOBS if job.name == name), None)
