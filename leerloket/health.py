"""Is the service alive, ready, and how busy: for a load balancer, an operator and Prometheus."""

import time
from datetime import timedelta

import flask
import prometheus_client
import sqlalchemy as sa
import structlog
from prometheus_client import multiprocess

from leerloket import clock, db, errors, migrate, web

log = structlog.get_logger("request")
bp = flask.Blueprint("health", __name__)

WORKER_IS_LATE_AFTER = timedelta(minutes=5)

REQUESTS = prometheus_client.Counter("leerloket_requests", "Answered requests.", ["endpoint", "status"])
SECONDS = prometheus_client.Histogram("leerloket_request_seconds", "Time to answer a request.", ["endpoint"])


@bp.get("/health/live")
@web.public
def live() -> flask.Response:
    """The process answers."""
    return flask.jsonify(status="ok")


@bp.get("/health/ready")
@web.public
def ready() -> tuple[flask.Response, int]:
    """The database answers, has the shape this code was written for, and the worker works."""
    checks = {"database": False, "migrations": False, "jobs": False}
    try:
        checks["migrations"] = migrate.current() == migrate.newest()
        checks["database"] = True
        last = db.session.scalar(sa.text("SELECT max(started_at) FROM job_runs WHERE job = 'seal'"))
        checks["jobs"] = last is not None and clock.now() - last < WORKER_IS_LATE_AFTER
    except sa.exc.DBAPIError:
        db.session.rollback()
    ok = checks["database"] and checks["migrations"]
    return flask.jsonify(status="ok" if ok and checks["jobs"] else "degraded", checks=checks), 200 if ok else 503


@bp.get("/metrics")
@web.public
def metrics() -> flask.Response:
    """Figures for Prometheus; answers to this machine only."""
    if flask.request.remote_addr not in {"127.0.0.1", "::1"} or "X-Forwarded-For" in flask.request.headers:
        raise errors.NotFound
    registry = prometheus_client.REGISTRY
    if "PROMETHEUS_MULTIPROC_DIR" in flask.current_app.config["ENVIRON"]:
        registry = prometheus_client.CollectorRegistry()
        multiprocess.MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
    figures = prometheus_client.generate_latest(registry)
    return flask.Response(figures, content_type=prometheus_client.CONTENT_TYPE_LATEST)


@bp.get("/.well-known/security.txt")
@web.public
def security_txt() -> flask.Response:
    """Whom to tell about a weakness (RFC 9116); the end date is a year after the last start of the year."""
    base = flask.current_app.config["SETTINGS"].base_url
    expires = f"{clock.business_date().year + 1}-06-30T00:00:00Z"
    text = (
        "Contact: mailto:security@leerloket.example\n"
        f"Expires: {expires}\n"
        "Preferred-Languages: nl, en\n"
        f"Canonical: {base}/.well-known/security.txt\n"
    )
    return flask.Response(text, content_type="text/plain; charset=utf-8")


@bp.get("/robots.txt")
@web.public
def robots_txt() -> flask.Response:
    """Search engines may read the public pages."""
    base = flask.current_app.config["SETTINGS"].base_url
    text = f"User-agent: *\nDisallow: /api/\nSitemap: {base}/sitemap.xml\n"
    return flask.Response(text, content_type="text/plain; charset=utf-8")


def watch(app: flask.Flask) -> None:
    """Count and log every request, by the name of its route: never its path, which can hold an id."""

    @app.before_request
    def start_watch() -> None:
        flask.g.started = time.perf_counter()

    @app.after_request
    def end_watch(response: flask.Response) -> flask.Response:
        endpoint = flask.request.endpoint or "unknown"
        seconds = time.perf_counter() - flask.g.get("started", time.perf_counter())
        REQUESTS.labels(endpoint, response.status_code).inc()
        SECONDS.labels(endpoint).observe(seconds)
        log.info(
            "answered",
            endpoint=endpoint,
            method=flask.request.method,
            status=response.status_code,
            ms=round(seconds * 1000, 1),
            request_id=flask.g.get("request_id", ""),
        )
        return response
