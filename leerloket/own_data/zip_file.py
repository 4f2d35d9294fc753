"""The file a person takes along: a ZIP with a PDF to read, JSON for another service and CSV for a spreadsheet.

`manifest.json` has the SHA-256 of every other file, so that a file that broke on its way is seen.
"""

import hashlib
import io
import json
import zipfile
from dataclasses import dataclass
from typing import Any

import flask

from leerloket import errors, web
from leerloket.own_data import gathering
from leerloket.spreadsheets import writing

DATA, SCHEMA, SHEET, MANIFEST = "gegevens.json", "schema.json", "overzicht.pdf", "manifest.json"
MOST_FILES, LARGEST_BYTES = 500, 64 * 1024 * 1024
"""What is read of a file at most: a ZIP bomb is refused by what it says, before anything is unpacked."""


class NotAnExport(errors.Invalid):
    """This is no file of Leerloket, or it broke."""

    nl = "Dit is geen heel bestand van Leerloket: {why}."
    en = "This is not a whole file of Leerloket: {why}."


class NewerExport(errors.Invalid):
    """Made by a newer service than this one."""

    nl = "Dit bestand heeft versie {version}. Deze dienst leest tot en met versie {known}."
    en = "This file has version {version}. This service reads up to version {known}."


@dataclass(frozen=True, slots=True)
class Taken:
    """What an export says: from which service, of which person there, and the rows by subject."""

    origin: str
    person_id: str
    made_at: str
    subjects: gathering.Subjects


def write(taken: Taken, pdf: bytes) -> bytes:
    """The ZIP of this data."""
    document = {
        "format": gathering.FORMAT,
        "version": gathering.VERSION,
        "madeAt": taken.made_at,
        "origin": taken.origin,
        "personId": taken.person_id,
        "subjects": taken.subjects,
    }
    files = {DATA: _json(document), SCHEMA: _json(gathering.schema()), SHEET: pdf}
    files |= {f"csv/{subject}.csv": _csv(rows) for subject, rows in taken.subjects.items() if rows}
    sums = {name: hashlib.sha256(content).hexdigest() for name, content in files.items()}
    files[MANIFEST] = _json({"format": gathering.FORMAT, "version": gathering.VERSION, "sha256": sums})
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return target.getvalue()


def answer(content: bytes) -> flask.Response:
    """The ZIP as an answer to keep."""
    response = flask.Response(content, content_type="application/zip")
    response.headers["Content-Disposition"] = 'attachment; filename="leerloket-gegevens.zip"'
    return response


def _json(document: Any) -> bytes:
    return json.dumps(document, ensure_ascii=False, indent=1).encode()


def _csv(rows: list[gathering.Row]) -> bytes:
    names = list(dict.fromkeys(name for row in rows for name in row))
    return writing.as_csv([names, *[[_cell(row.get(name)) for name in names] for row in rows]]).encode()


def _cell(value: Any) -> str:
    if isinstance(value, dict | list):
        return json.dumps(value, ensure_ascii=False) if value else ""
    return "" if value is None else str(value)


def read(content: bytes) -> Taken:
    """What an export holds. Raises NotAnExport, also when a checksum differs, and NewerExport."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            _check_size(archive)
            manifest = web.strict_json(archive.read(MANIFEST))
            data = archive.read(DATA)
    except (zipfile.BadZipFile, KeyError, ValueError, NotImplementedError, RuntimeError) as problem:
        raise NotAnExport(why=type(problem).__name__) from problem
    _check_version(manifest)
    if not isinstance(manifest.get("sha256"), dict) or hashlib.sha256(data).hexdigest() != manifest["sha256"].get(DATA):
        raise NotAnExport(why="checksum")
    return _taken(data)


def _check_size(archive: zipfile.ZipFile) -> None:
    entries = archive.infolist()
    if len(entries) > MOST_FILES or sum(entry.file_size for entry in entries) > LARGEST_BYTES:
        raise NotAnExport(why="size")


def _check_version(manifest: Any) -> None:
    if not isinstance(manifest, dict) or manifest.get("format") != gathering.FORMAT:
        raise NotAnExport(why="format")
    version = manifest.get("version")
    if not isinstance(version, int) or version > gathering.VERSION:
        raise NewerExport(version=version, known=gathering.VERSION)


def _taken(data: bytes) -> Taken:
    try:
        document = web.strict_json(data)
        subjects = {str(name): [dict(row) for row in rows] for name, rows in document["subjects"].items()}
        return Taken(str(document["origin"]), str(document["personId"]), str(document["madeAt"]), subjects)
    except (ValueError, KeyError, TypeError, AttributeError) as problem:
        raise NotAnExport(why=type(problem).__name__) from problem
