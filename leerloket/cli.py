"""The command `leerloket`: start, fill, check. Answers with exit code 0 or 1 and errors in one plain line."""

import contextlib
import dataclasses
import os
import sys
import uuid
from collections.abc import Callable, Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any, TypeVar

import alembic.util
import click
import sqlalchemy as sa

from leerloket import (
    __version__,
    clock,
    config,
    connection,
    db,
    errors,
    jobs,
    logs,
    migrate,
    person_commands,
    postgres,
    seed,
    serving,
    skill_commands,
    worker,
)
from leerloket.accounts.bank import service as bank
from leerloket.accounts.draws import service as draws
from leerloket.accounts.ledger import chain
from leerloket.accounts.pots import service as pots
from leerloket.accounts.proof import service as proof
from leerloket.advice.desks import service as desks
from leerloket.advice.schemes import service as schemes
from leerloket.app import create_app
from leerloket.courses.catalogue import service as catalogue
from leerloket.courses.providers import service as providers
from leerloket.people import service as people
from leerloket.people import vault
from leerloket.people.employers import service as employers

Command = TypeVar("Command", bound=Callable[..., Any])


def main() -> None:
    """Run a command; what goes wrong is told in one line, without a traceback."""
    try:
        commands.main(standalone_mode=False)
    except (click.exceptions.Exit, click.Abort):
        sys.exit(1)
    except click.ClickException as problem:
        problem.show()
        sys.exit(1)
    except errors.Refusal as refusal:
        fail("; ".join([refusal.sentence("en"), *(f"{e.field}: {e.en}" for e in refusal.errors)]))
    except (
        config.BadSettings,
        postgres.CannotStart,
        serving.NotReady,
        jobs.BooksAreWrong,
        proof.NothingToProve,
        chain.ChainIsBroken,
        draws.Unreadable,
        alembic.util.CommandError,
        sa.exc.OperationalError,
        OSError,
    ) as problem:
        fail(str(problem).strip().partition("\n")[0])


def fail(text: str) -> None:
    """One plain line on standard error, exit code 1."""
    click.echo(f"leerloket: {text}", err=True)
    sys.exit(1)


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__)
def commands() -> None:
    """Leerloket: a personal learning account for everyone."""


@contextlib.contextmanager
def connected() -> Iterator[config.Settings]:
    """Settings read and the database open for this process."""
    settings = config.from_environment()
    logs.set_up("WARNING")
    engine = db.make_engine(connection.open_database(settings).app)
    db.connect(engine)
    yield settings
    db.session.remove()
    engine.dispose()


@commands.command()
@click.option("--people", default=seed.PEOPLE, show_default=True, help="How many workers to make on a first start.")
def demo(people: int) -> None:
    """Start everything with believable people, and print the address and a sign-in per role."""
    os.environ["LEERLOKET_DEMO"] = "on"
    settings = config.from_environment()
    logs.set_up("WARNING")
    os.environ.setdefault("LEERLOKET_KEY_FILE", str(settings.key_file))
    settings = dataclasses.replace(settings, data_dir=settings.data_dir / "demo")
    urls = connection.open_database(settings)
    migrate.upgrade(urls.owner)
    engine = db.make_engine(urls.app)
    db.connect(engine)
    try:
        if db.run(seed.is_needed):
            click.echo("Filling the database with believable people. This happens once.")
            seed.fill(people=people, progress=show_progress, keys=vault.open_keys(settings))
        engine.dispose()
        code = serving.run_demo(settings, urls, lambda: click.echo(seed.welcome(settings.base_url)))
    finally:
        if connection.is_embedded(settings):
            postgres.stop(settings.data_dir)
    sys.exit(code)


def show_progress(label: str, done: int, total: int) -> None:
    """A line that counts up; only on a terminal."""
    if sys.stderr.isatty():
        click.echo(f"\r{label}: {done} of {total}" + ("\n" if done == total else ""), nl=False, err=True)


@commands.command()
def serve() -> None:
    """Run the web server (gunicorn) with the settings of the environment."""
    settings = config.from_environment()
    urls = connection.open_database(settings)
    engine = db.make_engine(urls.app)
    db.connect(engine)
    with db.transaction(read_only=True):
        has_tables = db.session.scalar(sa.text("SELECT to_regclass('alembic_version') IS NOT NULL"))
        up_to_date = has_tables and migrate.current() == migrate.newest()
    if not up_to_date:
        fail("the database has an older shape: run `leerloket migrate` first.")
    engine.dispose()
    serving.serve(settings, urls)


@commands.command(name="worker")
def do_work() -> None:
    """Do the work that goes by the clock: messages, deadlines, seals, the nightly check."""
    settings = config.from_environment()
    logs.set_up(settings.log_level)
    engine = db.make_engine(connection.open_database(settings).app)
    db.connect(engine)
    worker.work(create_app(settings), engine)


@commands.command(name="migrate")
def migrate_command() -> None:
    """Bring the database to the newest shape, as its owner."""
    urls = connection.open_database(config.from_environment())
    migrate.upgrade(urls.owner)
    click.echo(f"The database is at {migrate.newest()}.")


@commands.command(name="seed")
@click.option("--people", default=seed.PEOPLE, show_default=True)
@click.option("--seed", "number", default=1, show_default=True, help="Another number gives other people.")
def seed_command(people: int, number: int) -> None:
    """Fill an empty database with the believable people of the demo."""
    with connected() as settings:
        if not db.run(seed.is_needed):
            fail("the database has people already; a seed goes into an empty one.")
        seed.fill(people=people, number=number, progress=show_progress, keys=vault.open_keys(settings))


@commands.command()
def check() -> None:
    """Prove the books: every invariant must return no row. Exit code 1 when one does not hold."""
    with connected():
        jobs.seal_transfers()
        broken = 0
        with db.transaction(read_only=True):
            for finding in proof.check_all():
                broken += not finding.holds
                mark = "ok" if finding.holds else f"BROKEN ({finding.broken} rows: {'; '.join(finding.examples)})"
                click.echo(f"{finding.invariant.name:4} {finding.invariant.sentence}: {mark}")
    if broken:
        fail(f"{broken} sentences do not hold.")


@commands.command()
def verify_chain() -> None:
    """Recompute the hash chain over all transfers and print its head."""
    with connected(), db.transaction(read_only=True):
        head = chain.verify()
    click.echo(f"{head.seq} transfers, head {head.hash}")


@commands.command()
@click.argument("draw")
def verify_draw(draw: str) -> None:
    """Repeat a draw: from its published file, which needs no database, or by its id or the last part of its address."""
    if Path(draw).is_file():
        findings = draws.verify_file(Path(draw).read_bytes())
    else:
        with connected(), db.transaction(read_only=True):
            findings = draws.verify(_id_or_name(draw))
    for finding in findings:
        click.echo(str(finding))
    if not all(finding.holds for finding in findings):
        fail("this draw is not right.")
    click.echo("This draw is right.")


def _id_or_name(text: str) -> uuid.UUID | str:
    try:
        return uuid.UUID(text)
    except ValueError:
        return text


@commands.group()
def job() -> None:
    """Work that normally goes by the clock."""


@job.command(name="run")
@click.argument("name", type=click.Choice([each.name for each in jobs.JOBS]))
@click.option("--period", help="Which period; the present one when omitted.")
def run_job(name: str, period: str | None) -> None:
    """Do one job for one period, once."""
    found = jobs.find(name)
    with connected() as settings, create_app(settings).app_context():
        ended = worker.run(found, period) if found else None
    click.echo(f"{name}: {ended.report}" if ended else f"{name} was already done for this period.")


@commands.command()
@click.argument("source")
def import_catalogue(source: str) -> None:
    """Import a provider's offer from a file or address, in Open Education API v5 shape or as CSV."""
    with connected():
        report = db.run(
            catalogue.import_source, source, progress=lambda done, total: show_progress("Rows", done, total)
        )
    for problem in [*report.errors, *report.warnings]:
        click.echo(f"row {problem.row}, {problem.field}: {problem.en}", err=True)
    click.echo(
        f"{report.added} added, {report.changed} changed, {report.unchanged} unchanged, {len(report.errors)} refused."
    )
    if report.errors:
        sys.exit(1)


@commands.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def import_bank(file: Path) -> None:
    """Import a bank statement (camt.053 or MT940) and match its lines."""
    with connected() as settings, create_app(settings).app_context():
        report = db.run(bank.import_file, file)
    click.echo(f"{report.matched} lines matched, {report.unmatched} for the work list, {report.refused} not for us.")


@commands.command(name="note-outage")
@click.argument("began", type=click.DateTime(["%Y-%m-%dT%H:%M"]))
@click.argument("ended", type=click.DateTime(["%Y-%m-%dT%H:%M"]))
def note_outage(began: datetime, ended: datetime) -> None:
    """Note a time, in Amsterdam, in which people could not reach the site: money that would end gets two weeks."""
    with connected():
        is_new = db.run(pots.note_outage, *(at.replace(tzinfo=clock.AMSTERDAM) for at in (began, ended)))
    click.echo("Noted. The next night moves the end dates." if is_new else "This was noted before.")


@commands.group()
def freeze() -> None:
    """Stop something at once."""


@freeze.command(name="payouts")
@click.option("--off", is_flag=True, help="Let payouts go on again.")
@click.option("--reason", required=True, help="Why; it is kept with the decision.")
def freeze_payouts(off: bool, reason: str) -> None:
    """Stop all payouts to providers and all money that goes back, or let them go on."""
    with connected():
        db.run(bank.freeze_payouts, frozen=not off, reason=reason)
    click.echo("Payouts go on." if off else "Payouts are stopped.")


@commands.group()
def user() -> None:
    """People who sign in."""


@user.command(name="create")
@click.option("--email", required=True)
@click.option("--name", required=True)
@click.option("--birth-on", type=click.DateTime(["%Y-%m-%d"]), required=True)
@click.option("--role", type=click.Choice(["worker", "administrator", "controller"]), default="worker")
@click.password_option()
def create_user(email: str, name: str, birth_on: Any, role: str, password: str) -> None:
    """Make a person who can sign in, for example the first administrator."""
    born: date = birth_on.date()

    def create() -> str:
        person = people.create_person(email, name, birth_on=born, password=password)
        people.grant_role(person.person_id, role)
        return person.number

    with connected():
        click.echo(f"{name} has number {db.run(create)} and the role {role}.")


@user.command(name="grant")
@click.argument("email")
@click.argument("role", type=click.Choice(["worker", "employer", "provider", "adviser", "administrator", "controller"]))
@click.option("--of", help="For an employer its KvK number, for a provider or a desk the last part of its address.")
def grant_role(email: str, role: str, of: str | None) -> None:
    """Give a person a role: at an employer, provider or desk, named with --of."""
    with connected():
        db.run(_grant, email, role, of or "")
    click.echo(f"{email} has the role {role}.")


def _grant(email: str, role: str, of: str) -> None:
    person = people.find_person_by_email(email)
    if person is None:
        raise errors.NotFound
    if role == "adviser":
        desks.add_adviser(person.person_id, desks.get_desk(of).desk_id)
    elif role == "provider":
        provider = providers.get_provider_by_slug(of)
        people.grant_role(person.person_id, role, provider.provider_id, organisation_name=provider.name)
    elif role == "employer":
        people.grant_role(person.person_id, role, employers.get_employer_by_kvk(of).employer_id)
    else:
        people.grant_role(person.person_id, role)


@commands.command()
def import_schemes() -> None:
    """Add the shipped schemes that are not there yet; what was edited stays."""
    with connected():
        click.echo(f"{db.run(schemes.import_schemes)} new schemes.")


@commands.command()
def import_desks() -> None:
    """Open the 35 regional desks of the shipped list."""
    with connected():
        click.echo(f"{db.run(desks.import_desks)} desks.")


@commands.group()
def employer() -> None:
    """Employers and who works for them."""


@employer.command(name="create")
@click.option("--name", required=True)
@click.option("--kvk", required=True, help="Eight digits of the trade register.")
@click.option("--region", required=True, help="The code of a labour-market region, for example zuidoost-brabant.")
def create_employer(name: str, kvk: str, region: str) -> None:
    """Note an employer; give its payroll officer the role with `user grant`."""
    with connected():
        db.run(employers.create_employer, name, kvk, region)
    click.echo(f"{name} is an employer.")


@employer.command(name="employ")
@click.argument("kvk")
@click.argument("email")
@click.option("--number", required=True, help="The personnel number.")
@click.option("--fte-pct", type=click.IntRange(1, 100), default=100, show_default=True, help="100 is full time.")
@click.option("--starts-on", type=click.DateTime(["%Y-%m-%d"]), required=True)
def employ(kvk: str, email: str, number: str, fte_pct: int, starts_on: Any) -> None:
    """Note that a person works for an employer."""

    def note() -> None:
        person = people.find_person_by_email(email)
        if person is None:
            raise errors.NotFound
        employer_id = employers.get_employer_by_kvk(kvk).employer_id
        employers.employ(employer_id, person.person_id, number, fte_pct, starts_on.date())

    with connected():
        db.run(note)
    click.echo(f"{email} works for {kvk} as {number}.")


person_commands.add_to(commands, connected)

skill_commands.add_to(commands, connected, show_progress)

if __name__ == "__main__":
    main()
