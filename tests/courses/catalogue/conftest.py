"""The whole sample offer, imported once and only read."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
import sqlalchemy as sa

from leerloket import clock, db
from leerloket.courses.catalogue import service
from leerloket.courses.providers import service as providers


@pytest.fixture(scope="session")
def offer_engine(clone: Callable[[], Any]) -> Iterator[sa.Engine]:
    engine = db.make_engine(clone().app_url)
    db.connect(engine)

    def fill() -> None:
        report = service.import_sample(clock.business_date())
        assert report.errors == []
        for provider_id in report.providers:
            providers.admit(provider_id, db.random_id(), db.random_id())

    db.run(fill)
    yield engine
    engine.dispose()


@pytest.fixture
def offer(offer_engine: sa.Engine) -> Iterator[None]:
    """Sessions of this test read the sample offer."""
    db.connect(offer_engine)
    yield
    db.session.rollback()
    db.session.remove()
