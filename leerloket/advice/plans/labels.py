"""What codes of a plan are called on screen."""

from typing import Any

from flask_babel import lazy_gettext as _

OWNERS: dict[str, Any] = {"worker": _("cliënt"), "adviser": _("adviseur"), "employer": _("werkgever")}
OWNERS_FOR_WORKER: dict[str, Any] = {
    "worker": _("u"),
    "adviser": _("uw adviseur"),
    "employer": _("uw werkgever"),
}
BOOKING_STATES: dict[str, Any] = {
    "reserved": _("aangevraagd"),
    "confirmed": _("bevestigd"),
    "attended": _("gevolgd"),
    "no_show": _("niet gevolgd"),
    "paid": _("klaar"),
    "cancelled": _("geannuleerd"),
    "rejected": _("afgewezen"),
    "expired": _("vervallen"),
}
