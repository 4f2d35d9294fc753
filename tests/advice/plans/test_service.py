"""A plan, and the booking a task leads to."""

import uuid
from datetime import timedelta

import pytest
import time_machine

from leerloket import clock, db, errors
from leerloket.advice.plans import rules, service
from leerloket.courses.bookings import service as bookings
from leerloket.courses.catalogue import service as catalogue
from tests.accounts.ledger import make as money
from tests.advice import make
from tests.courses.bookings import make as courses

pytestmark = pytest.mark.usefixtures("session")


def only_task(account_id: uuid.UUID) -> service.TaskFact:
    [goal] = service.get_plan(account_id).goals
    [task] = goal.tasks
    return task


def test_a_person_without_a_plan_is_told_so() -> None:
    pair = make.pair()
    assert service.find_plan(pair.client.person_id) is None
    with pytest.raises(rules.NoPlan):
        service.get_plan(pair.client.person_id)


def test_goals_and_tasks_keep_their_order_and_an_empty_goal_has_no_tasks() -> None:
    pair = make.pair()
    first, second = make.goal(pair, "Robotlasser worden"), make.goal(pair, "Beter rekenen")
    make.task(pair, first, "Eerst dit")
    make.task(pair, first, "Dan dat")
    plan = service.get_plan(pair.client.person_id)
    assert [goal.goal_id for goal in plan.goals] == [first, second]
    assert [task.title for task in plan.goals[0].tasks] == ["Eerst dit", "Dan dat"]
    assert plan.goals[1].tasks == []
    assert plan.adviser_name == "Joris de Wit"


def test_every_change_raises_the_version() -> None:
    pair = make.pair()
    goal_id = make.goal(pair)
    seen = [service.get_plan(pair.client.person_id).version]
    task_id = make.task(pair, goal_id)
    seen.append(service.get_plan(pair.client.person_id).version)
    service.finish_task(pair.client.person_id, task_id, pair.client.person_id)
    seen.append(service.get_plan(pair.client.person_id).version)
    service.set_goal(*pair.ids, goal_id, "done")
    seen.append(service.get_plan(pair.client.person_id).version)
    assert seen == [1, 2, 3, 4]


def test_a_done_task_is_done_once_and_the_person_is_told() -> None:
    pair = make.pair()
    task_id = make.task(pair)
    done = service.finish_task(pair.client.person_id, task_id, pair.client.person_id)
    assert (done.state, done.done_on) == ("done", clock.business_date())
    assert make.mails(pair.client.person_id)[-1] == "task-done"
    with pytest.raises(rules.DoneAlready):
        service.finish_task(pair.client.person_id, task_id, pair.client.person_id)
    service.reopen_task(pair.client.person_id, task_id)
    assert service.get_task(pair.client.person_id, task_id).is_open


def test_another_persons_task_or_goal_does_not_exist() -> None:
    pair, other = make.pair(), make.pair()
    goal_id = make.goal(pair)
    task_id = make.task(pair, goal_id)
    with pytest.raises(rules.UnknownTask):
        service.finish_task(other.client.person_id, task_id, other.client.person_id)
    with pytest.raises(rules.UnknownGoal):
        make.task(other, goal_id)
    with pytest.raises(rules.UnknownGoal):
        service.set_goal(*other.ids, goal_id, "done")


def booked() -> tuple[make.Pair, courses.School, bookings.Booking]:
    pair = make.pair()
    money.right(pair.client.person_id, 100_000)
    school = courses.school()
    edition = courses.edition(school)
    task_id = service.add_module(*pair.ids, edition.module_id)
    booking = courses.book(pair.client.person_id, edition, task_id=task_id)
    return pair, school, booking


def test_a_module_in_the_plan_leads_to_its_booking() -> None:
    pair, _school, booking = booked()
    task = only_task(pair.client.person_id)
    assert task.title == f"Volg {booking.module_title}"
    assert task.module_slug == booking.module_slug
    assert task.booking is not None
    assert (task.booking.reference, task.booking.state) == (booking.reference, "reserved")
    assert task.is_booked
    with pytest.raises(rules.ClosesItself):
        service.finish_task(pair.client.person_id, task.task_id, pair.client.person_id)
    with pytest.raises(rules.TaskBooked):
        service.remove_task(*pair.ids, task.task_id)


def test_an_attended_booking_ends_its_task() -> None:
    pair, school, booking = booked()
    account_id = pair.client.person_id
    bookings.accept(school.provider_id, booking.booking_id, actor_id=school.staff_id)
    assert service.close_attended(account_id) == 0
    with time_machine.travel(booking.ends_at + timedelta(hours=1), tick=False):
        bookings.declare_attendance(school.provider_id, booking.booking_id, 100, actor_id=school.staff_id)
        assert not only_task(account_id).is_open
        assert service.close_attended_tasks() == (1, None)
        assert service.close_attended_tasks() == (0, None)
        task = only_task(account_id)
    assert (task.state, task.done_on) == ("done", clock.business_date(booking.ends_at + timedelta(hours=1)))


def test_the_job_goes_on_where_it_stopped() -> None:
    pairs = [make.pair(), make.pair()]
    for pair in pairs:
        service.add_module(*pair.ids, courses.edition().module_id)
    closed, after = service.close_attended_tasks(limit=1)
    assert (closed, after) == (0, min(pair.client.person_id for pair in pairs))
    assert service.close_attended_tasks(after=after, limit=1)[1] == max(pair.client.person_id for pair in pairs)


def test_a_cancelled_booking_leaves_the_task_open_and_free() -> None:
    pair, _school, booking = booked()
    account_id = pair.client.person_id
    bookings.cancel(account_id, booking.booking_id, by="person", actor_id=account_id)
    task = only_task(account_id)
    assert task.is_open
    assert not task.is_booked
    service.remove_task(*pair.ids, task.task_id)
    assert service.get_plan(account_id).goals[0].tasks == []


def test_a_module_that_is_not_on_offer_cannot_be_planned() -> None:
    pair = make.pair()
    with pytest.raises(catalogue.UnknownModule):
        service.add_module(*pair.ids, db.new_id())


def test_the_whole_plan_is_replaced_at_once() -> None:
    pair = make.pair()
    keep, drop = make.goal(pair, "Blijft"), make.goal(pair, "Gaat weg")
    task_id = make.task(pair, keep, "Blijft ook")
    make.task(pair, drop)
    version = service.get_plan(pair.client.person_id).version
    wanted = [
        service.GoalIn("Nieuw", tasks=[service.TaskIn("Verse taak", "adviser")]),
        service.GoalIn("Blijft, maar anders", id=keep, tasks=[service.TaskIn("Blijft ook", state="done", id=task_id)]),
    ]
    plan = service.replace_plan(*pair.ids, wanted, version=version)
    assert [goal.title for goal in plan.goals] == ["Nieuw", "Blijft, maar anders"]
    assert [(task.title, task.state) for task in plan.goals[1].tasks] == [("Blijft ook", "done")]
    with pytest.raises(errors.Changed):
        service.replace_plan(*pair.ids, wanted, version=version)


def test_a_replaced_plan_does_not_drop_a_booked_task_or_take_anothers() -> None:
    pair, _school, _booking = booked()
    version = service.get_plan(pair.client.person_id).version
    with pytest.raises(rules.TaskBooked):
        service.replace_plan(*pair.ids, [], version=version)
    other = make.pair()
    with pytest.raises(rules.UnknownGoal):
        service.replace_plan(*other.ids, [service.GoalIn("Niet van mij", id=make.goal(pair))], version=0)
