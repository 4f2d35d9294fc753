"""The versions of the rules: look, write, propose, approve."""

import uuid
from typing import Any

import flask
import flask_login
from dateutil.relativedelta import relativedelta
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from leerloket import clock, money, web
from leerloket.accounts.rights import presets, rules, schemas, service, wording
from leerloket.people import service as people

bp = flask.Blueprint("leerregels", __name__)


def _me() -> uuid.UUID:
    person_id: uuid.UUID = flask_login.current_user.person_id
    return person_id


@bp.context_processor
def words() -> dict[str, Any]:
    """The words for the state of a version."""
    return {
        "version_words": {
            "draft": (_("Concept"), "neutral"),
            "proposed": (_("Wacht op goedkeuring"), "warning"),
            "approved": (_("Goedgekeurd"), "info"),
            "counts": (_("Geldt nu"), "success"),
            "past": (_("Gold eerder"), "neutral"),
        }
    }


def typed(its: rules.Rules) -> dict[str, Any]:
    """The figures as they stand in the form before anybody typed."""
    cents = {
        name: money.plain(value).replace(".", ",")
        for name in wording.FIGURES
        if name.endswith("_cents") and (value := getattr(its, name)) is not None
    }
    years, extra = divmod(its.until_months or 0, 12)
    return cents | {
        "from_age": its.from_age,
        "until_years": years or "",
        "until_extra": extra or "",
        "expires_after_years": its.expires_after_years or "",
    }


def starting_point() -> rules.Rules:
    """The figures a new form begins with: of a version (`van`) or a preset (`voorbeeld`), else the rules of today."""
    given = web.load(schemas.StartQuery(), flask.request.args)
    if preset := presets.find(given["voorbeeld"]):
        return preset.rules
    if given["van"]:
        return rules.read(service.get_version(given["van"]).data)
    return rules.read(service.get_rule_set(service.DEFAULT, clock.business_date()).data)


def state_of(version: service.RuleSet, current: set[uuid.UUID]) -> str:
    """The state of a version as people see it."""
    if version.rule_set_id in current:
        return "counts"
    return "past" if version.state == "approved" and version.starts_on <= clock.business_date() else version.state


@bp.get("/beheer/leerrechten/regels")
@web.requires("administrator", "controller")
def versions() -> str:
    """Every version, and the presets to start from."""
    current = service.list_current_ids(clock.business_date())
    return flask.render_template(
        "accounts/beheer/rule_sets.html",
        versions=[
            (version, state_of(version, current), rules.read(version.data)) for version in service.list_rule_sets()
        ],
        presets=presets.PRESETS,
        in_words=wording.in_words,
    )


@bp.get("/beheer/leerrechten/regels/nieuw")
@web.requires("administrator")
def new() -> str:
    """A new version: which figures, from which day, and why."""
    first_of_next_year = clock.business_date() + relativedelta(years=1, month=1, day=1)
    return flask.render_template(
        "accounts/beheer/rule_set_form.html",
        version=None,
        typed=typed(starting_point()),
        default_on=first_of_next_year,
    )


@bp.post("/beheer/leerrechten/regels/nieuw")
@web.requires("administrator")
@web.shows_again(new)
def write() -> ResponseReturnValue:
    """Keep a new version as a draft."""
    given = web.load(schemas.RuleSetForm(), flask.request.form)
    its = schemas.take_rules(given)
    return _to(service.write_version(given.pop("name"), given.pop("starts_on"), its, **given, created_by=_me()))


@bp.get("/beheer/leerrechten/regels/<uuid:rule_set_id>")
@web.requires("administrator", "controller")
def version(rule_set_id: uuid.UUID) -> str:
    """One version: its figures, what differs from before, and whose turn it is."""
    found = service.get_version(rule_set_id)
    named = people.list_persons([i for i in (found.created_by, found.proposed_by, found.approved_by) if i])
    may_decide = found.state == "proposed" and flask_login.current_user.role == "administrator"
    return flask.render_template(
        "accounts/beheer/rule_set.html",
        version=found,
        state=state_of(found, service.list_current_ids(clock.business_date())),
        previous=service.find_previous(found),
        figures=wording.in_words(rules.read(found.data)),
        differences=[wording.difference(change) for change in service.list_changes(found)],
        names={person.person_id: person.name for person in named},
        may_change=found.state == "draft" and flask_login.current_user.role == "administrator",
        may_approve=may_decide and _me() not in {found.created_by, found.proposed_by},
        may_send_back=may_decide,
    )


@bp.get("/beheer/leerrechten/regels/<uuid:rule_set_id>/wijzigen")
@web.requires("administrator")
def change(rule_set_id: uuid.UUID) -> str:
    """Change a draft."""
    found = service.get_version(rule_set_id)
    return flask.render_template(
        "accounts/beheer/rule_set_form.html",
        version=found,
        typed=typed(rules.read(found.data)),
        default_on=found.starts_on,
    )


@bp.post("/beheer/leerrechten/regels/<uuid:rule_set_id>/wijzigen")
@web.requires("administrator")
@web.shows_again(change)
def revise(rule_set_id: uuid.UUID) -> ResponseReturnValue:
    """Keep the changes of a draft."""
    given = web.load(schemas.RuleSetForm(exclude=["name"]), flask.request.form)
    its = schemas.take_rules(given)
    return _to(service.revise_version(rule_set_id, given.pop("starts_on"), its, **given))


@bp.post("/beheer/leerrechten/regels/<uuid:rule_set_id>/voorstellen")
@web.requires("administrator")
@web.shows_again(version)
def propose(rule_set_id: uuid.UUID) -> ResponseReturnValue:
    """Ask a second person to approve."""
    return _to(service.propose_version(rule_set_id, proposed_by=_me()))


@bp.post("/beheer/leerrechten/regels/<uuid:rule_set_id>/terugsturen")
@web.requires("administrator")
@web.shows_again(version)
def send_back(rule_set_id: uuid.UUID) -> ResponseReturnValue:
    """Make a proposal a draft again."""
    return _to(service.send_back_version(rule_set_id))


@bp.post("/beheer/leerrechten/regels/<uuid:rule_set_id>/goedkeuren")
@web.requires("administrator")
@web.shows_again(version)
def approve(rule_set_id: uuid.UUID) -> ResponseReturnValue:
    """Approve what somebody else proposed."""
    return _to(service.approve_version(rule_set_id, approved_by=_me()))


def _to(found: service.RuleSet) -> ResponseReturnValue:
    return flask.redirect(flask.url_for("leerregels.version", rule_set_id=found.rule_set_id), 303)
