"""Do bank and ledger fit together? One page, and the same as CSV."""

import csv
import io
from typing import Any

import flask
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext

from leerloket import clock, money, web
from leerloket.accounts.bank import reconciliation, schemas

bp = flask.Blueprint("aansluiting", __name__)

ITEMS = {
    "opening": lazy_gettext("Stond er al voor het eerste afschrift"),
    "unmatched": lazy_gettext("Regels die op iemand wachten"),
    "returning": lazy_gettext("Gaat terug naar de afzender"),
    "payment-service": lazy_gettext("Van de betaaldienst gekregen"),
    "payouts-on-the-way": lazy_gettext("Uitbetaald, nog niet van de rekening"),
    "booked-later": lazy_gettext("Later in het grootboek geboekt"),
    "other": lazy_gettext("Kosten en andere afschrijvingen"),
    "missing-lines": lazy_gettext("Saldo's en regels verschillen: er mist een afschrift"),
}
"""Why bank and ledger differ, in words."""


def _overview() -> tuple[reconciliation.Overview, dict[str, Any]]:
    given = web.load(schemas.PeriodQuery(), flask.request.args)
    to_on = given["tot"] or clock.business_date()
    from_on = given["van"] or to_on - reconciliation.PERIOD
    return reconciliation.get_overview(from_on, to_on), {"from_on": from_on, "to_on": to_on}


@bp.get("/beheer/aansluiting")
@web.requires("administrator", "controller")
def overview() -> str:
    """Per day what the bank says, what the ledger says, and why they differ."""
    found, period = _overview()
    return flask.render_template("accounts/beheer/reconciliation.html", overview=found, item_words=ITEMS, **period)


@bp.get("/beheer/aansluiting.csv")
@web.requires("administrator", "controller")
def overview_csv() -> ResponseReturnValue:
    """The same days as a file for a spreadsheet."""
    found, _period = _overview()
    target = io.StringIO()
    writer = csv.writer(target, delimiter=";", lineterminator="\r\n")
    writer.writerow(
        [_("Datum"), _("Bank"), _("Grootboek"), _("Verschil"), *map(str, ITEMS.values()), _("Niet verklaard")]
    )
    for day in found.days:
        amounts = {item.name: item.amount_cents for item in day.items}
        numbers = [day.bank_cents, day.ledger_cents, day.difference_cents, *(amounts.get(name, 0) for name in ITEMS)]
        writer.writerow([day.day_on.isoformat(), *map(_amount, [*numbers, day.unexplained_cents])])
    response = flask.Response("\ufeff" + target.getvalue(), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = 'attachment; filename="aansluiting.csv"'
    return response


def _amount(cents: int) -> str:
    text = money.plain(abs(cents)).replace(".", ",")
    return f"-{text}" if cents < 0 else text
