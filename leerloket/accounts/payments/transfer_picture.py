"""The picture a banking app reads to fill in a transfer (EPC069-12, version 2.1), the reference in its own field."""

from decimal import Decimal

import flask
import segno.helpers
from flask_babel import gettext as _
from markupsafe import Markup

from leerloket.accounts.payments.models import Payment
from leerloket.accounts.payments.rules import written

bp = flask.Blueprint("betalingen", __name__)

bp.add_app_template_global(written)

LONGEST_NAME = 70


def draw(payee: str, iban: str, amount_cents: int, reference: str, title: str) -> Markup:
    """The QR code of one SEPA transfer as inline SVG, of the size its style gives it."""
    code = segno.helpers.make_epc_qr(
        name=payee[:LONGEST_NAME], iban=iban, amount=Decimal(amount_cents).scaleb(-2), reference=reference
    )
    return Markup(  # noqa: S704 - made by segno from checked values, the title escaped by it
        code.svg_inline(light="#fff", border=4, omitsize=True, title=title, svgclass="ll-qr", lineclass=None)
    )


@bp.app_template_global()
def transfer_picture(payment: Payment) -> Markup:
    """The picture for what is still missing of a payment, into the bank account of the settings."""
    settings = flask.current_app.config["SETTINGS"]
    title = _("QR-code voor uw bank-app, kenmerk %(reference)s", reference=payment.reference)
    return draw(settings.bank_holder, settings.bank_iban, payment.missing_cents, payment.reference, title)
