"""Asking for what one is short, and what became of it."""

import uuid
from dataclasses import dataclass

from leerloket import errors
from leerloket.accounts.co_payments import service as co_payments
from leerloket.courses.bookings import service as bookings
from leerloket.courses.catalogue import service as catalogue
from leerloket.courses.co_payments import rules
from leerloket.people.employers import service as employers


@dataclass(frozen=True, slots=True)
class Question:
    """What a person can ask now: how much is missing for an edition, and of whom."""

    edition: catalogue.Edition
    short_cents: int
    employers: list[employers.Employer]


@dataclass(frozen=True, slots=True)
class Asked:
    """A request with the course it is for, as the person sees it."""

    co_payment: co_payments.CoPayment
    employer_name: str
    edition: catalogue.Edition


def get_question(account_id: uuid.UUID, edition_id: uuid.UUID) -> Question:
    """What this person is short for an edition and who could pay along. Raises NotFound, NothingShort, NoEmployer."""
    quote = bookings.quote(account_id, edition_id)
    if quote.short_cents == 0:
        raise rules.NothingShort
    working_for = [employer for _, employer in employers.list_employments(account_id)]
    if not working_for:
        raise rules.NoEmployer(possible=rules.WITHOUT_EMPLOYER)
    return Question(quote.edition, quote.short_cents, working_for)


def ask(
    account_id: uuid.UUID,
    edition_id: uuid.UUID,
    *,
    employer_id: uuid.UUID | None = None,
    amount_cents: int | None = None,
    share_course: bool = False,
) -> Asked:
    """Ask an employer (the only one when omitted) for an amount (all that is short when omitted).

    The employer learns the course only when `share_course` says so, and only of this request. Raises NotFound,
    NothingShort, MoreThanShort, NoEmployer, and the refusals of `accounts.co_payments.ask`.
    """
    question = get_question(account_id, edition_id)
    amount_cents = question.short_cents if amount_cents is None else amount_cents
    rules.check_amount(amount_cents, question.short_cents)
    asked = co_payments.ask(
        account_id,
        employer_id or question.employers[0].employer_id,
        edition_id,
        amount_cents,
        question.edition.purpose,
        shared_title=question.edition.title if share_course else None,
    )
    return _asked(asked)


def list_asked(account_id: uuid.UUID) -> list[Asked]:
    """What a person asked, newest first."""
    return [_asked(asked) for asked in co_payments.list_asked(account_id)]


def get_asked(account_id: uuid.UUID, co_payment_id: uuid.UUID) -> Asked:
    """One of them. Raises NotFound for another's."""
    for asked in list_asked(account_id):
        if asked.co_payment.co_payment_id == co_payment_id:
            return asked
    raise errors.NotFound


def _asked(asked: co_payments.CoPayment) -> Asked:
    return Asked(
        co_payment=asked,
        employer_name=employers.get_employer(asked.employer_id).name,
        edition=catalogue.get_edition(asked.edition_id),
    )


def withdraw(account_id: uuid.UUID, co_payment_id: uuid.UUID) -> Asked:
    """Take a request back. Raises NotFound, AnsweredAlready."""
    return _asked(co_payments.withdraw(account_id, co_payment_id))
