"""The make-believe payment service of the demo, in a thread, for tests that pay online."""

import dataclasses
import threading
from collections.abc import Iterator

import flask
import pytest
import werkzeug.serving

from leerloket.accounts.online_payments import service
from leerloket.seed import payment_service


@pytest.fixture(scope="session")
def served() -> Iterator[tuple[payment_service.Service, str]]:
    made = payment_service.Service(reports=False)
    server = werkzeug.serving.make_server("127.0.0.1", 0, payment_service.create_app(made), threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield made, f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def bank(served: tuple[payment_service.Service, str]) -> payment_service.Service:
    return served[0]


@pytest.fixture
def way(served: tuple[payment_service.Service, str]) -> service.Gateway:
    return service.Gateway("test_key", served[1])


@pytest.fixture
def paying_app(app: flask.Flask, way: service.Gateway) -> flask.Flask:
    """The application with this payment service."""
    app.config["SETTINGS"] = dataclasses.replace(app.config["SETTINGS"], payment_key=way.key, payment_url=way.url)
    return app
