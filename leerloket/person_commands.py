"""The commands about one person: bring in, show everything, erase. `cli` hangs them beside its own."""

import uuid
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

import click

from leerloket import config, db, errors
from leerloket.app import create_app
from leerloket.own_data import service as own_data
from leerloket.people import service as people

Connected = Callable[[], AbstractContextManager[config.Settings]]


def add_to(commands: click.Group, connected: Connected) -> None:
    """Add these commands to a group; `connected` opens the database around the work of each."""

    @commands.command(name="import-person")
    @click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
    def import_person(file: Path) -> None:
        """Bring in a person with the file they took along from another Leerloket; money stays where it is."""
        with connected():
            report = db.run(own_data.bring, file.read_bytes())
        click.echo("\n".join(report.lines()))

    @commands.command(name="subject-access")
    @click.argument("number")
    @click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
    def subject_access(number: str, file: Path) -> None:
        """Write everything about a person (by number, as LR-204-881) to a ZIP, for who cannot ask on the site."""
        with connected() as settings, create_app(settings).app_context():
            file.write_bytes(own_data.make(db.run(_id_of, number), own_data.origin_of_this_service()))
        click.echo(f"Everything about {number} is in {file}.")

    @commands.command()
    @click.argument("number")
    @click.confirmation_option(prompt="This cannot be undone. Erase this person?")
    def erase(number: str) -> None:
        """Erase a person (by number, as LR-204-881) at once, for who cannot ask on the site."""
        with connected():
            removed = db.run(own_data.erase, db.run(_id_of, number))
        click.echo("; ".join(f"{table}: {count}" for table, count in sorted(removed.items())) or "Nothing was left.")


def _id_of(number: str) -> uuid.UUID:
    person = people.find_person_by_number(number)
    if person is None:
        raise errors.NotFound
    return person.person_id
