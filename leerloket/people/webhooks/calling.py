"""Calling an address from outside without being led inside: the name is resolved once, checked, and that is called."""

import http.client
import socket
import ssl
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from urllib.parse import urlsplit

from leerloket.people.webhooks import rules

TIMEOUT = 5
"""Seconds for connecting and for each answer of the other side."""
DEADLINE = 15
"""Seconds for the whole call, however slowly the other side drips."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of a call: the HTTP status, or what went wrong before there was one."""

    status: int | None
    problem: str
    milliseconds: int

    @property
    def is_good(self) -> bool:
        """Whether the other side took it."""
        return self.status is not None and 200 <= self.status < 300


class NotPublic(OSError):
    """The name leads to a machine that is not on the public internet."""


class _ToAddress(http.client.HTTPConnection):
    """A connection to one IP address that was checked, under the name of the URL."""

    def __init__(self, host: str, port: int, address: str, tls: ssl.SSLContext | None) -> None:
        super().__init__(host, port, timeout=TIMEOUT)
        self.address, self.tls = address, tls
        self.default_port = 443 if tls else 80

    def connect(self) -> None:
        """Connect to the address itself: asking for the name again could give another answer (DNS rebinding)."""
        plain = socket.create_connection((self.address, self.port), TIMEOUT)
        self.sock = self.tls.wrap_socket(plain, server_hostname=self.host) if self.tls else plain


def post(
    url: str, body: bytes, headers: dict[str, str], *, may_connect: Callable[[str], bool] = rules.may_connect
) -> Answer:
    """Post a body, following no redirect and reading no content. Never raises for what the other side does."""
    began = time.monotonic()
    try:
        status, problem = _post(url, body, headers, may_connect), ""
    except (OSError, http.client.HTTPException, ValueError) as found:
        status, problem = None, type(found).__name__
    return Answer(status, problem, round((time.monotonic() - began) * 1000))


def _post(url: str, body: bytes, headers: dict[str, str], may_connect: Callable[[str], bool]) -> int:
    parts = urlsplit(url)
    is_https = parts.scheme == "https"
    host, port = parts.hostname or "", parts.port or (443 if is_https else 80)
    tls = ssl.create_default_context() if is_https else None
    connection = _ToAddress(host, port, _resolve(host, port, may_connect), tls)
    deadline = threading.Timer(DEADLINE, _hang_up, [connection])
    deadline.start()
    try:
        target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        connection.request("POST", target, body, headers)
        return connection.getresponse().status
    finally:
        deadline.cancel()
        connection.close()


def _resolve(host: str, port: int, may_connect: Callable[[str], bool]) -> str:
    """The first address of a name, provided that every one of them is public. Raises NotPublic."""
    found = [str(entry[4][0]) for entry in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
    if not found or not all(may_connect(address) for address in found):
        raise NotPublic
    return found[0]


def _hang_up(connection: http.client.HTTPConnection) -> None:
    with suppress(OSError):
        if connection.sock is not None:
            connection.sock.shutdown(socket.SHUT_RDWR)
