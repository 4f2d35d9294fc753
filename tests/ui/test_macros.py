"""Every macro: strict HTML, and the wiring that people with a screen reader depend on."""

import re
from datetime import date
from pathlib import Path

import flask
import pytest

from leerloket import web
from tests.ui import site

ROOT = Path(__file__).parents[2]
UI = ROOT / "templates" / "ui"

EXAMPLES = {
    "button": '{{ ui.button("Stort", kind="danger", name="actie", value="stort", key="s", attrs={"data-x": "1"}) }}',
    "link_button": '{{ ui.link_button("Zoek een opleiding", "/opleidingen?a=1&b=2", "secondary", key="/") }}',
    "copy_button": '{{ ui.copy_button("NL00 BANK", "rekeningnummer") }}',
    "print_button": "{{ ui.print_button() }}",
    "post_form": '{% call ui.post_form("/x", multipart=True, once=True, autosave="/y", id="f") %}a{% endcall %}',
    "hidden": '{{ ui.hidden("kenmerk", "a\\"b") }}',
    "field": '{{ ui.field(form, "naam", "Naam", hint="Voluit", optional=True) }}',
    "textarea": '{{ ui.textarea(form, "notitie", "Notitie", value="een\\n twee") }}',
    "select": '{{ ui.select(form, "regio", "Regio", [("22", "Brainport"), ("11", "Gooi")], value=22, empty="Kies") }}',
    "radios": '{{ ui.radios(form, "datum", "Datum", [("a", "5 december", "3 plekken"), ("b", "Vol", "", True)]) }}',
    "checkboxes": '{{ ui.checkboxes(form, "dag", "Dag", [("1", "ma"), ("2", "di")], value=[2], inline=True) }}',
    "checkbox": '{{ ui.checkbox(form, "weet", "Ik weet het.", hint="Tot 1 december", checked=True) }}',
    "date_input": '{{ ui.date_input(form, "op", "Op", value=day, min=day) }}',
    "money_input": '{{ ui.money_input(form, "bedrag", "Bedrag in euro", hint="Bijvoorbeeld 50") }}',
    "file_input": '{{ ui.file_input(form, "bestand", "Bestand", accept=".csv") }}',
    "autosave_status": '{{ ui.autosave_status("Opgeslagen om 10.18 uur") }}',
    "error_summary": "{{ ui.error_summary(form) }}",
    "alert": '{% call ui.alert("warning", "Let op", "Tekst", role="status", level=3) %}<p>meer</p>{% endcall %}',
    "panel": '{{ ui.panel("Gelukt", reference="B-7F3K-21", text="Dank u.") }}',
    "empty_state": '{{ ui.empty_state("Niets.", "Zoek", "/opleidingen") }}',
    "help_box": '{{ ui.help_box("040 000 00 00", "/afspraken/maken") }}',
    "bill": '{{ ui.bill([("Prijs", 60000|euro), ("Leerrecht", 60000|euro, "U houdt € 400,00 over")], '
    '("U betaalt zelf", 0|euro)) }}',
    "summary_list": '{{ ui.summary_list([("Datum", "5 december", "/datum", "datum"), ("Prijs", 60000|euro)]) }}',
    "task_list": '{{ ui.task_list([{"label": "Prijs", "url": "/prijs", "status": "Klaar", "kind": "success"},'
    ' {"label": "Bewijs", "hint": "Later", "status": "Nog niet"}]) }}',
    "steps": '{{ ui.steps(2, ["Datum", "Potjes", "Controle"]) }}',
    "status_line": '{{ ui.status_line("Wacht", "warning", who="Technohub", by="27 november 2026") }}',
    "time_line": '{{ ui.time_line([{"state": "done", "title": "Geboekt", "when": "3 november"},'
    ' {"state": "now", "title": "School", "note": "Aan zet"}, {"title": "Start"}]) }}',
    "breadcrumb": '{{ ui.breadcrumb([("Start", "/start"), ("Saldo", "")]) }}',
    "nav": '{{ ui.nav([("Saldo", "/saldo", True), ("Plan", "/plan", False)]) }}',
    "pagination": '{{ ui.pagination("/x?na=3", "/x", "boekingen") }}',
    "table": '{% call ui.table("Bij en af", ["Datum", {"label": "Bedrag", "num": True, "sort_url": "?s",'
    ' "sorted": "ascending"}], stack=False) %}<tr>{{ ui.cell("Datum", "5 december", head=True) }}'
    '{{ ui.cell("Bedrag", 100|euro, num=True) }}</tr>{% endcall %}',
    "cell": '<table><tbody><tr>{% call ui.cell("Wat", span=2) %}<a href="/x">x</a>{% endcall %}</tr></tbody></table>',
    "card": '<ul>{% call ui.card("Lasrobot", "/o/las", [ui.badge("Vol")], "6 km") %}<p>x</p>{% endcall %}</ul>',
    "badge": '{{ ui.badge("Staat vast", "warning") }}',
    "data_badge": '{{ ui.data_badge("3 plekken") }}',
    "details": '{% call ui.details("Wat is dit?", open=True) %}<p>Geld.</p>{% endcall %}',
    "filter_panel": '{% call ui.filter_panel("/o", [("25 km", "/o?q=las")], "/o", "Zoek") %}<p>x</p>{% endcall %}',
    "total": '{% call ui.total("Te gebruiken", 162000|euro) %}<p>x</p>{% endcall %}',
    "progress": '{{ ui.progress(5, 10, "5 van 10", label="Storten", poll="/voortgang") }}',
    "pots_bar": '{{ ui.pots_bar([{"label": "Leerrecht", "cents": 1, "kind": "right"},'
    ' {"label": "Werkgever", "cents": 2, "kind": "employer"}, {"label": "Eigen", "cents": 0, "kind": "own"}]) }}',
    "pot_key": '{{ ui.pot_key("own") }}',
    "pot_card": '<ul>{{ ui.pot_card("right", "Leerrecht", 1000|euro, "Tekst", "Verloopt niet", "/potje") }}</ul>',
    "bars": "{% macro plain(value) %}{{ value }}{% endmacro %}"
    '{{ ui.bars([("Nu", "right"), ("Nieuw", "employer")], [("2027", [3, 4]), ("2028", [none, 2])], plain, "b") }}',
    "region_tiles": '{{ ui.region_tiles([{"code": "w", "name": "West", "row": 2, "column": 1},'
    ' {"code": "o", "name": "Oost", "row": 2, "column": 3}, {"code": "z", "name": "Zuid", "row": 3, "column": 2}],'
    ' {"w": {"value": 4, "text": "4", "url": "/w"}, "o": {"value": 1, "text": "1"}}, "Per regio") }}',
    "gap_bars": '{{ ui.gap_bars([{"label": "Lassen", "now": 1, "needed": 3},'
    ' {"label": "Engels", "now": 5, "needed": 5}]) }}',
}


def exported() -> set[str]:
    names = re.findall(r"set ([\w, ]+?) =", (UI / "all.html").read_text())
    return {name.strip() for group in names for name in group.split(",")}


def test_every_macro_has_an_example_here() -> None:
    assert exported() == set(EXAMPLES)


@pytest.mark.parametrize("name", EXAMPLES)
@pytest.mark.parametrize("failed", [False, True], ids=["fresh", "refused"])
def test_a_macro_is_strict_html_without_anything_inline(app: flask.Flask, name: str, failed: bool) -> None:
    fields = ("naam", "notitie", "regio", "datum", "dag", "weet", "op", "bedrag", "bestand")
    form = site.refused(**dict.fromkeys(fields, "Vul dit in.")) if failed else web.Form()
    tree = site.read(site.html(app, EXAMPLES[name], form=form, day=date(2026, 12, 5)))
    for element in tree.iter():
        assert not [a for a in element.attrib if a == "style" or a.startswith("on")]
        assert element.get("aria-describedby") != ""
        site.described(tree, element)


# --- fields -----------------------------------------------------------------------------------------------


def test_a_field_is_found_by_its_label_and_described_by_its_hint(app: flask.Flask) -> None:
    tree = site.read(site.html(app, '{{ ui.field(form, "code", "Code", hint="8 tekens") }}'))
    field = site.find(tree, "input", name="code")
    assert site.find(tree, "label", **{"for": "code"}).text == "Code"
    assert field.get("id") == "code"
    assert site.described(tree, field) == "8 tekens"
    assert field.get("aria-invalid") is None


@pytest.mark.parametrize(
    "source",
    [
        '{{ ui.field(form, "bedrag", "Bedrag", hint="uitleg") }}',
        '{{ ui.money_input(form, "bedrag", "Bedrag", hint="uitleg") }}',
        '{{ ui.textarea(form, "bedrag", "Bedrag", hint="uitleg") }}',
        '{{ ui.select(form, "bedrag", "Bedrag", [("5", "vijf")], hint="uitleg") }}',
        '{{ ui.date_input(form, "bedrag", "Bedrag", hint="uitleg") }}',
        '{{ ui.file_input(form, "bedrag", "Bedrag", hint="uitleg") }}',
        '{{ ui.checkbox(form, "bedrag", "Bedrag", hint="uitleg") }}',
    ],
)
def test_a_refused_field_is_invalid_and_says_why_after_its_hint(app: flask.Flask, source: str) -> None:
    tree = site.read(site.html(app, source, form=site.refused(bedrag="Vul een bedrag in.")))
    field = next(e for e in tree.iter() if e.get("id") == "bedrag")
    assert field.get("aria-invalid") == "true"
    assert site.described(tree, field) == "uitleg | Fout: Vul een bedrag in."


def test_what_was_typed_is_kept(app: flask.Flask) -> None:
    form = site.refused(bedrag="Vul een bedrag in.")
    tree = site.read(site.html(app, '{{ ui.money_input(form, "bedrag", "Bedrag", value="9") }}', form=form))
    assert site.find(tree, "input", name="bedrag").get("value") == "5"
    tree = site.read(site.html(app, '{{ ui.field(form, "bedrag", "Code", type="password") }}', form=form))
    assert site.find(tree, "input", name="bedrag").get("value") == ""


def test_a_choice_is_kept_and_the_link_of_the_summary_lands_on_the_first(app: flask.Flask) -> None:
    source = '{{ ui.radios(form, "keuze", "Kies", [("a", "A", "bij a"), ("b", "B")], hint="uitleg") }}'
    tree = site.read(site.html(app, source, form=site.refused(keuze="Kies er een.")))
    first, second = site.find_all(tree, "input", name="keuze")
    assert (first.get("id"), second.get("id")) == ("keuze", "keuze-2")
    assert (first.get("checked"), second.get("checked")) == (None, "")
    assert site.described(tree, first) == "bij a"
    assert first.get("aria-invalid") == "true"
    assert site.described(tree, site.find(tree, "fieldset")) == "uitleg | Fout: Kies er een."


def test_checkboxes_take_a_list_of_any_type(app: flask.Flask) -> None:
    tree = site.read(site.html(app, EXAMPLES["checkboxes"]))
    assert [box.get("checked") for box in site.find_all(tree, "input")] == [None, ""]


def test_a_box_that_was_unticked_stays_unticked(app: flask.Flask) -> None:
    tree = site.read(site.html(app, EXAMPLES["checkbox"], form=site.refused(iets="Vul in.")))
    assert site.find(tree, "input", name="weet").get("checked") is None


def test_optional_is_said_in_words_and_there_are_no_asterisks(app: flask.Flask) -> None:
    tree = site.read(site.html(app, EXAMPLES["field"]))
    assert site.text(site.find(tree, "label")) == "Naam (niet verplicht)"


def test_a_textarea_keeps_its_first_line_break(app: flask.Flask) -> None:
    tree = site.read(site.html(app, '{{ ui.textarea(form, "n", "N", value="\\neen") }}'))
    assert site.find(tree, "textarea").text == "\neen"


def test_a_date_is_written_as_the_browser_reads_it(app: flask.Flask) -> None:
    tree = site.read(site.html(app, EXAMPLES["date_input"], day=date(2026, 12, 5)))
    field = site.find(tree, "input", type="date")
    assert (field.get("value"), field.get("min"), field.get("max")) == ("2026-12-05", "2026-12-05", None)


def test_a_posting_form_is_guarded_and_not_checked_by_the_browser(app: flask.Flask) -> None:
    tree = site.read(site.html(app, EXAMPLES["post_form"]))
    form = site.find(tree, "form", method="post", enctype="multipart/form-data")
    assert form.get("novalidate") == ""
    assert site.find(form, "input", name="csrf_token").get("value")
    assert site.find(form, "input", name="key").get("value")


def test_texts_are_escaped(app: flask.Flask) -> None:
    markup = site.html(app, '{{ ui.field(form, "a", x, hint=x, value=x) }}{{ ui.badge(x) }}', x='<b>"x"</b>')
    assert "<b>" not in markup
    assert site.find(site.read(markup), "input").get("value") == '<b>"x"</b>'


# --- messages and lists -----------------------------------------------------------------------------------


def test_the_summary_links_to_the_fields_with_the_same_words(app: flask.Flask) -> None:
    tree = site.read(site.html(app, EXAMPLES["error_summary"], form=site.refused(bedrag="Vul in.", datum="Kies.")))
    box = site.find(tree, "div", role="alert", tabindex="-1")
    assert [(a.get("href"), site.text(a)) for a in site.find_all(box, "a")] == [
        ("#bedrag", "Vul in."),
        ("#datum", "Kies."),
    ]


def test_a_change_link_says_what_it_changes(app: flask.Flask) -> None:
    tree = site.read(site.html(app, EXAMPLES["summary_list"]))
    assert site.text(site.find(tree, "a")) == "Wijzig datum"


def test_the_step_one_is_at_is_marked(app: flask.Flask) -> None:
    tree = site.read(site.html(app, EXAMPLES["steps"]))
    assert site.text(site.find(tree, "li", aria_current="step")) == "Potjes"
    assert site.text(site.find_all(tree, "p")[0]) == "Stap 2 van 3: Potjes"


def test_a_status_says_who_must_act_and_by_when(app: flask.Flask) -> None:
    tree = site.read(site.html(app, EXAMPLES["status_line"]))
    assert site.text(site.find(tree, "p")) == "Wacht Aan zet: Technohub, vóór 27 november 2026"


def test_a_time_line_says_its_states_in_words(app: flask.Flask) -> None:
    tree = site.read(site.html(app, EXAMPLES["time_line"]))
    assert [site.text(item) for item in site.find_all(tree, "li")] == [
        "Geboekt (klaar) 3 november",
        "School (nu)Aan zet",
        "Start (komt nog)",
    ]


def test_a_table_has_a_caption_scopes_and_labels_for_phones(app: flask.Flask) -> None:
    tree = site.read(site.html(app, EXAMPLES["table"]))
    assert site.text(site.find(tree, "caption")) == "Bij en af"
    assert [th.get("scope") for th in site.find_all(tree, "th")] == ["col", "col", "row"]
    assert site.find_all(tree, "th")[1].get("aria-sort") == "ascending"
    assert site.find(tree, "td").get("data-l") == "Bedrag"
    assert site.find(tree, "div", role="region").get("tabindex") == "0"


# --- pictures ---------------------------------------------------------------------------------------------


def test_the_parts_of_a_bar_fill_it_and_are_told_in_words(app: flask.Flask) -> None:
    tree = site.read(site.html(app, EXAMPLES["pots_bar"]))
    bar = site.find(tree, "{http://www.w3.org/2000/svg}svg", role="img")
    assert bar.get("aria-label") == "Verdeling: Leerrecht €\u00a00,01, Werkgever €\u00a00,02"
    widths = [e.get("width", "") for e in bar.iter("{http://www.w3.org/2000/svg}rect")]
    assert sum(float(w.rstrip("%")) for w in widths if w.endswith("%")) == pytest.approx(100, abs=0.01)


def test_no_money_is_no_bar(app: flask.Flask) -> None:
    assert site.html(app, '{{ ui.pots_bar([{"label": "x", "cents": 0, "kind": "own"}]) }}').strip() == ""


def test_a_gap_is_said_in_words(app: flask.Flask) -> None:
    tree = site.read(site.html(app, EXAMPLES["gap_bars"]))
    assert [site.text(item) for item in site.find_all(tree, "li")] == [
        "Lassen 1 van 3 · 2 te kort",
        "Engels 5 van 5 · genoeg",
    ]


def test_a_map_of_regions_is_a_list_in_words_and_shades(app: flask.Flask) -> None:
    tree = site.read(site.html(app, EXAMPLES["region_tiles"]))
    items = site.find_all(tree, "li")
    assert [site.text(item) for item in items] == ["West 4", "Oost 1", "Zuid –"]
    assert [item.get("class", "").rsplit("--", 1)[-1] for item in items] == ["4", "1", "none"]
    assert [a.get("href") for a in site.find_all(tree, "a")] == ["/w"]


def test_progress_asks_on_only_while_there_is_something_to_wait_for(app: flask.Flask) -> None:
    assert "data-poll=" in site.html(app, EXAMPLES["progress"])
    assert "data-poll=" not in site.html(app, '{{ ui.progress(10, 10, "klaar", poll="/voortgang") }}')


# --- the frame --------------------------------------------------------------------------------------------

MAIN = "{% block title %}Saldo{% endblock %}{% block main %}<h1>Uw saldo</h1>{% endblock %}"


def test_a_page_has_its_landmarks_and_says_its_language(app: flask.Flask) -> None:
    tree = site.read(site.page(app, MAIN, "/saldo", site.Person("worker")))
    assert tree.get("lang") == "nl"
    assert site.text(site.find(tree, "title")) == "Saldo – Leerloket"
    assert site.find_all(tree, "a")[0].get("href") == "#inhoud"
    assert site.find(tree, "main").get("id") == "inhoud"
    assert site.text(site.find(tree, "a", aria_current="page")) == "Saldo"
    assert site.find_all(site.find(tree, "footer"), "a")[0].get("href", "").startswith("tel:")
    assert site.find_all(tree, "aside") == []
    assert "Uitloggen" in site.text(site.find(tree, "form", action="/uitloggen"))


def test_a_page_in_english_offers_dutch(app: flask.Flask) -> None:
    tree = site.read(site.page(app, MAIN, "/saldo", language="en"))
    assert tree.get("lang") == "en"
    assert site.text(site.find(tree, "a", hreflang="nl")) == "Nederlands (Dutch)"


def test_a_refused_page_says_so_in_its_title_and_on_top(app: flask.Flask) -> None:
    tree = site.read(site.page(app, MAIN, form=site.refused(bedrag="Vul een bedrag in.")))
    assert site.text(site.find(tree, "title")) == "Fout: Saldo – Leerloket"
    main = site.find(tree, "main")
    assert main[0].get("id") == "fouten"


def test_who_has_two_roles_can_change_and_an_adviser_has_shortcuts(app: flask.Flask) -> None:
    adviser = site.read(site.page(app, MAIN, person=site.Person("adviser", roles=("adviser", "worker"))))
    assert site.find(adviser, "a", href="/rol") is not None
    assert site.find(adviser, "dialog", data_keys="") is not None
    worker = site.read(site.page(app, MAIN, person=site.Person("worker")))
    assert site.find_all(worker, "a", href="/rol") == []
    assert site.find_all(worker, "dialog") == []


def test_an_aside_makes_a_second_column(app: flask.Flask) -> None:
    tree = site.read(site.page(app, MAIN + "{% block aside %}<h2>Hulp</h2>{% endblock %}"))
    assert site.find(tree, "aside").get("aria-label")


# --- colours ------------------------------------------------------------------------------------


def luminance(colour: str) -> float:
    digits = colour.lstrip("#")
    digits = digits if len(digits) == 6 else "".join(2 * d for d in digits)
    channels = [int(digits[i : i + 2], 16) / 255 for i in (0, 2, 4)]
    red, green, blue = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def test_the_theme_has_contrast() -> None:
    """WCAG 1.4.3 (text, 4.5) and 1.4.11 (edges and pictures, 3)."""
    css = (ROOT / "leerloket/static/leerloket.css").read_text()
    colour = dict(re.findall(r"--ll-(\w+): (#[0-9a-f]+);", css))
    for ground in (colour["paper"], colour["mist"]):
        for text in ("ink", "grey", "teal", "deep", "green", "red", "orange"):
            assert contrast(colour[text], ground) >= 4.5, (text, ground)
        assert contrast(colour["edge"], ground) >= 3
    for ground in ("teal", "deep", "green", "red"):
        assert contrast("#fff", colour[ground]) >= 4.5, ground
    badges = re.findall(r"\.ll-badge--\w+ \{ background: (#\w+); border-color: #\w+; color: (#\w+)", css)
    assert len(badges) == 5
    assert all(contrast(ground, text) >= 4.5 for ground, text in badges)
