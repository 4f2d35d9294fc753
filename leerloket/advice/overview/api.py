"""The overview as PDF over the API."""

import uuid

import flask
import flask_login

from leerloket import errors, printing, web
from leerloket.advice.clients import service as clients
from leerloket.advice.desks import service as desks
from leerloket.advice.overview import schemas, service

bp = web.ApiBlueprint("advice_overview_api", __name__, description="The two-page overview as tagged PDF")

PDF = {"application/pdf": {"schema": {"type": "string", "format": "binary"}}}


@bp.route("/overview.pdf", methods=["GET"])
@web.requires("worker")
@web.refuses(printing.NoPdf, printing.TooHeavy, printing.Busy)
@bp.arguments(schemas.OverviewQuery, location="query")
@bp.doc(responses={"200": {"description": "Tagged PDF/UA-1 with its figures in it as CSV.", "content": PDF}})
def own_overview(options: service.Options) -> flask.Response:
    """Your overview: balance per pot, bookings, plan and what to do now."""
    return service.answer(service.gather(flask_login.current_user.account_id, options))


@bp.route("/clients/<uuid:account_id>/overview.pdf", methods=["GET"])
@web.requires("adviser")
@web.refuses(errors.NotFound, desks.NoDesk, printing.NoPdf, printing.TooHeavy, printing.Busy)
@bp.arguments(schemas.OverviewQuery, location="query")
@bp.doc(responses={"200": {"description": "Tagged PDF/UA-1 with its figures in it as CSV.", "content": PDF}})
def client_overview(options: service.Options, account_id: uuid.UUID) -> flask.Response:
    """The overview of a client who lets you see account and plan."""
    adviser_id = flask_login.current_user.person_id
    clients.open_client(adviser_id, account_id, "plan", "overview")
    clients.open_client(adviser_id, account_id, "account", "overview")
    return service.answer(service.gather(account_id, options))
