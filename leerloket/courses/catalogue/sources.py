"""Where an offer comes from: a file, an address on the web, or the sample."""

import json
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any, cast
from urllib import request
from urllib.parse import urlsplit

from leerloket import errors
from leerloket.courses.catalogue import csv_offer, importing, ooapi
from leerloket.courses.catalogue.offer import Offer
from leerloket.courses.catalogue.sample import sample

LARGEST_BYTES = 64 * 1024 * 1024
FETCH_SECONDS = 30
Progress = Callable[[int, int], None]


class SourceNotReadable(errors.Refusal):
    """The file or address gives nothing that can be imported."""

    status = 400
    nl = "Dit bestand of adres kunnen we niet lezen: {reason}."
    en = "This file or address cannot be read: {reason}."


def import_source(file_or_url: str, progress: Progress = lambda done, total: None) -> importing.ImportReport:
    """Import a file or an http(s) address: an offer as OOAPI document, a list of those, or CSV.

    The content is fetched whole before the first statement, so that no transaction waits for the network.
    `progress` hears how many documents are done, of how many. Raises `SourceNotReadable`.
    """
    offers = read_source(fetch(file_or_url))
    report = importing.ImportReport()
    for done, offer in enumerate(offers):
        progress(done, len(offers))
        report.add(importing.import_offer(offer))
    progress(len(offers), len(offers))
    return report


def import_sample(
    start_on: date, *, modules: int = sample.LEAST_MODULES, seed: int = 1, progress: Progress = lambda done, total: None
) -> importing.ImportReport:
    """Import the sample offer, with editions in the year after a date, by the same way as any other offer."""
    report = importing.ImportReport()
    everyone = len(sample.providers())
    for done, document in enumerate(sample.documents(start_on, modules=modules, seed=seed), 1):
        report.add(importing.import_offer(ooapi.read(document)))
        progress(done, everyone)
    return report


def fetch(file_or_url: str) -> bytes:
    """The bytes of a file or of an http(s) address, within our limits of size and time."""
    try:
        if urlsplit(file_or_url).scheme in {"http", "https"}:
            headers = {"Accept": "application/json, text/csv", "User-Agent": "Leerloket"}
            ask = request.Request(file_or_url, headers=headers)  # noqa: S310  (the scheme was looked at)
            with _web().open(ask, timeout=FETCH_SECONDS) as answer:
                content = cast("bytes", answer.read(LARGEST_BYTES + 1))
        else:
            with Path(file_or_url).open("rb") as file:
                content = file.read(LARGEST_BYTES + 1)
    except (OSError, ValueError) as problem:
        raise SourceNotReadable(reason=str(problem)) from problem
    if len(content) > LARGEST_BYTES:
        raise SourceNotReadable(reason="> 64 MB")
    return content


def _web() -> request.OpenerDirector:
    """Opens http and https and nothing else, also after a redirect."""
    opener = request.OpenerDirector()
    for handler in (
        request.ProxyHandler,
        request.HTTPHandler,
        request.HTTPSHandler,
        request.HTTPRedirectHandler,
        request.HTTPErrorProcessor,
        request.HTTPDefaultErrorHandler,
        request.UnknownHandler,
    ):
        opener.add_handler(handler())
    return opener


def read_source(content: bytes) -> list[Offer]:
    """The offers in a file: JSON when it starts as JSON, else CSV."""
    if content.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] not in {b"{", b"["}:
        return [csv_offer.read(csv_offer.decode(content))]
    try:
        document = json.loads(content.decode("utf-8-sig"), parse_constant=_refuse_constant)
    except (ValueError, RecursionError) as problem:
        raise SourceNotReadable(reason=f"JSON, {problem}") from problem
    return [ooapi.read(one) for one in (document if isinstance(document, list) else [document])]


def _refuse_constant(token: str) -> Any:
    raise ValueError(f"{token} is not JSON")


def sample_documents(start_on: date, *, modules: int = sample.LEAST_MODULES, seed: int = 1) -> Iterator[dict[str, Any]]:
    """The sample offer as documents, for whoever wants to write them to a file."""
    return sample.documents(start_on, modules=modules, seed=seed)
