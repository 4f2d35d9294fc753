"""The public pages as sitemaps for search engines (sitemaps.org): an index, and parts of at most 10,000 addresses."""

from collections.abc import Iterable
from xml.sax import saxutils

import flask
import sqlalchemy as sa

from leerloket import clock, db, errors, web
from leerloket.courses.catalogue.models import Module
from leerloket.courses.providers import service as providers

bp = flask.Blueprint("sitemap", __name__)

PART = 10_000
"""The protocol allows 50,000 addresses and 50 MB a file."""
NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"
FIXED = ("/", "/opleidingen", "/loketten", "/lotingen", "/melden", "/over/toegankelijkheid", "/over/privacy")


def _base() -> str:
    return str(flask.current_app.config["SETTINGS"].base_url)


def _answer(root: str, child: str, entries: Iterable[tuple[str, str]]) -> flask.Response:
    lines = [
        f"<{child}><loc>{saxutils.escape(_base() + path)}</loc>{f'<lastmod>{day}</lastmod>' if day else ''}</{child}>"
        for path, day in entries
    ]
    text = "\n".join(['<?xml version="1.0" encoding="UTF-8"?>', f'<{root} xmlns="{NAMESPACE}">', *lines, f"</{root}>"])
    return flask.Response(text + "\n", content_type="application/xml; charset=utf-8")


def _on_offer() -> sa.ColumnElement[bool]:
    """As in the search: online, of a provider that takes bookings."""
    open_now = sa.select(providers.Provider.provider_id).where(providers.open_now(clock.now()))
    return sa.and_(Module.state == "online", Module.provider_id.in_(open_now))


@bp.get("/sitemap.xml")
@web.public
def index() -> flask.Response:
    """Which parts there are: part 0 has the fixed pages and the providers, the others the modules."""
    modules = db.session.scalar(sa.select(sa.func.count()).select_from(Module).where(_on_offer())) or 0
    parts = range(1 + -(-modules // PART))
    return _answer("sitemapindex", "sitemap", ((f"/sitemap/{part}.xml", "") for part in parts))


@bp.get("/sitemap/<int:part>.xml")
@web.public
def one_part(part: int) -> flask.Response:
    """The addresses of one part, with the day each last changed where that is known."""
    entries = _list_modules(part) if part else _list_others()
    if not entries:
        raise errors.NotFound
    return _answer("urlset", "url", entries)


def _list_others() -> list[tuple[str, str]]:
    slugs = [provider.slug for provider in providers.list_providers(only_open=True, limit=PART)]
    return [(path, "") for path in FIXED] + [(f"/aanbieders/{slug}", "") for slug in slugs]


def _list_modules(part: int) -> list[tuple[str, str]]:
    query = (
        sa.select(Module.slug, Module.changed_at)
        .where(_on_offer())
        .order_by(Module.module_id)
        .offset((part - 1) * PART)
        .limit(PART)
    )
    return [(f"/opleidingen/{slug}", str(clock.business_date(at))) for slug, at in db.session.execute(query)]
