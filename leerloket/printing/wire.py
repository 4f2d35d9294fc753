"""How the parent talks with the child that draws: a page and its style go in, one answer comes out."""

import struct
import subprocess
from typing import IO

LENGTH = struct.Struct(">I")


def is_ready(child: "subprocess.Popen[bytes]") -> bool:
    """Wait for the child's first letter; False when it ended before."""
    return _pipe(child.stdout).read(1) == b"R"


def ask(child: "subprocess.Popen[bytes]", page: bytes, style: bytes) -> tuple[bytes, bytes]:
    """Send a page and wait: the letter of the answer (empty when the child ended) and its content."""
    into, out = _pipe(child.stdin), _pipe(child.stdout)
    for part in (style, page):
        into.write(LENGTH.pack(len(part)) + part)
    into.flush()
    kind = out.read(1)
    length = out.read(LENGTH.size)
    if len(length) < LENGTH.size:
        return b"", b""
    content = out.read(LENGTH.unpack(length)[0])
    return kind, content


def _pipe(pipe: IO[bytes] | None) -> IO[bytes]:
    if pipe is None:
        raise BrokenPipeError
    return pipe
