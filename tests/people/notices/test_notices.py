"""Choosing what to be told, and the digest: at most once a month, and only when there is something."""

from datetime import date, datetime, timedelta

import flask
import html5lib
import pytest
import sqlalchemy as sa
import time_machine
from flask.testing import FlaskClient

from leerloket import clock, db, outbox
from leerloket.people import service as people
from leerloket.people.notices import digest
from leerloket.people.reads.models import Read
from tests.people import make

pytestmark = pytest.mark.usefixtures("session")

TODAY = date(2026, 12, 1)
IN_NOVEMBER = datetime(2026, 11, 20, 12, tzinfo=clock.AMSTERDAM)


def look(person: people.Person, who: str, at: datetime = IN_NOVEMBER, actor: people.Person | None = None) -> None:
    """Let somebody look at this person's data."""
    actor = actor or make.person("adviser")
    line = {"at": at, "actor_name": "Joris", "role": "adviser", "organisation_name": who, "action": "read"}
    about = {"object_type": "account", "purpose": "Gesprek", "operation_id": "", "actor_id": actor.person_id}
    db.session.execute(sa.insert(Read).values(account_id=person.person_id, read_id=db.new_id(), **line, **about))


def put(kind: str, person: people.Person) -> None:
    outbox.put(kind, person.email or "", dedup=str(db.new_id()), facts={}, account_id=person.person_id)


def digests() -> list[outbox.Message]:
    return list(db.session.scalars(sa.select(outbox.Message).where(outbox.Message.kind == "monthly-digest")))


def test_a_person_hears_once_who_looked_and_what_happened(app: flask.Flask) -> None:
    person = make.person()
    outbox.choose(person.person_id, {"plan": "digest"})
    with time_machine.travel(IN_NOVEMBER):
        for kind in ("plan-ready", "task-done", "task-done"):
            put(kind, person)
    for who in ("Leerloket Brainport", "Leerloket Brainport", "Technohub"):
        look(person, who)
    assert digest.send_monthly(TODAY) == 1
    (mail,) = digests()
    assert mail.facts["looked"] == [{"who": "Leerloket Brainport", "times": 2}, {"who": "Technohub", "times": 1}]
    assert [one["times"] for one in mail.facts["happened"]] == [1, 2]
    assert outbox.render(app, mail).subject == "Dit gebeurde bij Leerloket in november 2026"
    digest.send_monthly(TODAY)
    assert len(digests()) == 1


def test_who_has_nothing_to_hear_hears_nothing() -> None:
    person = make.person()
    look(person, "Leerloket Brainport", IN_NOVEMBER - timedelta(days=60))
    look(person, "Leerloket Brainport", IN_NOVEMBER + timedelta(days=30))
    look(person, "", actor=person)
    digest.send_monthly(TODAY)
    assert digests() == []


def test_who_wants_no_word_about_looking_gets_none() -> None:
    person = make.person()
    outbox.choose(person.person_id, {"reads": "none"})
    look(person, "Leerloket Brainport")
    digest.send_monthly(TODAY)
    assert digests() == []


def test_everybody_is_told_in_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(digest, "PEOPLE_AT_ONCE", 2)
    for _ in range(5):
        look(make.person(), "Leerloket Brainport")
    assert digest.send_monthly(TODAY) == 5


def test_a_person_chooses_on_the_page_and_over_the_api(client: FlaskClient) -> None:
    person = make.person()
    make.sign_in(client, person)
    html5lib.HTMLParser(strict=True).parse(client.get("/gegevens/meldingen").text)
    form = {"plan": "digest", "consent": "at_once", "reads": "none"}
    assert client.post("/gegevens/meldingen", data=form).status_code == 303
    assert client.post("/gegevens/meldingen", data=form | {"consent": "none"}).status_code == 400
    headers = make.bearer(person)
    assert client.get("/api/v1/notices", headers=headers).get_json() == form
    changed = client.patch("/api/v1/notices", json={"plan": "none"}, headers=headers)
    assert changed.get_json() == form | {"plan": "none"}
    assert client.patch("/api/v1/notices", json={"consent": "none"}, headers=headers).status_code == 400
