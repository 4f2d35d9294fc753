"""The catalogue as JSON, and as open data."""

import json
import uuid
from typing import Any

import jsonschema
import pytest

from leerloket.courses.catalogue import service
from tests.courses.catalogue import make
from tests.courses.catalogue.test_ooapi import specification, validator  # noqa: F401  (a fixture)
from tests.people import make as people

NEW = {"title": "Glasblazen", "description": "U blaast glas.", "level": "2", "hours": 16}
SESSION = {"startsAt": "2099-03-02T18:00:00Z", "endsAt": "2099-03-02T20:00:00Z"}


@pytest.mark.usefixtures("offer")
class TestSearch:
    """Search over the whole sample."""

    def test_items_total_facets_and_a_cursor(self, client: Any) -> None:
        answer = client.get("/api/v1/modules?limit=5").json
        assert len(answer["items"]) == 5
        assert answer["total"] >= 300
        assert answer["facets"]["providerType"]["mbo"] > 50
        second = client.get("/api/v1/modules", query_string={"limit": 5, "cursor": answer["next"]}).json
        ids = [item["id"] for item in answer["items"] + second["items"]]
        assert len(set(ids)) == 10

    def test_every_filter_at_once(self, client: Any) -> None:
        answer = client.get(
            "/api/v1/modules?q=robot&near=Eindhoven&km=100&when=day,evening&level=2,3&kind=proactive,reactive"
            "&form=laboratory&providerType=technohub,mbo&maxOwnCents=200000&language=nld&proof=certificate"
        )
        assert answer.status_code == 200
        assert answer.json["total"] >= 1
        for item in answer.json["items"]:
            assert item["km"] <= 100
            assert item["cheapestCents"] <= 200_000
            assert item["ownCents"] is None

    def test_all_errors_of_a_question_come_at_once(self, client: Any) -> None:
        answer = client.get("/api/v1/modules?km=-1&level=99&when=nacht&maxOwnCents=1e3&cursor=%21&limit=0&leuk=1")
        assert answer.status_code == 400
        assert answer.content_type == "application/problem+json"
        fields = {error["field"].split(".")[0] for error in answer.json["errors"]}
        assert fields == {"km", "level", "when", "maxOwnCents", "cursor", "limit", "leuk"}

    def test_one_module_and_its_editions(self, client: Any) -> None:
        item = client.get("/api/v1/modules?q=lasrobot").json["items"][0]
        module = client.get(f"/api/v1/modules/{item['id']}").json
        assert module == {name: item[name] for name in module}
        editions = client.get(f"/api/v1/modules/{module['id']}/editions").json
        assert editions["next"] is None
        first = editions["items"][0]
        assert first["currency"] == "EUR"
        assert first["startsAt"].endswith("Z")
        assert client.get(f"/api/v1/modules/{uuid.uuid4()}").status_code == 404

    def test_open_data_is_valid_by_the_published_specification(
        self,
        client: Any,
        specification: dict[str, Any],  # noqa: F811
    ) -> None:
        course_id = client.get("/ooapi/v5/courses").json["items"][0]["courseId"]
        for path, template in (
            ("/courses?pageSize=50&pageNumber=2", "/courses"),
            (f"/courses/{course_id}", "/courses/{courseId}"),
            (f"/courses/{course_id}/offerings", "/courses/{courseId}/offerings"),
            ("/organizations?pageSize=100", "/organizations"),
        ):
            answer = client.get(f"/ooapi/v5{path}")
            assert answer.status_code == 200
            assert answer.headers["Access-Control-Allow-Origin"] == "*"
            shape = specification["paths"][template]["get"]["responses"]["200"]["content"]["application/json"]
            check = jsonschema.Draft4Validator(
                shape["schema"] | {"components": specification["components"]},
                format_checker=jsonschema.FormatChecker(),
            )
            check.validate(answer.json)
        validator(specification, "Service").validate(client.get("/ooapi/v5/").json)

    def test_open_data_has_the_whole_offer_in_pages(self, client: Any) -> None:
        seen: set[str] = set()
        for number in range(1, 5):
            page = client.get(f"/ooapi/v5/courses?pageSize=100&pageNumber={number}&consumer=x&expand=y").json
            seen |= {item["courseId"] for item in page["items"]}
        assert not page["hasNextPage"]
        assert len(seen) == client.get("/api/v1/modules?limit=1").json["total"]
        assert client.get("/ooapi/v5/courses?pageSize=7").status_code == 400

    def test_open_data_never_holds_an_account_number(self, client: Any) -> None:
        assert "TEST0000" not in json.dumps(client.get("/ooapi/v5/organizations?pageSize=100").json)


@pytest.mark.usefixtures("session")
class TestOwnOffer:
    """A provider's own modules and editions."""

    def test_a_provider_builds_an_offer_and_a_worker_cannot(self, client: Any) -> None:
        owner = make.provider()
        headers = people.bearer(people.person("provider", organisation_id=owner.provider_id))
        made = client.post("/api/v1/provider/modules", json=NEW, headers=headers)
        assert (made.status_code, made.json["state"], made.headers["ETag"]) == (201, "draft", '"1"')
        url = f"/api/v1/provider/modules/{made.json['id']}"
        edition = {"place": "Leerdam", "sessions": [SESSION], "capacity": 8, "priceCents": 12_550}
        added = client.post(f"{url}/editions", json=edition, headers=headers)
        assert (added.status_code, added.json["seatsLeft"], added.json["priceCents"]) == (201, 8, 12_550)
        sent = client.patch(url, json={"state": "submitted"}, headers=headers | {"If-Match": '"1"'})
        assert (sent.status_code, sent.json["state"], sent.headers["ETag"]) == (200, "submitted", '"2"')
        late = client.patch(url, json={"title": "X"}, headers=headers | {"If-Match": '"1"'})
        assert (late.status_code, late.json["code"]) == (412, "changed")
        assert client.patch(url, json={"title": "X"}, headers=headers).status_code == 428
        assert client.get(f"{url}/editions", headers=headers).json["items"][0]["id"] == added.json["id"]
        assert client.get("/api/v1/provider/modules", headers=headers).json["items"][0]["id"] == made.json["id"]
        worker = people.bearer(people.person())
        assert client.post("/api/v1/provider/modules", json=NEW, headers=worker).status_code == 403
        assert client.get("/api/v1/provider/modules").status_code == 401

    def test_a_worker_sees_the_own_share(self, client: Any) -> None:
        make.edition(make.module(make.provider(), "Glasblazen"), price_cents=60_000)
        answer = client.get("/api/v1/modules?q=glasblazen", headers=people.bearer(people.person()))
        assert answer.json["items"][0]["ownCents"] == 60_000

    def test_anothers_module_does_not_exist(self, client: Any) -> None:
        module = make.module(make.provider())
        other = make.provider()
        headers = people.bearer(people.person("provider", organisation_id=other.provider_id)) | {"If-Match": '"1"'}
        owner_id, module_id = module.provider_id, module.module_id
        url = f"/api/v1/provider/modules/{module_id}"
        assert client.get(url, headers=headers).status_code == 404
        assert client.patch(url, json={"title": "X"}, headers=headers).status_code == 404
        edition = {"sessions": [SESSION], "capacity": 8, "priceCents": 0}
        assert client.post(f"{url}/editions", json=edition, headers=headers).status_code == 404
        assert service.list_own_editions(owner_id, module_id) == []

    @pytest.mark.parametrize(
        ("change", "field"),
        [
            ({"title": ""}, "title"),
            ({"title": "a\u0000b"}, ""),
            ({"hours": "16"}, "hours"),
            ({"hours": 10**16}, ""),
            ({"level": "9"}, "level"),
            ({"colour": "red"}, "colour"),
            ({"outcomes": ["x"] * 21}, "outcomes"),
            ({"description": None}, "description"),
        ],
    )
    def test_wrong_input_is_refused_with_its_field(self, client: Any, change: dict[str, Any], field: str) -> None:
        owner = make.provider()
        headers = people.bearer(people.person("provider", organisation_id=owner.provider_id))
        answer = client.post("/api/v1/provider/modules", json=NEW | change, headers=headers)
        assert answer.status_code == 400
        if field:
            assert field in {error["field"].removeprefix("json.") for error in answer.json["errors"]}

    @pytest.mark.parametrize(
        "change",
        [
            {"priceCents": 1.5},
            {"priceCents": -1},
            {"priceCents": True},
            {"place": "Atlantis"},
            {"sessions": []},
            {"sessions": [{"startsAt": SESSION["endsAt"], "endsAt": SESSION["startsAt"]}]},
            {"sessions": [SESSION, SESSION]},
            {"sessions": [{"startsAt": "morgen", "endsAt": "x"}]},
            {"capacity": 0},
        ],
    )
    def test_an_impossible_edition_is_refused(self, client: Any, change: dict[str, Any]) -> None:
        owner = make.provider()
        module = make.module(owner)
        headers = people.bearer(people.person("provider", organisation_id=owner.provider_id))
        edition = {"place": "Goes", "sessions": [SESSION], "capacity": 8, "priceCents": 0} | change
        url = f"/api/v1/provider/modules/{module.module_id}/editions"
        assert client.post(url, json=edition, headers=headers).status_code == 400
