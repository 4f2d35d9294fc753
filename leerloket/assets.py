"""Style sheets, fonts and the API explorer: fetched by npm at set-up, served under names that carry their hash.

`python -m leerloket.assets build` fills `static/vendor/`, which git ignores, and compiles the translations.
A page asks `url("component-library.css")`; when the build never ran, the address leads nowhere and the page is
plain but works.
"""

import functools
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from babel.messages import mofile, pofile

HERE = Path(__file__).parent
STATIC = HERE / "static"
VENDOR = STATIC / "vendor"
MANIFEST = VENDOR / "manifest.json"
TRANSLATIONS = HERE / "translations"
PROJECT = HERE.parent
OLDEST_NODE = 18

FILES = {
    "component-library.css": "@utrecht/component-library-css/dist/index.css",
    "theme.css": "@nl-design-system-unstable/voorbeeld-design-tokens/dist/theme.css",
    "swagger-ui.css": "swagger-ui-dist/swagger-ui.css",
    "swagger-ui-bundle.js": "swagger-ui-dist/swagger-ui-bundle.js",
}
"""Logical name → file of a package, copied unmodified."""
FONT = "source-sans-3"
FONT_FILES = "@fontsource/source-sans-3"
WEIGHTS = (400, 600, 700)
SUBSETS = {"latin": "", "latin-ext": "-ext"}
"""Subset of the package → what its logical name ends with: `source-sans-3-400.woff2`, `source-sans-3-400-ext.woff2`."""


class BuildFailed(Exception):
    """The assets could not be made; the text says in one line what to do."""


# --- looking up -------------------------------------------------------------------------------------------


def url(name: str) -> str:
    """The address of a vendor file or of a file of our own in `static/`; it changes when the content does."""
    vendor = _manifest().get(name)
    if vendor:
        return f"/static/vendor/{vendor}"
    own = STATIC / name
    try:
        changed_at = own.stat().st_mtime_ns
    except OSError:
        return f"/static/{name}"
    return f"/static/{name}?v={_short_hash(own, changed_at)}"


def path(name: str) -> Path | None:
    """The vendor file itself, for who embeds it (the fonts of a PDF); None when the build never ran."""
    vendor = _manifest().get(name)
    return VENDOR / vendor if vendor else None


def _manifest() -> dict[str, str]:
    """Logical name → file name in `vendor/`."""
    try:
        return _read_manifest(MANIFEST.stat().st_mtime_ns)
    except OSError:
        return {}


@functools.lru_cache(maxsize=1)
def _read_manifest(_changed_at: int) -> dict[str, str]:
    files = json.loads(MANIFEST.read_text())["files"]
    return {name: entry["file"] for name, entry in files.items()}


@functools.lru_cache(maxsize=256)
def _short_hash(file: Path, _changed_at: int) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()[:12]


# --- building ---------------------------------------------------------------------------------------------


def build() -> bool:
    """Fetch and copy the vendor files; False when they are there already. Raises `BuildFailed`."""
    recipe = _recipe()
    if _is_built(recipe):
        return False
    with tempfile.TemporaryDirectory(prefix="leerloket-assets-") as work:
        packages = _install(Path(work))
        fresh = Path(work) / "vendor"
        fresh.mkdir()
        contents = {name: (packages / source).read_bytes() for name, source in FILES.items()}
        fonts = {
            f"{FONT}-{weight}{ending}.woff2": (
                packages / FONT_FILES / "files" / f"{FONT}-{subset}-{weight}-normal.woff2"
            ).read_bytes()
            for weight in WEIGHTS
            for subset, ending in SUBSETS.items()
        }
        contents |= fonts
        names = {name: _hashed_name(name, content) for name, content in fonts.items()}
        contents[f"{FONT}.css"] = _font_css(packages / FONT_FILES, names).encode()
        files = {}
        for name, content in sorted(contents.items()):
            hashed = _hashed_name(name, content)
            (fresh / hashed).write_bytes(content)
            files[name] = {"file": hashed, "sha256": hashlib.sha256(content).hexdigest()}
        (fresh / "manifest.json").write_text(json.dumps({"recipe": recipe, "files": files}, indent=1) + "\n")
        _put_in_place(fresh)
    return True


def compile_translations() -> int:
    """Make the `.mo` of every `.po` that is newer; returns how many were made."""
    made = 0
    for source in sorted(TRANSLATIONS.glob("*/LC_MESSAGES/*.po")):
        target = source.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime_ns >= source.stat().st_mtime_ns:
            continue
        with source.open("rb") as text:
            catalogue = pofile.read_po(text, locale=source.parent.parent.name)
        scratch = target.with_suffix(f".{os.getpid()}")
        with scratch.open("wb") as binary:
            mofile.write_mo(binary, catalogue)
        scratch.replace(target)
        made += 1
    return made


def _recipe() -> str:
    """A hash of everything that decides what the vendor folder must hold."""
    wanted = json.dumps([FILES, FONT, WEIGHTS, SUBSETS])
    lock = PROJECT / "package-lock.json"
    if not lock.exists():
        raise BuildFailed(f"There is no {lock.name} in {PROJECT}: an installed package carries its assets ready made.")
    return hashlib.sha256(wanted.encode() + lock.read_bytes()).hexdigest()


def _is_built(recipe: str) -> bool:
    try:
        manifest = json.loads(MANIFEST.read_text())
        return manifest["recipe"] == recipe and all(
            hashlib.sha256((VENDOR / entry["file"]).read_bytes()).hexdigest() == entry["sha256"]
            for entry in manifest["files"].values()
        )
    except (OSError, ValueError, KeyError):
        return False


def _install(work: Path) -> Path:
    """Install the locked packages in a scratch folder, without running anything of theirs."""
    for name in ("package.json", "package-lock.json", ".npmrc"):
        shutil.copyfile(PROJECT / name, work / name)
    done = subprocess.run(
        [_npm(), "ci", "--ignore-scripts", "--omit=dev", "--no-audit", "--no-fund"],
        cwd=work,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        reason = next((line for line in done.stderr.splitlines() if line.startswith("npm error")), "npm ci failed")
        raise BuildFailed(
            f"The style sheets could not be fetched: {reason}. Pages are plain until `make assets` works."
        )
    return work / "node_modules"


def _npm() -> Path:
    """The npm of the machine when its Node is new enough, else the one of the Python package in our venv."""
    on_path, node = shutil.which("npm"), shutil.which("node")
    if on_path and node:
        answer = subprocess.run([node, "--version"], capture_output=True, text=True, check=False).stdout
        if (match := re.match(r"v(\d+)", answer)) and int(match.group(1)) >= OLDEST_NODE:
            return Path(on_path)
    ours = Path(sys.executable).parent / "npm"
    if ours.exists():
        return ours
    raise BuildFailed(
        f"No Node {OLDEST_NODE} or newer: {sys.executable} -m pip install --require-hashes -r requirements-node.lock"
    )


def _font_css(package: Path, names: dict[str, str]) -> str:
    """The package's own @font-face rules (they carry the ranges of characters) for the files we serve."""
    rules = []
    for weight in WEIGHTS:
        text = (package / f"{weight}.css").read_text()
        for subset, ending in SUBSETS.items():
            rule = re.search(rf"/\* {FONT}-{subset}-{weight}-normal \*/\s*(@font-face \{{.*?\}})", text, re.DOTALL)
            if rule is None:
                raise BuildFailed(f"The font package has no rule for {subset} {weight}.")
            source = f"src: url({names[f'{FONT}-{weight}{ending}.woff2']}) format('woff2');"
            rules.append(re.sub(r"src:.*?;", source, rule.group(1), flags=re.DOTALL))
    return "\n".join(rules) + "\n"


def _hashed_name(name: str, content: bytes) -> str:
    stem, dot, ending = name.rpartition(".")
    return f"{stem}.{hashlib.sha256(content).hexdigest()[:12]}{dot}{ending}"


def _put_in_place(fresh: Path) -> None:
    """New files first, then the manifest, then the files no longer named: a running site never misses one."""
    VENDOR.mkdir(parents=True, exist_ok=True)
    made = sorted(fresh.iterdir(), key=lambda file: file.name == MANIFEST.name)
    for file in made:
        scratch = VENDOR / f".{file.name}.{os.getpid()}"
        shutil.copyfile(file, scratch)
        scratch.replace(VENDOR / file.name)
    keep = {file.name for file in made}
    for file in VENDOR.iterdir():
        if file.name not in keep:
            file.unlink()


def main(arguments: list[str]) -> int:
    """`build`: vendor files and translations. Exit code 1 with one line when something is in the way."""
    if arguments != ["build"]:
        print("usage: python -m leerloket.assets build", file=sys.stderr)
        return 1
    try:
        fetched, compiled = build(), compile_translations()
    except (BuildFailed, OSError) as problem:
        print(problem, file=sys.stderr)
        return 1
    print(f"Assets: {'fetched' if fetched else 'up to date'}, {compiled} translations compiled.")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
