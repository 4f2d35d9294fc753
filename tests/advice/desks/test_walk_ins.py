"""Who walks in stands in the agenda at once, and does not shorten the waiting time of who had an appointment."""

import flask.testing
import pytest

from leerloket import clock
from leerloket.advice.desks import rules, service, waiting_times, walk_ins
from tests.advice import make
from tests.people import make as people

pytestmark = pytest.mark.usefixtures("session")


def test_a_walk_in_is_a_talk_that_is_held() -> None:
    pair = make.pair()
    walk_ins.note(pair.adviser.person_id, pair.client.number)
    today = clock.business_date()
    [line] = service.list_agenda(pair.adviser.person_id, today)
    assert (line.state, line.client_number) == ("held", pair.client.number)
    assert waiting_times.count_talks(today, today) == {}


def test_who_lives_elsewhere_is_not_found() -> None:
    pair = make.pair(region_code=make.OTHER_REGION)
    for number in (pair.client.number, "LR-000-000"):
        with pytest.raises(rules.OtherRegion):
            walk_ins.note(pair.adviser.person_id, number)


def test_the_page_of_a_desk_says_who_work_together(client: flask.testing.FlaskClient) -> None:
    service.import_desks()
    pair = make.pair()
    people.sign_in(client, pair.adviser)
    assert "scholen voor mbo en hbo" in client.get("/loketten/groningen").get_data(as_text=True)
    answer = client.post("/loket/binnenlopen", data={"bezoeker": pair.client.number})
    assert answer.status_code == 303
    assert pair.client.number in client.get("/loket").get_data(as_text=True)
