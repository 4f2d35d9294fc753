"""Alembic: runs the migrations as owner, over the connection that `leerloket migrate` hands in."""

from alembic import context

from leerloket import db, migrate

migrate.import_all_models()


def include_name(name: str | None, kind: str, _parents: object) -> bool:
    """Only our own tables: never propose to drop what another program keeps in the same database."""
    return kind != "table" or name in db.Base.metadata.tables


connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=db.Base.metadata,
    include_name=include_name,
    compare_type=True,
    transaction_per_migration=False,
)
with context.begin_transaction():
    context.run_migrations()
