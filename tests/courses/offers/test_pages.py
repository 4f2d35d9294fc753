"""Offers on screen and over JSON."""

from datetime import timedelta

import flask.testing
import pytest

from leerloket import clock
from tests.courses.bookings import make
from tests.courses.bookings.test_api import Caller
from tests.courses.bookings.test_pages import sign_in, text_of
from tests.courses.moves.make import other_date

pytestmark = pytest.mark.usefixtures("session")

Client = flask.testing.FlaskClient


def test_a_provider_changes_an_edition_and_the_person_agrees(client: Client) -> None:
    line = make.line()
    page = f"/aanbieder/uitvoeringen/{line.edition.edition_id}"
    sign_in(client, line.school.staff_id)
    assert f'href="{page}/wijzigen"' in client.get(f"{page}/aanwezigheid").get_data(as_text=True)
    shown = client.get(f"{page}/wijzigen")
    assert "1 deelnemer krijgt een aanbod" in text_of(shown)
    begin = clock.business_date(line.edition.starts_at) + timedelta(days=7)
    form = {
        "begin": begin.isoformat(), "van": "09:00", "tot": "16:00", "place": "Helmond", "address": "Kade 1",
        "price": "600,00", "reden": "De docent is ziek.", "key": "k1",
    }  # fmt: skip
    assert client.post(f"{page}/wijzigen", data=form | {"reden": ""}).status_code == 400
    assert client.post(f"{page}/wijzigen", data=form | {"key": "k2"}).status_code == 303
    assert "deelnemer antwoordt op uw aanbod" in text_of(client.get(f"{page}/aanwezigheid"))
    sign_in(client, line.person_id)
    assert "De aanbieder doet een aanbod" in text_of(client.get("/boekingen"))
    booking = f"/boekingen/{line.booking.reference}"
    assert "De docent is ziek." in text_of(client.get(booking))
    assert client.post(f"{booking}/aanbod", data={"key": "k3"}).status_code == 400
    answered = client.post(f"{booking}/aanbod", data={"akkoord": "ja", "key": "k4"})
    assert answered.status_code == 303
    assert "Helmond" in text_of(client.get(answered.location))


def test_a_provider_proposes_a_date_and_the_person_declines(client: Client) -> None:
    line = make.line(accepted=False)
    target = other_date(line.edition)
    sign_in(client, line.school.staff_id)
    page = f"/aanbieder/boekingen/{line.booking.booking_id}/andere-datum"
    assert f'href="{page}"' in client.get("/aanbieder/aanvragen").get_data(as_text=True)
    assert "Andere datum voorstellen" in text_of(client.get(page))
    form = {"datum": str(target.edition_id), "reden": "Die groep is kleiner.", "key": "k1"}
    assert client.post(page, data=form).status_code == 303
    sign_in(client, line.person_id)
    booking = f"/boekingen/{line.booking.reference}"
    assert client.post(f"{booking}/aanbod", data={"akkoord": "nee", "key": "k2"}).location.endswith(booking)
    assert "Dank u. Uw antwoord is bewaard." in text_of(client.get(booking))


def test_offers_as_json(client: Client) -> None:
    line = make.line()
    target = other_date(line.edition)
    staff, person = Caller(client, line.school.staff_id), Caller(client, line.person_id)
    path = f"/bookings/{line.booking.booking_id}"
    assert person.get(f"{path}/offer")[0] == 409
    status, offer, _ = staff.post(f"{path}/offer", {"editionId": str(target.edition_id), "reason": "Vol."})
    assert (status, offer["kind"], offer["editionId"]) == (201, "date", str(target.edition_id))
    change = {
        "place": "Helmond", "address": None, "priceCents": 60_000, "reason": "Verhuisd.",
        "sessions": [
            {"startsAt": s.starts_at.isoformat(), "endsAt": s.ends_at.isoformat()} for s in line.edition.sessions
        ],
    }  # fmt: skip
    status, made, _ = staff.post(f"/provider/editions/{line.edition.edition_id}/change", change)
    assert (status, made) == (200, {"offers": 1})
    assert (
        Caller(client, make.school().staff_id).post(f"/provider/editions/{line.edition.edition_id}/change", change)[0]
        == 404
    )
    assert person.get(f"{path}/offer")[1]["kind"] == "changed"
    status, booking, _ = person.post(f"{path}/offer-answer", {"agree": True})
    assert (status, booking["state"], booking["place"]) == (200, "confirmed", "Helmond")
    assert person.post(f"{path}/offer-answer", {"agree": True})[1]["code"] == "no-offer"
