"""The lock of an account and the order of its pots, as JSON and as forms."""

import marshmallow as ma

from leerloket import web


class FreezeOut(web.OutSchema):
    """Whether the account is frozen: `frozenAt` is null when it is not."""

    frozen_at = web.Instant(allow_none=True)


class PotOrderOut(web.OutSchema):
    """The order in which pots pay; `isOwn` is false when it is the order of the house."""

    pot_ids = ma.fields.List(ma.fields.UUID())
    is_own = ma.fields.Bool()


class PotOrderIn(web.Schema):
    """Pots of your own, the one that pays first in front. Pots that are left out pay after these."""

    pot_ids = ma.fields.List(ma.fields.UUID(), required=True, validate=ma.validate.Length(1, 100))


class MoveForm(web.FormSchema):
    """A button beside a pot: it moves one place forward or back, or all go back to the order of the house."""

    eerder = ma.fields.UUID(load_default=None)
    later = ma.fields.UUID(load_default=None)
    gewoon = ma.fields.Bool(load_default=False, truthy={"ja"})
