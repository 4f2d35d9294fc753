"""What gunicorn runs: the application of the environment's settings, with an engine of its own per process."""

from leerloket import config, connection, db, logs
from leerloket.app import create_app

settings = config.from_environment()
logs.set_up(settings.log_level)
db.connect(db.make_engine(connection.open_database(settings).app, pool_size=settings.threads))
app = create_app(settings)
