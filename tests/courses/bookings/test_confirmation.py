"""A booking on paper."""

import io

import flask.testing
import pikepdf
import pytest

from leerloket.people import service as people_service
from tests.courses.bookings import make
from tests.courses.bookings.test_pages import sign_in
from tests.people import make as people

pytestmark = pytest.mark.usefixtures("session")


def test_a_booking_is_one_tagged_page_on_screen_and_over_the_api(client: flask.testing.FlaskClient) -> None:
    line = make.line(50_000, 20_000)
    sign_in(client, line.person_id)
    page = f"/boekingen/{line.booking.reference}"
    address = f"{page}/bevestiging.pdf"
    assert f'href="{address}"' in client.get(page).get_data(as_text=True)
    headers = people.bearer(people_service.get_person(line.person_id))
    for paper in (
        client.get(address),
        client.get(f"/api/v1/bookings/{line.booking.booking_id}/confirmation.pdf", headers=headers),
    ):
        with pikepdf.open(io.BytesIO(paper.data)) as pdf:
            assert len(pdf.pages) == 1
            assert pdf.Root.MarkInfo.Marked
            assert line.booking.reference in str(pdf.docinfo["/Title"])


def test_the_paper_of_somebody_else_does_not_exist(client: flask.testing.FlaskClient) -> None:
    sign_in(client, make.learner())
    assert client.get(f"/boekingen/{make.line().booking.reference}/bevestiging.pdf").status_code == 404
