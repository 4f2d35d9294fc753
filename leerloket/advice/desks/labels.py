"""What codes of the agenda are called on screen."""

from typing import Any

from flask_babel import lazy_gettext as _

CHANNELS: dict[str, Any] = {"desk": _("aan het loket"), "phone": _("per telefoon"), "video": _("met beeld")}
STATES: dict[str, Any] = {
    "planned": _("gepland"),
    "held": _("geweest"),
    "no_show": _("niet gekomen"),
    "cancelled": _("afgezegd"),
}
