"""What a person can ask an employer for. Pure."""

from leerloket import errors


class NothingShort(errors.Conflict):
    """The pots can pay the whole price."""

    nl = "U heeft genoeg geld voor deze opleiding. U hoeft niets te vragen."
    en = "You have enough money for this course. There is nothing to ask."


class MoreThanShort(errors.Invalid):
    """An employer pays what is missing, not more."""

    nl = "Vul een bedrag in tot {short_cents}. Dat komt u tekort."
    en = "Give an amount up to {short_cents}. That is what you are short."


class NoEmployer(errors.Conflict):
    """Nobody to ask."""

    nl = "U werkt bij geen werkgever die hier meedoet."
    en = "You work for no employer that takes part here."


WITHOUT_EMPLOYER = [
    errors.Possible(
        "Heeft u een brief met een code? Vul de code in.", "Have you a letter with a code? Enter it.", "/aanmelden/code"
    ),
    errors.Possible("Betaal het zelf bij.", "Pay the rest yourself.", "/saldo/inleggen"),
]


def check_amount(amount_cents: int, short_cents: int) -> None:
    """Refuse an amount where nothing is short, and one above what is."""
    if short_cents == 0:
        raise NothingShort
    if not 0 < amount_cents <= short_cents:
        raise MoreThanShort(field="amount_cents", short_cents=short_cents)
