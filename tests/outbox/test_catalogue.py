"""Every message is in the catalogue, reads well, and says what it said before."""

import itertools
from pathlib import Path

import flask
import pytest

from leerloket import outbox
from leerloket.outbox import catalogue

SEEN = Path(__file__).parent / "mails"
"""What each message says, as somebody read and approved it. Delete a file to have it written anew."""

KINDS = outbox.list_kinds()


ABOUT_ACCOUNTS = {
    "worker": {
        "welcome",
        "employer_money_received",
        "own_money_received",
        "money-ends",
        "money-ended",
        "money-returned",
        "account-lock",
        "co-payment-accepted",
        "co-payment-refused",
        "own-share-waiting",
        "yearly-statement",
        "monthly-digest",
    },
    "employer": {
        "top_up_file_checked",
        "top_up_file_wrong",
        "top_ups_credited",
        "payment_received",
        "payment_missing",
        "co-payment-asked",
        "unused-money-returned",
    },
    "administrator": {"budget-warning"},
    "everybody": {"sign_up", "password-reset", "password-changed", "new-device", "second-step"},
}
"""What people must hear about accounts (screens.md 11)."""


def read(app: flask.Flask, kind: outbox.Kind) -> str:
    """All that a kind can say, in one text."""
    pairs = itertools.product(kind.examples, kind.languages)
    texts = [(example.name, outbox.render_example(app, kind, example, language)) for example, language in pairs]
    return "\n".join(
        f"--- {text.language} {name}".rstrip() + f"\n{text.subject}\n\n{text.body}\n" for name, text in texts
    )


def test_every_template_is_in_the_catalogue_and_the_other_way_round() -> None:
    templates = {file.stem for file in catalogue.FOLDER.glob("*.txt")}
    assert templates == {kind.kind for kind in KINDS}


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.kind)
def test_a_message_says_what_was_approved(app: flask.Flask, kind: outbox.Kind) -> None:
    approved = SEEN / f"{kind.kind}.txt"
    said = read(app, kind)
    if not approved.exists():
        approved.write_text(said)
        pytest.fail(f"{approved.name} was written: read it, then commit it")
    assert said == approved.read_text()


def test_nothing_is_approved_that_is_not_sent() -> None:
    assert {file.stem for file in SEEN.glob("*.txt")} == {kind.kind for kind in KINDS}


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.kind)
def test_a_message_has_a_subject_a_body_and_our_name_below(app: flask.Flask, kind: outbox.Kind) -> None:
    for example, language in itertools.product(kind.examples, kind.languages):
        text = outbox.render_example(app, kind, example, language)
        assert 5 < len(text.subject) < 80
        assert text.body.endswith("\n\nLeerloket")
        assert "\n\n\n" not in text.body
        assert "{" not in text.body
        assert "None" not in text.body


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind.to == "worker"], ids=lambda kind: kind.kind)
def test_what_a_person_reads_exists_in_both_languages(kind: outbox.Kind) -> None:
    assert kind.languages == ("nl", "en")


@pytest.mark.parametrize("reader", ABOUT_ACCOUNTS)
def test_people_hear_what_they_must_about_their_account(reader: str) -> None:
    assert ABOUT_ACCOUNTS[reader] <= {kind.kind for kind in KINDS if kind.to == reader}
