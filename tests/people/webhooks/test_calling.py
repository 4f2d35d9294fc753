"""Calling outside: to the address that was checked, and never longer than it may take."""

import socket
import threading
from typing import Any

import pytest

from leerloket.people.webhooks import calling
from tests.people.webhooks.receiver import listening, post_anywhere

HEADERS = {"Content-Type": "application/json"}


def resolve_to(monkeypatch: pytest.MonkeyPatch, *answers: list[str]) -> list[str]:
    """Let names lead to these addresses, another list at every question; answers what was asked."""
    asked: list[str] = []

    def getaddrinfo(host: str, port: int, **_other: Any) -> list[Any]:
        asked.append(host)
        return [(0, 0, 0, "", (address, port)) for address in answers[min(len(asked), len(answers)) - 1]]

    monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)
    return asked


def test_what_is_posted_arrives_and_the_status_comes_back() -> None:
    with listening() as receiver:
        answer = post_anywhere(receiver.url, b"{}", HEADERS)
        assert (answer.status, answer.problem, answer.is_good) == (204, "", True)
        ((headers, body),) = receiver.calls
    assert body == b"{}"
    assert headers["content-type"] == "application/json"


def test_this_machine_is_not_called_by_the_product() -> None:
    with listening() as receiver:
        answer = calling.post(receiver.url, b"{}", HEADERS)
        assert receiver.calls == []
    assert (answer.status, answer.problem) == (None, "NotPublic")


def test_a_name_that_leads_inside_is_not_called(monkeypatch: pytest.MonkeyPatch) -> None:
    resolve_to(monkeypatch, ["93.184.216.34", "127.0.0.1"])
    answer = calling.post("https://salaris.example/hook", b"{}", HEADERS)
    assert answer.problem == "NotPublic"


def test_a_name_that_changes_between_looking_and_calling_gains_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    called: list[tuple[str, int]] = []

    def create_connection(address: tuple[str, int], _timeout: float) -> socket.socket:
        called.append(address)
        raise ConnectionRefusedError

    asked = resolve_to(monkeypatch, ["93.184.216.34"], ["127.0.0.1"])
    monkeypatch.setattr(socket, "create_connection", create_connection)
    answer = calling.post("https://salaris.example/hook", b"{}", HEADERS)
    assert answer.problem == "ConnectionRefusedError"
    assert asked == ["salaris.example"]
    assert called == [("93.184.216.34", 443)]


def test_a_redirect_is_not_followed() -> None:
    with listening() as receiver:
        receiver.status = 307
        answer = post_anywhere(receiver.url, b"{}", HEADERS)
        assert (answer.status, answer.is_good) == (307, False)
        assert len(receiver.calls) == 1


def test_who_says_nothing_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(calling, "TIMEOUT", 0.1)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        answer = post_anywhere(f"http://127.0.0.1:{silent.getsockname()[1]}/", b"{}", HEADERS)
    assert answer.problem == "TimeoutError"


def test_who_drips_is_left_at_the_deadline(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(calling, "DEADLINE", 0.3)
    stop = threading.Event()

    def drip(server: socket.socket) -> None:
        connection, _ = server.accept()
        with connection:
            while not stop.wait(0.05):
                try:
                    connection.sendall(b"H")
                except OSError:
                    return

    with socket.create_server(("127.0.0.1", 0)) as server:
        dripping = threading.Thread(target=drip, args=[server])
        dripping.start()
        answer = post_anywhere(f"http://127.0.0.1:{server.getsockname()[1]}/", b"{}", HEADERS)
        stop.set()
        dripping.join()
    assert answer.status is None
    assert answer.milliseconds < 2_000
