"""The grid on screen and over JSON."""

from datetime import timedelta

import flask.testing
import pytest
import time_machine

from leerloket.courses.bookings import service as bookings
from leerloket.courses.catalogue import service as catalogue
from tests.courses.bookings import make
from tests.courses.bookings.test_api import Caller
from tests.courses.bookings.test_pages import sign_in, text_of

pytestmark = pytest.mark.usefixtures("session")

Client = flask.testing.FlaskClient


def two_sessions() -> tuple[make.School, catalogue.Edition, list[bookings.Booking]]:
    """Two people, confirmed, in an edition of two mornings."""
    first = make.edition(school := make.school())
    starts_at = first.starts_at
    edition = catalogue.add_edition(
        school.provider_id,
        first.module_id,
        place="Best",
        address=None,
        sessions=[
            catalogue.Session(starts_at + timedelta(days=day), starts_at + timedelta(days=day, hours=4))
            for day in (0, 7)
        ],
        capacity=5,
        price_cents=40_000,
    )
    booked = [make.book(make.learner(), edition) for _ in range(2)]
    return (
        school,
        edition,
        [bookings.accept(school.provider_id, booking.booking_id, actor_id=school.staff_id) for booking in booked],
    )


def test_the_grid_is_saved_whole_and_declared_after_the_last_session(client: Client) -> None:
    school, edition, (one, two) = two_sessions()
    here = f"/aanbieder/uitvoeringen/{edition.edition_id}/presentie"
    rows = {"rij": [str(one.booking_id), str(two.booking_id)]}
    with time_machine.travel(edition.starts_at + timedelta(hours=5)):
        sign_in(client, school.staff_id)
        assert "Na de laatste les" in text_of(client.get(here))
        assert client.post(here, data=rows | {f"was-{one.booking_id}": ["0", "1"]}).status_code == 303
        assert "50 %" in text_of(client.get(here))
        assert client.post(here, data=rows | {"doorgeven": "ja"}).status_code == 409
    with time_machine.travel(edition.ends_at + timedelta(hours=1)):
        sign_in(client, school.staff_id)
        form = rows | {f"was-{one.booking_id}": ["0", "1"], f"was-{two.booking_id}": ["1"], "doorgeven": "ja"}
        assert client.post(here, data=form).status_code == 303
        declared = [bookings.get_booking(each.account_id, each.booking_id).attendance for each in (one, two)]
        assert [each.present_pct for each in declared if each] == [100, 50]


def test_a_row_that_is_refused_is_named_and_nothing_is_saved(client: Client) -> None:
    school, edition, (one, two) = two_sessions()
    here = f"/aanbieder/uitvoeringen/{edition.edition_id}/presentie"
    with time_machine.travel(edition.ends_at + timedelta(hours=1)):
        bookings.declare_attendance(school.provider_id, one.booking_id, 100, actor_id=school.staff_id)
        sign_in(client, school.staff_id)
        form = {"rij": [str(one.booking_id), str(two.booking_id)], f"was-{two.booking_id}": ["0"], "doorgeven": "ja"}
        refused = client.post(here, data=form)
        assert refused.status_code == 400
        assert "U gaf eerst iets anders door." in text_of(refused)
        assert f'id="rij-{one.booking_id}-fout"' in refused.get_data(as_text=True)
        assert bookings.get_booking(two.account_id, two.booking_id).attendance is None


def test_presence_as_json(client: Client) -> None:
    school, edition, (one, _) = two_sessions()
    path = f"/provider/editions/{edition.edition_id}/presence"
    with time_machine.travel(edition.starts_at + timedelta(hours=5)):
        staff = Caller(client, school.staff_id)
        first = staff.get(path)[1]["sessions"][0]["startsAt"]
        body = {"rows": [{"bookingId": str(one.booking_id), "attended": [first]}]}
        status, grid, _ = staff.call("PUT", path, body)
        assert status == 200
        assert sorted(row["presentPct"] for row in grid["rows"]) == [0, 50]
        wrong = {"rows": [{"bookingId": str(one.booking_id), "attended": ["2020-01-01T09:00:00Z"]}]}
        assert staff.call("PUT", path, wrong)[0] == 400
        assert Caller(client, make.school().staff_id).get(path)[0] == 404
