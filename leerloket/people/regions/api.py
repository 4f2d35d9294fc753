"""Regions as JSON."""

from typing import Any

from leerloket import web
from leerloket.people.regions import schemas, service

bp = web.ApiBlueprint("regions_api", __name__, description="Labour-market regions")


@bp.route("/regions", methods=["GET"])
@web.public
@bp.response(200, schemas.RegionsOut)
def list_regions() -> dict[str, Any]:
    """The 35 labour-market regions of today."""
    return {"items": service.list_regions(), "next": None}
