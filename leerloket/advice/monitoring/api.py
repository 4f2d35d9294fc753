"""How far the scheme reaches, as JSON."""

from leerloket import web
from leerloket.advice.monitoring import schemas, service

bp = web.ApiBlueprint("advice_monitoring_api", __name__, description="How far the scheme reaches, in numbers of people")


@bp.route("/monitor", methods=["GET"])
@web.requires("administrator", "controller")
@bp.response(200, schemas.MonitorOut)
def get_monitor() -> service.Monitor:
    """Participation, first bookings, plans, unused money and waiting times of the last year; small groups hidden."""
    return service.get_monitor()
