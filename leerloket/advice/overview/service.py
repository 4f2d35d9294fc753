"""Gathering what stands on the two pages, as plain data, and drawing them."""

import base64
import uuid

import flask
import flask_babel
from markupsafe import Markup

from leerloket import clock, outbox, printing
from leerloket.accounts.ledger import service as ledger
from leerloket.advice.desks import service as desks
from leerloket.advice.overview import figures, rules
from leerloket.advice.overview.rules import NoAddressForOverview, Options, Overview
from leerloket.advice.plans import service as plans
from leerloket.courses.bookings import service as bookings
from leerloket.people import service as people

__all__ = ["NoAddressForOverview", "Options", "Overview"]


AS_IT_IS = Options()


def gather(account_id: uuid.UUID, options: Options = AS_IT_IS) -> Overview:
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
        language=options.language or person.language,
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
        is_large=options.is_large,
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
    """The overview as a tagged PDF, with its figures in it as CSV. Raises NoPdf, TooHeavy or Busy."""
    with flask_babel.force_locale(overview.language):
        text = figures.as_csv(overview)
    return printing.draw(
        "advice/overview.html",
        language=overview.language,
        overview=overview,
        file_name=rules.file_name(clock.business_date(overview.made_at), "csv"),
        figures=base64.b64encode(text.encode()).decode(),
    )


def show(overview: Overview) -> Markup:
    """The same for a screen, in the language of the overview."""
    with flask_babel.force_locale(overview.language):
        return Markup(flask.render_template("advice/overview_body.html", overview=overview))  # noqa: S704


def answer(overview: Overview) -> flask.Response:
    """The PDF with its file name, to show or to keep."""
    return printing.answer(draw(overview), _file_name(overview))


def _file_name(overview: Overview) -> str:
    return rules.file_name(clock.business_date(overview.made_at))


def mail(account_id: uuid.UUID, overview: Overview) -> None:
    """Mail the PDF to the person it is about; neither subject nor text says what is in it.

    Raises NoAddressForOverview, and as `draw`.
    """
    person = people.get_person(account_id)
    if not person.email:
        raise NoAddressForOverview
    outbox.put(
        "overview",
        person.email,
        dedup=f"overview:{account_id}:{overview.made_at.isoformat()}",
        facts={"name": person.name},
        account_id=account_id,
        language=overview.language,
        file=outbox.File(_file_name(overview), "application/pdf", draw(overview)),
    )
