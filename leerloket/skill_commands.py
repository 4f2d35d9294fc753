"""The command about skills and occupations. `cli` hangs it beside its own."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

import click

from leerloket import config, db
from leerloket.courses.skills import service as skills

Connected = Callable[[], AbstractContextManager[config.Settings]]


def add_to(commands: click.Group, connected: Connected, show_progress: Callable[[str, int, int], None]) -> None:
    """Add the command to a group; `connected` opens the database around its work."""

    @commands.command(name="import-skills")
    @click.argument("files", nargs=-1, type=click.Path(exists=True, dir_okay=False, path_type=Path))
    def import_skills(files: tuple[Path, ...]) -> None:
        """Import files of ESCO (CSV) and CompetentNL (.nt) together; without files the shipped skills."""
        with connected():
            report = db.run(skills.import_files, files, lambda done, total: show_progress("Skills", done, total))
        click.echo(str(report))
