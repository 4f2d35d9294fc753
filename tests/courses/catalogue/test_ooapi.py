"""The Open Education API: reading others' documents, writing ours."""

import json
import os
import uuid
from datetime import date
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from leerloket.courses.catalogue import ooapi
from leerloket.courses.catalogue.sample import sample
from tests.courses.catalogue import make

SPECIFICATION = (
    Path(os.environ.get("LEERLOKET_SHARED", Path(__file__).parents[4] / "shared")) / "data/ooapi/ooapi-v5.json"
)


@pytest.fixture(scope="module")
def specification() -> dict[str, Any]:
    if not SPECIFICATION.exists():
        pytest.skip(f"the published OOAPI specification is not at {SPECIFICATION}")
    document: dict[str, Any] = json.loads(SPECIFICATION.read_text())
    return document


def validator(specification: dict[str, Any], name: str) -> jsonschema.Draft4Validator:
    """Checks the shape that the published document (OpenAPI 3.0) gives a schema, formats too."""
    schema = {"$ref": f"#/components/schemas/{name}", "components": specification["components"]}
    return jsonschema.Draft4Validator(schema, format_checker=jsonschema.FormatChecker())


def test_the_sample_is_valid_by_the_published_specification(specification: dict[str, Any]) -> None:
    shapes = {"organizations": "Organization", "courses": "Course", "courseOfferings": "CourseOffering"}
    checks = {name: validator(specification, shape) for name, shape in shapes.items()}
    for document in sample.documents(date(2026, 11, 24)):
        for name, check in checks.items():
            for item in document[name]:
                check.validate(item)


def test_what_we_write_we_read_back_the_same() -> None:
    for document in sample.documents(date(2026, 11, 24)):
        offer = ooapi.read(json.loads(json.dumps(document)))
        assert offer.errors == []
        module, edition = offer.modules[0], offer.editions[0]
        module_id, provider_id = uuid.UUID(module.key), uuid.UUID(document["organizations"][0]["organizationId"])
        slug = document["courses"][0]["abbreviation"]
        assert ooapi.course(module_id, slug, provider_id, module) == document["courses"][0]
        assert (
            ooapi.course_offering(uuid.UUID(edition.key), module_id, provider_id, module, edition)
            == document["courseOfferings"][0]
        )


def test_a_plain_document_of_a_school_is_read_with_sensible_defaults() -> None:
    course = make.course()
    offer = ooapi.read(make.document([course], [make.offering(course)]))
    assert offer.errors == []
    assert offer.provider is not None
    assert offer.provider.kvk == "87000001"
    (module,), (edition,) = offer.modules, offer.editions
    assert (module.nlqf, module.hours, module.kind, module.mode) == ("2", 84, "proactive", "classroom")
    assert (edition.place, edition.address, edition.capacity, edition.price_cents) == (
        "Helmond",
        "Vonkstraat 3",
        12,
        60_000,
    )
    assert len(edition.sessions) == 2


def test_every_error_is_noted_with_its_place_in_the_list() -> None:
    good, no_name, odd = make.course(), make.course(), make.course(level="hard")
    del no_name["name"]
    offers: list[Any] = [
        make.offering(good),
        make.offering(good, addresses=[{"addressType": "teaching", "city": "Atlantis"}]),
        make.offering(good, priceInformation=[{"costType": "total costs", "amount": "6,00"}]),
        make.offering(good, course=str(uuid.uuid4())),
        make.offering(good, maxNumberStudents=0),
        "nonsense",
    ]
    courses: list[Any] = [good, no_name, odd, 5]
    offer = ooapi.read(make.document(courses, offers))
    assert len(offer.modules) == 1
    assert len(offer.editions) == 1
    assert [e.row for e in offer.errors] == [2, 3, 4, 2, 3, 4, 5, 6]


def test_a_thing_that_is_there_twice_is_refused_once() -> None:
    course = make.course()
    offering = make.offering(course)
    offer = ooapi.read(make.document([course, course], [offering, offering]))
    assert [(e.row, e.code) for e in offer.errors] == [(2, "double"), (2, "double")]
    assert (len(offer.modules), len(offer.editions)) == (1, 1)


@pytest.mark.parametrize("document", [None, [], "x", 5, {}, {"organizations": {}}, {"organizations": [5]}])
def test_a_document_of_another_shape_is_refused_not_crashed_on(document: Any) -> None:
    assert ooapi.read(document).errors


@pytest.mark.parametrize(
    "damage",
    [
        {"courseId": "not-a-uuid"},
        {"name": "Lassen"[:0]},
        {"name": []},
        {"name": 7},
        {"teachingLanguage": ["nld"]},
        {"studyLoad": {"studyLoadUnit": "ects", "value": "veel"}},
        {"studyLoad": {"studyLoadUnit": "ects", "value": float("inf")}},
        {"modeOfDelivery": [{}]},
        {"consumers": [{"consumerKey": "leerloket", "kind": "leuk"}]},
        {"description": [{"language": "nl", "value": "x" * 5_000}]},
        {"learningOutcomes": [[]]},
    ],
)
def test_a_damaged_course_is_refused_and_the_rest_is_read(damage: dict[str, Any]) -> None:
    good = make.course()
    offer = ooapi.read(make.document([make.course(**damage), good], [make.offering(good)]))
    assert {e.row for e in offer.errors} == {1}
    assert (len(offer.modules), len(offer.editions)) == (1, 1)


def test_a_wrong_kvk_number_or_account_refuses_the_provider() -> None:
    document = make.document([], [], kvk="123")
    document["organizations"][0]["consumers"] = [{"consumerKey": "leerloket", "iban": "NL00TEST0000000000"}]
    offer = ooapi.read(document)
    assert offer.provider is None
    assert {e.field for e in offer.errors} == {"kvk", "iban"}


def test_the_account_number_is_never_written_as_open_data() -> None:
    provider = sample.providers()[0]
    assert provider.row.iban is not None
    assert provider.row.iban not in json.dumps(ooapi.organization(provider.provider_id, provider.slug, provider.row))
