"""What the topics of a talk are called on screen."""

from typing import Any

from flask_babel import lazy_gettext as _

TOPICS: dict[str, Any] = {
    "orientation": _("wat past bij mij"),
    "course": _("opleiding kiezen"),
    "money": _("geld en regelingen"),
    "other_work": _("ander werk"),
    "basics": _("taal, rekenen, computer"),
    "recognition": _("bewijs van wat ik kan (EVC)"),
    "employer": _("mijn werkgever"),
}
