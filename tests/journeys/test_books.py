"""What administrators do two by two, and what a controller sees of it, through the pages."""

import io
import zipfile

import flask

from leerloket import clock, db
from leerloket.accounts.ledger import service as ledger
from tests.journeys.world import Caller, Time, Visitor, World, grant_rights, read_in, statement, work
from tests.people import make


def test_new_rules_count_when_a_second_person_agrees(site: flask.Flask, world: World, time: Time) -> None:
    first, second = Visitor(site, world.administrator), Visitor(site, world.second)
    first.sign_in()
    first.open("/beheer/leerrechten/regels/nieuw").submit("/regels/nieuw", yearly_cents="600,00", note="Besluit 2027")
    version = first.url
    assert "€ 600,00" in first.text
    first.submit("/voorstellen")
    assert "Iemand anders keurt dit goed" in first.text
    second.sign_in()
    second.open(version).submit("/goedkeuren")
    assert "Goedgekeurd door" in second.text


def test_two_administrators_hold_a_draw_and_a_worker_takes_the_money(
    site: flask.Flask, world: World, time: Time
) -> None:
    first, second, worker = (Visitor(site, who) for who in (world.administrator, world.second, world.worker))
    today = clock.business_date()
    first.sign_in()
    first.open("/beheer/lotingen/nieuw").submit(
        "/lotingen/nieuw",
        naam="Omscholing naar techniek",
        geldgever="Provincie Noord-Brabant",
        bedrag="750",
        budget="750",
        waarvoor=["job"],
        geldig_tot=str(today + 300 * clock.ONE_DAY),
        van=str(today),
        tot=str(today + clock.ONE_DAY),
    )
    draw = first.url
    second.sign_in()
    second.open(draw).submit("/openen")
    worker.sign_in()
    worker.open("/lotingen").follow("Omscholing naar techniek")
    worker.open(f"{worker.url}/meedoen").submit("/meedoen")
    assert "U doet mee" in worker.text
    entry = worker.url
    time.goes_on(days=3)
    work(site)
    worker.sign_in()
    worker.open(entry)
    assert "U krijgt € 750,00" in worker.text
    worker.submit("/opnemen")
    work(site)
    worker.open("/saldo")
    assert "€ 750,00" in worker.text


def test_a_correction_and_money_that_goes_back_need_two(site: flask.Flask, world: World, time: Time) -> None:
    grant_rights(world)
    first, second, worker = (Visitor(site, who) for who in (world.administrator, world.second, world.worker))
    with db.transaction(read_only=True):
        (granted,) = ledger.list_entries(world.worker.person_id, kinds=["grant"])
    read_in(first, statement("XXONBEKENDXX", 7_000))
    first.open(f"/beheer/boekhouding/regel/{granted.transfer_id}")
    first.submit("/regel/", bedrag="100", reden="Dit was een fout van ons.")
    correction = first.url
    assert "Iemand anders beslist" in first.text
    second.sign_in()
    second.open(correction).submit("/goedkeuren")
    assert "De correctie is uitgevoerd" in second.text
    worker.sign_in()
    assert "€ 900,00" in worker.text

    first.open("/beheer/bankregels").follow("Verdeel of stuur terug")
    line = first.url
    first.submit("/verdelen", terug="ja", reden="Niet voor ons.")
    second.open(line).submit("/goedkeuren")
    first.open("/beheer/bankregels").submit("/terugbetalingen")
    first.open("/beheer/bankregels")
    (file,) = [link.get("href") for link in first.page.iter("a") if "pain001" in (link.get("href") or "")]
    assert b"70.00" in first.client.get(file).data


def test_a_controller_closes_a_month_proves_the_books_and_takes_a_sample(
    site: flask.Flask, world: World, time: Time
) -> None:
    grant_rights(world)
    worker = Caller(site, world.worker)
    worker.sign_in()
    booking = worker.call("POST", "/bookings", {"editionId": str(world.edition.edition_id)}, expect=201, key="click")
    time.goes_on(days=10)
    work(site, "daily-close")
    controller = Visitor(site, db.run(make.person, "controller", password=make.PASSWORD))
    controller.sign_in()
    november = "/beheer/boekhouding?maand=2026-11"
    controller.open(november).submit("/maand", expect=409)
    assert "nog niet nagerekend" in controller.text
    controller.open("/beheer/boekhouding/kloppen").submit("/kloppen")
    assert "Ja. Alle" in controller.text
    controller.open(november).submit("/maand")
    assert "Deze maand is afgesloten" in controller.text
    sample = controller.client.get("/controle/steekproef.zip?zaad=november&aantal=5").data
    assert zipfile.ZipFile(io.BytesIO(sample)).namelist() == [f"{booking['id']}.json"]
    controller.open("/controle")
    assert "steekproef.zip" in controller.text
