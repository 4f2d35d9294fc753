"""Turn a page into a PDF, in a child process that is kept warm: 1 s for the first, a quarter of it for the next.

The child has 512 MB and 10 seconds a page. A page that asks for more is refused; the child is replaced.
"""

import atexit
import os
import shutil
import subprocess
import sys
import tempfile
import threading
from pathlib import Path

from leerloket import errors
from leerloket.printing import wire

SECONDS = 10
START_SECONDS = 30
WAIT_SECONDS = 20
PAGES_PER_CHILD = 200
"""After so many pages the child is replaced, so that nothing it forgot to give back adds up."""
MODULE_PATH = [str(Path(__file__).parents[2])]
KEPT = ("PATH", "HOME", "LANG", "LD_LIBRARY_PATH")
LARGEST_HTML_BYTES = 4 * 1024 * 1024


class NoPdf(errors.Refusal):
    """This machine cannot draw PDFs: the libraries of Pango are not there."""

    status = 503
    nl = "Hier kunnen we geen PDF maken. Bekijk het op het scherm en druk het af."
    en = "No PDF can be made here. Look at it on the screen and print it."


class TooHeavy(errors.Refusal):
    """The page took too long or too much memory to draw."""

    status = 422
    nl = "Dit is te groot voor een PDF. Bekijk het op het scherm."
    en = "This is too large for a PDF. Look at it on the screen."


class Busy(errors.Refusal):
    """Many PDFs are being made at this moment."""

    status = 503
    nl = "We maken nu veel PDF's. Probeer het over 1 minuut opnieuw."
    en = "Many PDFs are being made now. Try again in 1 minute."


class Renderer:
    """Draws documents, one at a time; safe to share between threads and to inherit by a fork."""

    def __init__(self, *, seconds: float = SECONDS) -> None:
        self._seconds = seconds
        self._lock = threading.Lock()
        self.child: subprocess.Popen[bytes] | None = None
        self._folder = ""
        self._owner = 0
        self._pages = 0
        atexit.register(self.close)

    def render(self, html: str, css: str = "") -> bytes:
        """The document as tagged PDF/UA-1. Raises NoPdf, TooHeavy or Busy."""
        page, style = html.encode(), css.encode()
        if len(page) + len(style) > LARGEST_HTML_BYTES:
            raise TooHeavy
        if not self._lock.acquire(timeout=WAIT_SECONDS):
            raise Busy
        try:
            return self._draw(page, style)
        finally:
            self._lock.release()

    def close(self) -> None:
        """End the child and forget the fonts it unpacked; the next page starts a new one."""
        child, self.child = self.child, None
        if child is None or self._owner != os.getpid():
            return
        child.kill()
        child.wait()
        for pipe in (child.stdin, child.stdout):
            if pipe is not None:
                pipe.close()
        shutil.rmtree(self._folder, ignore_errors=True)

    def _draw(self, page: bytes, style: bytes) -> bytes:
        child = self._warm_child()
        watch = threading.Timer(self._seconds, child.kill)
        watch.start()
        try:
            kind, content = wire.ask(child, page, style)
        except OSError:
            kind, content = b"", b""
        finally:
            watch.cancel()
        self._pages += 1
        if kind != b"P" or self._pages >= PAGES_PER_CHILD:
            self.close()
        if kind != b"P":
            raise TooHeavy
        return content

    def _warm_child(self) -> "subprocess.Popen[bytes]":
        child = self.child
        if child is not None and self._owner == os.getpid() and child.poll() is None:
            return child
        self.close()
        self._folder = tempfile.mkdtemp(prefix="leerloket-pdf-")
        child = subprocess.Popen(
            [sys.executable, "-m", "leerloket.printing.child"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=_environment(self._folder),
            close_fds=True,
        )
        self.child, self._owner, self._pages = child, os.getpid(), 0
        watch = threading.Timer(START_SECONDS, child.kill)
        watch.start()
        is_ready = wire.is_ready(child)
        watch.cancel()
        if not is_ready:
            self.close()
            raise NoPdf
        return child


def _environment(folder: str) -> dict[str, str]:
    """What the child needs to run and to find fonts, and where it may leave files; no secret, no database address."""
    return {name: os.environ[name] for name in KEPT if name in os.environ} | {
        "PYTHONPATH": os.pathsep.join(MODULE_PATH),
        "TMPDIR": folder,
    }
