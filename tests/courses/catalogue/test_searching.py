"""Search quality: Dutch words, mistyped words, places, facets."""

import pytest
import sqlalchemy as sa

from leerloket import db
from leerloket.courses.catalogue import service
from leerloket.courses.providers import service as providers
from tests.courses.catalogue import make


def titles(q: str, **other: object) -> list[str]:
    found = service.search(service.Query(q=q, **other), limit=100)  # type: ignore[arg-type]
    return [hit.module.title for hit in found.hits]


@pytest.mark.usefixtures("offer")
class TestTheSampleOffer:
    """Search over the whole sample."""

    @pytest.mark.parametrize(
        ("asked", "found"),
        [
            ("lasrobots", "Lasrobot programmeren"),
            ("warmtepomp", "Warmtepompen installeren: basis"),
            ("las robot", "Lasrobot programmeren"),
            ("robot", "Lasrobot programmeren"),
            ("las", "Lasrobot programmeren"),
            ("lassen", "MIG/MAG-lassen voor starters"),
            ("excel", "Excel basis"),
            ("leiding geven", "Voor het eerst leidinggeven"),
            ("metselen", "Metselen voor zij-instromers"),
            ("NEDERLANDS", "Nederlands op de werkvloer A1"),
            ("ik wil graag beter leren lassen", "MIG/MAG-lassen voor starters"),
        ],
    )
    def test_words_are_found_in_any_form(self, asked: str, found: str) -> None:
        assert found in titles(asked)

    @pytest.mark.parametrize(
        ("asked", "meant", "found"),
        [
            ("lasrobt", "lasrobot", "Lasrobot programmeren"),
            ("warmtpomp", "warmtepomp", "Warmtepompen installeren: basis"),
            ("exel", "excel", "Excel basis"),
            ("heftrukc", "heftruck", "Heftruck: certificaat en praktijk"),
            ("nedrelands spreken", "nederlands spreken", "Nederlands op de werkvloer A1"),
        ],
    )
    def test_a_mistyped_word_is_guessed_and_said(self, asked: str, meant: str, found: str) -> None:
        answer = service.search(service.Query(q=asked), limit=100)
        assert answer.meant == meant
        assert found in [hit.module.title for hit in answer.hits]

    def test_the_best_fit_comes_first(self) -> None:
        assert titles("lasrobot")[0] == "Lasrobot programmeren"
        assert titles("excel basis")[0] == "Excel basis"

    @pytest.mark.parametrize("asked", ["zzzzqqqq", "& | ! ()", "'; DROP TABLE modules; --", "%%%%", "____", "\\"])
    def test_what_is_nowhere_gives_nothing_or_all_but_never_an_error(self, asked: str) -> None:
        answer = service.search(service.Query(q=asked))
        assert answer.total >= 0

    def test_a_long_question_is_cut_not_refused(self) -> None:
        assert service.search(service.Query(q="lassen " * 5_000)).total > 0

    def test_without_words_the_whole_offer_is_there_in_pages(self) -> None:
        seen: list[object] = []
        offset: int | None = 0
        while offset is not None:
            page = service.search(service.Query(), offset=offset, limit=100)
            seen += [hit.module.module_id for hit in page.hits]
            offset = page.next_offset
        assert len(seen) == len(set(seen)) == page.total >= 300

    def test_near_a_place_the_nearest_come_first_with_their_distance(self) -> None:
        answer = service.search(service.Query(near="Eindhoven", km=30), limit=100)
        distances = [hit.km for hit in answer.hits]
        assert all(km is not None and km <= 30 for km in distances)
        assert distances == sorted(distances)  # type: ignore[type-var]
        assert answer.place is not None
        assert answer.total < service.search(service.Query(near="Eindhoven", km=60)).total

    def test_a_mistyped_place_is_guessed_and_an_unknown_one_is_said(self) -> None:
        guessed = service.search(service.Query(near="eindhovn", km=30))
        assert guessed.place is not None
        assert guessed.place.name == "Eindhoven"
        assert service.search(service.Query(near="Xyzstad", km=30)).place is None

    def test_the_edition_that_fits_the_question_is_shown_first(self) -> None:
        answer = service.search(service.Query(near="Eindhoven", km=30, when=["evening"]), limit=100)
        assert answer.total > 0
        for hit in answer.hits:
            assert hit.next is not None
            assert hit.next.schedule == "evening"
            assert hit.km is not None
            assert hit.km <= 30

    def test_facet_counts_are_what_choosing_gives(self) -> None:
        base = service.search(service.Query(q="lassen"))
        for level, count in base.facets["level"].items():
            assert service.search(service.Query(q="lassen", chosen={"level": [level]})).total == count
        for when, count in base.facets["when"].items():
            assert service.search(service.Query(q="lassen", when=[when])).total == count

    def test_free_courses_are_found_by_price_and_all_by_a_full_account(self) -> None:
        free = service.search(service.Query(max_own_cents=0), limit=100)
        assert {hit.cheapest_cents for hit in free.hits} == {0}
        full = service.search(service.Query(max_own_cents=0), available_cents=10_000_00)
        assert full.total > free.total

    def test_a_search_takes_few_statements(self, offer_engine: sa.Engine) -> None:
        service.search(service.Query(q="lassen"))
        count = 0

        def note(*_: object) -> None:
            nonlocal count
            count += 1

        sa.event.listen(offer_engine, "before_cursor_execute", note)
        service.search(service.Query(q="lassen", near="Utrecht", km=100))
        sa.event.remove(offer_engine, "before_cursor_execute", note)
        assert count <= 5


@pytest.mark.usefixtures("session")
class TestChanges:
    """What changes is found at once."""

    def test_a_module_that_goes_online_is_found_and_one_suspended_is_gone(self) -> None:
        owner = make.provider()
        module = make.module(owner, "Glasblazen voor beginners")
        make.edition(module)
        assert titles("glasblazen") == ["Glasblazen voor beginners"]
        service.suspend_module(module.module_id)
        assert titles("glasblazen") == []

    def test_a_suspended_provider_is_gone_and_comes_back(self) -> None:
        owner = make.provider()
        make.edition(make.module(owner, "Glasblazen voor beginners"))
        who = db.random_id()
        providers.suspend(owner.provider_id, who, "signaal")
        assert titles("glasblazen") == []
        providers.lift_suspension(owner.provider_id, db.random_id())
        assert titles("glasblazen") == ["Glasblazen voor beginners"]

    def test_a_draft_is_not_found(self) -> None:
        owner = make.provider()
        service.add_module(
            owner.provider_id, service.ModuleRow(row=0, key="a", title="Glasblazen", about="U blaast glas.")
        )
        assert titles("glasblazen") == []

    def test_a_new_title_is_found_by_its_new_words(self) -> None:
        owner = make.provider()
        module = make.module(owner, "Glasblazen")
        service.change_module(owner.provider_id, module.module_id, {"title": "Kantklossen"})
        assert titles("kantklossen") == ["Kantklossen"]

    def test_full_dates_come_after_those_with_seats(self) -> None:
        module = make.module(make.provider(), "Glasblazen")
        first = make.edition(module, in_days=10, capacity=1)
        second = make.edition(module, in_days=20, capacity=1)
        service.take_seat(first.edition_id)
        (hit,) = service.search(service.Query(q="glasblazen")).hits
        assert hit.next is not None
        assert hit.next.edition_id == second.edition_id

    def test_nothing_on_offer_gives_nothing(self) -> None:
        db.session.execute(sa.text("DELETE FROM offer_versions"))
        answer = service.search(service.Query(q="lassen"))
        assert (answer.hits, answer.total, answer.next_offset) == ([], 0, None)

    def test_a_module_without_dates_is_found_and_says_so(self) -> None:
        make.module(make.provider(), "Glasblazen")
        (hit,) = service.search(service.Query(q="glasblazen")).hits
        assert (hit.next, hit.cheapest_cents, hit.km) == (None, None, None)
