"""From settings to a database: the operator's own, or the embedded one under the data folder."""

from dataclasses import dataclass

from leerloket import config, postgres

NAME = "leerloket"


@dataclass(frozen=True, slots=True)
class Urls:
    """Where the service finds its database, as the running service and as the owner who migrates."""

    app: str
    owner: str


def open_database(settings: config.Settings) -> Urls:
    """The addresses of the database; starts the embedded server and makes its database when none is named."""
    if settings.database_url:
        return Urls(settings.database_url, settings.owner_database_url or settings.database_url)
    server = postgres.start(settings.data_dir)
    server.create_database(NAME)
    return Urls(server.url(NAME), server.url(NAME, postgres.OWNER))


def is_embedded(settings: config.Settings) -> bool:
    """Whether the database is the one this program starts and stops itself."""
    return settings.database_url is None
