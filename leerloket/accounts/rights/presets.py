"""Rule sets of other countries and of before, to start from or to compare with. Data, each with its source.

Amounts in other money are taken over as euros. A closed scheme can be calculated through, and is shown as closed.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

from flask_babel import lazy_gettext as _

from leerloket.accounts.rights.rules import Rules

CHECKED_ON = date(2026, 11, 24)
STATE_PENSION_MONTHS = 67 * 12


@dataclass(frozen=True, slots=True)
class Preset:
    """A rule set with where it comes from; `note` says what our rules cannot tell of it."""

    code: str
    name: Any
    rules: Rules
    source: str
    note: Any = ""
    closed_on: date | None = None
    checked_on: date = CHECKED_ON


PRESETS = (
    Preset(
        "leerrecht",
        _("Nederland: leerrecht"),
        Rules(
            start_cents=100_000,
            yearly_cents=50_000,
            cap_cents=500_000,
            low_yearly_cents=80_000,
            low_cap_cents=800_000,
            from_age=18,
            until_months=STATE_PENSION_MONTHS,
            expires_after_years=None,
            budget_cents=None,
        ),
        "Leerloket",
        _("De regel waarmee Leerloket begint."),
    ),
    Preset(
        "cpf",
        _("Frankrijk: CPF"),
        Rules(
            start_cents=0,
            yearly_cents=50_000,
            cap_cents=500_000,
            low_yearly_cents=50_000,
            low_cap_cents=500_000,
            from_age=16,
            until_months=STATE_PENSION_MONTHS,
            expires_after_years=None,
            budget_cents=None,
        ),
        "Code du travail, art. L6323-11, R6323-1; moncompteformation.gouv.fr",
        _("In Frankrijk geldt dit voor wie werkt of werk zoekt. Hier geldt het voor iedereen."),
    ),
    Preset(
        "cpf-low-qualified",
        _("Frankrijk: CPF met meer voor wie weinig leerde"),
        Rules(
            start_cents=0,
            yearly_cents=50_000,
            cap_cents=500_000,
            low_yearly_cents=80_000,
            low_cap_cents=800_000,
            from_age=16,
            until_months=STATE_PENSION_MONTHS,
            expires_after_years=None,
            budget_cents=None,
        ),
        "Code du travail, art. L6323-11-1, R6323-3-1; moncompteformation.gouv.fr",
        _("In Frankrijk is de grens een diploma van niveau 3. Hier is de grens NLQF 4."),
    ),
    Preset(
        "skillsfuture",
        _("Singapore: SkillsFuture"),
        Rules(
            start_cents=50_000,
            yearly_cents=0,
            cap_cents=50_000,
            low_yearly_cents=0,
            low_cap_cents=50_000,
            from_age=25,
            until_months=None,
            expires_after_years=None,
            budget_cents=None,
        ),
        "SkillsFuture Singapore, skillsfuture.gov.sg (SkillsFuture Credit)",
        _("Eén keer een bedrag vanaf 25 jaar. De extra bedragen van 2020 en vanaf 40 jaar tellen hier niet mee."),
    ),
    Preset(
        "stap",
        _("Nederland: STAP"),
        Rules(
            start_cents=100_000,
            yearly_cents=100_000,
            cap_cents=100_000,
            low_yearly_cents=100_000,
            low_cap_cents=100_000,
            from_age=18,
            until_months=STATE_PENSION_MONTHS,
            expires_after_years=None,
            budget_cents=None,
        ),
        "Subsidieregeling STAP-budget, wetten.overheid.nl/BWBR0045419",
        _("STAP was op zodra de pot leeg was. Hier krijgt iedereen het bedrag."),
        closed_on=date(2024, 1, 1),
    ),
)


def find(code: str) -> Preset | None:
    """The preset with this code."""
    return next((preset for preset in PRESETS if preset.code == code), None)
