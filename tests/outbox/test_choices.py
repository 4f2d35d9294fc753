"""How a message goes: at once, as a letter, in the digest, or not."""

import uuid

import pytest
import sqlalchemy as sa

from leerloket import db, outbox
from leerloket.outbox import choices
from tests.people import make

pytestmark = pytest.mark.usefixtures("session")


def put(kind: str, address: str, account_id: uuid.UUID | None) -> str | None:
    """Put one message; answers the channel it goes by."""
    dedup = str(db.new_id())
    outbox.put(kind, address, dedup=dedup, facts={}, account_id=account_id)
    return db.session.scalar(sa.select(outbox.Message.channel).where(outbox.Message.dedup == dedup))


def test_without_a_choice_everything_comes_at_once_by_mail() -> None:
    person = make.person()
    for kind in ("plan-ready", "consent_given", "booking-received"):
        assert put(kind, person.email or "", person.person_id) == "mail"


def test_what_was_chosen_holds_and_money_comes_in_any_case() -> None:
    person = make.person()
    outbox.choose(person.person_id, {"plan": "none", "consent": "digest", "money": "none"})
    assert put("plan-ready", person.email or "", person.person_id) is None
    assert put("consent_given", person.email or "", person.person_id) == "digest"
    assert put("employer_money_received", person.email or "", person.person_id) == "mail"


def test_consent_can_wait_but_not_be_silenced() -> None:
    person = make.person()
    outbox.choose(person.person_id, {"consent": "none"})
    assert outbox.choices_of(person.person_id)["consent"] == "at_once"


def test_a_choice_can_be_changed() -> None:
    person = make.person()
    for choice in ("none", "digest", "at_once"):
        outbox.choose(person.person_id, {"plan": choice})
        assert outbox.choices_of(person.person_id)["plan"] == choice


def test_who_has_no_address_gets_a_letter_where_there_is_one() -> None:
    person = make.person()
    assert put("booking-received", "", person.person_id) == "letter"
    assert put("appointment-reminder", "", person.person_id) is None
    assert put("welcome", "", None) is None


def test_letters_and_digests_are_not_mailed() -> None:
    person = make.person()
    outbox.choose(person.person_id, {"plan": "digest"})
    put("plan-ready", person.email or "", person.person_id)
    put("booking-received", "", person.person_id)
    assert outbox.list_waiting(10) == []


def test_whatever_may_be_chosen_about_has_a_line_for_the_digest() -> None:
    for kind in outbox.list_kinds():
        wants = kind.topic in choices.CHOOSABLE and "digest" in choices.CHOOSABLE[kind.topic]
        assert bool(kind.line_nl and kind.line_en) == wants, kind.kind
