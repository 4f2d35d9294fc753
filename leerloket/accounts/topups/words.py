"""The words of the employer's pages for purposes, causes, columns and states."""

from typing import Any

import flask
from flask_babel import gettext as _

from leerloket.accounts.payments import service as payments
from leerloket.accounts.topups import columns


def words() -> dict[str, Any]:
    """What the templates of top-ups need to speak."""
    return {
        "written": payments.written,
        "purpose_options": [
            ("study", _("een studie")),
            ("general_skills", _("algemene vaardigheden")),
            ("job", _("leren voor het werk")),
            ("labour_market", _("leren voor ander werk")),
            ("guidance", _("advies en begeleiding")),
        ],
        "cause_words": {
            "person-missing": _("persoon ontbreekt"),
            "person-unknown": _("persoon onbekend"),
            "person-former": _("werkt niet meer bij u"),
            "person-doubled": _("staat er twee keer in"),
            "person-contradiction": _("twee verschillende personen"),
            "amount-empty": _("bedrag ontbreekt"),
            "amount-negative": _("bedrag met een minteken"),
            "amount-ambiguous": _("bedrag kan twee dingen betekenen"),
            "amount-decimals": _("bedrag zonder twee cijfers achter de komma"),
            "amount-too-large": _("bedrag te groot"),
            "amount-not-a-number": _("bedrag is geen getal"),
            "amount-letter-o": _("letter O in het bedrag"),
            "amount-zero": _("bedrag is 0"),
            "purpose-unknown": _("potje onbekend"),
            "date-unreadable": _("datum onleesbaar"),
            "date-past": _("datum voorbij"),
            "date-too-far": _("datum te ver weg"),
            "too-long": _("tekst te lang"),
            "large-amount": _("hoog bedrag"),
        },
        "column_words": {
            "personnel_number": _("Personeelsnummer"),
            "email": _("E-mailadres"),
            "number": _("Accountnummer"),
            "amount": _("Bedrag"),
            "purposes": _("Potje"),
            "expires_on": _("Geldig tot"),
            "note": _("Kenmerk"),
        },
        "column_order": columns.COLUMNS,
        "state_words": {
            "columns": (_("Kolommen aanwijzen"), "warning"),
            "reading": (_("Wordt gecontroleerd"), "info"),
            "checked": (_("Nog niet bevestigd"), "warning"),
            "confirmed": (_("Wacht op uw betaling"), "warning"),
            "paid": (_("Wordt verdeeld"), "info"),
            "credited": (_("Verdeeld"), "success"),
        },
        "settings": flask.current_app.config["SETTINGS"],
    }
