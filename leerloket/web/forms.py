"""A form that was refused is shown again, with what was typed and what was wrong."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

import flask

from leerloket import errors
from leerloket.web.request import language

View = TypeVar("View", bound=Callable[..., Any])


@dataclass
class Form:
    """What a page knows of the form that was just sent; empty on a first visit."""

    values: Mapping[str, str] = field(default_factory=dict)
    refusal: errors.Refusal | None = None

    @property
    def failed(self) -> bool:
        """Whether the page is shown again because something was wrong."""
        return self.refusal is not None

    @property
    def errors(self) -> list[Any]:
        """Every sentence to show on top, with the field it belongs to."""
        if self.refusal is None:
            return []
        if self.refusal.errors:
            return [
                FormError(self._field_of(e.field), e.nl if language() == "nl" else e.en) for e in self.refusal.errors
            ]
        return [FormError(self.refusal.field, self.refusal.sentence(language()))]

    def _field_of(self, place: str) -> str:
        """The field an error belongs to: the one that was sent by this name, else the first part (`list.0.name`)."""
        return place if place in self.values else place.removeprefix("form.").partition(".")[0]

    @property
    def possible(self) -> list[Any]:
        """What is possible instead, as links."""
        if self.refusal is None:
            return []
        return [FormPossible(p.nl if language() == "nl" else p.en, p.url) for p in self.refusal.possible]

    def value(self, name: str, default: Any = "") -> Any:
        """What was typed, or the default."""
        return self.values.get(name, default) if self.failed else default

    def list(self, name: str, default: Any = ()) -> Any:
        """All choices sent under one name, or the default."""
        return self.values.getlist(name) if self.failed and hasattr(self.values, "getlist") else list(default)

    def error(self, name: str) -> str | None:
        """The sentence at one field."""
        return next((e.message for e in self.errors if e.field == name), None)


@dataclass(frozen=True)
class FormError:
    """One sentence at one field (empty: at the page)."""

    field: str
    message: str


@dataclass(frozen=True)
class FormPossible:
    """One thing that is possible instead."""

    label: str
    url: str | None


def current_form() -> Form:
    """The form of this request, for the templates."""
    form: Form = flask.g.setdefault("form", Form())
    return form


def shows_again(page: Callable[..., Any]) -> Callable[[View], View]:
    """A POST view that is refused shows this page again, with what was typed and what was wrong."""

    def decorate(view: View) -> View:
        view.shows_again = page  # type: ignore[attr-defined]
        return view

    return decorate
