"""Every look at a person's data is written before the data leaves, and nobody can take it away."""

import flask
import flask_login
import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient

from leerloket import db
from leerloket.people import service as people
from leerloket.people.reads import service as reads
from leerloket.people.reads.models import Read
from tests.conftest import Database
from tests.people import make


@pytest.mark.usefixtures("session")
def test_a_look_tells_who_as_what_and_why(app: flask.Flask) -> None:
    employer = make.employer("Bakker Metaal BV")
    manager, worker = make.manager(employer, name="Hans van HR"), make.employee(employer)
    identity = people.find_identity(people.open_session(manager.person_id), "page")
    with app.test_request_context():
        flask_login.login_user(identity)
        reads.record(worker.person_id, object_type="employment", purpose="storting", object_id=worker.person_id)
    (line,) = reads.list_reads(worker.person_id)
    assert (line.actor_id, line.actor_name, line.role) == (manager.person_id, "Hans van HR", "employer")
    assert (line.employer_id, line.organisation_name) == (employer.employer_id, "Bakker Metaal BV")
    assert (line.action, line.object_type, line.purpose) == ("read", "employment", "storting")


@pytest.mark.usefixtures("session")
def test_outside_a_request_the_service_itself_looks() -> None:
    worker = make.person()
    reads.record(worker.person_id, object_type="account", purpose="jaaroverzicht")
    (line,) = reads.list_reads(worker.person_id)
    assert (line.actor_id, line.role) == (None, "system")


@pytest.mark.usefixtures("session")
def test_a_look_without_purpose_is_refused() -> None:
    with pytest.raises(sa.exc.IntegrityError):
        reads.record(make.person().person_id, object_type="account", purpose="")


def test_a_look_stays_when_the_work_is_rolled_back(committed: Database) -> None:
    worker = db.random_id()

    def work() -> None:
        reads.record(worker, object_type="plan", purpose="gesprek")
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        db.run(work)
    assert len(reads.list_reads(worker)) == 1


@pytest.mark.parametrize("change", [sa.delete(Read), sa.update(Read).values(purpose="iets anders")])
@pytest.mark.usefixtures("session")
def test_the_service_cannot_change_or_delete_a_look(change: sa.Delete | sa.Update) -> None:
    reads.record(db.random_id(), object_type="plan", purpose="gesprek")
    with pytest.raises(sa.exc.ProgrammingError, match="permission denied"):
        db.session.execute(change)
    db.session.rollback()


@pytest.mark.usefixtures("session")
def test_looks_over_the_api_come_page_by_page(client: FlaskClient) -> None:
    worker = make.person()
    for number in range(5):
        reads.record(worker.person_id, object_type="plan", purpose=f"doel {number}")
    reads.record(db.random_id(), object_type="plan", purpose="van een ander")
    headers = make.bearer(worker)
    seen: list[str] = []
    url = "/api/v1/reads?limit=2"
    for _page in range(3):
        page = client.get(url, headers=headers).json or {}
        seen += [item["purpose"] for item in page["items"]]
        url = f"/api/v1/reads?limit=2&cursor={page['next']}"
    assert url.endswith("cursor=None")
    assert seen == [f"doel {number}" for number in (4, 3, 2, 1, 0)]
    for query in ("limit=0", "limit=201", "limit=x", "cursor=x", "more=1"):
        assert client.get(f"/api/v1/reads?{query}", headers=headers).status_code == 400
    assert client.get("/api/v1/reads").status_code == 401
