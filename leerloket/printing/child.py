"""The process that draws PDFs: limited in memory and time, closed to files and the network (trust.md, PDF worker).

`render.py` runs it as `python -m leerloket.printing.child` and talks with it over its standard input and output: a
style sheet and a page go in, each as its length (four bytes) and its text; the answer comes back as one letter (P for
a PDF, E for an error) and its length and content. It ends when its input ends or nobody asks for a while.
WeasyPrint needs Pango; without it this file cannot be imported, and the parent says so.
"""

import gc
import resource
import select
import signal
import sys
from pathlib import Path
from typing import Any, BinaryIO
from urllib.parse import urlsplit

import weasyprint
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher

from leerloket import assets
from leerloket.printing.wire import LENGTH

MEMORY_BYTES = 512 * 1024 * 1024
"""Address space of the process: 75 MB after the import, 230 MB (at most 290) while a usual overview is drawn."""
LARGEST_FILE_BYTES = 8 * 1024 * 1024
ORPHAN_SECONDS = 60
"""The parent stops a page that takes too long; without a parent the child stops itself."""
IDLE_SECONDS = 900

FAMILY = "Source Sans 3"
WEIGHTS = (400, 600, 700)
SUBSETS = {"": FAMILY, "-ext": f"{FAMILY} Ext"}


class Fonts(URLFetcher):  # type: ignore[misc]
    """Reads our own font files, each by its exact address, and nothing else."""

    def __init__(self, files: list[Path]) -> None:
        super().__init__(allowed_protocols=("file",), allow_redirects=False)
        self._known = {file.as_uri() for file in files}

    def fetch(self, url: str, headers: Any = None) -> Any:
        if url not in self._known:
            raise ValueError("only our own fonts are read")
        return super().fetch(url, headers)


class Nothing(URLFetcher):  # type: ignore[misc]
    """What a page may fetch: pictures that are in the page itself, no file and no address."""

    def __init__(self) -> None:
        super().__init__(allowed_protocols=("data",), allow_redirects=False)

    def fetch(self, url: str, headers: Any = None) -> Any:
        if urlsplit(url).scheme.lower() != "data":
            raise ValueError("nothing is fetched")
        return super().fetch(url, headers)


def font_faces() -> tuple[str, list[Path]]:
    """The rules and files of our font; both empty when the assets were never built, and the system's font serves."""
    rules, files = [], []
    for weight in WEIGHTS:
        for ending, family in SUBSETS.items():
            file = assets.path(f"source-sans-3-{weight}{ending}.woff2")
            if file is not None and file.exists():
                files.append(file)
                rules.append(
                    f'@font-face{{font-family:"{family}";font-weight:{weight};'
                    f'src:url("{file.as_uri()}") format("woff2")}}'
                )
    return "".join(rules), files


def limit() -> None:
    """Take the limits on; nothing lifts them again."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_FSIZE, (LARGEST_FILE_BYTES, LARGEST_FILE_BYTES))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    gc.disable()


def serve(given: BinaryIO, answers: BinaryIO) -> None:
    """Draw page after page until the parent closes its end."""
    fonts = FontConfiguration()
    faces, files = font_faces()
    ours = weasyprint.CSS(string=faces, font_config=fonts, url_fetcher=Fonts(files), media_type="print")
    limit()
    answers.write(b"R")
    answers.flush()
    while select.select([given], [], [], IDLE_SECONDS)[0]:
        style, html = read_part(given), read_part(given)
        if style is None or html is None:
            return
        signal.alarm(ORPHAN_SECONDS)
        kind, content = draw(html, style, ours, fonts)
        signal.alarm(0)
        answers.write(kind + LENGTH.pack(len(content)) + content)
        answers.flush()
        del html, content
        gc.collect()


def read_part(given: BinaryIO) -> str | None:
    """The next style sheet or page; None when the parent closed its end."""
    length = given.read(LENGTH.size)
    if len(length) < LENGTH.size:
        return None
    return given.read(LENGTH.unpack(length)[0]).decode()


def draw(html: str, style: str, ours: Any, fonts: FontConfiguration) -> tuple[bytes, bytes]:
    """One page as tagged PDF/UA-1, or the name of what stopped it.

    A file in it, `<link rel="attachment" href="data:…">`, gets the name that its title says.
    """
    try:
        css = weasyprint.CSS(string=style, font_config=fonts, url_fetcher=Nothing(), media_type="print")
        document = weasyprint.HTML(string=html, url_fetcher=Nothing(), media_type="print")
        drawn = document.render(stylesheets=[ours, css], font_config=fonts, pdf_variant="pdf/ua-1")
        for file in drawn.metadata.attachments:
            file.name = file.description
        pdf = drawn.write_pdf(stylesheets=[ours, css], font_config=fonts, pdf_variant="pdf/ua-1")
    except (Exception, RecursionError, MemoryError) as problem:
        return b"E", type(problem).__name__.encode()
    return b"P", bytes(pdf)


if __name__ == "__main__":
    serve(sys.stdin.buffer, sys.stdout.buffer)
