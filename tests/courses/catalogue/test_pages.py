"""The catalogue on screen."""

import json
import re

import flask.testing
import html5lib
import pytest

from leerloket.courses.catalogue import asked, labels, service
from leerloket.courses.providers import service as providers
from tests.courses.catalogue import make
from tests.people import make as people


def check_html(text: str) -> None:
    html5lib.HTMLParser(strict=True).parse(text)


@pytest.mark.usefixtures("offer")
class TestSearchPage:
    """The whole sample on screen."""

    @pytest.mark.parametrize(
        "query",
        [
            "",
            "?q=lasrobot",
            "?q=lasrobt&plaats=eindhovn&km=50&wanneer=avond&wanneer=overdag&eigen=500",
            "?q=zzzzqqqq",
            "?vanaf=40&niveau=2&niveau=3&soort=vooruit&vorm=atelier&bewijs=certificaat&aanbieder=mbo&taal=nederlands",
            "?plaats=Xyzstad&km=10",
            "?km=alles&plaats=Utrecht",
            "?q=%20%20&km=abc&vanaf=-1&eigen=veel&niveau=99&wanneer=nacht&q=2",
            "?vanaf=99999999999999999999",
            "?q=<script>alert(1)</script>",
        ],
    )
    def test_every_question_gives_a_page(self, client: flask.testing.FlaskClient, query: str) -> None:
        answer = client.get(f"/opleidingen{query}")
        assert answer.status_code == 200
        check_html(answer.text)
        assert "<script>alert" not in answer.text

    def test_a_mistyped_word_is_said(self, client: flask.testing.FlaskClient) -> None:
        text = client.get("/opleidingen?q=lasrobt").text
        assert "Bedoelde u “lasrobot”?" in text
        assert "Lasrobot programmeren" in text

    def test_choices_are_repeated_above_the_results_with_a_way_out(self, client: flask.testing.FlaskClient) -> None:
        text = client.get("/opleidingen?q=las&plaats=Eindhoven&km=50&wanneer=avond").text
        assert 'href="/opleidingen?q=las&amp;wanneer=avond"' in text
        assert 'href="/opleidingen?q=las&amp;plaats=Eindhoven&amp;km=50"' in text
        assert "50 km rond Eindhoven" in text

    def test_nothing_found_says_what_to_do(self, client: flask.testing.FlaskClient) -> None:
        assert "Probeer een ander woord of meer kilometers" in client.get("/opleidingen?q=zzzzqqqq").text

    def test_the_next_page_is_linked_and_shows_other_courses(self, client: flask.testing.FlaskClient) -> None:
        first = client.get("/opleidingen?soort=vooruit").text
        match = re.search(r'href="([^"]*vanaf=20[^"]*)"', first)
        assert match
        second = client.get(match[1].replace("&amp;", "&")).text
        assert set(re.findall(r'href="/opleidingen/([a-z0-9-]+)"', first)).isdisjoint(
            re.findall(r'href="/opleidingen/([a-z0-9-]+)"', second)
        )

    def test_every_module_and_provider_page_is_whole(self, client: flask.testing.FlaskClient) -> None:
        modules, total = service.list_online_modules(limit=25)
        assert total >= 300
        for module in modules:
            answer = client.get(f"/opleidingen/{module.slug}")
            assert answer.status_code == 200
            check_html(answer.text)
        for provider in providers.list_providers(limit=5):
            answer = client.get(f"/aanbieders/{provider.slug}")
            assert answer.status_code == 200
            check_html(answer.text)

    def test_what_is_not_there_is_not_found(self, client: flask.testing.FlaskClient) -> None:
        assert client.get("/opleidingen/bestaat-niet").status_code == 404
        assert client.get("/aanbieders/bestaat-niet").status_code == 404


@pytest.mark.usefixtures("session")
class TestModulePage:
    """One module."""

    def test_it_carries_structured_data_that_cannot_close_its_script(self, client: flask.testing.FlaskClient) -> None:
        module = make.module(make.provider(), "Las </script><b>robot</b>")
        make.edition(module, price_cents=60_050)
        text = client.get(f"/opleidingen/{module.slug}").text
        match = re.search(r'<script type="application/ld\+json">(.*?)</script>', text, re.S)
        assert match
        data = json.loads(match[1])
        assert data["name"] == "Las </script><b>robot</b>"
        assert data["hasCourseInstance"][0]["offers"]["price"] == "600.50"
        assert "<b>robot</b>" not in text

    def test_a_visitor_sees_a_range_and_a_way_to_sign_in(self, client: flask.testing.FlaskClient) -> None:
        module = make.module(make.provider())
        make.edition(module, price_cents=60_000)
        text = client.get(f"/opleidingen/{module.slug}").text
        assert "U betaalt € 0 tot €\u00a0600,00." in text
        assert "/inloggen?naar=/opleidingen/" in text

    def test_a_worker_sees_the_own_share_in_the_list(self, client: flask.testing.FlaskClient) -> None:
        module = make.module(make.provider(), "Glasblazen")
        make.edition(module, price_cents=60_000)
        people.sign_in(client, people.person())
        assert "u betaalt €\u00a0600,00" in client.get("/opleidingen?q=glasblazen").text

    def test_a_full_date_says_so(self, client: flask.testing.FlaskClient) -> None:
        module = make.module(make.provider())
        edition = make.edition(module, capacity=1)
        service.take_seat(edition.edition_id)
        assert ">vol<" in client.get(f"/opleidingen/{module.slug}").text

    def test_without_dates_it_says_so(self, client: flask.testing.FlaskClient) -> None:
        module = make.module(make.provider())
        assert "Er is nog geen nieuwe datum." in client.get(f"/opleidingen/{module.slug}").text

    def test_a_provider_that_is_not_admitted_takes_no_bookings(self, client: flask.testing.FlaskClient) -> None:
        module = make.module(make.provider(admitted=False))
        make.edition(module)
        text = client.get(f"/opleidingen/{module.slug}").text
        assert "neemt nu geen boekingen aan" in text
        assert "Boek deze opleiding" not in text


@pytest.mark.usefixtures("session")
class TestOwnPages:
    """The provider's own pages."""

    def test_a_provider_makes_a_module_adds_a_date_and_sends_it_in(self, client: flask.testing.FlaskClient) -> None:
        owner = make.provider()
        people.sign_in(client, people.person("provider", organisation_id=owner.provider_id))
        form = {
            "titel": "Glasblazen",
            "omschrijving": "U blaast glas.",
            "leerdoelen": "een vaas maken\r\nveilig werken",
            "niveau": "2",
            "uren": "16",
            "bewijs": "badge",
            "soort": "proactive",
            "vorm": "studio",
            "werkvorm": "classroom",
            "doel": "job",
        }
        made = client.post("/aanbieder/opleidingen/nieuw", data=form)
        assert made.status_code == 303
        here = made.headers["Location"]
        date = {"begin": "2099-03-02", "weken": "3", "van": "19:00", "tot": "21:30", "place": "Leerdam"}
        added = client.post(f"{here}/uitvoeringen", data=date | {"capacity": "8", "price": "€ 125,50"})
        assert added.status_code == 303
        assert client.post(here, data={"status": "submitted"}).status_code == 303
        page = client.get(here)
        check_html(page.text)
        assert "ter keuring" in page.text
        assert "€\u00a0125,50" in page.text
        (module,) = service.list_own_modules(owner.provider_id)
        assert module.outcomes == ["een vaas maken", "veilig werken"]
        (edition,) = service.list_own_editions(owner.provider_id, module.module_id)
        assert (edition.schedule, len(edition.sessions), edition.place) == ("evening", 3, "Leerdam")
        assert "Glasblazen" in client.get("/aanbieder/opleidingen").text

    def test_wrong_input_shows_the_form_again_with_every_error(self, client: flask.testing.FlaskClient) -> None:
        owner = make.provider()
        people.sign_in(client, people.person("provider", organisation_id=owner.provider_id))
        answer = client.post("/aanbieder/opleidingen/nieuw", data={"titel": "Glas", "uren": "veel"})
        assert answer.status_code == 400
        check_html(answer.text)
        assert 'value="Glas"' in answer.text
        assert "Fout:" in answer.text
        for name in ("omschrijving", "niveau", "uren", "doel"):
            assert f'href="#{name}"' in answer.text

    def test_an_unknown_place_is_said_at_its_field(self, client: flask.testing.FlaskClient) -> None:
        owner = make.provider()
        module = make.module(owner)
        people.sign_in(client, people.person("provider", organisation_id=owner.provider_id))
        date = {"begin": "2099-03-02", "van": "19:00", "tot": "21:30", "place": "Eindhovn", "capacity": "8"}
        answer = client.post(f"/aanbieder/opleidingen/{module.module_id}/uitvoeringen", data=date | {"price": "12"})
        assert answer.status_code == 400
        assert "Bedoelt u Eindhoven?" in answer.text
        assert 'href="#place"' in answer.text

    def test_anothers_module_does_not_exist_and_a_worker_may_not_look(self, client: flask.testing.FlaskClient) -> None:
        url = f"/aanbieder/opleidingen/{make.module(make.provider()).module_id}"
        other = make.provider()
        people.sign_in(client, people.person("provider", organisation_id=other.provider_id))
        assert client.get(url).status_code == 404
        assert client.post(url, data={"titel": "X"}).status_code == 404
        people.sign_in(client, people.person())
        assert client.get("/aanbieder/opleidingen").status_code == 403

    def test_an_empty_list_has_one_thing_to_do(self, client: flask.testing.FlaskClient) -> None:
        owner = make.provider()
        people.sign_in(client, people.person("provider", organisation_id=owner.provider_id))
        text = client.get("/aanbieder/opleidingen").text
        check_html(text)
        assert "U heeft nog geen opleidingen." in text


def test_every_code_has_a_word_for_the_screen_and_for_the_address() -> None:
    for facet in asked.FACETS.values():
        assert set(labels.SLUGS[facet]) == set(labels.NAMES[facet])
        assert len(labels.CODES[facet]) == len(labels.SLUGS[facet])
