"""The application with the test room in it, made once."""

from collections.abc import Iterator

import flask
import pytest

from leerloket import app as application
from leerloket import config
from tests.web import probe

_gate = probe.Gate()


@pytest.fixture(scope="session")
def probed(tmp_path_factory: pytest.TempPathFactory) -> flask.Flask:
    folder = tmp_path_factory.mktemp("probe")
    made = application.create_app(config.from_environment({"LEERLOKET_DEMO": "on", "LEERLOKET_DATA_DIR": str(folder)}))
    made.testing = True
    made.config["WTF_CSRF_ENABLED"] = False
    probe.install(made, _gate)
    return made


@pytest.fixture
def app(probed: flask.Flask) -> flask.Flask:
    return probed


@pytest.fixture
def gate() -> Iterator[probe.Gate]:
    """The gate of the test room, open."""
    _gate.reset()
    yield _gate
    _gate.reset()
