"""An offer is kept: modules are checked and copied, dates copied and changed, with reasons."""

from datetime import timedelta

import flask.testing
import pytest

from leerloket import clock, db, errors
from leerloket.courses.catalogue import keeping, service
from tests.courses.bookings import make
from tests.courses.bookings.test_api import Caller
from tests.courses.bookings.test_pages import sign_in, text_of
from tests.people import make as people

pytestmark = pytest.mark.usefixtures("session")

Client = flask.testing.FlaskClient


def test_a_module_goes_from_draft_to_online_and_is_suspended_each_time_with_a_reason() -> None:
    school = make.school()
    module = service.add_module(school.provider_id, service.ModuleRow(0, "k", "Lassen", "U leert lassen."))
    with pytest.raises(service.MoveNotPossible):
        keeping.check(module.module_id, "online", reason="Mooi.")
    service.change_module(school.provider_id, module.module_id, {"state": "submitted"})
    assert module in keeping.list_to_check()
    keeping.check(module.module_id, "draft", reason="Het niveau ontbreekt.")
    assert (module.state, module.state_reason) == ("draft", "Het niveau ontbreekt.")
    service.change_module(school.provider_id, module.module_id, {"state": "submitted"})
    assert keeping.check(module.module_id, "online", reason="Nu klopt het.").state == "online"
    assert keeping.check(module.module_id, "suspended", reason="De prijs klopt niet.").state == "suspended"
    assert module in keeping.list_to_check()


def test_a_copy_of_a_module_is_a_draft_without_dates() -> None:
    school = make.school()
    edition = make.edition(school)
    copied = keeping.copy_module(school.provider_id, edition.module_id)
    assert (copied.title, copied.state) == (f"{edition.title} (kopie)", "draft")
    assert service.list_own_editions(school.provider_id, copied.module_id) == []
    with pytest.raises(service.UnknownModule):
        keeping.copy_module(make.school().provider_id, edition.module_id)


def test_a_copy_of_a_date_keeps_the_hours_on_the_clock_over_summer_time() -> None:
    school = make.school()
    edition = make.edition(school)
    starts_on = clock.business_date(edition.starts_at) + timedelta(days=180)
    copied = keeping.copy_edition(school.provider_id, edition.edition_id, starts_on)
    old, new = (one.starts_at.astimezone(clock.AMSTERDAM) for one in (edition, copied))
    assert (new.date(), new.time()) == (starts_on, old.time())
    assert (copied.capacity, copied.price_cents, copied.taken) == (edition.capacity, edition.price_cents, 0)


def test_a_price_changes_with_a_reason_that_is_kept() -> None:
    school = make.school()
    edition = make.edition(school, price_cents=60_000)
    with pytest.raises(keeping.SamePrice):
        keeping.change_price(school.provider_id, edition.edition_id, 60_000, reason="Niets.")
    keeping.change_price(school.provider_id, edition.edition_id, 65_000, reason="Nieuwe lasapparaten.")
    found = keeping.list_prices(school.provider_id, edition.edition_id)
    assert [(one.cents, one.reason) for one in found] == [(65_000, "Nieuwe lasapparaten."), (60_000, "")]


def test_who_booked_is_asked_first() -> None:
    line = make.line()
    provider_id, edition_id = line.school.provider_id, line.edition.edition_id
    with pytest.raises(keeping.EditionBooked) as refusal:
        keeping.change_price(provider_id, edition_id, 65_000, reason="Duurder.")
    assert refusal.value.possible[0].url == f"/aanbieder/uitvoeringen/{edition_id}/wijzigen"
    with pytest.raises(keeping.EditionBooked):
        keeping.change_seats(provider_id, edition_id, line.edition.capacity - 1)
    assert keeping.change_seats(provider_id, edition_id, 12).capacity == 12
    with pytest.raises(errors.NotFound):
        keeping.change_seats(db.random_id(), edition_id, 20)


def test_the_same_on_screen(client: Client) -> None:
    school = make.school()
    edition = make.edition(school)
    here, module = f"/aanbieder/uitvoeringen/{edition.edition_id}", f"/aanbieder/opleidingen/{edition.module_id}"
    sign_in(client, school.staff_id)
    assert here in client.get(module).get_data(as_text=True)
    assert client.post(f"{here}/prijs", data={"prijs": "650,00"}).status_code == 400
    assert client.post(f"{here}/prijs", data={"prijs": "650,00", "reden": "Duurder gas."}).status_code == 303
    assert client.post(f"{here}/plekken", data={"plekken": "12"}).status_code == 303
    assert "Duurder gas." in text_of(client.get(here))
    assert client.post(f"{here}/kopie", data={"begin": "2030-02-04"}).status_code == 303
    assert client.post(f"{module}/kopie").status_code == 303
    people.sign_in(client, people.person("administrator"))
    checking = f"/beheer/opleidingen/keuren/{edition.module_id}"
    assert client.post(checking, data={"besluit": "suspended"}).status_code == 400
    said = {"besluit": "suspended", "reden": "De tekst klopt niet."}
    assert client.post(checking, data=said).status_code == 303
    assert "De tekst klopt niet." in text_of(client.get(checking))
    assert edition.title in text_of(client.get("/beheer/opleidingen/keuren"))


def test_the_same_as_json(client: Client) -> None:
    school = make.school()
    edition = make.edition(school)
    office = Caller(client, school.staff_id)
    here = f"/provider/editions/{edition.edition_id}"
    asked = {"priceCents": 65_000, "reason": "Duurder gas."}
    assert office.post(f"{here}/prices", json=asked)[0] == 201
    assert office.post(f"{here}/prices", json=asked)[1]["code"] == "same-price"
    assert office.get(f"{here}/prices")[1]["items"][0]["reason"] == "Duurder gas."
    assert office.post(f"{here}/copies", json={"startsOn": "2030-02-04"})[0] == 201
    assert office.post(f"/provider/modules/{edition.module_id}/copies")[1]["state"] == "draft"
    clerk = Caller(client, people.person("administrator").person_id)
    said = {"state": "suspended", "reason": "De tekst klopt niet."}
    assert clerk.post(f"/modules/{edition.module_id}/check", json=said)[1]["state"] == "suspended"
    assert clerk.get("/module-checks")[0] == 200
