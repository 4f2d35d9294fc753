"""The audit log: what was done is kept with the deed, what was refused is kept all the same."""

import pytest
import sqlalchemy as sa

from leerloket import db
from leerloket.people.audit import service as audit
from leerloket.people.audit.models import AuditLine
from tests.conftest import Database


def test_a_refusal_outlives_the_rollback_and_a_deed_does_not(committed: Database) -> None:
    thing = db.new_id()

    def work() -> None:
        audit.record("approve", "grant", thing)
        audit.record("approve", "grant", thing, result="refused", reason="zelfde persoon")
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        db.run(work)
    (line,) = audit.list_lines(thing)
    assert (line.result, line.reason, line.role, line.origin) == ("refused", "zelfde persoon", "system", "command line")


@pytest.mark.usefixtures("session")
def test_newest_comes_first() -> None:
    thing = db.new_id()
    for action in ("admit", "stop"):
        audit.record(action, "provider", thing)
    assert [line.action for line in audit.list_lines(thing)] == ["stop", "admit"]


@pytest.mark.parametrize("change", [sa.delete(AuditLine), sa.update(AuditLine).values(reason="iets anders")])
@pytest.mark.usefixtures("session")
def test_the_service_cannot_change_or_delete_a_line(change: sa.Delete | sa.Update) -> None:
    audit.record("admit", "provider", db.new_id())
    with pytest.raises(sa.exc.ProgrammingError, match="permission denied"):
        db.session.execute(change)
    db.session.rollback()
