"""One application for all these tests: they only render."""

import flask
import pytest

from leerloket import app as application
from leerloket import config


@pytest.fixture(scope="session")
def app(tmp_path_factory: pytest.TempPathFactory) -> flask.Flask:
    data_dir = str(tmp_path_factory.mktemp("data"))
    app = application.create_app(config.from_environment({"LEERLOKET_DEMO": "on", "LEERLOKET_DATA_DIR": data_dir}))
    app.testing = True
    return app
