"""Between HTTP and the rooms: one transaction per request, schemas, who may call, idempotency, refusals."""

from leerloket.web.access import public, requires
from leerloket.web.api import Api, ApiBlueprint, refuses, strict_json
from leerloket.web.forms import Form, current_form, shows_again
from leerloket.web.idempotency import (
    IdempotencyKey,
    KeyMissing,
    KeyUsedOtherwise,
    StillRunning,
    idempotent,
    request_key,
)
from leerloket.web.problems import Problem, answer_http_exception, answer_refusal
from leerloket.web.request import is_api, language
from leerloket.web.schemas import Cents, Euros, FormSchema, Instant, OutSchema, Schema, camel_case, field_errors, load
from leerloket.web.transactions import in_transaction

__all__ = [
    "Api",
    "ApiBlueprint",
    "Cents",
    "Euros",
    "Form",
    "FormSchema",
    "IdempotencyKey",
    "Instant",
    "KeyMissing",
    "KeyUsedOtherwise",
    "OutSchema",
    "Problem",
    "Schema",
    "StillRunning",
    "answer_http_exception",
    "answer_refusal",
    "camel_case",
    "current_form",
    "field_errors",
    "idempotent",
    "in_transaction",
    "is_api",
    "language",
    "load",
    "public",
    "refuses",
    "request_key",
    "requires",
    "shows_again",
    "strict_json",
]
