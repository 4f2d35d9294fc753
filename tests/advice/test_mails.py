"""The mails of the desk: every one in both languages, and nothing of a course in a subject."""

from typing import Any

import flask
import pytest

from leerloket import outbox

FACTS = {
    "name": "Samira",
    "adviser": "Joris de Wit",
    "desk": "Leerloket Brainport",
    "address": "Stationsplein 12",
    "phone": "040 000 00 00",
    "starts_at": "25 november 2026, 9.00 uur",
    "on": "24 november 2026",
    "reference": "B-7F3K-21",
    "channel": "desk",
}


def mail(app: flask.Flask, kind: str, language: str, **facts: Any) -> outbox.Text:
    message = outbox.Message(kind=kind, language=language, facts=FACTS | facts, to_address="samira@voorbeeld.nl")
    return outbox.render(app, message)


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize(
    "kind",
    [
        "appointment-made",
        "appointment-moved",
        "appointment-cancelled",
        "appointment-reminder",
        "plan-ready",
        "task-done",
        "adviser-booked",
    ],
)
def test_a_mail_has_a_subject_and_greets_the_person(app: flask.Flask, kind: str, language: str) -> None:
    text = mail(app, kind, language)
    assert 5 < len(text.subject) < 80
    assert text.body.startswith("Beste Samira," if language == "nl" else "Dear Samira,")
    assert text.body.endswith("Leerloket")
    assert "{" not in text.body
    assert "\n\n\n" not in text.body


@pytest.mark.parametrize(
    ("channel", "said"), [("desk", "Waar: Stationsplein 12"), ("phone", "we bellen u"), ("video", "met beeld")]
)
def test_an_appointment_says_how(app: flask.Flask, channel: str, said: str) -> None:
    assert said in mail(app, "appointment-made", "nl", channel=channel).body
