"""Saldo: what a person has, where it came from, and adding own money."""

import csv
import io
import uuid
from typing import Any
from urllib.parse import urlencode

import flask
import flask_login
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from leerloket import clock, money, web
from leerloket.accounts.ledger import service as ledger
from leerloket.accounts.payments import service as payments
from leerloket.accounts.pots import service as pots
from leerloket.accounts.statements import origins, rules, schemas

bp = flask.Blueprint("saldo", __name__)

PAGE = 25
MOST_LINES = 100_000


@bp.context_processor
def words() -> dict[str, Any]:
    """The words for pots and movements."""
    return {
        "origins_of": lambda entries: origins.of_entries(_me(), entries),
        "kind_words": rules.KINDS,
        "why_words": rules.WHY,
        "purpose_words": rules.PURPOSES,
        "is_over": rules.is_over,
        "written": payments.written,
    }


@bp.app_template_filter()
def pot_name(pot: Any) -> str:
    """What a pot is called: leerrecht, the employer's name, or own money."""
    if pot.source == "employer":
        return str(_("Geld van %(name)s", name=pot.funder_name))
    return str(_("Leerrecht") if pot.source == "right" else _("Eigen geld"))


def _me() -> uuid.UUID:
    person_id: uuid.UUID = flask_login.current_user.person_id
    return person_id


@bp.get("/saldo")
@web.requires("worker")
def balance() -> str:
    """One big number, the pots behind it, when they end, and the last lines."""
    account = ledger.get_balance(_me())
    return flask.render_template(
        "accounts/saldo/balance.html",
        account=account,
        endings=rules.endings(account.pots, clock.business_date()),
        wishes=pots.get_wishes(_me()),
        entries=ledger.list_entries(_me(), limit=3),
    )


@bp.get("/saldo/bij-en-af")
@web.requires("worker")
def entries() -> str:
    """Every movement, filtered by year, pot and kind."""
    chosen = web.load(schemas.EntryFilter(), flask.request.args)
    lines = ledger.list_entries(_me(), before=chosen["voor"], limit=PAGE + 1, **_filter(chosen))
    kept = {name: str(chosen[name]) for name in ("jaar", "potje", "soort") if chosen[name]}
    older = {**kept, "voor": str(lines[PAGE - 1].posting_id)} if len(lines) > PAGE else None
    return flask.render_template(
        "accounts/saldo/entries.html",
        entries=lines[:PAGE],
        pots=ledger.list_pots(_me()),
        groups=rules.GROUPS,
        years=range(clock.business_date().year, 2025, -1),
        chosen=chosen,
        kept=kept,
        older=flask.url_for("saldo.entries") + "?" + urlencode(older) if older else "",
    )


def _filter(chosen: dict[str, Any]) -> dict[str, Any]:
    group = rules.GROUPS.get(chosen["soort"] or "")
    return {"pot_id": chosen["potje"], "year": chosen["jaar"], "kinds": group[1] if group else None}


@bp.get("/saldo/bij-en-af.csv")
@web.requires("worker")
def entries_csv() -> ResponseReturnValue:
    """The same lines as a file for a spreadsheet."""
    chosen = web.load(schemas.EntryFilter(), flask.request.args)
    target = io.StringIO()
    writer = csv.writer(target, delimiter=";", lineterminator="\r\n")
    writer.writerow([_("Datum"), _("Wat"), _("Potje"), _("Bedrag"), _("Saldo daarna"), _("Kenmerk")])
    for line in ledger.list_entries(_me(), limit=MOST_LINES, **_filter(chosen)):
        name = pot_name(line)
        writer.writerow(
            [
                line.booked_on.isoformat(),
                str(rules.KINDS.get(line.kind, line.kind)),
                "'" + name if name.startswith(("=", "+", "-", "@")) else name,
                _amount(line.amount_cents),
                _amount(line.running_cents),
                str(line.transfer_id),
            ]
        )
    response = flask.Response("\ufeff" + target.getvalue(), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = 'attachment; filename="bij-en-af.csv"'
    return response


def _amount(cents: int) -> str:
    text = money.plain(abs(cents)).replace(".", ",")
    return f"-{text}" if cents < 0 else text


@bp.get("/saldo/potje/<uuid:pot_id>")
@web.requires("worker")
def pot(pot_id: uuid.UUID) -> str:
    """One pot: whose, what for, until when, and its lines."""
    return flask.render_template(
        "accounts/saldo/pot.html",
        pot=ledger.get_pot(_me(), pot_id),
        longer=pots.list_longer(_me(), pot_id),
        entries=ledger.list_entries(_me(), pot_id=pot_id, limit=PAGE),
    )


@bp.get("/saldo/inleggen")
@web.requires("worker")
def top_up() -> str:
    """Add own money: how much?"""
    waiting = [payment for payment in payments.list_payments(_me()) if payment.state == "waiting"]
    return flask.render_template("accounts/saldo/top_up.html", waiting=waiting)


@bp.post("/saldo/inleggen")
@web.requires("worker")
@web.shows_again(top_up)
@web.idempotent
def do_top_up() -> ResponseReturnValue:
    """Give a reference to pay with."""
    given = web.load(schemas.OwnTopUpForm(), flask.request.form)
    payment = payments.top_up_own(_me(), given["bedrag"], field="bedrag")
    return flask.redirect(flask.url_for("saldo.payment", payment_id=payment.payment_id), 303)


@bp.get("/saldo/inleggen/<uuid:payment_id>")
@web.requires("worker")
def payment(payment_id: uuid.UUID) -> str:
    """How to pay, and whether the money came in."""
    found = payments.get_own_payment(_me(), payment_id)
    return flask.render_template(
        "accounts/saldo/payment.html", payment=found, settings=flask.current_app.config["SETTINGS"]
    )
