"""Typed texts are bounded before they are drawn."""

from leerloket.printing import texts


def test_a_long_text_ends_in_an_ellipsis() -> None:
    sentence = "a b " * 2_500
    assert texts.cut(sentence) == sentence
    assert texts.cut(sentence + "c") == sentence[:9_999] + "…"


def test_a_word_that_fits_no_column_can_be_broken_and_others_stay_whole() -> None:
    assert texts.cut("aansprakelijkheidsverzekering van 40 " + "x" * 40) == (
        "aansprakelijkheidsverzekering van 40 " + "x" * 40
    )
    assert texts.cut("een " + "y" * 45) == "een " + "\u200b".join(["y" * 20, "y" * 20, "y" * 5])
