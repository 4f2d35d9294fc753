"""The story of the demo: books that fit to the cent, something to see, and a database like a lived-in one."""

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
import sqlalchemy as sa

from leerloket import clock, config, db, migrate, seed
from leerloket.accounts.bank import reconciliation
from leerloket.accounts.proof import service as proof
from leerloket.courses.certificates import service as certificates
from leerloket.people import service as people
from leerloket.people import vault
from tests.conftest import DEMO, Database

Told = tuple[Database, sa.Engine]


@pytest.fixture(scope="module")
def told(clone: Callable[[], Database], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Told]:
    """A database in which the story was played with few people."""
    folder = tmp_path_factory.mktemp("data")
    database = clone()
    engine = db.make_engine(database.app_url)
    db.connect(engine)
    keys = vault.open_keys(config.from_environment({**DEMO, "LEERLOKET_DATA_DIR": str(folder)}))
    seed.fill(people=20, keys=keys)
    yield database, engine
    db.session.remove()
    engine.dispose()


@pytest.fixture(autouse=True)
def connected(told: Told) -> None:
    db.connect(told[1])


def test_the_worker_a_visitor_can_be_has_something_to_share() -> None:
    with db.transaction(read_only=True):
        samira = people.find_person_by_email(seed.PERSONAS[0].email)
        assert samira is not None
        assert certificates.list_certificates(samira.person_id)


def test_bank_and_ledger_differ_by_nothing_that_is_not_explained() -> None:
    today = clock.business_date()
    with db.transaction(read_only=True):
        overview = reconciliation.get_overview(today - timedelta(days=150), today)
    assert len(overview.days) == 3
    assert [day.unexplained_cents for day in overview.days] == [0, 0, 0]
    assert overview.gaps == []
    assert {"payment-service", "unmatched", "other"} <= {item.name for item in overview.days[0].items}
    assert overview.escrow_cents == overview.held_cents


def test_the_views_of_the_auditor_can_be_made_anew_over_a_full_database(told: Told) -> None:
    database, _engine = told
    db.session.remove()
    migrate.downgrade(database.owner_url, "0007")
    migrate.upgrade(database.owner_url)
    with db.transaction(read_only=True):
        assert [finding.invariant.name for finding in proof.check_all() if not finding.holds] == []
