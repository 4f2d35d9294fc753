"""Who may call a view."""

import functools
from collections.abc import Callable, Collection
from typing import Any, TypeVar

import flask
import flask_login

from leerloket import errors
from leerloket.web.request import is_api

View = TypeVar("View", bound=Callable[..., Any])


class ScopeMissing(errors.Forbidden):
    """The key of another system may not do this; `scope` is what it lacks."""

    nl = "Deze sleutel mag dit niet. Nodig is {scope}."
    en = "This key may not do this. It needs {scope}."


class NotForKeys(errors.Forbidden):
    """What no key may do, whatever its scopes: a person signs in for it."""

    nl = "Dit kan niet met een sleutel. Log in als persoon."
    en = "A key cannot do this. Sign in as a person."


def requires(*roles: str, scope: str = "", before_second_step: bool = False) -> Callable[[View], View]:
    """Only a signed-in person whose active role is one of these may call; without roles: anybody signed in.

    Over the API the roles of the token count; on pages the role chosen at `/rol`. The key of another system
    may call only what names a `scope`, and only with that scope.
    Staff who must have a second step and have none may call only what is for `before_second_step`.
    """

    def decorate(view: View) -> View:
        @functools.wraps(view)
        def guarded(*args: Any, **kwargs: Any) -> Any:
            person = flask_login.current_user
            if not person.is_authenticated:
                raise errors.NotSignedIn
            if not before_second_step and _lacks_second_step(person):
                raise errors.SecondStepFirst
            if roles and person.role not in roles:
                if not (is_api() and set(roles) & set(person.roles)):
                    raise errors.Forbidden
                person.act_as(*roles)
            if person.scopes is not None:
                check_scope(person.scopes, scope)
            return view(*args, **kwargs)

        guarded.requires_roles = roles  # type: ignore[attr-defined]
        guarded.scope = scope  # type: ignore[attr-defined]
        return guarded  # type: ignore[return-value]

    return decorate


def check_scope(scopes: Collection[str], needed: str) -> None:
    """Refuse a key without the scope that is needed; who may write may read. Raises ScopeMissing, NotForKeys."""
    if not needed:
        raise NotForKeys
    enough = {needed, needed.removesuffix(":read") + ":write"} if needed.endswith(":read") else {needed}
    if enough.isdisjoint(scopes):
        raise ScopeMissing(scope=needed)


def _lacks_second_step(person: Any) -> bool:
    """Whether this is staff without a second step, where LEERLOKET_REQUIRE_OTP is on."""
    required = flask.current_app.config["SETTINGS"].require_otp
    return bool(required and person.is_staff and not person.has_second_step)


def public(view: View) -> View:
    """Anybody may call this view."""
    view.requires_roles = None  # type: ignore[attr-defined]
    return view
