"""How somebody wants an overview."""

from typing import Any

import marshmallow as ma

from leerloket import web
from leerloket.advice.overview.service import Options

LANGUAGE = ma.validate.OneOf(("nl", "en"))


class OverviewForm(web.FormSchema):
    """The choices beside the overview on the screen."""

    taal = ma.fields.Str(load_default=None, validate=LANGUAGE)
    letter = ma.fields.Str(load_default="gewoon", validate=ma.validate.OneOf(("gewoon", "groot")))

    @ma.post_load
    def _as_options(self, data: dict[str, Any], **_: Any) -> Options:
        return Options(data["taal"], data["letter"] == "groot")


class OverviewQuery(web.Schema):
    """In which language, and how large."""

    language = ma.fields.Str(
        load_default=None, validate=LANGUAGE, metadata={"description": "The person's own when left out."}
    )
    large_print = ma.fields.Bool(load_default=False, metadata={"description": "16 points instead of 11."})

    @ma.post_load
    def _as_options(self, data: dict[str, Any], **_: Any) -> Options:
        return Options(data["language"], data["large_print"])
