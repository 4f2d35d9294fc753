"""The shipped set of skills, taken in once; what a test changes is undone."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
import sqlalchemy as sa

from leerloket import db
from leerloket.courses.skills import service


@pytest.fixture(scope="session")
def skills_engine(clone: Callable[[], Any]) -> Iterator[sa.Engine]:
    engine = db.make_engine(clone().app_url)
    db.connect(engine)
    db.run(service.import_own_set)
    yield engine
    engine.dispose()


@pytest.fixture
def own_set(skills_engine: sa.Engine) -> Iterator[None]:
    """Sessions of this test see the shipped set; all they write is undone."""
    with skills_engine.connect() as connection:
        outer = connection.begin()
        db.connect(connection)
        yield
        db.session.remove()
        outer.rollback()
