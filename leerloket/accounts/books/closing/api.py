"""The books as JSON: closed days and months, and any reference."""

from datetime import date
from typing import Any

import flask_login

from leerloket import web
from leerloket.accounts.books.closing import rules, schemas, service

bp = web.ApiBlueprint("accounts_books_api", __name__, description="The books: closed days, months, references")


def _month(text: str) -> date:
    return date(int(text[:4]), int(text[5:]), 1)


@bp.route("/books/days", methods=["GET"])
@web.requires("administrator", "controller")
@bp.arguments(schemas.DayQuery, location="query")
@bp.response(200, schemas.DayClosingsOut)
def list_days(given: dict[str, Any]) -> dict[str, Any]:
    """The closed days of a month, each with its totals, its sum of zero and the head of the chain."""
    return {"items": service.list_closings(_month(given["month"])), "next": None}


@bp.route("/books/months", methods=["GET"])
@web.requires("administrator", "controller")
@bp.response(200, schemas.MonthClosingsOut)
def list_months() -> dict[str, Any]:
    """The months that were signed off."""
    return {"items": service.list_months(), "next": None}


@bp.route("/books/months", methods=["POST"])
@web.requires("controller")
@web.refuses(
    rules.NoMonth,
    rules.MonthNotOver,
    rules.MonthClosedBefore,
    rules.EarlierMonthOpen,
    rules.DaysNotClosed,
    rules.BooksDoNotHold,
)
@bp.arguments(schemas.MonthIn)
@bp.response(201, schemas.MonthClosingOut)
def close_month(given: dict[str, Any]) -> service.MonthClosing:
    """Sign a month off: it is over, each day is closed, the books hold."""
    return service.close_month(_month(given["month"]), closed_by=flask_login.current_user.person_id)


@bp.route("/books/transfers", methods=["GET"])
@web.requires("administrator", "controller")
@bp.arguments(schemas.LedgerLineQuery, location="query")
@bp.response(200, schemas.LedgerLinesOut)
def search(given: dict[str, Any]) -> dict[str, Any]:
    """Transfers by any reference. What is shown of a person is noted, and the person can see it."""
    return {"items": service.look_up(given["q"]), "next": None}
