"""ETag and If-Match: who changes something names the version they saw (RFC 9110, 13.1.1)."""

from collections.abc import Callable
from typing import Any, TypeVar

import flask

from leerloket import errors

View = TypeVar("View", bound=Callable[..., Any])


class VersionMissing(errors.Refusal):
    """Something is changed only by who says which version they saw."""

    status = 428
    nl = 'Stuur If-Match mee met de ETag die u zag, of "0" als er nog niets was.'
    en = 'Send If-Match with the ETag you saw, or "0" when there was nothing yet.'


def gives_version(view: View) -> View:
    """Document that the answer carries its version as `ETag`."""
    view.gives_version = True  # type: ignore[attr-defined]
    return view


def needs_version(view: View) -> View:
    """Document that the call wants `If-Match`, and may answer 412 or 428; read it with `version_seen`."""
    view.needs_version = True  # type: ignore[attr-defined]
    return view


def version_seen() -> int:
    """The version in `If-Match`; 428 without one, 412 when it is not one of ours (`*` neither: it names none)."""
    tags = [tag.strip() for tag in flask.request.headers.get("If-Match", "").split(",") if tag.strip()]
    if not tags:
        raise VersionMissing
    version = tags[0].removeprefix("W/").strip('"')
    if len(tags) != 1 or not (version.isascii() and version.isdigit() and len(version) < 10):
        raise errors.Changed
    return int(version)


def check_version(version: int) -> None:
    """Refuse with 412 unless this is the version named in `If-Match`."""
    if version_seen() != version:
        raise errors.Changed


def with_version(body: Any, version: int, status: int = 200) -> tuple[Any, int, dict[str, str]]:
    """An answer that carries its version."""
    return body, status, {"ETag": f'"{version}"'}
