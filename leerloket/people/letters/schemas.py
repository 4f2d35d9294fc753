"""What goes out about letters."""

import marshmallow as ma

from leerloket import web


class LetterBatchOut(web.OutSchema):
    """Letters that were taken out of the queue together."""

    id = ma.fields.UUID(attribute="batch_id", required=True)
    letters = ma.fields.Int(required=True)
    made_at = web.Instant(required=True)


class LetterBatchesOut(web.OutSchema):
    """The newest batches, and how many letters wait for the next one."""

    waiting = ma.fields.Int(required=True)
    items = ma.fields.List(ma.fields.Nested(LetterBatchOut), required=True)
    next = ma.fields.Str(allow_none=True, metadata={"description": "Always null: the 20 newest."})
