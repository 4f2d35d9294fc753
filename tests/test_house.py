"""The rules of the house that no other tool holds: what may lie where, and what may never be committed."""

import ast
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import grimp
import pytest

from leerloket.accounts.ledger import rules as ledger_rules
from leerloket.courses.catalogue import codes

REPOSITORY = Path(__file__).parents[1]
CODE = REPOSITORY / "leerloket"
LOCKS = ("requirements.lock", "requirements-dev.lock", "requirements-node.lock")
LONGEST_FILE = 400
BINARY = {".woff2", ".png", ".ico", ".jpg", ".pdf", ".mo"}

POSTPONED = re.compile(r"\b(?:TO" + r"DO|FIX" + r"ME|XX" + r"X)\b")
REGISTRIES = re.compile(r"\bpypi\.|pythonhosted\.|npmjs\.|registry\.[a-z]+\.(?:org|com|io)\b", re.IGNORECASE)
"""Names of package registries: a lock that holds one only works where that one is reached."""
MACHINE_PATHS = re.compile(r"(?<![\w.])/(?:work|home/\w+|root/\.\w+|Users/\w+)/")
WEASYPRINT_CHILD = "leerloket/printing"
"""The one place that may import late: the child process that renders a PDF."""


def tracked() -> list[Path]:
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached"], cwd=REPOSITORY, capture_output=True, text=True, check=False
    )
    if listed.returncode:
        pytest.skip("no git checkout here")
    return [REPOSITORY / name for name in listed.stdout.split("\0") if name and (REPOSITORY / name).is_file()]


def lines_with(pattern: re.Pattern[str], files: list[Path]) -> list[str]:
    return [
        f"{file.relative_to(REPOSITORY)}:{number}: {line.strip()[:120]}"
        for file in files
        if file.suffix not in BINARY
        for number, line in enumerate(file.read_text(errors="replace").split("\n"), 1)
        if pattern.search(line)
    ]


def modules() -> list[Path]:
    return sorted(CODE.rglob("*.py"))


def test_layers_are_kept() -> None:
    checked = subprocess.run(
        [Path(sys.executable).parent / "lint-imports", "--no-cache", "--no-logo"],
        cwd=REPOSITORY,
        capture_output=True,
        text=True,
        check=False,
    )
    assert checked.returncode == 0, checked.stdout + checked.stderr


def test_another_folder_is_reached_through_its_service() -> None:
    """A folder may import, of another folder, the package itself and its `service`; nothing deeper.

    Only what goes out may hold what goes out elsewhere: schemas may nest schemas.
    """
    rooms = ("people", "accounts", "courses", "advice")
    graph = grimp.build_graph("leerloket", cache_dir=None)
    strangers = []
    for importer in sorted(graph.modules):
        for imported in sorted(graph.find_modules_directly_imported_by(importer)):
            there = imported.split(".")
            if len(there) < 3 or there[1] not in rooms or there[-1] not in {"models", "rules", "schemas", "pages"}:
                continue
            home = imported.rsplit(".", 1)[0]
            inside = importer == home or importer.startswith(f"{home}.")
            collects = importer.rsplit(".", 1)[-1] in {"blueprints", "app", "loaders"}
            nests = importer.endswith(".schemas") and imported.endswith(".schemas")
            if not inside and not collects and not nests:
                strangers.append(f"{importer} → {imported}")
    assert strangers == []


def test_files_are_of_one_subject() -> None:
    lengths = {str(file.relative_to(REPOSITORY)): file.read_text().count("\n") for file in modules()}
    assert {name: length for name, length in lengths.items() if length > LONGEST_FILE} == {}


def test_no_import_inside_a_function() -> None:
    late = [
        f"{file.relative_to(REPOSITORY)}:{statement.lineno}"
        for file in modules()
        if not file.is_relative_to(REPOSITORY / WEASYPRINT_CHILD)
        for function in ast.walk(ast.parse(file.read_text()))
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef)
        for statement in ast.walk(function)
        if isinstance(statement, ast.Import | ast.ImportFrom)
    ]
    assert late == []


def test_no_drawer_for_everything() -> None:
    drawers = {"utils.py", "util.py", "helpers.py", "common.py", "misc.py", "manager.py", "managers.py"}
    assert [str(file) for file in modules() if file.name in drawers] == []


def test_nothing_is_postponed() -> None:
    assert lines_with(POSTPONED, tracked()) == []


def test_no_path_of_a_machine_is_committed() -> None:
    assert lines_with(MACHINE_PATHS, tracked()) == []


@pytest.mark.parametrize("name", LOCKS)
def test_every_locked_package_has_a_hash_and_no_host(name: str) -> None:
    text = (REPOSITORY / name).read_text()
    packages = re.split(r"\n(?=[A-Za-z0-9])", text.strip())
    assert packages
    assert [package.split("\n")[0] for package in packages if "--hash=sha256:" not in package] == []
    assert [package.split("\n")[0] for package in packages if not re.match(r"[\w.\-\[\]]+==\S+", package)] == []
    assert not re.search(r"https?://|file:|--index-url|--find-links", text)


def test_the_locks_agree() -> None:
    """What the service runs on is what the tests run on."""
    pins = [
        dict(re.findall(r"^([a-z0-9.\-]+)==([^\s;]+)", (REPOSITORY / name).read_text(), re.MULTILINE))
        for name in ("requirements.lock", "requirements-dev.lock")
    ]
    assert {name: version for name, version in pins[0].items() if pins[1].get(name) != version} == {}


def test_the_lock_holds_every_dependency() -> None:
    project = tomllib.loads((REPOSITORY / "pyproject.toml").read_text())["project"]
    wanted = {re.split(r"[\[~=<>;! ]", line, maxsplit=1)[0] for line in project["dependencies"]}
    locked = set(re.findall(r"^([a-z0-9.\-]+)(?:\[\w+\])?==", (REPOSITORY / "requirements.lock").read_text(), re.M))
    assert wanted - locked == set()


def test_no_commit_names_a_package_registry() -> None:
    files = [file for file in tracked() if file != Path(__file__)]
    assert lines_with(REGISTRIES, files) == []


def test_npm_packages_are_pinned_with_a_hash() -> None:
    text = (REPOSITORY / "package-lock.json").read_text()
    assert '"resolved"' not in text
    assert text.count('"integrity"') == len(re.findall(r'^    "node_modules/', text, re.MULTILINE))
    assert not re.search(r'": "[\^~*]', re.split(r'"node_modules/', text, maxsplit=1)[0])


def test_a_module_has_a_purpose_that_a_pot_can_pay_for() -> None:
    assert codes.PURPOSES == ledger_rules.PURPOSES
