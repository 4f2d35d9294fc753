"""Vendor files under hashed names, addresses that change with the content, and a plain page without them."""

import json
import os
import re
from pathlib import Path

import pytest

from leerloket import assets


@pytest.fixture
def empty(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A static folder of its own, in which nothing was built."""
    monkeypatch.setattr(assets, "STATIC", tmp_path)
    monkeypatch.setattr(assets, "VENDOR", tmp_path / "vendor")
    monkeypatch.setattr(assets, "MANIFEST", tmp_path / "vendor" / "manifest.json")
    return tmp_path


@pytest.fixture
def built() -> dict[str, dict[str, str]]:
    if not assets.MANIFEST.exists():
        pytest.skip("the assets are not built here: make assets")
    files: dict[str, dict[str, str]] = json.loads(assets.MANIFEST.read_text())["files"]
    return files


def fake_packages(work: Path) -> Path:
    """What npm would install, with tiny contents."""
    for name, source in assets.FILES.items():
        (work / source).parent.mkdir(parents=True, exist_ok=True)
        (work / source).write_text(name)
    fonts = work / assets.FONT_FILES
    (fonts / "files").mkdir(parents=True)
    for weight in assets.WEIGHTS:
        rules = []
        for subset in assets.SUBSETS:
            name = f"{assets.FONT}-{subset}-{weight}-normal"
            (fonts / "files" / f"{name}.woff2").write_text(name)
            rules.append(f"/* {name} */\n@font-face {{\n  src: url(./files/{name}.woff2), url(x.woff);\n}}\n")
        (fonts / f"{weight}.css").write_text("".join(rules))
    return work


def test_an_address_leads_to_a_file_that_is_there(built: dict[str, dict[str, str]]) -> None:
    assert {*assets.FILES, "source-sans-3.css", "source-sans-3-400.woff2", "source-sans-3-700-ext.woff2"} <= set(built)
    for name in built:
        found = assets.path(name)
        assert found is not None
        assert found.is_file()
        assert assets.url(name) == f"/static/vendor/{found.name}"


def test_the_font_is_named_as_it_is_served(built: dict[str, dict[str, str]]) -> None:
    sheet = assets.path("source-sans-3.css")
    assert sheet is not None
    named = set(re.findall(r"url\(([^)]*)\)", sheet.read_text()))
    assert named == {entry["file"] for name, entry in built.items() if name.endswith(".woff2")}


def test_the_style_sheets_load_nothing_from_elsewhere(built: dict[str, dict[str, str]]) -> None:
    for name in built:
        if name.endswith(".css"):
            sheet = assets.path(name)
            assert sheet is not None
            assert not re.search(r"@import|url\(\s*['\"]?(?:https?:)?//", sheet.read_text()), name


def test_a_page_without_assets_still_gets_addresses(empty: Path) -> None:
    assert assets.url("component-library.css") == "/static/component-library.css"
    assert assets.path("component-library.css") is None


def test_an_own_file_gets_a_new_address_when_it_changes(empty: Path) -> None:
    (empty / "own.css").write_text("a{}")
    os.utime(empty / "own.css", (1, 1))
    first = assets.url("own.css")
    (empty / "own.css").write_text("b{}")
    assert re.fullmatch(r"/static/own\.css\?v=[0-9a-f]{12}", first)
    assert assets.url("own.css") != first


def test_a_build_is_done_once_and_heals_what_is_missing(empty: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(assets, "_install", fake_packages)
    assert assets.build()
    assert not assets.build()

    stale = empty / "vendor" / "theme.000000000000.css"
    stale.write_text("of an older version")
    victim = assets.path("theme.css")
    assert victim is not None
    victim.write_text("spoiled")
    assert assets.build()
    assert victim.read_text() == "theme.css"
    assert not stale.exists()


def test_a_failed_build_is_one_line_and_leaves_the_old_files(
    empty: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(assets, "_install", fake_packages)
    assets.build()
    before = sorted((empty / "vendor").iterdir())
    (empty / "vendor" / "manifest.json").write_text("{}")

    def no_network(_work: Path) -> Path:
        raise assets.BuildFailed("The style sheets could not be fetched.")

    monkeypatch.setattr(assets, "_install", no_network)
    assert assets.main(["build"]) == 1
    assert capsys.readouterr().err == "The style sheets could not be fetched.\n"
    assert sorted((empty / "vendor").iterdir()) == before


def test_translations_are_compiled_when_newer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(assets, "TRANSLATIONS", tmp_path)
    source = tmp_path / "en" / "LC_MESSAGES" / "messages.po"
    source.parent.mkdir(parents=True)
    source.write_text(
        'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n\nmsgid "Saldo"\nmsgstr "Balance"\n'
    )
    assert assets.compile_translations() == 1
    assert b"Balance" in source.with_suffix(".mo").read_bytes()
    assert assets.compile_translations() == 0
