"""The pages of a file of top-ups: upload, columns, check, progress, done (screens.md 16)."""

import uuid
from typing import Any

import flask
import flask_login
from flask.typing import ResponseReturnValue
from flask_babel import format_decimal
from flask_babel import gettext as _

from leerloket import spreadsheets, web
from leerloket.accounts.payments import service as payments
from leerloket.accounts.topups import columns, rules, schemas, service, words
from leerloket.people.officers import service as officers

bp = flask.Blueprint("stortingen", __name__)
bp.context_processor(words.words)

ROWS_PER_PAGE = 20
BATCH = "/werkgever/storten/bestand/<uuid:batch_id>"
ANSWERS = {"ja": "yes", "overslaan": "skip", "terug": None}
PAGE_OF = {"columns": "columns_page", "reading": "progress", "checked": "check", "paid": "progress"}
"""Where a batch is shown in a state; in the others on its own page."""

EXAMPLE = ["personeelsnummer", "e-mail", "accountnummer", "bedrag", "potje", "geldig tot", "kenmerk"]


def _me() -> uuid.UUID:
    person_id: uuid.UUID = flask_login.current_user.person_id
    return person_id


def _to(page: str, batch_id: uuid.UUID, **more: Any) -> ResponseReturnValue:
    return flask.redirect(flask.url_for(f"stortingen.{page}", batch_id=batch_id, **more), 303)


def _sent_file() -> tuple[bytes, str | None]:
    file = flask.request.files.get("bestand")
    content = file.read() if file else b""
    if file is None or not content:
        raise spreadsheets.NoFile(field="bestand")
    return content, file.filename


def _download(content: bytes | str, kind: str, name: str) -> flask.Response:
    response = flask.Response(content, content_type=kind)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@bp.get("/werkgever/storten/bestand")
@web.requires("employer")
def upload() -> str:
    """Upload a file, and the batches so far."""
    batches = service.list_batches(officers.current_employer_id(), 20)
    return flask.render_template("accounts/werkgever/upload.html", batches=batches)


@bp.post("/werkgever/storten/bestand")
@web.requires("employer")
@web.shows_again(upload)
def do_upload() -> ResponseReturnValue:
    """Check a file; the same file again leads to its first run."""
    content, name = _sent_file()
    try:
        batch = service.check_file(officers.current_employer_id(), content, file_name=name, by=_me())
    except rules.FileSeenBefore as seen:
        flask.flash(seen.sentence(web.language()), "warning")
        return _to("batch", uuid.UUID(seen.facts["batch_id"]))
    return _to("batch", batch.batch_id)


@bp.get("/werkgever/storten/voorbeeld.csv")
@web.requires("employer")
def example_csv() -> ResponseReturnValue:
    """An empty file with the right header."""
    return _download(spreadsheets.as_csv([EXAMPLE]), spreadsheets.CSV_TYPE, "stortingen.csv")


@bp.get("/werkgever/storten/voorbeeld.xlsx")
@web.requires("employer")
def example_xlsx() -> ResponseReturnValue:
    """The same as a spreadsheet."""
    return _download(spreadsheets.as_xlsx([EXAMPLE], "stortingen"), spreadsheets.XLSX_TYPE, "stortingen.xlsx")


@bp.get(BATCH)
@web.requires("employer")
def batch(batch_id: uuid.UUID) -> ResponseReturnValue:
    """Where this batch is now: its columns, check or progress; else what to pay, or that it is done."""
    found = service.get_batch(officers.current_employer_id(), batch_id)
    if found.state in PAGE_OF:
        return _to(PAGE_OF[found.state], batch_id)
    return flask.render_template(
        "accounts/werkgever/batch.html",
        batch=found,
        totals=service.count_rows(found),
        payment=payments.get_payment(found.payment_id) if found.payment_id else None,
        progress=service.count_credited(found),
    )


@bp.get(f"{BATCH}/kolommen")
@web.requires("employer")
def columns_page(batch_id: uuid.UUID) -> ResponseReturnValue:
    """Which column is which: the headings with a few values, and what we think they are."""
    found = service.get_batch(officers.current_employer_id(), batch_id)
    if found.state not in {"columns", "checked"} or not found.sha256:
        return _to("batch", batch_id)
    return flask.render_template("accounts/werkgever/columns.html", batch=found, columns=service.list_columns(found))


@bp.post(f"{BATCH}/kolommen")
@web.requires("employer")
@web.shows_again(columns_page)
def choose_columns(batch_id: uuid.UUID) -> ResponseReturnValue:
    """Check the file with these columns."""
    sent = ((at, flask.request.form.get(f"kolom-{at}", "")) for at in range(spreadsheets.MOST_COLUMNS))
    chosen = [(at, name) for at, name in sent if name in columns.COLUMNS]
    service.choose_columns(officers.current_employer_id(), batch_id, chosen)
    return _to("batch", batch_id)


@bp.get(f"{BATCH}/controle")
@web.requires("employer")
def check(batch_id: uuid.UUID) -> ResponseReturnValue:
    """What can go through, what is wrong, and what we ask."""
    found = service.get_batch(officers.current_employer_id(), batch_id)
    if found.state != "checked":
        return _to("batch", batch_id)
    after, cause = flask.request.args.get("na", 0, int), flask.request.args.get("fout", "")
    wrong = service.get_rows(found, state="error", code=cause or None, after=after, limit=ROWS_PER_PAGE + 1)
    asked = service.get_rows(found, state="question", limit=ROWS_PER_PAGE)
    return flask.render_template(
        "accounts/werkgever/check.html",
        batch=found,
        totals=service.count_rows(found),
        wrong=wrong[:ROWS_PER_PAGE],
        next_after=wrong[ROWS_PER_PAGE - 1].row if len(wrong) > ROWS_PER_PAGE else 0,
        questions=asked,
        skipped=service.get_rows(found, state="skipped", limit=ROWS_PER_PAGE),
        problems={row.row: service.problems_of(row) for row in [*wrong, *asked]},
        is_xlsx=(found.file_name or "").lower().endswith(".xlsx"),
        cause=cause,
        after=after,
        blank=web.Form(),
    )


def _back_to_check(batch_id: uuid.UUID, anchor: str = "") -> ResponseReturnValue:
    """The same part of the list; the address of a field lets the browser start in it, without a script."""
    kept = {name: flask.request.args.get(name) for name in ("fout", "na")}
    return _to("check", batch_id, _anchor=anchor or None, **kept)


@bp.post(f"{BATCH}/rij/<int:row>")
@web.requires("employer")
@web.shows_again(lambda batch_id, row: check(batch_id))
def correct(batch_id: uuid.UUID, row: int) -> ResponseReturnValue:
    """Correct one row in place."""
    cells = web.load(schemas.RowForm(), flask.request.form)
    found = service.correct_row(officers.current_employer_id(), batch_id, row, cells)
    wrong = service.get_rows(found, state="error", after=row - 1, limit=1)
    if wrong and wrong[0].row == row:
        flask.flash(_("Rij %(row)s is nog niet goed.", row=row), "warning")
    else:
        flask.flash(_("Rij %(row)s is hersteld.", row=row), "ok")
    return _back_to_check(batch_id, f"rij-{wrong[0].row}-{wrong[0].problems[0]['field']}" if wrong else "")


@bp.post(f"{BATCH}/rij/<int:row>/antwoord")
@web.requires("employer")
@web.shows_again(lambda batch_id, row: check(batch_id))
def answer(batch_id: uuid.UUID, row: int) -> ResponseReturnValue:
    """Say of one row that it is right, or pass it over, or take that back."""
    given = web.load(schemas.AnswerForm(), flask.request.form)
    service.answer_row(officers.current_employer_id(), batch_id, row, ANSWERS[given["antwoord"]])
    return _back_to_check(batch_id)


@bp.post(f"{BATCH}/antwoorden")
@web.requires("employer")
@web.shows_again(check)
def answer_all(batch_id: uuid.UUID) -> ResponseReturnValue:
    """One answer to every question, or to all with one cause."""
    given = web.load(schemas.AnswerForm(), flask.request.form)
    service.answer_all(officers.current_employer_id(), batch_id, ANSWERS[given["antwoord"]] or "skip", given["fout"])
    return _back_to_check(batch_id)


@bp.post(f"{BATCH}/verbeterd")
@web.requires("employer")
@web.shows_again(check)
def take_corrections(batch_id: uuid.UUID) -> ResponseReturnValue:
    """Mended rows come back in a file of their own."""
    content, _name = _sent_file()
    _batch, number = service.take_corrections(officers.current_employer_id(), batch_id, content)
    flask.flash(_("We lazen %(number)s verbeterde rijen.", number=number), "ok")
    return _to("check", batch_id)


@bp.post(f"{BATCH}/opnieuw")
@web.requires("employer")
@web.shows_again(check)
def check_again(batch_id: uuid.UUID) -> ResponseReturnValue:
    """Check the batch against the employees of today."""
    service.check_again(officers.current_employer_id(), batch_id)
    return _to("check", batch_id)


@bp.get(f"{BATCH}/fouten.csv")
@web.requires("employer")
def errors_csv(batch_id: uuid.UUID) -> ResponseReturnValue:
    """Only the rows with errors, with what is wrong."""
    text = service.errors_csv(service.get_batch(officers.current_employer_id(), batch_id), web.language())
    return _download(text, spreadsheets.CSV_TYPE, "fouten.csv")


@bp.get(f"{BATCH}/fouten.xlsx")
@web.requires("employer")
def errors_xlsx(batch_id: uuid.UUID) -> ResponseReturnValue:
    """The same as a spreadsheet."""
    content = service.errors_xlsx(service.get_batch(officers.current_employer_id(), batch_id), web.language())
    return _download(content, spreadsheets.XLSX_TYPE, "fouten.xlsx")


@bp.post(f"{BATCH}/bevestigen")
@web.requires("employer")
@web.shows_again(check)
@web.idempotent
def confirm(batch_id: uuid.UUID) -> ResponseReturnValue:
    """Let the good rows through: a payment is expected."""
    given = web.load(schemas.ConfirmForm(), flask.request.form)
    service.confirm(officers.current_employer_id(), batch_id, accept_questions=given["vragen"], by=_me())
    return _to("batch", batch_id)


@bp.get(f"{BATCH}/voortgang")
@web.requires("employer")
def progress(batch_id: uuid.UUID) -> ResponseReturnValue:
    """How far the check or the crediting is; one may leave."""
    found = service.get_batch(officers.current_employer_id(), batch_id)
    if found.state not in {"reading", "paid"}:
        return _to("batch", batch_id)
    return flask.render_template("accounts/werkgever/progress.html", batch=found, **_how_far(found))


@bp.get(f"{BATCH}/voortgang.json")
@web.requires("employer")
def progress_json(batch_id: uuid.UUID) -> ResponseReturnValue:
    """The same for the script; `done` is `total` when there is another page to see."""
    return _how_far(service.get_batch(officers.current_employer_id(), batch_id))


def _how_far(found: service.Batch) -> dict[str, int | str]:
    if found.state == "reading":
        done, total = found.rows_read, found.row_count
        return {"done": done, "total": total + 1, "text": _rows_of(done, total)}
    if found.state in {"columns", "checked", "confirmed"}:
        return {"done": 1, "total": 1, "text": _("Klaar")}
    done, total = service.count_credited(found)
    return {"done": done, "total": total, "text": _people_of(done, total)}


def _rows_of(done: int, total: int) -> str:
    return str(_("%(done)s van %(total)s rijen", done=format_decimal(done), total=format_decimal(total)))


def _people_of(done: int, total: int) -> str:
    return str(_("%(done)s van %(total)s", done=format_decimal(done), total=format_decimal(total)))
