"""The figures of a rule set and how two versions differ, in words."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext, ngettext

from leerloket import money, web
from leerloket.accounts.rights.rules import Change, Rules, changes

FIGURES: dict[str, Any] = {
    "start_cents": lazy_gettext("Startbedrag"),
    "yearly_cents": lazy_gettext("Bedrag per jaar"),
    "cap_cents": lazy_gettext("Maximum"),
    "low_yearly_cents": lazy_gettext("Bedrag per jaar onder niveau 4"),
    "low_cap_cents": lazy_gettext("Maximum onder niveau 4"),
    "from_age": lazy_gettext("Vanaf welke leeftijd"),
    "until_months": lazy_gettext("Tot welke leeftijd"),
    "expires_after_years": lazy_gettext("Wanneer het geld verloopt"),
    "budget_cents": lazy_gettext("Begroting per jaar"),
}
"""What each figure is called."""


def figure(name: str, value: int | None) -> str:
    """One figure as a person reads it: `€ 500,00`, `67 jaar en 3 maanden`, `nooit`."""
    if name == "until_months":
        return _("geen grens") if value is None else _age(value)
    if name == "expires_after_years":
        return _("nooit") if value is None else str(ngettext("na %(num)s jaar", "na %(num)s jaar", value))
    if name == "from_age":
        return str(_("%(years)s jaar", years=value))
    return _("geen") if value is None else money.euros(value, web.language())


def _age(months: int) -> str:
    years, rest = divmod(months, 12)
    if not rest:
        return str(_("%(years)s jaar", years=years))
    return str(_("%(years)s jaar en %(months)s maanden", years=years, months=rest))


def in_words(rules: Rules) -> list[tuple[str, str]]:
    """Every figure with its name."""
    return [(str(FIGURES[each.name]), figure(each.name, each.after)) for each in changes(None, rules)]


def difference(change: Change) -> str:
    """`Bedrag per jaar: van € 500,00 naar € 600,00 (€ 100,00 meer)`."""
    said = _(
        "%(what)s: van %(before)s naar %(after)s",
        what=FIGURES[change.name],
        before=figure(change.name, change.before),
        after=figure(change.name, change.after),
    )
    if not change.name.endswith("_cents") or change.before is None or change.after is None:
        return str(said)
    more = change.after - change.before
    amount = money.euros(abs(more), web.language())
    return f"{said} ({_('%(amount)s meer', amount=amount) if more > 0 else _('%(amount)s minder', amount=amount)})"
