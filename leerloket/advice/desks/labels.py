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
TOPICS: dict[str, Any] = {
    "course": _("Een opleiding kiezen"),
    "work": _("Ander werk, of beter werk"),
    "money": _("Geld om te leren"),
    "plan": _("Verder met mijn plan"),
    "other": _("Iets anders"),
}
WEEKDAYS: dict[str, Any] = {
    "1": _("maandag"),
    "2": _("dinsdag"),
    "3": _("woensdag"),
    "4": _("donderdag"),
    "5": _("vrijdag"),
}
