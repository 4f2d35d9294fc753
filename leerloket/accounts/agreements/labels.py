"""A rule as a sentence."""

from flask_babel import gettext as _
from flask_babel import ngettext

from leerloket import money, web
from leerloket.accounts.agreements.rules import PURPOSES, Terms


def purposes() -> dict[str, str]:
    """What each purpose is called in a sentence."""
    return {
        "study": _("een studie"),
        "general_skills": _("algemene vaardigheden"),
        "job": _("leren voor het werk"),
        "labour_market": _("leren voor ander werk"),
        "guidance": _("advies en begeleiding"),
    }


def sentence(terms: Terms) -> str:
    """`Iedereen die 50 % of meer werkt krijgt € 500,00 per jaar.`, with what else the rule says."""
    amount = money.euros(terms.amount_cents, web.language())
    who = _who(terms)
    if terms.every == "year":
        first = _("%(who)s krijgt %(amount)s per jaar.", who=who, amount=amount)
    else:
        first = _("%(who)s krijgt 1 keer %(amount)s.", who=who, amount=amount)
    return " ".join([first, *_more(terms)])


def _who(terms: Terms) -> str:
    who: str = _("Iedereen") if terms.every == "year" else _("Iedereen die hier komt werken")
    if terms.least_fte_pct > 1:
        who += " " + _("met een baan van %(pct)s %% of meer", pct=terms.least_fte_pct)
    if terms.least_months:
        months = ngettext("%(num)s maand", "%(num)s maanden", terms.least_months)
        who += " " + _("en %(months)s in dienst", months=months)
    return who


def _more(terms: Terms) -> list[str]:
    said = []
    if set(terms.purposes) != set(PURPOSES):
        words = purposes()
        said.append(_("Het is voor %(what)s.", what=", ".join(words[p] for p in PURPOSES if p in terms.purposes)))
    if terms.lasts_months:
        months = ngettext("%(num)s maand", "%(num)s maanden", terms.lasts_months)
        said.append(_("Het blijft %(months)s geldig.", months=months))
    if terms.most_cents is not None:
        most = money.euros(terms.most_cents, web.language())
        said.append(_("Eén persoon krijgt in totaal hoogstens %(most)s.", most=most))
    return said
