"""The newsletter: ask for it, confirm, stop, choose it as a person of ours, and look at the next one."""

import uuid

import flask
import flask_login
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from leerloket import clock, outbox, web
from leerloket.advice.newsletter import issues, rules, schemas, service
from leerloket.people import service as people
from leerloket.people.regions import service as regions

bp = flask.Blueprint("newsletter", __name__)


def _region_options() -> list[tuple[str, str]]:
    return [(region.code, region.name) for region in regions.list_regions()]


@bp.get("/nieuwsbrief")
@web.public
def form() -> str:
    """Ask for the newsletter."""
    return flask.render_template("advice/newsletter/form.html", options=_region_options())


@bp.post("/nieuwsbrief")
@web.public
@web.shows_again(form)
def ask() -> ResponseReturnValue:
    """A mail asks whether that was meant."""
    given = web.load(schemas.NewsletterForm(), flask.request.form)
    origin = flask.request.remote_addr or ""
    service.ask(given["email"], given["regio"], language=web.language(), origin=origin)
    return flask.redirect(flask.url_for("newsletter.asked"), 303)


@bp.get("/nieuwsbrief/gevraagd")
@web.public
def asked() -> str:
    """Look into your mail."""
    return flask.render_template("advice/newsletter/asked.html", days=rules.CONFIRM_WITHIN.days)


@bp.get("/nieuwsbrief/bevestigen/<uuid:reader_id>")
@web.public
def link(reader_id: uuid.UUID) -> str:
    """The link of the mail: one button, so that a program that follows links confirms nothing."""
    reader = service.get_reader(reader_id)
    return flask.render_template(
        "advice/newsletter/confirm.html", reader=reader, region=regions.get_region(reader.region_code).name
    )


@bp.post("/nieuwsbrief/bevestigen/<uuid:reader_id>")
@web.public
def confirm(reader_id: uuid.UUID) -> ResponseReturnValue:
    """Send it from now on."""
    service.confirm(reader_id)
    flask.flash(_("Gelukt. De nieuwsbrief komt op de eerste dag van de maand, als er iets nieuws is."), "ok")
    return flask.redirect(flask.url_for("newsletter.form"), 303)


@bp.get("/nieuwsbrief/stop/<uuid:reader_id>")
@web.public
def leave(reader_id: uuid.UUID) -> str:
    """The link below each newsletter."""
    return flask.render_template("advice/newsletter/stop.html", reader_id=reader_id)


@bp.post("/nieuwsbrief/stop/<uuid:reader_id>")
@web.public
def stop(reader_id: uuid.UUID) -> ResponseReturnValue:
    """Send nothing more; also what a mail program posts by itself (RFC 8058)."""
    service.stop(reader_id)
    return flask.redirect(flask.url_for("newsletter.stopped"), 303)


@bp.get("/nieuwsbrief/gestopt")
@web.public
def stopped() -> str:
    """It is stopped, and the address is forgotten."""
    return flask.render_template("advice/newsletter/stopped.html")


@bp.get("/gegevens/nieuwsbrief")
@web.requires()
def own() -> str:
    """The newsletter of which region a person gets."""
    mine = service.find_own(flask_login.current_user.person_id)
    person = people.get_person(flask_login.current_user.person_id)
    return flask.render_template(
        "advice/newsletter/own.html", mine=mine, region_code=person.region_code, options=_region_options()
    )


@bp.post("/gegevens/nieuwsbrief")
@web.requires()
@web.shows_again(own)
def choose_own() -> ResponseReturnValue:
    """Choose."""
    chosen = web.load(schemas.OwnNewsletterForm(), flask.request.form)["regio"]
    service.choose_own(flask_login.current_user.person_id, chosen)
    flask.flash(_("Uw keuze is opgeslagen."), "ok")
    return flask.redirect(flask.url_for("newsletter.own"), 303)


@bp.get("/beheer/nieuwsbrief")
@web.requires("administrator")
def overview() -> str:
    """How many readers each region has, and what was sent."""
    return flask.render_template(
        "advice/newsletter/overview.html",
        regions=regions.list_regions(),
        readers=service.count_readers(),
        issues=[(clock.month_text(one.month, web.language()), one.region_code) for one in service.list_issues()],
        names=dict(_region_options()),
    )


@bp.get("/beheer/nieuwsbrief/<region_code>")
@web.requires("administrator")
def preview(region_code: str) -> str:
    """What the readers of a region will get on the first day of next month, as far as it is known today."""
    region = regions.get_region(region_code)
    month = clock.business_date().replace(day=1)
    lines = issues.compose(month, region.code)
    texts = [_text(lines, region.name, language) for language in issues.LANGUAGES]
    return flask.render_template(
        "advice/newsletter/preview.html",
        region=region,
        is_empty=issues.is_empty(lines),
        sent_on=rules.month_after(month),
        texts=[(text, outbox.blocks(text.body)) for text in texts],
    )


def _text(lines: dict[str, object], region: str, language: str) -> outbox.Text:
    month = clock.business_date().replace(day=1)
    facts = issues.facts_of(lines, month, region, language, uuid.UUID(int=0))
    message = outbox.Message(kind="newsletter", facts=facts, language=language)
    return outbox.render(flask.current_app._get_current_object(), message)  # type: ignore[attr-defined]
