"""The story of each role through the pages, without JavaScript; the books are checked after each."""

import io

import flask

from leerloket import clock, db, money
from leerloket.accounts.payments import service as payments
from leerloket.accounts.rights import service as rights
from tests.journeys.world import Time, Visitor, World, grant_rights, statement, work


def book(worker: Visitor, world: World) -> str:
    """Book the edition in three steps; answers the reference."""
    worker.open("/opleidingen?q=lasrobot").follow("Lasrobot programmeren").follow("Boek deze opleiding")
    worker.open(f"{worker.url.removesuffix('/datum')}/potjes?datum={world.edition.edition_id}")
    worker.open(f"{worker.url.removesuffix('/potjes')}/controle?datum={world.edition.edition_id}")
    assert "Pas na de knop is uw boeking gedaan" in worker.text
    worker.submit("/controle", weet="ja")
    assert "Uw boeking is gelukt" in worker.text
    return worker.url.split("/")[2]


def test_a_worker_sees_the_money_books_and_answers(site: flask.Flask, world: World, time: Time) -> None:
    grant_rights(world)
    worker, office = Visitor(site, world.worker), Visitor(site, world.office)
    worker.sign_in()
    assert worker.url == "/saldo"
    assert "€ 1.000,00" in worker.text
    reference = book(worker, world)
    worker.open("/saldo")
    assert "€ 400,00" in worker.text
    assert "€ 600,00" in worker.text

    office.sign_in()
    office.open("/aanbieder/aanvragen").submit("/bevestigen")
    time.goes_to(world.edition.ends_at)
    office.sign_in()
    office.open(f"/aanbieder/uitvoeringen/{world.edition.edition_id}/aanwezigheid")
    office.submit("/aanwezigheid", allen="ja")
    worker.sign_in()
    worker.open(f"/boekingen/{reference}").submit("/aanwezigheid", klopt="ja")
    work(site)
    worker.open(f"/boekingen/{reference}")
    assert "€ 600,00" in worker.text
    worker.open("/saldo/bij-en-af")
    assert "600,00" in worker.text


def test_a_worker_hears_what_is_possible_when_short_and_cancels_for_free(
    site: flask.Flask, world: World, time: Time
) -> None:
    worker = Visitor(site, world.worker)
    worker.sign_in()
    worker.open("/opleidingen?q=lasrobot").follow("Lasrobot programmeren")
    assert "U komt € 600,00 tekort" in worker.text
    grant_rights(world)
    reference = book(worker, world)
    worker.open(f"/boekingen/{reference}/annuleren")
    assert "gratis" in worker.text.lower()
    worker.submit("/annuleren")
    worker.open("/saldo")
    assert "€ 1.000,00" in worker.text


def test_an_employer_uploads_a_file_pays_and_sees_it_given(site: flask.Flask, world: World, time: Time) -> None:
    manager, administrator, worker = (Visitor(site, who) for who in (world.manager, world.administrator, world.worker))
    manager.sign_in()
    assert manager.url == "/werkgever"
    manager.open("/werkgever/storten/bestand")
    content = f"e-mail;bedrag\r\n{world.worker.email};€ 250,00\r\nniemand@voorbeeld.nl;12,505\r\n".encode("utf-8-sig")
    manager.submit("/bestand", files={"bestand": (io.BytesIO(content), "november.csv")})
    assert "Nog niets is gestort" in manager.text
    assert "250,00" in manager.text
    manager.submit("/bevestigen")
    with db.transaction(read_only=True):
        (payment,) = payments.list_payments(world.employer_id)
    administrator.sign_in()
    administrator.open("/beheer/bankregels")
    xml = statement(payment.reference, payment.amount_cents)
    administrator.submit("/bankregels", files={"bestand": (io.BytesIO(xml), "bank.xml")})
    work(site)
    worker.sign_in()
    assert "€ 250,00" in worker.text
    manager.open("/werkgever")
    assert "€ 250,00" in manager.text
    assert "Lasrobot" not in manager.text


def test_a_provider_says_no_and_the_money_is_free(site: flask.Flask, world: World, time: Time) -> None:
    grant_rights(world)
    worker, office = Visitor(site, world.worker), Visitor(site, world.office)
    worker.sign_in()
    reference = book(worker, world)
    office.sign_in()
    assert office.url == "/aanbieder"
    office.open("/aanbieder/aanvragen")
    assert str(world.worker.name) in office.text
    assert "1.000,00" not in office.text
    office.follow("Wijs af").submit("/afwijzen", reden="De groep is te gevorderd.")
    worker.open(f"/boekingen/{reference}")
    assert "De groep is te gevorderd." in worker.text
    worker.open("/saldo")
    assert "€ 1.000,00" in worker.text


def test_an_adviser_records_consent_a_talk_a_plan_and_books_together(
    site: flask.Flask, world: World, time: Time
) -> None:
    grant_rights(world)
    adviser, worker = Visitor(site, world.adviser), Visitor(site, world.worker)
    adviser.sign_in()
    assert adviser.url == "/loket"
    here = f"/loket/clienten/{world.worker.person_id}"
    adviser.open(here, expect=404)
    adviser.open("/loket/toestemming").submit(
        "/toestemming",
        nummer=world.worker.number,
        geboren="1985-06-15",
        zien=["account", "plan", "consult"],
        samen="ja",
    )
    adviser.open(here).submit("/gesprek")
    talk = adviser.url
    adviser.submit(talk, notitie="Wil robotlasser worden.", onderwerpen=["course"], doe="bewaar")
    adviser.open(f"{here}/plan").submit("/plan/doel", doel="Robotlasser worden")
    adviser.open(f"{here}/plan").submit("/plan/taak", taak="Vraag werkgever @werkgever +2w")
    assert "Vraag werkgever" in adviser.open(f"{here}/plan").text
    pdf = adviser.client.get(f"{here}/overzicht.pdf")
    assert pdf.data.startswith(b"%PDF-")

    worker.sign_in()
    worker.open("/plan")
    assert "Robotlasser worden" in worker.text
    worker.open("/gegevens/inzage")
    assert str(world.adviser.name) in worker.text
    worker.open("/gegevens/toestemming")
    for _ in range(3):
        worker.open("/gegevens/toestemming").submit("/intrekken")
    adviser.open(here, expect=404)


def test_an_administrator_counts_a_second_person_approves(site: flask.Flask, world: World, time: Time) -> None:
    first, second = Visitor(site, world.administrator), Visitor(site, world.second)
    first.sign_in()
    assert first.url == "/beheer"
    first.open("/beheer/leerrechten").submit("/leerrechten", datum=str(clock.business_date()))
    run = first.url
    with db.transaction(read_only=True):
        (counted,) = rights.list_runs()
    assert counted.due_cents == 100_000 * counted.due_count
    assert money.euros(counted.due_cents).replace("\u00a0", " ") in first.text
    second.sign_in()
    second.open(run).submit("/goedkeuren")
    work(site)
    first.open("/beheer/boekhouding/kloppen").submit("/kloppen")
    assert "Ja. Alle" in first.text
    first.open(run)
    assert "Verschil met de telling" in first.text
