"""Migrations go up and down, also with people in the database, and agree with the models."""

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from leerloket import db, migrate
from tests.conftest import Database


@pytest.fixture
def owner(committed: Database) -> sa.Engine:
    return sa.create_engine(committed.owner_url, poolclass=sa.NullPool)


def tables(owner: sa.Engine) -> set[str]:
    return set(sa.inspect(owner).get_table_names())


def test_the_tables_are_what_the_models_say(owner: sa.Engine) -> None:
    migrate.import_all_models()

    def ours(_object: object, name: str | None, kind: str, reflected: bool, _compare_to: object) -> bool:
        return not (kind == "table" and reflected and name not in db.Base.metadata.tables)

    with owner.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "include_object": ours})
        assert compare_metadata(context, db.Base.metadata) == []


def test_every_migration_can_be_undone_and_done_again(committed: Database, owner: sa.Engine) -> None:
    before = tables(owner)
    db.session.remove()
    migrate.downgrade(committed.owner_url, "base")
    assert tables(owner) <= {"alembic_version"}
    migrate.upgrade(committed.owner_url)
    assert tables(owner) == before
