"""The sample offer: enough of it, varied, believable and the same every time."""

import json
from collections import Counter
from datetime import date, timedelta

from stdnum import iban

from leerloket import clock
from leerloket.courses.catalogue import codes, ooapi
from leerloket.courses.catalogue.sample import sample

TODAY = date(2026, 11, 24)
OFFERS = [ooapi.read(document) for document in sample.documents(TODAY)]
MODULES = [module for offer in OFFERS for module in offer.modules]
EDITIONS = [edition for offer in OFFERS for edition in offer.editions]


def test_forty_providers_offer_at_least_three_hundred_modules() -> None:
    assert len(OFFERS) == 40
    assert len(MODULES) >= 300
    assert all(offer.modules for offer in OFFERS)
    assert not [error for offer in OFFERS for error in offer.errors]


def test_every_kind_of_learning_form_level_and_purpose_is_there() -> None:
    assert {module.kind for module in MODULES} == set(codes.KINDS)
    assert {module.form for module in MODULES} == set(codes.FORMS)
    assert {module.purpose for module in MODULES} == set(codes.PURPOSES)
    assert {module.mode for module in MODULES} == set(codes.MODES)
    assert {module.proof for module in MODULES} == set(codes.PROOFS)
    assert {module.nlqf for module in MODULES} >= {"1", "2", "3", "4", "5", "6", "7"}


def test_editions_are_spread_over_a_year_and_over_all_parts_of_the_week() -> None:
    starts = sorted(clock.business_date(edition.sessions[0].starts_at) for edition in EDITIONS)
    assert starts[0] > TODAY
    assert starts[-1] < TODAY + timedelta(days=500)
    assert len({start.month for start in starts}) >= 10


def test_providers_are_in_many_regions_and_of_every_kind() -> None:
    providers = [offer.provider for offer in OFFERS if offer.provider]
    assert len({provider.place for provider in providers}) >= 30
    assert Counter(provider.kind for provider in providers)["mbo"] >= 10
    assert {"hbo", "private", "technohub", "fieldlab"} <= {provider.kind for provider in providers}


def test_numbers_are_valid_and_belong_to_nobody() -> None:
    for provider in sample.providers():
        assert provider.row.iban is not None
        assert iban.is_valid(provider.row.iban)
        assert "TEST" in provider.row.iban
        assert provider.row.kvk.startswith("999")
    assert len({provider.row.iban for provider in sample.providers()}) == 40


def test_sentences_are_short() -> None:
    for module in MODULES:
        for sentence in module.about.replace("?", ".").replace(":", ".").split(". "):
            assert len(sentence.split()) <= 20, sentence


def test_the_same_seed_gives_the_same_offer_and_another_seed_another() -> None:
    again = list(sample.documents(TODAY, seed=1))
    assert json.dumps(again) == json.dumps(list(sample.documents(TODAY, seed=1)))
    assert json.dumps(again) != json.dumps(list(sample.documents(TODAY, seed=2)))


def test_as_many_modules_as_asked_for_without_a_double_title_at_one_provider() -> None:
    documents = list(sample.documents(TODAY, modules=3_000))
    assert sum(len(document["courses"]) for document in documents) >= 3_000
    for document in documents:
        titles = [course["name"][0]["value"] for course in document["courses"]]
        assert len(set(titles)) == len(titles)
