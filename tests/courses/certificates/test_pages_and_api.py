"""From the provider's list to the paper, the badge, the check and the link."""

import io
import re

import flask.testing
import pikepdf
import pytest
from openbadgeslib.ob3 import OB3Verifier

from leerloket import clock
from leerloket.courses.certificates import service
from leerloket.people import service as people_service
from tests.courses.bookings import make as bookings_made
from tests.courses.bookings.test_pages import sign_in, text_of
from tests.courses.certificates import make
from tests.courses.ratings.make import at_home
from tests.people import make as people

pytestmark = pytest.mark.usefixtures("session")

Client = flask.testing.FlaskClient


def bearer(line: bookings_made.Line, who: str) -> dict[str, str]:
    person_id = line.person_id if who == "person" else line.school.staff_id
    return people.bearer(people_service.get_person(person_id))


def test_a_provider_gives_certificates_in_one_go_and_takes_one_back(client: Client) -> None:
    line = make.earned()
    page = f"/aanbieder/uitvoeringen/{line.edition.edition_id}/bewijzen"
    with at_home(line):
        sign_in(client, line.school.staff_id)
        attendance = client.get(page.replace("bewijzen", "aanwezigheid")).get_data(as_text=True)
    assert f'href="{page}"' in attendance
    sign_in(client, line.school.staff_id)
    name = people_service.get_person(line.person_id).name
    assert name is not None
    assert name in text_of(client.get(page))
    assert client.post(page, data={}).status_code == 400
    assert client.post(page, data={"wie": [str(line.booking.booking_id)]}).location.endswith(page)
    shown = text_of(client.get(page))
    assert "1 bewijs is gegeven." in shown
    assert line.edition.title in text_of(client.get("/aanbieder/bewijzen"))
    (certificate,) = service.list_certificates(line.person_id)
    back = f"/aanbieder/bewijzen/{certificate.certificate_id}/intrekken"
    assert certificate.title in text_of(client.get(back))
    assert client.post(back, data={"reden": ""}).status_code == 400
    assert client.post(back, data={"reden": "Verkeerde groep"}).status_code == 303
    assert "Verkeerde groep" in text_of(client.get(f"/controleer/{certificate.code}"))


def test_the_person_takes_it_along_on_paper_and_as_a_badge(client: Client) -> None:
    line = make.earned()
    certificate = make.issue(line, line.booking.booking_id)
    sign_in(client, line.person_id)
    assert certificate.code in text_of(client.get("/bewijzen"))
    paper = client.get(f"/bewijzen/{certificate.certificate_id}/bewijs.pdf")
    with pikepdf.open(io.BytesIO(paper.data)) as pdf:
        assert len(pdf.pages) == 1
        assert pdf.Root.MarkInfo.Marked
    picture = client.get(f"/bewijzen/{certificate.certificate_id}/badge.svg")
    token = OB3Verifier.extract_token_from_svg(picture.data)
    said = client.get(f"/api/v1/certificates/{certificate.certificate_id}/badge", headers=bearer(line, "person"))
    assert said.get_json() == {"credential": token}


def test_anybody_checks_a_code(client: Client) -> None:
    line = make.earned()
    certificate = make.given(line)
    asked = client.get("/controleer", query_string={"code": certificate.code.lower()})
    assert asked.location.endswith(f"/controleer/{certificate.code}")
    assert "Dit bewijs is echt" in text_of(client.get(asked.location))
    unknown = client.get("/controleer/2222-2222-2222-2222")
    assert unknown.status_code == 404
    assert "Dit bewijs kennen wij niet" in text_of(unknown)
    said = client.get(f"/api/v1/certificate-checks?code={certificate.code}").get_json()
    assert (said["isValid"], said["title"]) == (True, certificate.title)


def test_a_person_shares_by_a_link_and_stops(client: Client) -> None:
    line = make.earned()
    certificate = make.given(line)
    sign_in(client, line.person_id)
    until_on = (clock.business_date() + clock.ONE_DAY).isoformat()
    assert client.post("/bewijzen/delen", data={"voor": "", "until_on": until_on}).status_code == 400
    made = client.post("/bewijzen/delen", data={"voor": "Van Dijk", "until_on": until_on}).get_data(as_text=True)
    found = re.search(r'href="[^"]*(/gedeeld/[^"]+)"', made)
    assert found
    visitor = client.application.test_client()
    assert certificate.title in text_of(visitor.get(found[1]))
    page = client.get("/bewijzen/delen")
    assert "1 keer" in text_of(page)
    stop = re.search(r'action="(/bewijzen/delen/[^"]+/stoppen)"', page.get_data(as_text=True))
    assert stop
    assert client.post(stop[1]).status_code == 303
    assert visitor.get(found[1]).status_code == 404


def test_the_provider_gives_and_withdraws_as_json(client: Client) -> None:
    line = make.earned()
    office = bearer(line, "office")
    first = client.put(f"/api/v1/bookings/{line.booking.booking_id}/certificate", headers=office)
    again = client.put(f"/api/v1/bookings/{line.booking.booking_id}/certificate", headers=office)
    assert first.get_json() == again.get_json()
    mine = client.get("/api/v1/certificates", headers=bearer(line, "person")).get_json()["items"]
    assert [each["code"] for each in mine] == [first.get_json()["code"]]
    address = f"/api/v1/provider/certificates/{mine[0]['id']}/withdrawal"
    assert client.post(address, json={"reason": "Vergissing"}, headers=office).status_code == 200
    assert client.post(address, json={"reason": "Vergissing"}, headers=office).status_code == 409


def test_the_keys_of_the_site_are_public(client: Client) -> None:
    document = client.get("/.well-known/did.json").get_json()
    assert document["verificationMethod"][0]["publicKeyJwk"]["crv"] == "Ed25519"
    assert "d" not in document["verificationMethod"][0]["publicKeyJwk"]
