"""The code that a banking app reads: EPC069-12 version 2.1, with the creditor reference."""

from decimal import Decimal
from xml.etree import ElementTree

import pytest
import segno.helpers

from leerloket.accounts.payments import transfer_picture

IBAN, REFERENCE = "NL91ABNA0417164300", "RF76LL2026000123"


def modules(markup: str) -> list[str]:
    """What is drawn, without title and style."""
    return [path.get("d") or "" for path in ElementTree.fromstring(markup).iter() if path.tag.endswith("path")]  # noqa: S314


def test_the_picture_is_the_transfer_with_its_reference() -> None:
    picture = transfer_picture.draw("Stichting Leerloket", IBAN, 12_050, REFERENCE, 'Code "A" & B')
    told = segno.helpers.make_epc_qr("Stichting Leerloket", IBAN, Decimal("120.50"), reference=REFERENCE)
    assert modules(picture) == modules(told.svg_inline(light="#fff", border=4))
    assert ElementTree.fromstring(picture).get("class") == "ll-qr"  # noqa: S314
    assert "style" not in picture
    assert told.error == "M"


def test_a_long_name_is_cut_and_nothing_is_drawn_of_nothing() -> None:
    assert transfer_picture.draw("x" * 90, IBAN, 1, REFERENCE, "t")
    with pytest.raises(ValueError, match="amount"):
        transfer_picture.draw("x", IBAN, 0, REFERENCE, "t")
