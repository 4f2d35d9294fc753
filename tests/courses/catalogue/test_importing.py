"""Importing an offer: only what differs changes, and the report says all."""

import functools
import http.server
import json
import threading
import uuid
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
import time_machine

from leerloket import clock, db
from leerloket.courses.catalogue import csv_offer, ooapi, service
from leerloket.courses.providers import service as providers
from tests.courses.catalogue import make

pytestmark = pytest.mark.usefixtures("session")


def bring(document: dict[str, Any]) -> service.ImportReport:
    return service.import_offer(ooapi.read(document))


def test_a_first_import_adds_a_second_changes_nothing() -> None:
    course = make.course()
    document = make.document([course], [make.offering(course)])
    first, second = bring(document), bring(document)
    assert (first.added, first.changed, first.unchanged) == (2, 0, 0)
    assert (second.added, second.changed, second.unchanged) == (0, 0, 2)
    assert first.providers == second.providers


def test_only_what_differs_changes() -> None:
    one, two = make.course(), make.course()
    document = make.document([one, two], [make.offering(one), make.offering(two)])
    bring(document)
    one["name"] = [{"language": "nl", "value": "Lassen voor gevorderden"}]
    report = bring(document)
    assert (report.added, report.changed, report.unchanged) == (0, 1, 3)


def test_a_new_provider_waits_for_admission_by_two_people() -> None:
    course = make.course()
    report = bring(make.document([course], [make.offering(course)]))
    assert not providers.is_open_for_booking(report.providers[0], clock.now())
    assert service.search(service.Query(q="lassen")).total == 0
    providers.admit(report.providers[0], db.random_id(), db.random_id())
    assert service.search(service.Query(q="lassen")).total == 1


def test_a_new_price_holds_from_now_on_and_the_old_one_stays_known() -> None:
    course = make.course()
    offering = make.offering(course)
    before = clock.now()
    report = bring(make.document([course], [offering]))
    (edition,) = editions_of(report)
    with time_machine.travel(before + timedelta(days=3)):
        offering["priceInformation"][0]["amount"] = "660"
        bring(make.document([course], [offering]))
        assert service.price_of(edition.edition_id, clock.now()) == 66_000
        assert service.price_of(edition.edition_id, before + timedelta(days=1)) == 60_000
        history = service.list_prices(edition.edition_id)
    assert [cents for _start, _end, cents in history] == [60_000, 66_000]
    assert history[0][1] == history[1][0]
    assert history[1][1] is None


def test_a_price_jump_is_warned_of_but_taken() -> None:
    course = make.course()
    offering = make.offering(course)
    bring(make.document([course], [offering]))
    offering["priceInformation"][0]["amount"] = "900"
    report = bring(make.document([course], [offering]))
    assert [(w.row, w.code) for w in report.warnings] == [(1, "price-jump")]
    assert report.errors == []


def test_date_and_place_with_bookings_do_not_change_and_seats_do_not_fall_below_them() -> None:
    course = make.course()
    offering = make.offering(course)
    report = bring(make.document([course], [offering]))
    providers.admit(report.providers[0], db.random_id(), db.random_id())
    (edition,) = editions_of(report)
    service.take_seat(edition.edition_id)
    moved = offering | {"startDate": (clock.business_date() + timedelta(days=41)).isoformat()}
    assert [(e.row, e.code) for e in bring(make.document([course], [moved])).errors] == [(1, "booked")]
    service.take_seat(edition.edition_id)
    fewer = offering | {"maxNumberStudents": 1}
    assert [(e.row, e.field) for e in bring(make.document([course], [fewer])).errors] == [(1, "capacity")]
    more = offering | {"maxNumberStudents": 20}
    assert bring(make.document([course], [more])).changed == 1


def test_good_rows_go_in_beside_wrong_ones() -> None:
    good, bad = make.course(), make.course(level="x")
    report = bring(make.document([good, bad], [make.offering(good), make.offering(bad)]))
    assert (report.added, report.ok) == (2, 2)
    assert [e.row for e in report.errors] == [2, 2]


def test_an_account_number_is_never_changed_by_an_import() -> None:
    document = make.document([], [])
    organization = document["organizations"][0]
    organization["consumers"] = [{"consumerKey": "leerloket", "iban": "NL69TEST0000000001"}]
    first = bring(document)
    organization["consumers"][0]["iban"] = "NL42TEST0000000002"
    second = bring(document)
    assert [w.code for w in second.warnings] == ["differs"]
    assert providers.get_provider(first.providers[0]).iban == "NL69TEST0000000001"


def test_what_is_suspended_stays_suspended() -> None:
    course = make.course()
    document = make.document([course], [make.offering(course)])
    report = bring(document)
    (module,) = service.list_own_modules(report.providers[0])
    service.suspend_module(module.module_id)
    course["abbreviation"] = "X"
    course["description"] = [{"language": "nl", "value": "Anders."}]
    bring(document)
    db.session.expire_all()
    (module,) = service.list_own_modules(report.providers[0])
    assert (module.state, module.about) == ("suspended", "Anders.")


def test_a_provider_can_only_bring_its_own_offer() -> None:
    other = make.provider()
    report = service.import_offer(ooapi.read(make.document([make.course()], [])), other.provider_id)
    assert [e.code for e in report.errors] == ["other"]
    assert service.count_own_modules(other.provider_id) == 0


def test_two_courses_with_one_title_get_addresses_of_their_own() -> None:
    report = bring(make.document([make.course(), make.course()], []))
    slugs = {module.slug for module in service.list_own_modules(report.providers[0])}
    assert len(slugs) == 2


def test_a_csv_of_a_provider_is_imported_and_imported_again() -> None:
    owner = make.provider()
    text = "code;titel;omschrijving;niveau;uren;plaats;lessen;plekken;prijs\n"
    text += "A;Lassen;U leert lassen.;2;40;Helmond;2099-02-06 09:00-16:30;12;600,00\n"
    assert service.import_csv(text, owner.provider_id, state="submitted").added == 2
    assert service.import_csv(text, owner.provider_id).unchanged == 2
    (module,) = service.list_own_modules(owner.provider_id)
    assert module.state == "submitted"


def test_a_csv_without_a_provider_says_so() -> None:
    offer = csv_offer.read("code;titel;omschrijving;niveau;uren;plaats;lessen;plekken;prijs\n")
    assert [e.field for e in service.import_offer(offer).errors] == ["kvk"]


def test_the_sample_is_imported_twice_without_a_change() -> None:
    first = service.import_sample(clock.business_date())
    again = service.import_sample(clock.business_date())
    assert first.errors == []
    assert (again.added, again.changed, again.unchanged) == (0, 0, first.added)


def test_prices_never_overlap() -> None:
    edition = make.edition(make.module(make.provider()))
    with pytest.raises(sa.exc.IntegrityError, match="edition_prices_valid_excl"):
        db.session.execute(
            sa.text("INSERT INTO edition_prices VALUES (:e, :p, 1, tstzrange(now(), NULL))"),
            {"e": edition.edition_id, "p": uuid.uuid4()},
        )


def editions_of(report: service.ImportReport) -> list[service.Edition]:
    (module, *_others) = service.list_own_modules(report.providers[0])
    return service.list_own_editions(report.providers[0], module.module_id)


class TestSources:
    """Files and addresses."""

    def test_a_file_with_one_document_or_several(self, tmp_path: Path) -> None:
        one = make.document([make.course()], [])
        two = make.document([make.course()], [], kvk="87000002")
        steps: list[tuple[int, int]] = []
        (tmp_path / "offer.json").write_text(json.dumps([one, two]), encoding="utf-8-sig")
        report = service.import_source(str(tmp_path / "offer.json"), lambda done, total: steps.append((done, total)))
        assert (report.added, len(report.providers)) == (2, 2)
        assert steps == [(0, 2), (1, 2), (2, 2)]

    def test_a_csv_file_in_windows_encoding(self, tmp_path: Path) -> None:
        text = "kvk;aanbieder;code;titel;omschrijving;niveau;uren;plaats;lessen;plekken;prijs\n"
        text += "87000003;Café Leren;A;Koffie;U leert.;1;4;Goes;2099-02-06 09:00-16:30;12;0\n"
        (tmp_path / "offer.csv").write_bytes(text.encode("cp1252"))
        report = service.import_source(str(tmp_path / "offer.csv"))
        assert (report.added, report.errors) == (2, [])
        assert providers.get_provider(report.providers[0]).name == "Café Leren"

    @pytest.mark.parametrize("content", [b"{", b'{"courses": NaN}', b"[" * 100_000])
    def test_broken_json_is_refused_whole(self, tmp_path: Path, content: bytes) -> None:
        (tmp_path / "offer.json").write_bytes(content)
        with pytest.raises(service.SourceNotReadable):
            service.import_source(str(tmp_path / "offer.json"))

    @pytest.mark.parametrize(
        "where", ["/nowhere/offer.json", "ftp://example.org/x", "file:///etc/passwd", "http://127.0.0.1:1/x"]
    )
    def test_what_is_not_there_is_refused(self, where: str) -> None:
        with pytest.raises(service.SourceNotReadable):
            service.import_source(where)

    def test_an_address_on_the_web(self, web_folder: tuple[Path, str]) -> None:
        folder, address = web_folder
        (folder / "offer.json").write_text(json.dumps(make.document([make.course()], [])))
        assert service.import_source(f"{address}/offer.json").added == 1
        with pytest.raises(service.SourceNotReadable, match="source-not-readable"):
            service.import_source(f"{address}/missing.json")

    @pytest.fixture
    def web_folder(self, tmp_path: Path) -> Iterator[tuple[Path, str]]:
        class Quiet(http.server.SimpleHTTPRequestHandler):
            def log_message(self, *_: Any) -> None:
                """Tests print nothing."""

        with http.server.ThreadingHTTPServer(
            ("127.0.0.1", 0), functools.partial(Quiet, directory=str(tmp_path))
        ) as server:
            threading.Thread(target=server.serve_forever, daemon=True).start()
            yield tmp_path, f"http://127.0.0.1:{server.server_port}"
            server.shutdown()
