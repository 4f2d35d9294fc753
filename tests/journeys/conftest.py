"""Stories run on a database of their own, with real commits and a clock that the story moves."""

from collections.abc import Iterator

import flask
import pytest
import time_machine

from leerloket import app as application
from leerloket import config, db
from tests.conftest import Database
from tests.journeys.world import BEGIN, Time, World, build, check_books


@pytest.fixture
def time() -> Iterator[Time]:
    with time_machine.travel(BEGIN, tick=True) as traveller:
        yield Time(traveller)


@pytest.fixture
def world(committed: Database, time: Time) -> Iterator[World]:
    yield db.run(build)
    check_books()


@pytest.fixture
def site(settings: config.Settings) -> flask.Flask:
    """The application as it runs, with its CSRF protection."""
    app = application.create_app(settings)
    app.testing = True
    return app
