"""Gathering what stands on the two pages, as plain data, and drawing them."""

import uuid

import flask

from leerloket import clock, printing
from leerloket.accounts.ledger import service as ledger
from leerloket.advice.desks import service as desks
from leerloket.advice.overview import rules
from leerloket.advice.overview.rules import Overview
from leerloket.advice.plans import service as plans
from leerloket.courses.bookings import service as bookings
from leerloket.people import service as people

__all__ = ["Overview"]


def gather(account_id: uuid.UUID) -> Overview:
    """Everything the overview of a person says now: money per pot, bookings, plan, and what to do."""
    person = people.get_person(account_id)
    balance = ledger.get_balance(account_id)
    plan = plans.find_plan(account_id)
    lines = [_line(booking) for booking in bookings.list_bookings(account_id)]
    shown, earlier = rules.choose_bookings(lines)
    goals, is_cut = rules.cut_plan([_goal(goal) for goal in plan.goals] if plan else [])
    desk = desks.get_desk(plan.desk_id) if plan else desks.find_desk_of_region(person.region_code)
    appointment = desks.find_next_appointment(account_id)
    return Overview(
        name=printing.cut(person.name or ""),
        number=person.number,
        language=person.language,
        made_at=clock.now(),
        available_cents=balance.available_cents,
        held_cents=balance.held_cents,
        pots=[_pot(pot) for pot in balance.pots if pot.available_cents or pot.held_cents],
        bookings=shown,
        earlier_bookings=earlier,
        to_do=rules.choose_to_do(lines, goals),
        has_plan=plan is not None,
        goals=goals,
        adviser_name=plan.adviser_name if plan else "",
        plan_made_on=plan.made_on if plan else None,
        desk=rules.DeskLine(desk.name, desk.address, desk.phone, desk.opening_hours) if desk else None,
        appointment_at=appointment.starts_at if appointment else None,
        appointment_channel=appointment.channel if appointment else "",
        is_cut=is_cut,
    )


def _pot(pot: ledger.Pot) -> rules.PotLine:
    return rules.PotLine(
        source=pot.source,
        funder=printing.cut(pot.funder_name),
        purposes=tuple(pot.purposes),
        available_cents=pot.available_cents,
        held_cents=pot.held_cents,
        expires_on=pot.expires_on,
    )


def _line(booking: bookings.Booking) -> rules.BookingLine:
    turn = booking.turn
    must_answer = turn.who == "person" and turn.by is not None
    return rules.BookingLine(
        reference=booking.reference,
        title=printing.cut(booking.module_title),
        provider=printing.cut(booking.provider_name),
        place=printing.cut(booking.place or ""),
        starts_at=booking.starts_at,
        state=booking.state,
        price_cents=booking.price_cents,
        act_by=clock.business_date(turn.by) if must_answer and turn.by else None,
    )


def _goal(goal: plans.GoalFact) -> rules.GoalLine:
    return rules.GoalLine(goal.title, goal.ready_on, goal.state, [_task(task) for task in goal.tasks])


def _task(task: plans.TaskFact) -> rules.TaskLine:
    booking = task.booking if task.is_booked else None
    return rules.TaskLine(
        title=task.title,
        owner=task.owner,
        due_on=booking.starts_on if booking and task.is_open else task.due_on,
        is_open=task.is_open,
        booking_reference=booking.reference if booking else "",
        booking_state=booking.state if booking else "",
    )


def draw(overview: Overview) -> bytes:
    """The overview as a tagged PDF in the person's own language. Raises NoPdf, TooHeavy or Busy."""
    return printing.draw("advice/overview.html", language=overview.language, overview=overview)


def answer(overview: Overview) -> flask.Response:
    """The PDF with its file name, to show or to keep."""
    return printing.answer(draw(overview), rules.file_name(clock.business_date(overview.made_at)))
