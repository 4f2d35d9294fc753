"""Who looked at my data, as JSON."""

from typing import Any

import flask_login

from leerloket import web
from leerloket.people.reads import schemas, service

bp = web.ApiBlueprint("reads_api", __name__, description="Who looked at my data")


@bp.route("/reads", methods=["GET"])
@web.requires()
@bp.arguments(schemas.ReadsQuery, location="query")
@bp.response(200, schemas.ReadsOut)
def list_reads(asked: dict[str, Any]) -> dict[str, Any]:
    """Who looked at my data and why, newest first."""
    limit = asked["limit"]
    lines = service.list_reads(flask_login.current_user.account_id, before=asked.get("cursor"), limit=limit + 1)
    return {"items": lines[:limit], "next": lines[limit - 1].read_id if len(lines) > limit else None}
