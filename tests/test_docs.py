"""The README and `docs/` say what is true: each setting, command, job, link and page named there exists."""

import ast
import json
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click
import flask
import pytest
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RoutingException

from leerloket import cli, config, jobs

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text()
FRONT = ("README.md", "CHANGELOG.md", "SECURITY.md")
TEXTS = [*(ROOT / name for name in FRONT), *sorted((ROOT / "docs").rglob("*.md"))]
ROLE_PAGES = sorted((ROOT / "docs/roles").glob("*.md"))


def section(title: str) -> str:
    """One chapter of the README."""
    found = re.search(rf"^## {re.escape(title)}\n(.*?)(?=^## |\Z)", README, re.MULTILINE | re.DOTALL)
    assert found, title
    return found.group(1)


def rows(title: str) -> dict[str, list[str]]:
    """The first table of a chapter: first cell → the others."""
    lines = [line for line in section(title).splitlines() if line.startswith("|")][2:]
    cells = [[cell.strip() for cell in line.strip("|").split(" | ")] for line in lines]
    return {first.strip("`"): rest for first, *rest in cells}


class Environment(dict[str, str]):
    """An environment that remembers what was asked of it."""

    def __init__(self, **values: str) -> None:
        super().__init__(values)
        self.asked: set[str] = set()

    def get(self, key: str, default: Any = None) -> Any:
        self.asked.add(key)
        return super().get(key, default)


def variables() -> set[str]:
    """Every variable the service reads: through `config`, or by its full name anywhere else in the code."""
    environment = Environment(LEERLOKET_DEMO="on")
    config.from_environment(environment)
    named = {
        node.value
        for file in (ROOT / "leerloket").rglob("*.py")
        for node in ast.walk(ast.parse(file.read_text()))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
        if re.fullmatch(r"LEERLOKET_[A-Z_]+", node.value)
    }
    return environment.asked | named


def test_every_setting_is_in_the_table_and_no_other() -> None:
    assert set(rows("Settings")) == variables()


def test_the_table_gives_the_default_that_holds() -> None:
    settings = config.from_environment(Environment(LEERLOKET_DEMO="on"))
    for name, (default, *_meaning) in rows("Settings").items():
        literal = re.fullmatch(r"`([^`]+)`", default)
        if literal and name != "LEERLOKET_DEMO":
            value = getattr(settings, name.removeprefix("LEERLOKET_").lower())
            shown = ("on" if value else "off") if isinstance(value, bool) else str(value)
            assert shown == literal.group(1), name


def commands(group: click.Group = cli.commands, before: str = "leerloket") -> Iterator[tuple[str, click.Command]]:
    """Every command by what one types."""
    for name, command in group.commands.items():
        if isinstance(command, click.Group):
            yield from commands(command, f"{before} {name}")
        else:
            yield f"{before} {name}", command


def test_every_command_is_in_the_table_with_its_options_and_no_other() -> None:
    table = rows("Command line")
    documented = {re.sub(r"( [A-Z]+)+$", "", typed): " ".join(rest) for typed, rest in table.items()}
    real = dict(commands())
    assert set(documented) == set(real)
    for typed, command in real.items():
        options = [option.opts[0] for option in command.params if isinstance(option, click.Option)]
        assert [option for option in options if option not in documented[typed]] == [], typed


def test_every_job_is_named() -> None:
    text = section("Command line")
    assert [job.name for job in jobs.JOBS if f"`{job.name}`" not in text] == []


@pytest.mark.parametrize("text", TEXTS, ids=lambda file: str(file.relative_to(ROOT)))
def test_commands_and_targets_in_the_text_exist(text: Path) -> None:
    content = text.read_text()
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    used = re.findall(r"(?:^|`)(?:[A-Z_]+=\S+ )*make ([a-z-]+)", content, re.MULTILINE)
    assert set(used) - targets == set()
    typed = re.findall(r"(?:^|`)leerloket ([a-z][a-z -]*)", content, re.MULTILINE)
    known = [name.removeprefix("leerloket ") for name, _command in commands()]
    assert [words for words in typed if not any(f"{words.strip()} ".startswith(f"{name} ") for name in known)] == []


def slug(heading: str) -> str:
    """The anchor of a heading, as code hosts make it."""
    return re.sub(r"[^\w\- ]", "", heading.strip().lower()).replace(" ", "-")


@pytest.mark.parametrize("text", TEXTS, ids=lambda file: str(file.relative_to(ROOT)))
def test_links_lead_somewhere(text: Path) -> None:
    content = re.sub(r"```.*?```", "", text.read_text(), flags=re.DOTALL)
    broken = []
    for link in re.findall(r"\]\(([^)\s]+)\)", content):
        if re.match(r"[a-z]+:", link):
            continue
        path, _, anchor = link.partition("#")
        target = (text.parent / path).resolve() if path else text
        headings = re.findall(r"^#+ (.+)$", target.read_text(), re.MULTILINE) if anchor and target.is_file() else []
        if not target.exists() or (anchor and anchor not in map(slug, headings)):
            broken.append(link)
    assert broken == []


def test_files_named_in_the_text_exist() -> None:
    """A path of this repository in backticks, such as `leerloket/jobs.py`, is there."""
    named = re.compile(r"`((?:leerloket|tests|templates|migrations|tools|benchmarks|docs)/[\w./-]*)`")
    gone = [
        f"{text.relative_to(ROOT)}: {path}"
        for text in TEXTS
        for path in named.findall(text.read_text())
        if not (ROOT / path).exists()
    ]
    assert gone == []


@pytest.mark.parametrize("text", ROLE_PAGES, ids=lambda file: file.stem)
def test_pages_named_for_a_role_exist(text: Path, app: flask.Flask) -> None:
    urls = app.url_map.bind("localhost")
    unknown = []
    for path in re.findall(r"`(/[a-z/-]+)`", text.read_text()):
        try:
            urls.match(path, method="GET")
        except (HTTPException, RoutingException):
            unknown.append(path)
    assert unknown == []


def test_the_calls_of_the_api_page_exist(app: flask.Flask) -> None:
    document = app.test_client().get("/api/v1/openapi.json").get_json()
    known = {re.sub(r"\{[^}]+\}", "{id}", path).removeprefix("/api/v1") for path in document["paths"]}
    text = (ROOT / "docs/api.md").read_text()
    table = text[text.index("## Which calls there are") :]
    called = re.findall(r"`(/[a-z./{}-]+)`", table)
    assert [call for call in called if not any(path == call or path.endswith(call) for path in known)] == []


def test_the_answers_in_the_api_page_are_json() -> None:
    for answer in re.findall(r"```json\n(.*?)```", (ROOT / "docs/api.md").read_text(), re.DOTALL):
        json.loads(answer)


def test_publiccode_names_the_version_and_licence_of_the_project() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    described = (ROOT / "publiccode.yml").read_text()
    assert f"\nsoftwareVersion: {project['version']}\n" in described
    assert f"\n  license: {project['license']}\n" in described
    assert f"\n## {project['version']}" in (ROOT / "CHANGELOG.md").read_text()
