"""The lock and the order of pots, as pages."""

import flask.testing
import pytest

from leerloket import db
from leerloket.accounts.ledger import service as ledger
from leerloket.accounts.pots import service
from leerloket.people import service as people
from leerloket.people.audit import service as audit
from tests.accounts import reading
from tests.accounts.ledger import make as money
from tests.accounts.pots import make
from tests.accounts.pots.make import TODAY, days
from tests.people import make as persons

pytestmark = pytest.mark.usefixtures("session")
Client = flask.testing.FlaskClient


@pytest.fixture
def samira() -> people.Person:
    person = persons.person()
    money.right(person.person_id, 100_000, TODAY() + days(300))
    money.employer(person.person_id, 50_000, TODAY() + days(600))
    money.own(person.person_id, 12_000)
    return person


def words(client: Client, address: str) -> str:
    return reading.text(reading.page(client.get(address)))


def test_a_lock_is_explained_put_on_shown_and_taken_off(client: Client, samira: people.Person) -> None:
    make.hold(samira.person_id, 15_000)
    persons.sign_in(client, samira)
    assert "op slot" in words(client, "/saldo")
    asked = words(client, "/saldo/blokkeren")
    assert "Wat u heeft geboekt, blijft geboekt. Daarvoor staat € 150,00 vast." in asked
    answer = client.post("/saldo/blokkeren")
    assert (answer.status_code, answer.headers["Location"]) == (303, "/saldo/blokkeren")
    assert "Sinds" in words(client, "/saldo/blokkeren")
    assert "Niemand kan iets boeken met uw geld" in words(client, "/saldo")
    assert client.post("/saldo/blokkeren/opheffen").headers["Location"] == "/saldo"
    assert "Niemand kan iets boeken" not in words(client, "/saldo")


def test_the_lock_is_in_the_audit_log_and_in_the_mail(client: Client, samira: people.Person) -> None:
    persons.sign_in(client, samira)
    for address in ("/saldo/blokkeren", "/saldo/blokkeren", "/saldo/blokkeren/opheffen", "/saldo/blokkeren/opheffen"):
        client.post(address)
    lines = audit.list_lines(samira.person_id)
    assert [(line.action, line.actor_id) for line in lines] == [
        ("unfreeze", samira.person_id),
        ("freeze", samira.person_id),
    ]
    assert [mail.facts["frozen"] for mail in make.mails("account-lock")] == [True, False]


def test_a_locked_account_says_how_to_open_it() -> None:
    person = make.reader()
    money.right(person, 10_000)
    service.freeze(person)
    with pytest.raises(ledger.Frozen) as refusal:
        make.hold(person, 5_000)
    (way,) = refusal.value.possible
    assert way.url == "/saldo/blokkeren"
    service.unfreeze(person)
    make.hold(person, 5_000)


def test_a_person_moves_a_pot_forward_and_back_to_the_house(client: Client, samira: people.Person) -> None:
    persons.sign_in(client, samira)
    assert "Verander de volgorde" in words(client, "/saldo")
    assert "het eerst verloopt" in words(client, "/saldo/volgorde")
    own = make.pots(samira.person_id)["own"].pot_id
    for _ in range(4):
        assert client.post("/saldo/volgorde", data={"eerder": str(own)}).status_code == 303
    assert [pot.source for pot in service.list_in_order(samira.person_id)] == ["own", "right", "employer"]
    assert "U koos zelf deze volgorde." in words(client, "/saldo/volgorde")
    assert "U koos zelf welk potje eerst betaalt." in words(client, "/saldo")
    client.post("/saldo/volgorde", data={"later": str(own)})
    assert [pot.source for pot in service.list_in_order(samira.person_id)] == ["right", "own", "employer"]
    client.post("/saldo/volgorde", data={"gewoon": "ja"})
    assert [pot.source for pot in service.list_in_order(samira.person_id)] == ["right", "employer", "own"]
    assert service.get_wishes(samira.person_id).pot_order is None


@pytest.mark.parametrize("sent", [{}, {"eerder": "x"}, {"eerder": "11111111-1111-4111-8111-111111111111"}])
def test_what_cannot_be_moved_is_refused_on_the_same_page(
    client: Client, samira: people.Person, sent: dict[str, str]
) -> None:
    persons.sign_in(client, samira)
    answer = client.post("/saldo/volgorde", data=sent)
    assert "Dit gaat nog niet goed" in reading.text(reading.page(answer, 400))


def test_who_has_one_pot_has_nothing_to_choose(client: Client) -> None:
    person = persons.person()
    money.own(person.person_id, 1_000)
    persons.sign_in(client, person)
    assert "Verander de volgorde" not in words(client, "/saldo")
    assert "niets te kiezen" in words(client, "/saldo/volgorde")


def test_a_pot_says_what_happens_at_its_end(client: Client, samira: people.Person) -> None:
    pots = make.pots(samira.person_id)
    persons.sign_in(client, samira)
    employer = words(client, f"/saldo/potje/{pots['employer'].pot_id}")
    assert "De dag waarop u boekt, telt." in employer
    assert "gaat terug naar Bakker Metaal" in employer
    assert "Wat u niet gebruikt, verloopt." in words(client, f"/saldo/potje/{pots['right'].pot_id}")
    assert "einddatum" not in words(client, f"/saldo/potje/{pots['own'].pot_id}")


def test_a_line_says_since_when_its_rule_holds_and_whose_money_it_is(client: Client, samira: people.Person) -> None:
    service.end_pots([samira.person_id], TODAY() + days(700))
    persons.sign_in(client, samira)
    shown = words(client, "/saldo/bij-en-af")
    assert "Wat u niet gebruikte, gaat terug naar uw werkgever." in shown
    assert "Dit geld komt van Bakker Metaal." in shown
    assert "Dit geld is van uzelf." in shown
    assert "Regel right-has-ended, versie 2026-1, geldt sinds 1 januari 2026." in shown
    db.session.rollback()
