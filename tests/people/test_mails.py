"""Every mail of this room is rendered in both languages: a subject, a body, and nothing left open."""

import flask
import pytest

PEOPLE_MAILS = ("sign_up", "email_known", "welcome", "consent_given", "consent_withdrawn", "second-step")
FACTS = {
    "name": "Samira",
    "number": "LR-204-881",
    "path": "/aanmelden/bevestigen/abc",
    "receiver": "Leerloket Brainport",
    "scopes": ["account", "consult"],
    "until": "1 maart 2027",
    "change": "on",
    "base_url": "https://leerloket.example",
}


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("kind", PEOPLE_MAILS)
def test_a_mail_has_a_subject_and_a_body(app: flask.Flask, kind: str, language: str) -> None:
    text = app.jinja_env.get_template(f"mail/{kind}.txt").render(**FACTS, language=language)
    subject, _, body = text.strip().partition("\n")
    assert 10 < len(subject) < 60
    assert body.strip().endswith("Leerloket")
    assert "{" not in text
    assert "\n\n\n" not in text.strip()
    assert ("Beste" in text or "Hallo" in text) is (language == "nl")
    assert "None" not in text
