"""Admissions and sanctions as JSON."""

import uuid
from typing import Any

import flask_login

from leerloket import errors, web
from leerloket.courses.admissions import ladder, rules, sanctions, schemas, service
from leerloket.courses.admissions.models import AdmissionTask, Sanction
from leerloket.courses.bookings.provider_pages import own_provider
from leerloket.courses.providers import service as providers

bp = web.ApiBlueprint("admissions_api", __name__, description="Who may offer modules, and what happens to who may not")

HERE = "/providers/<uuid:provider_id>"


def _me() -> uuid.UUID:
    person_id: uuid.UUID = flask_login.current_user.person_id
    return person_id


def _latest(provider_id: uuid.UUID) -> service.Admission:
    found = service.find_latest(provider_id)
    if found is None:
        raise errors.NotFound
    return found


@bp.route("/provider-applications", methods=["POST"])
@web.requires()
@web.refuses(rules.AppliedAlready, rules.KvkKnown)
@bp.arguments(schemas.ApplicationIn)
@bp.response(201, schemas.OwnAdmissionOut)
def apply(given: dict[str, Any]) -> service.Admission:
    """Apply for the organisation you work for. You become its office; two administrators decide."""
    row, holder = schemas.provider_row(given)
    return _latest(service.apply(_me(), row, holder=holder).provider_id)


@bp.route("/provider/admission", methods=["GET"])
@web.requires("provider")
@web.refuses(errors.NotFound)
@bp.response(200, schemas.OwnAdmissionOut)
def get_own() -> service.Admission:
    """How far your organisation is."""
    return _latest(own_provider())


@bp.route("/provider/sanctions", methods=["GET"])
@web.requires("provider")
@bp.response(200, schemas.SanctionsOut)
def list_own_sanctions() -> dict[str, Any]:
    """The steps against your organisation that were ever in force, the newest first."""
    return {"items": sanctions.list_told(own_provider()), "next": None}


@bp.route("/provider/sanctions/<uuid:sanction_id>/appeal", methods=["POST"])
@web.requires("provider")
@web.refuses(errors.NotFound, ladder.SanctionMoved, ladder.AppealedAlready, ladder.AppealTooLate)
@bp.arguments(schemas.AppealIn)
@bp.response(200, schemas.SanctionOut)
def object_to(given: dict[str, Any], sanction_id: uuid.UUID) -> Sanction:
    """Object to a step, within six weeks."""
    return sanctions.object_to(own_provider(), sanction_id, appeal=given["appeal"])


@bp.route(f"{HERE}/admission", methods=["GET"])
@web.requires("administrator")
@web.refuses(errors.NotFound)
@bp.response(200, schemas.AdmissionOut)
def get_admission(provider_id: uuid.UUID) -> service.Admission:
    """The newest time this provider was looked at, with its tasks."""
    return _latest(provider_id)


@bp.route(f"{HERE}/admission-rounds", methods=["POST"])
@web.requires("administrator")
@web.refuses(rules.AdmissionOpen, providers.UnknownProvider)
@bp.response(201, schemas.AdmissionOut)
def start(provider_id: uuid.UUID) -> service.Admission:
    """Begin to look at a provider (again)."""
    service.start(provider_id, _me())
    return _latest(provider_id)


@bp.route(f"{HERE}/admission/tasks/<task>", methods=["PUT"])
@web.requires("administrator")
@web.refuses(
    rules.NoAdmissionOpen,
    rules.EvidenceInFuture,
    rules.MarkNeedsEnd,
    rules.NoAccountKnown,
    rules.NoSampleModule,
    errors.NotFound,
)
@bp.arguments(schemas.AdmissionTaskIn)
@bp.response(200, schemas.AdmissionTaskOut)
def note_task(given: dict[str, Any], provider_id: uuid.UUID, task: str) -> AdmissionTask:
    """What you found at `register`, `quality_mark`, `account`, `sample_module` or `visit`."""
    return service.note_task(provider_id, task, by=_me(), **given)


@bp.route(f"{HERE}/admission", methods=["POST"])
@web.requires("administrator")
@web.refuses(
    rules.NoAdmissionOpen,
    rules.TasksOpen,
    rules.OwnApplication,
    rules.UntilNotPossible,
    providers.SamePersonAdmits,
    providers.UnknownProvider,
)
@bp.arguments(schemas.ApprovalIn)
@bp.response(200, schemas.AdmissionOut)
def approve(given: dict[str, Any], provider_id: uuid.UUID) -> service.Admission:
    """Approve a provider whose tasks are in order. The first approval waits; another administrator's admits."""
    return service.approve(provider_id, _me(), until=given["until"])


@bp.route(f"{HERE}/admission/reject", methods=["POST"])
@web.requires("administrator")
@web.refuses(rules.NoAdmissionOpen, rules.OwnApplication, providers.UnknownProvider)
@bp.arguments(schemas.AdmissionReasonIn)
@bp.response(200, schemas.AdmissionOut)
def reject(given: dict[str, Any], provider_id: uuid.UUID) -> service.Admission:
    """End it with a no, and say why."""
    service.reject(provider_id, _me(), given["reason"])
    return _latest(provider_id)


@bp.route(f"{HERE}/sanctions", methods=["GET"])
@web.requires("administrator")
@web.refuses(providers.UnknownProvider)
@bp.response(200, schemas.SanctionsOut)
def list_sanctions(provider_id: uuid.UUID) -> dict[str, Any]:
    """Every step that was ever proposed against a provider, the newest first."""
    providers.get_provider(provider_id)
    return {"items": sanctions.list_sanctions(provider_id), "next": None}


@bp.route(f"{HERE}/sanctions", methods=["POST"])
@web.requires("administrator")
@web.refuses(ladder.SanctionProposed, ladder.StepTooFar, ladder.HeaviestStep, providers.UnknownProvider)
@bp.arguments(schemas.SanctionIn)
@bp.response(201, schemas.SanctionOut)
def propose(given: dict[str, Any], provider_id: uuid.UUID) -> Sanction:
    """Propose the next step: warning, no_bookings, payouts_held, removed."""
    return sanctions.propose(provider_id, given["step"], reason=given["reason"], by=_me())


@bp.route(f"{HERE}/sanctions/<uuid:sanction_id>/confirm", methods=["POST"])
@web.requires("administrator")
@web.refuses(errors.NotFound, ladder.SanctionMoved, ladder.SamePersonSanctions)
@bp.response(200, schemas.SanctionOut)
def confirm(provider_id: uuid.UUID, sanction_id: uuid.UUID) -> Sanction:
    """Put a step in force that another administrator proposed."""
    return sanctions.confirm(provider_id, sanction_id, by=_me())


@bp.route(f"{HERE}/sanctions/<uuid:sanction_id>/drop", methods=["POST"])
@web.requires("administrator")
@web.refuses(errors.NotFound, ladder.SanctionMoved)
@bp.response(200, schemas.SanctionOut)
def drop(provider_id: uuid.UUID, sanction_id: uuid.UUID) -> Sanction:
    """Take a proposal from the table."""
    return sanctions.drop(provider_id, sanction_id, by=_me())


@bp.route(f"{HERE}/sanctions/<uuid:sanction_id>/lift", methods=["POST"])
@web.requires("administrator")
@web.refuses(errors.NotFound, ladder.SanctionMoved, ladder.SamePersonSanctions)
@bp.arguments(schemas.AdmissionReasonIn)
@bp.response(200, schemas.SanctionOut)
def lift(given: dict[str, Any], provider_id: uuid.UUID, sanction_id: uuid.UUID) -> Sanction:
    """End a step that another administrator decided."""
    return sanctions.lift(provider_id, sanction_id, reason=given["reason"], by=_me())


@bp.route(f"{HERE}/sanctions/<uuid:sanction_id>/appeal-answer", methods=["POST"])
@web.requires("administrator")
@web.refuses(errors.NotFound, ladder.SanctionMoved, ladder.NoAppealOpen, ladder.SamePersonSanctions)
@bp.arguments(schemas.AppealAnswerIn)
@bp.response(200, schemas.SanctionOut)
def answer(given: dict[str, Any], provider_id: uuid.UUID, sanction_id: uuid.UUID) -> Sanction:
    """Answer an objection."""
    return sanctions.answer(provider_id, sanction_id, by=_me(), **given)
