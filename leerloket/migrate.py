"""Bring a database to the newest shape, as its owner."""

import importlib
import pkgutil
from collections.abc import Callable
from pathlib import Path

import alembic.command
import alembic.config
import alembic.script
import sqlalchemy as sa

import leerloket
from leerloket import db

HERE = Path(__file__).parent


def import_all_models() -> None:
    """Load each `models.py`, so that the metadata knows every table."""
    for module in pkgutil.walk_packages(leerloket.__path__, "leerloket."):
        if module.name.endswith(".models"):
            importlib.import_module(module.name)
    for name in ("leerloket.outbox", "leerloket.web", "leerloket.job_runs"):
        importlib.import_module(name)


def configuration() -> alembic.config.Config:
    """Alembic's settings: where the migrations are, in the checkout or in the wheel."""
    packed = HERE / "_migrations"
    settings = alembic.config.Config()
    settings.set_main_option("script_location", str(packed if packed.is_dir() else HERE.parent / "migrations"))
    return settings


def newest() -> str:
    """The revision the running code was written for."""
    head = alembic.script.ScriptDirectory.from_config(configuration()).get_current_head()
    return head or ""


def upgrade(owner_url: str, revision: str = "head") -> None:
    """Run the migrations that are missing, all in one transaction."""
    _run(owner_url, lambda settings: alembic.command.upgrade(settings, revision))


def downgrade(owner_url: str, revision: str) -> None:
    """Undo migrations down to a revision, all in one transaction."""
    _run(owner_url, lambda settings: alembic.command.downgrade(settings, revision))


def _run(owner_url: str, command: Callable[[alembic.config.Config], None]) -> None:
    engine = sa.create_engine(owner_url, poolclass=sa.NullPool)
    settings = configuration()
    with engine.begin() as connection:
        settings.attributes["connection"] = connection
        command(settings)
    engine.dispose()


def current() -> str | None:
    """The revision the connected database is at."""
    revision: str | None = db.session.scalar(sa.text("SELECT version_num FROM alembic_version"))
    return revision
