"""A booking in words for the screen: its moments in order, its group, its deadlines."""

from collections.abc import Sequence
from datetime import datetime, time
from typing import Any

from flask_babel import gettext as _

from leerloket import clock, money, web
from leerloket.courses.bookings import reasons, rules
from leerloket.courses.bookings.reads import Booking


def deadline_text(at: datetime) -> str:
    """A deadline as people read it: the day when it is a midnight, else the moment."""
    if at.astimezone(clock.AMSTERDAM).time() == time.min:
        return clock.day_text(clock.business_date(at), web.language())
    return clock.moment_text(at, web.language())


def pot_label(source: str) -> str:
    """What a pot is called."""
    labels = {"right": _("Leerrecht"), "employer": _("Werkgever"), "own": _("Eigen geld")}
    return str(labels[source])


def why_in_words(rule: str) -> str:
    """Why a pot pays, from the name of the rule."""
    nl, en = reasons.in_words(rule)
    return nl if web.language() == "nl" else en


def plain_euros(cents: int) -> str:
    """An amount as a person would type it: `1250,50`."""
    return money.plain(cents).replace(".", ",")


def in_groups(bookings: Sequence[Booking]) -> list[tuple[str, list[Booking]]]:
    """What waits for the person, what goes on, and what is over; empty groups are left out."""
    mine = [booking for booking in bookings if booking.turn.who == "person"]
    over = [booking for booking in bookings if booking.state in rules.ENDED]
    others = [booking for booking in bookings if booking not in mine and booking not in over]
    others.sort(key=lambda booking: booking.starts_at)
    return [(title, group) for title, group in ((_("Aan u"), mine), (_("Loopt"), others), (_("Klaar"), over)) if group]


def steps_of(booking: Booking) -> list[dict[str, Any]]:
    """The moments of a booking, done, now and still to come, as `ui.time_line` draws them."""
    steps = [_step("done", _("Geboekt"), booking.created_at, _by_adviser(booking))]
    if booking.state in {"cancelled", "rejected", "expired"}:
        return steps + _past(booking) + [_ending(booking)]
    steps += [_answer(booking), _start(booking), _attendance(booking), _payment(booking)]
    return steps


def _step(state: str, title: str, at: datetime | None = None, note: str = "") -> dict[str, Any]:
    when = clock.day_text(clock.business_date(at), web.language()) if at else ""
    return {"state": state, "title": title, "when": when, "note": note}


def _by_adviser(booking: Booking) -> str:
    return _("Gedaan door adviseur, samen met u.") if booking.on_behalf else ""


def _past(booking: Booking) -> list[dict[str, Any]]:
    confirmed = booking.when("confirmed")
    return [_step("done", _("Bevestigd"), confirmed)] if confirmed else []


def _ending(booking: Booking) -> dict[str, Any]:
    titles = {"cancelled": _("Geannuleerd"), "rejected": _("Afgewezen"), "expired": _("Vervallen")}
    back = money.euros(booking.price_cents - (booking.due_cents or 0), web.language())
    last = booking.events[-1]
    note = _("U kreeg %(back)s terug.", back=back)
    if last.reason:
        note = f"{last.reason} {note}"
    return _step("done", titles[booking.state], last.at, note)


def _answer(booking: Booking) -> dict[str, Any]:
    if booking.state == "reserved":
        by = _("vóór %(day)s", day=deadline_text(booking.respond_by))
        note = _("Aan zet: %(who)s", who=booking.provider_name)
        return {"state": "now", "title": _("De aanbieder antwoordt"), "when": by, "note": note}
    return _step("done", _("Bevestigd"), booking.when("confirmed"))


def _start(booking: Booking) -> dict[str, Any]:
    if booking.state == "reserved":
        return _step("next", _("Start"), booking.starts_at)
    has_started = booking.state != "confirmed" or booking.starts_at <= clock.now()
    return _step("done" if has_started else "now", _("Start"), booking.starts_at)


def _attendance(booking: Booking) -> dict[str, Any]:
    declared = booking.attendance
    if declared is None:
        waits = booking.state == "confirmed" and booking.starts_at <= clock.now()
        return _step("now" if waits else "next", _("Aanwezigheid"))
    words = {
        None: _("Klopt dit? Laat het weten vóór %(day)s.", day=deadline_text(declared.confirm_by)),
        "agreed": _("U vond dit goed."),
        "disputed": _("U vond dit niet goed. Een medewerker kijkt ernaar."),
        "clock": _("U reageerde niet. Daarom geldt dit."),
        "resolved": _("Een medewerker besliste: %(why)s", why=declared.resolution or ""),
    }
    share = _("%(pct)s procent aanwezig.", pct=declared.present_pct)
    state = "done" if declared.confirmed_at else "now"
    return _step(state, _("Aanwezigheid"), declared.at, f"{share} {words[declared.answer]}")


def _payment(booking: Booking) -> dict[str, Any]:
    if booking.state != "paid":
        waits = booking.attendance is not None and booking.attendance.confirmed_at is not None
        return _step("now" if waits else "next", _("Betaald"))
    paid = money.euros(booking.due_cents or 0, web.language())
    back = booking.price_cents - (booking.due_cents or 0)
    note = _("%(paid)s naar de aanbieder.", paid=paid)
    if back:
        note += " " + _("%(back)s terug naar u.", back=money.euros(back, web.language()))
    return _step("done", _("Betaald"), booking.settled_at, note)
