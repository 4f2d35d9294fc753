"""What comes in and goes out about plans."""

import marshmallow as ma

from leerloket import web
from leerloket.advice.plans import codes, rules

TITLE = ma.validate.Length(1, rules.LONGEST_TITLE, error="Gebruik 1 tot 200 tekens.")
BACK = ma.validate.Regexp(r"/loket/[!-\[\]-~]*\Z")
"""A page of the desk: our own path, in visible characters and without a backslash."""


class GoalForm(web.FormSchema):
    """A new goal, and where to go back to."""

    doel = ma.fields.Str(load_default="")
    klaar_op = ma.fields.Date(load_default=None)
    terug = ma.fields.Str(load_default=None, validate=BACK)


class TaskForm(web.FormSchema):
    """A new task as one typed line."""

    taak = ma.fields.Str(load_default="")
    bij_doel = ma.fields.UUID(required=True, error_messages={"required": "Maak eerst een doel."})
    terug = ma.fields.Str(load_default=None, validate=BACK)


class ModuleForm(web.FormSchema):
    """A module to put in the plan."""

    opleiding = ma.fields.UUID(required=True)
    bij_doel = ma.fields.UUID(load_default=None)
    terug = ma.fields.Str(load_default=None, validate=BACK)


class ChangeForm(web.FormSchema):
    """What becomes of a task or goal."""

    staat = ma.fields.Str(required=True, validate=ma.validate.OneOf(("open", "done", "weg")))
    terug = ma.fields.Str(load_default=None, validate=BACK)


class BookingFactOut(web.OutSchema):
    """The booking a task led to."""

    id = ma.fields.UUID(attribute="booking_id")
    reference = ma.fields.Str()
    state = ma.fields.Str()
    starts_on = ma.fields.Date()


class TaskOut(web.OutSchema):
    """One task of a plan."""

    id = ma.fields.UUID(attribute="task_id")
    title = ma.fields.Str()
    owner = ma.fields.Str(validate=ma.validate.OneOf(codes.OWNERS))
    due_on = ma.fields.Date(allow_none=True)
    module_id = ma.fields.UUID(allow_none=True)
    state = ma.fields.Str(validate=ma.validate.OneOf(codes.STATES))
    done_on = ma.fields.Date(allow_none=True)
    booking = ma.fields.Nested(BookingFactOut, allow_none=True)


class GoalOut(web.OutSchema):
    """One goal with its tasks."""

    id = ma.fields.UUID(attribute="goal_id")
    title = ma.fields.Str()
    ready_on = ma.fields.Date(allow_none=True)
    state = ma.fields.Str(validate=ma.validate.OneOf(codes.STATES))
    tasks = ma.fields.List(ma.fields.Nested(TaskOut))


class PlanOut(web.OutSchema):
    """A plan. `version` is also its ETag."""

    id = ma.fields.UUID(attribute="plan_id")
    account_id = ma.fields.UUID()
    adviser_name = ma.fields.Str()
    made_on = ma.fields.Date()
    changed_at = web.Instant()
    version = ma.fields.Int()
    goals = ma.fields.List(ma.fields.Nested(GoalOut))


class TaskIn(web.Schema):
    """A task; without id it is new."""

    id = ma.fields.UUID()
    title = ma.fields.Str(required=True, validate=TITLE)
    owner = ma.fields.Str(load_default="worker", validate=ma.validate.OneOf(codes.OWNERS))
    due_on = ma.fields.Date(allow_none=True, load_default=None)
    module_id = ma.fields.UUID(allow_none=True, load_default=None)
    state = ma.fields.Str(load_default="open", validate=ma.validate.OneOf(codes.STATES))


class GoalIn(web.Schema):
    """A goal; without id it is new."""

    id = ma.fields.UUID()
    title = ma.fields.Str(required=True, validate=TITLE)
    ready_on = ma.fields.Date(allow_none=True, load_default=None)
    state = ma.fields.Str(load_default="open", validate=ma.validate.OneOf(codes.STATES))
    tasks = ma.fields.List(
        ma.fields.Nested(TaskIn), load_default=list, validate=ma.validate.Length(max=rules.MOST_TASKS)
    )


class PlanIn(web.Schema):
    """The whole plan: goals and tasks that are not named go."""

    goals = ma.fields.List(ma.fields.Nested(GoalIn), required=True, validate=ma.validate.Length(max=rules.MOST_GOALS))
