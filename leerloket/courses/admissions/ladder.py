"""The steps against a provider: warning, no bookings, payouts held, removed. Who may move them when. Pure."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from uuid import UUID

from leerloket import clock, errors
from leerloket.courses.providers import service as providers

APPEAL_WEEKS = 6
"""How long a provider can object, as Dutch administrative law has it (Awb 6:7)."""


class StepTooFar(errors.Conflict):
    """One step at a time: `step` is the one that can be taken now."""

    nl = "Deze maatregel kan nu niet. De volgende stap is: {next_nl}."
    en = "This sanction is not possible now. The next step is: {next_en}."


class HeaviestStep(errors.Conflict):
    """There is no step beyond removal."""

    nl = "De zwaarste maatregel geldt al."
    en = "The heaviest sanction is in force already."


class SanctionMoved(errors.Conflict):
    """Somebody did this already."""

    nl = "Deze maatregel is al verder: {state_nl}. Laad de pagina opnieuw."
    en = "This sanction has moved on: {state_en}. Load the page again."


class SanctionProposed(errors.Conflict):
    """One proposal at a time."""

    nl = "Er ligt al een voorstel. Beslis daar eerst over."
    en = "There is a proposal already. Decide on that first."


class SamePersonSanctions(errors.Conflict):
    """A sanction takes two people, and a third word is not of who decided."""

    nl = "U heeft dit zelf voorgesteld of beslist. Nu moet iemand anders dat doen."
    en = "You proposed or decided this yourself. Now another person has to."


class AppealTooLate(errors.Conflict):
    """The weeks to object are over."""

    nl = "Bezwaar kon tot en met {last_on}."
    en = "Objections were possible until {last_on}."


class AppealedAlready(errors.Conflict):
    """One objection per sanction."""

    nl = "U heeft al bezwaar gemaakt."
    en = "You objected already."


class NoAppealOpen(errors.Conflict):
    """There is no objection to answer."""

    nl = "Er is geen bezwaar dat op antwoord wacht."
    en = "There is no objection that waits for an answer."


STEP_NAMES = {
    "warning": ("waarschuwing", "warning"),
    "no_bookings": ("geen nieuwe boekingen", "no new bookings"),
    "payouts_held": ("uitbetalingen vast", "payouts held"),
    "removed": ("uit de catalogus", "removed from the catalogue"),
}
STATE_NAMES = {
    "proposed": ("voorgesteld", "proposed"),
    "in_force": ("geldt", "in force"),
    "dropped": ("voorstel vervallen", "proposal dropped"),
    "lifted": ("opgeheven", "lifted"),
}


def heaviest(steps: Iterable[str]) -> str | None:
    """The heaviest of some steps; None for none."""
    return max(steps, key=providers.STEPS.index, default=None)


def next_step(in_force: str | None) -> str | None:
    """The step after the one in force; None after the last."""
    at = -1 if in_force is None else providers.STEPS.index(in_force)
    return providers.STEPS[at + 1] if at + 1 < len(providers.STEPS) else None


def check_step(step: str, in_force: str | None) -> None:
    """Refuse to skip a step or to take one twice."""
    following = next_step(in_force)
    if following is None:
        raise HeaviestStep
    if step != following:
        next_nl, next_en = STEP_NAMES[following]
        raise StepTooFar(next_nl=next_nl, next_en=next_en)


def check_state(state: str, expected: str) -> None:
    """Refuse a sanction that has moved on."""
    if state != expected:
        state_nl, state_en = STATE_NAMES[state]
        raise SanctionMoved(state_nl=state_nl, state_en=state_en)


def check_other_person(by: UUID, *earlier: UUID | None) -> None:
    """Refuse who proposed or decided before."""
    if by in earlier:
        raise SamePersonSanctions


def last_appeal_on(decided_at: datetime) -> date:
    """The last day on which a provider can object."""
    return clock.business_date(decided_at) + timedelta(weeks=APPEAL_WEEKS)


def check_may_appeal(decided_at: datetime, appealed_at: datetime | None, now: datetime) -> None:
    """Refuse a second objection, and one that comes too late."""
    if appealed_at is not None:
        raise AppealedAlready
    last_on = last_appeal_on(decided_at)
    if clock.business_date(now) > last_on:
        raise AppealTooLate(last_on=clock.day_text(last_on))
