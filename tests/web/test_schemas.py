"""Fields and messages: instants, amounts, and a Dutch sentence for everything marshmallow can say."""

from datetime import UTC, date, datetime

import marshmallow as ma
import pytest
from marshmallow import validate

from leerloket import errors, money, web


class Sample(web.Schema):
    at = web.Instant()
    made_on = ma.fields.Date()
    amount_cents = web.Cents(least=1)


class Form(web.FormSchema):
    bedrag = web.Euros()
    dag = ma.fields.Date()
    dagen = ma.fields.List(ma.fields.Str())


def refused(schema: ma.Schema, **given: object) -> dict[str, str]:
    with pytest.raises(errors.Invalid) as no:
        web.load(schema, given)
    return {problem.field: problem.code for problem in no.value.errors}


class TestInstant:
    @pytest.mark.parametrize(
        ("text", "hour"),
        [("2026-12-05T09:30:00Z", 9), ("2026-12-05T09:30:00+01:00", 8), ("2026-12-05T09:30:00", 9)],
    )
    def test_it_is_kept_in_utc(self, text: str, hour: int) -> None:
        assert web.load(Sample(), {"at": text})["at"] == datetime(2026, 12, 5, hour, 30, tzinfo=UTC)

    @pytest.mark.parametrize(
        "text",
        ["0001-01-01T00:00:00+14:00", "0020-01-01T09:27:17Z", "9999-12-31T23:59:59-14:00", "2200-01-01T00:00:00Z"],
    )
    def test_a_year_that_cannot_be_meant_is_refused(self, text: str) -> None:
        assert refused(Sample(), at=text) == {"at": "out-of-range"}

    @pytest.mark.parametrize("value", ["", "gisteren", 5, 1.5, True, [], "2026-13-01T00:00:00Z", "2026-12-05"])
    def test_what_is_no_instant_is_refused(self, value: object) -> None:
        assert refused(Sample(), at=value) == {"at": "wrong-type"}

    def test_it_goes_out_with_four_figures_for_the_year_and_z(self) -> None:
        assert Sample().dump({"at": datetime(20, 1, 1, tzinfo=UTC)}) == {"at": "0020-01-01T00:00:00.000000Z"}


class TestDay:
    @pytest.mark.parametrize("text", ["0001-01-01", "1899-12-31", "2200-01-01", "9999-12-31"])
    def test_a_year_that_cannot_be_meant_is_refused(self, text: str) -> None:
        assert refused(Sample(), madeOn=text) == {"madeOn": "out-of-range"}
        assert refused(Form(), dag=text) == {"dag": "out-of-range"}

    @pytest.mark.parametrize("text", ["1900-01-01", "2199-12-31"])
    def test_other_days_are_taken(self, text: str) -> None:
        assert web.load(Sample(), {"madeOn": text})["made_on"] == date.fromisoformat(text)
        assert web.load(Form(), {"dag": text})["dag"] == date.fromisoformat(text)


class TestCents:
    @pytest.mark.parametrize("value", ["5", 5.0, 5.5, True, None, [5], 0, -5, money.LARGEST_CENTS + 1, 10**30])
    def test_only_a_whole_number_in_range_will_do(self, value: object) -> None:
        assert list(refused(Sample(), amountCents=value)) == ["amountCents"]

    def test_the_largest_amount_is_taken(self) -> None:
        assert web.load(Sample(), {"amountCents": money.LARGEST_CENTS}) == {"amount_cents": money.LARGEST_CENTS}


class TestEuros:
    @pytest.mark.parametrize("text", ["1.234,56", "1234.56", "€ 1.234,56", " 1234,56 "])
    def test_what_people_write_is_read(self, text: str) -> None:
        assert web.load(Form(), {"bedrag": text, "csrf_token": "x", "key": "y"}) == {"bedrag": 123_456}

    @pytest.mark.parametrize("text", ["1.234", "12,505", "-5", "1e3", "1" * 20, "NaN", "twaalf", "€"])
    def test_what_can_mean_two_things_or_nothing_is_refused(self, text: str) -> None:
        assert list(refused(Form(), bedrag=text)) == ["bedrag"]


@pytest.mark.parametrize(
    ("rule", "value", "code", "nl"),
    [
        (validate.Length(min=1), "", "required", "Vul dit in."),
        (validate.Length(min=3), "x", "wrong-length", "Vul 3 of meer in."),
        (validate.Length(max=1), "xy", "wrong-length", "Vul hoogstens 1 in."),
        (validate.Length(2, 3), "x", "wrong-length", "Vul 2 tot 3 in."),
        (validate.Length(equal=2), "x", "wrong-length", "Vul er precies 2 in."),
        (validate.OneOf(["a", "b"]), "c", "not-a-choice", "Kies één van: a, b."),
        (validate.Regexp("a"), "c", "wrong-form", "Dit heeft niet de goede vorm."),
        (validate.Email(), "c", "wrong-form", "Vul een e-mailadres in, bijvoorbeeld naam@voorbeeld.nl."),
    ],
)
def test_every_rule_has_its_dutch_sentence(rule: validate.Validator, value: str, code: str, nl: str) -> None:
    schema = web.Schema.from_dict({"x": ma.fields.Str(validate=rule)})()
    with pytest.raises(errors.Invalid) as no:
        web.load(schema, {"x": value})
    assert [(problem.code, problem.nl) for problem in no.value.errors] == [(code, nl)]


def test_a_sentence_of_our_own_stays_as_it_is() -> None:
    def never(_: object) -> None:
        raise ma.ValidationError("Kies een andere dag.")

    schema = web.Schema.from_dict({"x": ma.fields.Str(validate=never)})()
    with pytest.raises(errors.Invalid) as no:
        web.load(schema, {"x": "y"})
    assert no.value.errors[0].nl == "Kies een andere dag."
