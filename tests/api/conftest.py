"""The application and a world of two sides, each made once."""

from collections.abc import Callable, Iterator

import flask
import pytest

from leerloket import app as application
from leerloket import config, db
from tests.api import world as worlds
from tests.conftest import DEMO, Database


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> flask.Flask:
    folder = tmp_path_factory.mktemp("api")
    made = application.create_app(config.from_environment({**DEMO, "LEERLOKET_DATA_DIR": str(folder)}))
    made.config["PROPAGATE_EXCEPTIONS"] = False
    made.config["WTF_CSRF_ENABLED"] = False
    return made


@pytest.fixture
def app(site: flask.Flask) -> flask.Flask:
    return site


@pytest.fixture(scope="session")
def world(site: flask.Flask, clone: Callable[[], Database]) -> Iterator[worlds.World]:
    """Only to read, or inside `untouched`."""
    engine = db.make_engine(clone().app_url)
    with site.app_context():
        made = worlds.build(engine)
    yield made
    db.session.remove()
    engine.dispose()
