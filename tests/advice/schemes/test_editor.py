"""The editor of schemes: lines that are typed, a worked result before and after, and the history."""

from collections.abc import Callable
from typing import Any

import flask.testing
import pytest
from hypothesis import given
from hypothesis import strategies as st

from leerloket.advice.schemes import codes, editing, lines, records, rules, service
from tests.advice.test_pages import page
from tests.people import make as people

Client = flask.testing.FlaskClient
SHIPPED = records.read_shipped()


@pytest.mark.parametrize(
    ("read", "write", "things"),
    [
        (lines.read_rate, lines.write_rate, [rate for scheme in SHIPPED for rate in scheme.rates]),
        (lines.read_window, lines.write_window, [window for scheme in SHIPPED for window in scheme.windows]),
        (lines.read_words, lines.write_words, [words for scheme in SHIPPED for words in scheme.papers]),
        (lines.read_cap, lines.write_cap, [cap for scheme in SHIPPED for cap in scheme.sector_caps.items()]),
    ],
)
def test_a_line_is_read_as_it_was_written(
    read: Callable[[str], Any], write: Callable[[Any], str], things: list[Any]
) -> None:
    assert things
    assert [read(write(thing)) for thing in things] == things


@pytest.mark.parametrize("line", ["", "101 %", "0 %", "1/0", "9: 10 %", "3/2", "veel"])
def test_a_share_is_part_of_the_whole(line: str) -> None:
    with pytest.raises(lines.UnreadableLine):
        lines.read_rate(line)


@given(st.text(max_size=40))
def test_any_other_line_is_refused_plainly(line: str) -> None:
    for read in (lines.read_rate, lines.read_window, lines.read_words, lines.read_cap):
        try:
            read(line)
        except ValueError:
            continue


def test_a_preview_holds_the_old_scheme_beside_the_new_one() -> None:
    old = next(scheme for scheme in SHIPPED if scheme.slug == "oom")
    new = records.read(records.write(old) | {"cap_cents": 90_000})
    seen = editing.preview(old, new, 200_000, old.checked_on)
    assert seen.before is not None
    assert (seen.before.amount_cents, seen.after.amount_cents) == (80_000, 90_000)
    assert editing.changed(old, new) == ["cap_cents"]


def form_of(scheme: rules.Scheme, version: int, **changed: Any) -> dict[str, Any]:
    """The form as the page fills it in."""
    return {
        "naam_nl": scheme.name.nl,
        "naam_en": scheme.name.en,
        "over_nl": scheme.about.nl,
        "over_en": scheme.about.en,
        "status": scheme.status,
        "stand_nl": scheme.status_note.nl if scheme.status_note else "",
        "stand_en": scheme.status_note.en if scheme.status_note else "",
        "rondes": "\r\n".join(map(lines.write_window, scheme.windows)),
        "geldt_vanaf": scheme.valid_from.isoformat(),
        "geldt_tot": scheme.valid_until.isoformat() if scheme.valid_until else "",
        "aanvrager": scheme.applicant,
        "geeft": scheme.gives,
        "voor": list(scheme.who),
        "waarvoor": list(scheme.pays),
        "grootte": list(scheme.sizes),
        "sector": list(scheme.sectors),
        "diploma": list(scheme.education_levels),
        "delen": "\r\n".join(map(lines.write_rate, scheme.rates)),
        "kosten_vanaf": str(scheme.costs_from_cents // 100),
        "bedrag_vanaf": str(scheme.amount_from_cents // 100),
        "drempel": str(scheme.threshold_cents // 100),
        "hoogstens": "" if scheme.cap_cents is None else str(scheme.cap_cents // 100),
        "hoogstens_sector": "\r\n".join(map(lines.write_cap, scheme.sector_caps.items())),
        "leeftijd_vanaf": scheme.min_age or "",
        "vooraf": scheme.advance_percent,
        "potjes": list(scheme.pots),
        "niet_met": ", ".join(scheme.not_with),
        "regels": "\r\n".join(map(lines.write_words, scheme.conditions)),
        "papieren": "\r\n".join(map(lines.write_words, scheme.papers)),
        "bron": scheme.source_name,
        "bron_adres": scheme.source_url,
        "gecontroleerd": scheme.checked_on.isoformat(),
        "zekerheid": scheme.certainty,
        "voorbeeld": "2000",
        "reden": "",
        "versie": version,
        "doe": "bekijk",
    } | changed


@pytest.fixture
def editor(session: None, client: Client) -> Client:
    service.import_schemes()
    return people.sign_in(client, people.person("administrator", name="Anja Smit"))


def test_nothing_is_lost_between_a_scheme_and_its_form(editor: Client) -> None:
    for scheme in service.list_schemes():
        sent = form_of(scheme, 1, doe="bewaar", reden="Nagekeken bij de bron.")
        assert editor.post(f"/beheer/regelingen/{scheme.slug}", data=sent).status_code == 303
        assert service.get_scheme(scheme.slug) == scheme


def test_an_editor_looks_first_and_keeps_it_then(editor: Client) -> None:
    scheme = service.get_scheme("oom")
    url = "/beheer/regelingen/oom"
    looked = editor.post(url, data=form_of(scheme, 1, hoogstens="900"))
    assert "€\u00a0800,00" in looked.text
    assert "€\u00a0900,00" in looked.text
    assert service.get_scheme("oom") == scheme
    kept = editor.post(url, data=form_of(scheme, 1, hoogstens="900", doe="bewaar", reden="Nieuw bedrag in 2027."))
    assert kept.status_code == 303
    shown = page(editor, url)
    assert "door Anja Smit: Nieuw bedrag in 2027." in shown
    assert "hoogste bedrag" in shown
    assert editor.post(url, data=form_of(scheme, 1, doe="bewaar", reden="Te laat gezien.")).status_code == 412


def test_a_reason_is_asked_and_a_wrong_line_is_named(editor: Client) -> None:
    scheme = service.get_scheme("oom")
    answer = editor.post("/beheer/regelingen/oom", data=form_of(scheme, 1, doe="bewaar", delen="60 %\nveel"))
    assert answer.status_code == 400
    assert "Schrijf waarom u dit verandert." in answer.text
    assert "Regel 2 klopt niet." in answer.text


def test_ages_in_the_wrong_order_are_named(editor: Client) -> None:
    sent = form_of(service.get_scheme("oom"), 1, leeftijd_vanaf=60, leeftijd_tot=50)
    answer = editor.post("/beheer/regelingen/oom", data=sent)
    assert answer.status_code == 400
    assert "Vul 60 of meer in." in answer.text


def test_a_new_scheme_is_there_for_everybody(editor: Client) -> None:
    page(editor, "/beheer/regelingen/nieuw")
    sent = form_of(service.get_scheme("oom"), 0, kenmerk="ons-fonds", naam_nl="Ons fonds")
    assert editor.post("/beheer/regelingen/nieuw", data=sent).status_code == 200
    done = editor.post("/beheer/regelingen/nieuw", data=sent | {"doe": "bewaar", "reden": "Dit fonds is nieuw."})
    assert done.status_code == 303
    assert "Ons fonds" in page(editor, "/regelingen")
    assert "Ons fonds" in page(editor, "/beheer/regelingen")
    assert set(codes.POTS) == set(service.get_scheme("ons-fonds").pots)


def test_a_controller_reads_and_does_not_change(editor: Client) -> None:
    people.sign_in(editor, people.person("controller"))
    assert "Bewaar deze versie" not in page(editor, "/beheer/regelingen/oom")
    assert editor.post("/beheer/regelingen/oom").status_code == 403
