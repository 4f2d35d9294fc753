"""Inviting by an employer, and joining with the code of a letter."""

import uuid

import flask
import flask_login
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from leerloket import printing, web
from leerloket.people import pages as people_pages
from leerloket.people import service as people
from leerloket.people.employers import service as employers
from leerloket.people.invitations import letters, rules, schemas, service
from leerloket.people.officers import service as officers

bp = flask.Blueprint("invitations", __name__)


@bp.get("/werkgever/uitnodigingen")
@web.requires("employer")
def invitations() -> str:
    """Who was invited, and inviting people."""
    return flask.render_template(
        "people/invitations/list.html",
        invitations=service.list_invitations(officers.current_employer_id()),
        most=rules.MOST_AT_ONCE,
        state_words={
            "open": (_("Nog niet gebruikt"), "info"),
            "used": (_("Gebruikt"), "success"),
            "withdrawn": (_("Ingetrokken"), "neutral"),
            "ended": (_("Verlopen"), "neutral"),
        },
    )


@bp.post("/werkgever/uitnodigingen")
@web.requires("employer")
@web.shows_again(invitations)
def invite() -> ResponseReturnValue:
    """Invite the people of these lines; their letters follow."""
    given = web.load(schemas.PeopleForm(), flask.request.form)
    made = service.invite(
        officers.current_employer_id(), rules.read_lines(given["mensen"]), by=flask_login.current_user.person_id
    )
    return flask.redirect(flask.url_for("invitations.invited", batch_id=made[0].batch_id), 303)


@bp.get("/werkgever/uitnodigingen/<uuid:batch_id>")
@web.requires("employer")
def invited(batch_id: uuid.UUID) -> str:
    """The letters are ready."""
    return flask.render_template(
        "people/invitations/invited.html",
        letters=service.get_letters(officers.current_employer_id(), batch_id),
        batch_id=batch_id,
    )


@bp.get("/werkgever/uitnodigingen/<uuid:batch_id>/brieven.pdf")
@web.requires("employer")
def letters_pdf(batch_id: uuid.UUID) -> flask.Response:
    """The letters of one batch as one PDF."""
    employer = employers.get_employer(officers.current_employer_id())
    pdf = letters.draw(employer, service.get_letters(employer.employer_id, batch_id), web.language())
    return printing.answer(pdf, "leerloket-brieven.pdf", disposition="attachment")


@bp.post("/werkgever/uitnodigingen/<uuid:invitation_id>/intrekken")
@web.requires("employer")
def withdraw(invitation_id: uuid.UUID) -> ResponseReturnValue:
    """End an invitation."""
    service.withdraw(officers.current_employer_id(), invitation_id)
    flask.flash(_("De uitnodiging is ingetrokken. De code werkt niet meer."), "ok")
    return flask.redirect(flask.url_for("invitations.invitations"), 303)


# --- joining ----------------------------------------------------------------------------------------------


@bp.get("/aanmelden/code")
@web.public
def code() -> str:
    """The form for the code of a letter."""
    return flask.render_template("people/invitations/code.html")


@bp.post("/aanmelden/code")
@web.public
@web.shows_again(code)
def use_code() -> ResponseReturnValue:
    """Remember whose code it is in the signed cookie, and ask who this is."""
    given = web.load(schemas.CodeForm(), flask.request.form)
    found = service.find(given["code"], origin=flask.request.remote_addr or "")
    flask.session[people_pages.INVITATION] = [found.employer_id.hex, found.invitation_id.hex]
    return flask.redirect(flask.url_for("invitations.who"), 303)


def _invitation() -> tuple[uuid.UUID, uuid.UUID] | None:
    remembered = flask.session.get(people_pages.INVITATION)
    return (uuid.UUID(remembered[0]), uuid.UUID(remembered[1])) if remembered else None


@bp.get("/aanmelden/code/wie")
@web.public
def who() -> ResponseReturnValue:
    """Join as who is signed in; others make an account or sign in first."""
    invitation = _invitation()
    if invitation is None:
        return flask.redirect(flask.url_for("invitations.code"), 303)
    return flask.render_template("people/invitations/who.html", employer=employers.get_employer(invitation[0]).name)


@bp.post("/aanmelden/code/nieuw")
@web.public
@web.shows_again(who)
def sign_up() -> ResponseReturnValue:
    """Ask for an account that joins the employer once its mail is confirmed."""
    invitation = _invitation()
    if invitation is None:
        return flask.redirect(flask.url_for("invitations.code"), 303)
    given = web.load(schemas.JoinForm(), flask.request.form)
    people.sign_up(**given, origin=flask.request.remote_addr or "", language=web.language(), invitation=invitation)
    return flask.redirect(flask.url_for("people.sign_up_asked"), 303)


@bp.post("/aanmelden/code/akkoord")
@web.requires()
@web.shows_again(code)
def join() -> ResponseReturnValue:
    """Join the employer as who is signed in."""
    invitation = _invitation()
    if invitation is None:
        return flask.redirect(flask.url_for("invitations.code"), 303)
    employer = service.accept(*invitation, flask_login.current_user.person_id)
    flask.session.pop(people_pages.INVITATION, None)
    flask.flash(_("U hoort nu bij %(employer)s.", employer=employer.name), "ok")
    return flask.redirect("/start", 303)
