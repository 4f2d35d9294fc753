"""Run the web processes and, for the demo, everything at once."""

import contextlib
import os
import signal
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable

from leerloket import config, connection

READY_WITHIN_SECONDS = 120
STOPS_WITHIN_SECONDS = 10


def web_command(settings: config.Settings) -> list[str]:
    """The gunicorn command for these settings."""
    return [
        sys.executable,
        "-m",
        "gunicorn",
        "leerloket.wsgi:app",
        "--bind",
        f"{settings.host}:{settings.port}",
        "--worker-class",
        "gthread",
        "--workers",
        str(settings.workers),
        "--threads",
        str(settings.threads),
        "--no-control-socket",
        "--max-requests",
        "50000",
        "--max-requests-jitter",
        "5000",
        "--log-level",
        "warning",
    ]


def environment(settings: config.Settings, urls: connection.Urls) -> dict[str, str]:
    """The environment of a child process: it meets the same database and the same settings."""
    return {
        **os.environ,
        "LEERLOKET_DATABASE_URL": urls.app,
        "LEERLOKET_DATA_DIR": str(settings.data_dir),
        "LEERLOKET_DEMO": "on" if settings.demo else "off",
        "PROMETHEUS_MULTIPROC_DIR": tempfile.mkdtemp(prefix="leerloket-metrics-"),
    }


def serve(settings: config.Settings, urls: connection.Urls) -> None:
    """Become the web server; returns never."""
    os.execve(sys.executable, web_command(settings), environment(settings, urls))  # noqa: S606


def run_demo(settings: config.Settings, urls: connection.Urls, when_ready: Callable[[], None]) -> int:
    """Run web server and worker until one stops or the person presses Ctrl-C; answers the exit code."""
    environ = environment(settings, urls)
    environ.setdefault("LEERLOKET_LOG_LEVEL", "WARNING")
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    web, worker, *others = (
        subprocess.Popen(command, env=environ, start_new_session=True) for command in _demo_commands(settings)
    )
    try:
        _wait_until_ready(settings, web)
        when_ready()
        while web.poll() is None and worker.poll() is None:
            time.sleep(0.5)
        return web.poll() or worker.poll() or 0
    except KeyboardInterrupt:
        return 0
    finally:
        for process in (*others, worker, web):
            _stop(process)


def _demo_commands(settings: config.Settings) -> list[list[str]]:
    """Web server, worker, and where no real payment service is set, one that is make-believe."""
    commands = [web_command(settings), [sys.executable, "-m", "leerloket.cli", "worker"]]
    if settings.payment_key == config.DEMO_PAYMENT_KEY:
        port = settings.port + config.DEMO_PAYMENT_PORT
        commands.append([sys.executable, "-m", "leerloket.seed.payment_service", settings.host, str(port)])
    return commands


def _stop(process: subprocess.Popen[bytes]) -> None:
    """Ask a process to end; after a while end it with everything it started."""
    process.terminate()
    with contextlib.suppress(subprocess.TimeoutExpired):
        process.wait(timeout=STOPS_WITHIN_SECONDS)
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


class NotReady(Exception):
    """The web server did not come up; the text says where to look."""


def _wait_until_ready(settings: config.Settings, web: subprocess.Popen[bytes]) -> None:
    url = f"http://{settings.host}:{settings.port}/health/live"
    until = time.monotonic() + READY_WITHIN_SECONDS
    while time.monotonic() < until and web.poll() is None:
        try:
            with urllib.request.urlopen(url, timeout=1):
                return
        except OSError:
            time.sleep(0.1)
    raise NotReady(
        f"The site did not start on {settings.host}:{settings.port}. Is the port in use? See the lines above."
    )
