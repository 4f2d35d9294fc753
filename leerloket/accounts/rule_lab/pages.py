"""The rule lab: try rules on people who do not exist, look who gains and who loses, compare, propose."""

import uuid
from typing import Any

import flask
import flask_login
from flask.typing import ResponseReturnValue
from flask_babel import format_decimal
from flask_babel import gettext as _

from leerloket import clock, errors, money, web
from leerloket.accounts.rights import rule_set_pages, wording
from leerloket.accounts.rights import service as rights
from leerloket.accounts.rule_lab import rules, schemas, service, tables
from leerloket.people import service as people
from leerloket.people.regions import service as regions

bp = flask.Blueprint("regellab", __name__)

TABLES = ("kosten", "niveau", "leeftijd", "regio")
MILLION_CENTS = 100_000_000


def _me() -> uuid.UUID:
    person_id: uuid.UUID = flask_login.current_user.person_id
    return person_id


def euros(cents: int) -> str:
    """An amount as always."""
    return money.euros(cents, web.language())


def large(cents: int) -> str:
    """A large amount in as few figures as it takes: `€ 7.105,0 mln`; below a million as always."""
    if abs(cents) < MILLION_CENTS:
        return euros(cents)
    return str(_("€ %(number)s mln", number=format_decimal(round(cents / MILLION_CENTS, 1), format="#,##0.0")))


def written(column: str, value: int) -> str:
    """A figure of a column: a number of people, an amount per person, or a large amount."""
    if not column.endswith("_cents"):
        return str(format_decimal(value))
    return euros(value) if "each" in column else large(value)


@bp.context_processor
def words() -> dict[str, Any]:
    """How figures are written."""
    return {"large": large, "euros": euros, "number": format_decimal, "written": written, "pairs": tables.pairs}


@bp.get("/beheer/regellab")
@web.requires("administrator", "controller")
def scenarios() -> str:
    """The calculations so far, to look at or to lay side by side."""
    return flask.render_template(
        "accounts/rule_lab/scenarios.html", scenarios=service.list_scenarios(), read=rules.read
    )


@bp.get("/beheer/regellab/nieuw")
@web.requires("administrator")
def new() -> str:
    """A new calculation: which rules, from which day, and what is assumed."""
    today = clock.business_date()
    assumed = rules.Assumptions(today.replace(year=today.year + 1, month=1, day=1))
    return flask.render_template(
        "accounts/rule_lab/form.html",
        typed=rule_set_pages.typed(rule_set_pages.starting_point()),
        assumed=assumed,
        spend=money.plain(assumed.spend_cents).replace(".", ","),
    )


@bp.post("/beheer/regellab/nieuw")
@web.requires("administrator")
@web.shows_again(new)
def calculate() -> ResponseReturnValue:
    """Calculate and keep it."""
    name, its, assumed = schemas.take(web.load(schemas.ScenarioForm(), flask.request.form))
    made = service.calculate(name, its, assumed, created_by=_me())
    return flask.redirect(flask.url_for("regellab.scenario", scenario_id=made.scenario_id), 303)


@bp.get("/beheer/regellab/<uuid:scenario_id>")
@web.requires("administrator", "controller")
def scenario(scenario_id: uuid.UUID) -> str:
    """What a rule set costs, whom it reaches, and who loses."""
    found = service.get_scenario(scenario_id)
    assumed = rules.read(found.assumptions)
    return flask.render_template(
        "accounts/rule_lab/scenario.html",
        scenario=found,
        assumed=assumed,
        figures=wording.in_words(rights.read_rules(found.data)),
        budget_cents=rights.read_rules(found.data).budget_cents,
        everybody=tables.each(found.outcome["everybody"]),
        tables={name: _table(found, name) for name in TABLES},
        made_by=people.get_person(found.created_by).name,
        may_propose=flask_login.current_user.role == "administrator"
        and found.rule_set_id is None
        and assumed.starts_on > clock.business_date(),
    )


def _table(found: service.Scenario, name: str) -> tables.Table:
    table = tables.make(name, found.outcome, {region.code: region.name for region in regions.list_regions()})
    if table is None:
        raise errors.NotFound
    return table


@bp.get("/beheer/regellab/<uuid:scenario_id>/<name>.csv")
@web.requires("administrator", "controller")
def table_csv(scenario_id: uuid.UUID, name: str) -> ResponseReturnValue:
    """One table as a file for a spreadsheet."""
    text = tables.as_csv(_table(service.get_scenario(scenario_id), name))
    response = flask.Response(text, content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return response


@bp.get("/beheer/regellab/vergelijken")
@web.requires("administrator", "controller")
def compare() -> ResponseReturnValue:
    """Two to four calculations side by side; without any chosen the list to choose from."""
    chosen = web.load(schemas.CompareQuery(), flask.request.args)["scenario"]
    if not chosen:
        return flask.redirect(flask.url_for("regellab.scenarios"), 303)
    found = service.compare(chosen)
    everybody = [tables.each(each.outcome["everybody"]) for each in found]
    return flask.render_template(
        "accounts/rule_lab/compare.html",
        scenarios=found,
        costs=tables.side_by_side([_table(each, "kosten") for each in found], "after_cents"),
        levels=tables.side_by_side([_table(each, "niveau") for each in found], "after_each_cents"),
        people=[
            (tables.GROUP_COLUMNS[column], column, [each[column] for each in everybody])
            for column in ("after_people", "losers", "lost_each_cents", "winners", "won_each_cents")
        ],
        figures=zip(*(wording.in_words(rights.read_rules(each.data)) for each in found), strict=True),
    )


@bp.post("/beheer/regellab/<uuid:scenario_id>/voorstellen")
@web.requires("administrator")
@web.shows_again(scenario)
def propose(scenario_id: uuid.UUID) -> ResponseReturnValue:
    """Make a version of it and ask a second person to approve."""
    version = service.propose(scenario_id, proposed_by=_me())
    return flask.redirect(flask.url_for("leerregels.version", rule_set_id=version.rule_set_id), 303)
