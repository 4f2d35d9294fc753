"""Between HTTP and the rooms: one transaction per request, schemas, who may call, idempotency, refusals."""

from leerloket.web.access import NotForKeys, ScopeMissing, check_scope, public, requires
from leerloket.web.api import Api, ApiBlueprint, load_json, refuses
from leerloket.web.forms import Form, current_form, shows_again
from leerloket.web.idempotency import (
    IdempotencyKey,
    KeyMissing,
    KeyUsedOtherwise,
    StillRunning,
    idempotent,
    request_key,
)
from leerloket.web.json_text import read_json, strict_json
from leerloket.web.problems import (
    BadRequest,
    MethodNotAllowed,
    Problem,
    TooLarge,
    Unsupported,
    VeryBusy,
    WrongContentType,
    answer_http_exception,
    answer_refusal,
    problem,
)
from leerloket.web.request import check_readable, is_api, language
from leerloket.web.schemas import Cents, Euros, FormSchema, Instant, OutSchema, Schema, camel_case, field_errors, load
from leerloket.web.transactions import in_transaction
from leerloket.web.versions import (
    VersionMissing,
    check_version,
    gives_version,
    needs_version,
    version_seen,
    with_version,
)

__all__ = [
    "Api",
    "ApiBlueprint",
    "BadRequest",
    "Cents",
    "Euros",
    "Form",
    "FormSchema",
    "IdempotencyKey",
    "Instant",
    "KeyMissing",
    "KeyUsedOtherwise",
    "MethodNotAllowed",
    "NotForKeys",
    "OutSchema",
    "Problem",
    "Schema",
    "ScopeMissing",
    "StillRunning",
    "TooLarge",
    "Unsupported",
    "VersionMissing",
    "VeryBusy",
    "WrongContentType",
    "answer_http_exception",
    "answer_refusal",
    "camel_case",
    "check_readable",
    "check_scope",
    "check_version",
    "current_form",
    "field_errors",
    "gives_version",
    "idempotent",
    "in_transaction",
    "is_api",
    "language",
    "load",
    "load_json",
    "needs_version",
    "problem",
    "public",
    "read_json",
    "refuses",
    "request_key",
    "requires",
    "shows_again",
    "strict_json",
    "version_seen",
    "with_version",
]
