"""The money of a worker and of an employer, through the pages: lock, order, own share, certificate; rule, request."""

import dataclasses

import flask

from leerloket import clock, db
from leerloket.accounts.online_payments import service as online_payments
from leerloket.accounts.payments import service as payments
from leerloket.courses.catalogue import service as catalogue
from leerloket.seed import payment_service
from tests.accounts.online_payments.conftest import bank, served, way
from tests.courses.bookings import make as courses
from tests.journeys.world import Time, Visitor, World, grant_rights, pay, work

__all__ = ["bank", "served", "way"]


def dear_course(world: World) -> catalogue.Edition:
    """A course of € 1,500 that ends with a certificate."""
    edition = courses.edition(courses.School(world.provider_id, world.office.person_id), price_cents=150_000)
    catalogue.get_own_module(world.provider_id, edition.module_id).proof = "certificate"
    return edition


def newest_payment(world: World) -> payments.Payment:
    with db.transaction(read_only=True):
        return max(payments.list_payments(world.employer_id), key=lambda payment: payment.created_at)


def test_a_worker_locks_orders_pays_a_part_and_earns_a_certificate(
    site: flask.Flask,
    world: World,
    time: Time,
    bank: payment_service.Service,
    way: online_payments.Gateway,
) -> None:
    site.config["SETTINGS"] = dataclasses.replace(site.config["SETTINGS"], payment_key=way.key, payment_url=way.url)
    grant_rights(world)
    pay(site, world, db.run(payments.top_up_own, world.worker.person_id, 20_000))
    edition = db.run(dear_course, world)
    check = f"/opleidingen/{edition.slug}/boeken/controle?datum={edition.edition_id}"
    worker, office = Visitor(site, world.worker), Visitor(site, world.office)
    worker.sign_in()

    worker.open("/saldo/blokkeren").submit("/blokkeren")
    assert "Uw rekening is op slot" in worker.text
    worker.open(check)
    assert "Boek en betaal" not in worker.text
    worker.open("/saldo/blokkeren").submit("/opheffen")
    assert "van het slot" in worker.text

    worker.open("/saldo/volgorde")
    moves = {button.get("name"): button.get("value") for button in worker.page.iter("button")}
    worker.submit("/volgorde", later=moves["later"])
    assert "U koos zelf deze volgorde" in worker.text

    worker.open(check).submit("/zelf-betalen", weet="ja")
    waits = worker.url
    assert "Betaal uw deel: € 300,00" in worker.text
    worker.submit("/ideal")
    paid_with = list(bank.payments)[-1]
    bank.decide(paid_with, "paid")
    worker.client.post("/api/v1/payment-service/reports", data={"id": paid_with})
    work(site)
    worker.open(waits)
    assert "Uw geld is binnen en uw boeking is gedaan" in worker.text
    worker.follow("Naar uw boeking")
    booking = worker.url

    office.sign_in()
    office.open("/aanbieder/aanvragen").submit("/bevestigen")
    time.goes_to(edition.ends_at)
    office.sign_in()
    office.open(f"/aanbieder/uitvoeringen/{edition.edition_id}/aanwezigheid").submit("/aanwezigheid", allen="ja")
    worker.sign_in()
    worker.open(booking).submit("/aanwezigheid", klopt="ja")
    office.open(f"/aanbieder/uitvoeringen/{edition.edition_id}/bewijzen")
    (chosen,) = [box.get("value") for box in office.page.iter("input") if box.get("name") == "wie"]
    office.submit("/bewijzen", wie=[chosen])
    assert "1 bewijs is gegeven" in office.text
    worker.open("/bewijzen")
    (code,) = [link.text for link in worker.page.iter("a") if "/controleer/" in (link.get("href") or "")]
    employer = Visitor(site, world.manager).open(f"/controleer/{code}")
    assert edition.title in employer.text
    assert str(world.worker.name) in employer.text


def test_an_employer_agrees_pays_and_pays_along(site: flask.Flask, world: World, time: Time) -> None:
    manager, worker = Visitor(site, world.manager), Visitor(site, world.worker)
    manager.sign_in()
    manager.open(f"/werkgever/regels/controle?bedrag=500&per=year&fte=50&maanden=0&vanaf={clock.business_date()}")
    manager.submit("/werkgever/regels")
    rule = manager.url
    assert "Geldt nu" in manager.text
    assert "Nog niets" in manager.text
    work(site, "carry-out-agreements")
    pay(site, world, newest_payment(world))
    manager.open(rule)
    assert "€ 3.000,00" in manager.text
    worker.sign_in()
    assert "€ 500,00" in worker.text

    edition = world.edition
    worker.open(f"/opleidingen/{edition.slug}/vraag-werkgever?datum={edition.edition_id}").submit("/vraag-werkgever")
    assert "Uw vraag is verstuurd" in worker.text
    manager.open("/werkgever/verzoeken").follow(str(world.worker.name))
    assert edition.title not in manager.text
    manager.submit("/akkoord")
    pay(site, world, newest_payment(world))
    worker.open("/boekingen/verzoeken")
    assert "Werkgever betaalt mee" in worker.text
    worker.open("/saldo")
    assert "€ 600,00" in worker.text
