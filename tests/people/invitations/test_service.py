"""A code counts once, until its end, and is nowhere kept."""

import threading
from datetime import timedelta

import flask
import pytest
import sqlalchemy as sa
import time_machine

from leerloket import clock, db, errors
from leerloket.people import rules as people_rules
from leerloket.people.employers import service as employers
from leerloket.people.invitations import rules, service
from tests.conftest import Database
from tests.people import make as persons
from tests.people.invitations import make


@pytest.mark.usefixtures("session")
class TestOne:
    def test_a_code_joins_the_employer_once(self, app: flask.Flask) -> None:
        made = make.inviting(app)
        worker = persons.person(role=None)
        with app.test_request_context():
            found = service.find(rules.written(made.codes[0]).lower(), origin="a")
            assert service.accept(found.employer_id, found.invitation_id, worker.person_id) is not None
            with pytest.raises(rules.WrongInvitationCode):
                service.find(made.codes[0], origin="a")
        employee = employers.get_employee(made.employer.employer_id, worker.person_id)
        assert (employee.personnel_number, employee.fte_pct) == ("I-1", 80)
        (invitation,) = service.list_invitations(made.employer.employer_id)
        assert (invitation.state, invitation.name) == ("used", None)

    def test_the_database_holds_no_code(self, app: flask.Flask) -> None:
        made = make.inviting(app)
        rows = db.session.execute(sa.text("SELECT to_jsonb(invitations)::text FROM invitations")).scalars()
        assert all(made.codes[0] not in row for row in rows)

    def test_a_code_ends_by_time_by_withdrawal_and_by_a_newer_one(self, app: flask.Flask) -> None:
        made = make.inviting(app, 3)
        employer_id = made.employer.employer_id
        with app.test_request_context():
            service.withdraw(employer_id, made.invitations[0].invitation_id)
            newer = service.invite(employer_id, [service.Invitee("I-2", "Jan")], by=made.clerk.person_id)
            for code in made.codes[:2]:
                with pytest.raises(rules.WrongInvitationCode):
                    service.find(code, origin="a")
            assert service.find(service.code_of(newer[0]), origin="a") is not None
            with time_machine.travel(clock.now() + rules.LASTS, tick=False):
                with pytest.raises(rules.WrongInvitationCode):
                    service.find(made.codes[2], origin="a")
                assert service.end_old() == 2
        with pytest.raises(errors.NotFound):
            service.withdraw(employer_id, made.invitations[0].invitation_id)
        assert all(one.name is None for one in service.list_invitations(employer_id))

    def test_tries_are_counted_per_origin(self, app: flask.Flask) -> None:
        made = make.inviting(app)
        with app.test_request_context():
            for _ in range(rules.TRIES_PER_ORIGIN):
                with pytest.raises(rules.WrongInvitationCode):
                    service.find("ABCDEFGH", origin="canteen")
            with pytest.raises(people_rules.TooManyTries):
                service.find(made.codes[0], origin="canteen")
            assert service.find(made.codes[0], origin="home") is not None

    def test_letters_are_for_who_did_not_join_and_can_be_made_again(self, app: flask.Flask) -> None:
        made = make.inviting(app, 2)
        batch_id, employer_id = made.invitations[0].batch_id, made.employer.employer_id
        with app.test_request_context():
            first = service.get_letters(employer_id, batch_id)
            assert [letter.code for letter in first] == [rules.written(code) for code in made.codes]
            service.accept(employer_id, made.invitations[0].invitation_id, persons.person().person_id)
            assert service.get_letters(employer_id, batch_id) == first[1:]
            with pytest.raises(errors.NotFound):
                service.get_letters(persons.employer().employer_id, batch_id)

    def test_who_is_an_employee_already_is_not_invited(self, app: flask.Flask) -> None:
        made = make.inviting(app)
        with app.test_request_context():
            service.accept(made.employer.employer_id, made.invitations[0].invitation_id, persons.person().person_id)
            with pytest.raises(errors.Invalid):
                service.invite(made.employer.employer_id, [service.Invitee("I-1", "Jan")], by=made.clerk.person_id)

    def test_an_employment_in_the_same_time_is_refused_and_the_code_stays(self, app: flask.Flask) -> None:
        made = make.inviting(app)
        worker = persons.person()
        employers.employ(made.employer.employer_id, worker.person_id, "ander", 100, clock.business_date())
        with app.test_request_context():
            with pytest.raises(errors.Conflict):
                service.accept(made.employer.employer_id, made.invitations[0].invitation_id, worker.person_id)
            assert service.find(made.codes[0], origin="a").state == "open"

    def test_a_bsn_is_refused(self, app: flask.Flask) -> None:
        made = make.inviting(app)
        with app.test_request_context(), pytest.raises(people_rules.HoldsBsn):
            service.invite(made.employer.employer_id, [service.Invitee("111222333", "Jan")], by=made.clerk.person_id)


def test_of_two_who_use_one_code_at_the_same_moment_one_joins(app: flask.Flask, committed: Database) -> None:
    made = make.inviting(app)
    workers = [persons.person().person_id for _ in range(4)]
    db.session.commit()
    joined, refused, ready = [], [], threading.Barrier(len(workers))

    def use(worker: object) -> None:
        ready.wait()
        try:
            with app.app_context():
                db.run(service.accept, made.employer.employer_id, made.invitations[0].invitation_id, worker)  # type: ignore[arg-type]
        except rules.WrongInvitationCode:
            refused.append(worker)
        else:
            joined.append(worker)

    threads = [threading.Thread(target=use, args=[worker]) for worker in workers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (len(joined), len(refused)) == (1, 3)
    with db.transaction(read_only=True):
        assert employers.count_employees(made.employer.employer_id) == 1


def test_a_code_lasts_three_months() -> None:
    assert timedelta(days=80) < rules.LASTS < timedelta(days=100)
