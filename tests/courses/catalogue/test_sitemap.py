"""Sitemaps, and what search engines read of a module."""

import json
import re

import flask.testing
import lxml.etree
import pytest

from leerloket.courses.catalogue import service, sitemap
from tests.courses.bookings import make

pytestmark = pytest.mark.usefixtures("session")

Client = flask.testing.FlaskClient


def addresses(client: Client, path: str) -> list[str]:
    """The addresses a sitemap names, without the base of the site."""
    root = lxml.etree.fromstring(client.get(path).get_data())
    found = root.iter(f"{{{sitemap.NAMESPACE}}}loc")
    return [re.sub(r"^https?://[^/]+", "", str(one.text)) for one in found]


def test_search_engines_find_the_index_the_parts_and_every_module_on_offer(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sitemap, "PART", 2)
    school = make.school()
    slugs = {make.edition(school).slug for _ in range(3)}
    hidden = make.edition(school)
    service.suspend_module(hidden.module_id)
    assert "/sitemap.xml" in client.get("/robots.txt").get_data(as_text=True)
    parts = addresses(client, "/sitemap.xml")
    found = [address for part in parts[1:] for address in addresses(client, part)]
    assert {f"/opleidingen/{slug}" for slug in slugs} <= set(found)
    assert f"/opleidingen/{hidden.slug}" not in found
    assert len(found) == len(set(found))
    assert {"/", "/opleidingen", "/melden"} <= set(addresses(client, parts[0]))
    assert client.get("/sitemap/99.xml").status_code == 404


def test_the_fixed_pages_are_there(client: Client) -> None:
    assert [client.get(path).status_code for path in sitemap.FIXED] == [200] * len(sitemap.FIXED)


def test_a_module_tells_search_engines_all_they_want_of_a_course(client: Client) -> None:
    edition = make.edition(price_cents=60_000)
    page = client.get(f"/opleidingen/{edition.slug}").get_data(as_text=True)
    written = re.search(r'<script type="application/ld\+json">(.+?)</script>', page, re.DOTALL)
    assert written
    course = json.loads(written[1])
    assert course["@context"] == "https://schema.org"
    assert {"name", "description", "url", "provider", "offers", "hasCourseInstance", "inLanguage"} <= set(course)
    assert (course["offers"]["price"], course["offers"]["category"]) == ("600.00", "Paid")
    (instance,) = course["hasCourseInstance"]
    assert {"courseMode", "courseWorkload", "startDate", "endDate", "offers", "location"} <= set(instance)
