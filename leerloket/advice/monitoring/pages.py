"""How far the scheme reaches: pictures, the tables behind them, and those as files."""

import flask
from flask_babel import format_decimal
from flask_babel import gettext as _

from leerloket import clock, errors, web
from leerloket.advice.monitoring import service, tables
from leerloket.people.regions import service as regions
from leerloket.web import csv_files

bp = flask.Blueprint("monitoring", __name__)


@bp.get("/beheer/monitor")
@web.requires("administrator", "controller")
def monitor() -> str:
    """Participation against the target, and what people do with their rights, plans, money and desks."""
    found = service.get_monitor()
    shown = {name: tables.make(name, rows) for name, rows in found.tables.items()}
    return flask.render_template(
        "advice/monitoring/monitor.html",
        monitor=found,
        tables=shown,
        participation=service.PARTICIPATION,
        number=format_decimal,
        tiles=regions.list_tiles(),
        tile_values={
            row.key: {"value": row.percent, "text": _("%(percent)s%%", percent=row.percent)}
            for _label, row, _cells in shown["region"].rows
            if row.percent is not None
        },
    )


@bp.get("/beheer/monitor/<table>.csv")
@web.requires("administrator", "controller")
def table_csv(table: str) -> flask.Response:
    """One table as a file for a spreadsheet."""
    if table not in service.NAMES:
        raise errors.NotFound
    made = tables.make(table, service.get_table(table))
    file_name = f"monitor-{table}-{clock.business_date()}.csv"
    return csv_files.answer(file_name, [made.first, *made.columns], tables.as_rows(made))
