"""Every figure of the shipped records, and how fits are found."""

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest

from leerloket.advice.schemes import codes, records, rules
from leerloket.advice.schemes.rules import Answers, Reason, State, Window

SCHEMES = {scheme.slug: scheme for scheme in records.read_shipped()}
TODAY = date(2026, 11, 24)


def euros(amount: int) -> int:
    return amount * 100


def judged(slug: str, price: int | None = None, **said: object) -> rules.Fit:
    """A scheme for whoever it is for, with a price in whole euros."""
    scheme = SCHEMES[slug]
    answers = Answers(who=scheme.who[0], pays=scheme.pays[0], price_cents=None if price is None else euros(price))
    return rules.judge(scheme, replace(answers, **said), TODAY)  # type: ignore[arg-type]


def codes_of(reasons: tuple[Reason, ...]) -> list[str]:
    return [reason.code for reason in reasons]


# --- the worked examples ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("slug", "price", "said", "gives"),
    [
        ("slim", 10_000, {"size": "small"}, 6_000),
        ("slim", 10_000, {"size": "medium"}, 6_000),
        ("slim", 5_000, {"size": "small"}, 3_000),
        ("slim", 4_999, {"size": "small"}, None),
        ("slim", 50_000, {"size": "small"}, 24_999),
        ("slim", 50_000, {"size": "small", "sector": "farming"}, 20_000),
        ("slim", 10_000, {"size": "large"}, None),
        ("slim", 10_000, {"size": "small", "pays": "course"}, None),
        ("slim-samen", 210_000, {}, 126_000),
        ("slim-samen", 209_999, {}, None),
        ("slim-samen", 1_000_000, {}, 500_000),
        ("slim-scholing", 2_000, {"course_level": 1}, 1_800),
        ("slim-scholing", 2_000, {"course_level": 3}, 1_800),
        ("slim-scholing", 2_000, {"course_level": 4}, 800),
        ("slim-scholing", 2_000, {"course_level": 5}, None),
        ("mkb-idee", 25_000, {"size": "small"}, 25_000),
        ("mkb-idee", 24_999, {"size": "small"}, None),
        ("mkb-idee", 130_000, {"size": "small"}, 124_999),
        ("mkb-idee", 30_000, {"size": "small", "pays": "course"}, None),
        ("mkb-idee-samen", 250_000, {}, 200_000),
        ("rif-mbo", 900_000, {}, 300_000),
        ("rif-mbo", 600_000, {}, 200_000),
        ("rif-mbo", 599_999, {}, None),
        ("rif-mbo", 9_000_000, {}, 2_000_000),
        ("oom", 1_200, {"sector": "metalworking"}, 600),
        ("oom", 2_000, {"sector": "metalworking"}, 800),
        ("oom", 1_200, {"sector": "care"}, None),
        ("ao-metalektro-pob", 1_200, {"sector": "metalektro"}, 1_200),
        ("ao-metalektro-pob", 2_000, {"sector": "metalektro"}, 1_500),
        ("stap", 1_750, {"age": 40}, 1_000),
        ("stap", 600, {"age": 40}, 600),
        ("stap", 600, {"age": 17}, None),
        ("werkkostenregeling", 8_000, {}, 8_000),
        ("evc", 1_500, {}, 1_500),
        ("scholingsaftrek", 1_250, {}, 1_000),
        ("scholingsaftrek", 250, {}, None),
        ("scholingsaftrek", 20_000, {}, 15_000),
    ],
)
def test_a_scheme_gives_what_its_source_says(slug: str, price: int, said: dict[str, object], gives: int | None) -> None:
    assert judged(slug, price, **said).amount_cents == (None if gives is None else euros(gives))


@pytest.mark.parametrize(
    ("slug", "on", "state"),
    [
        ("slim", TODAY, State("open", closes_on=date(2029, 12, 31))),
        ("slim", date(2030, 1, 1), State("closed")),
        ("slim-scholing", date(2025, 3, 9), State("announced", opens_on=date(2025, 3, 10))),
        ("slim-scholing", date(2025, 6, 30), State("open", closes_on=date(2025, 6, 30))),
        ("slim-scholing", date(2025, 7, 1), State("open", closes_on=date(2025, 11, 10))),
        ("slim-scholing", date(2025, 11, 11), State("closed")),
        ("slim-scholing", TODAY, State("closed")),
        ("mkb-idee", TODAY, State("closed")),
        ("rif-mbo", TODAY, State("closed")),
        ("mooi", TODAY, State("closed")),
        ("innovatietraineeship", TODAY, State("closed")),
        ("llo-katalysator", TODAY, State("closed")),
        ("oom", TODAY, State("open")),
        ("ao-metalektro-pob", TODAY, State("exhausted")),
        ("stap", TODAY, State("closed")),
        ("scholingsaftrek", TODAY, State("closed")),
        ("ontwikkeladvies", TODAY, State("closed")),
        ("kiem", TODAY, State("announced")),
    ],
)
def test_the_day_says_whether_a_scheme_is_open(slug: str, on: date, state: State) -> None:
    assert rules.state_on(SCHEMES[slug], on) == state


def test_half_of_slim_is_paid_in_advance() -> None:
    assert judged("slim", 10_000, size="small").advance_cents == euros(3_000)
    assert judged("oom", 1_000, sector="metalworking").advance_cents is None


def test_an_innovation_traineeship_names_its_most_but_computes_nothing() -> None:
    fit = judged("innovatietraineeship", 100_000)
    assert (fit.amount_cents, fit.scheme.cap_cents) == (None, euros(300_000))


def test_development_advice_was_for_people_up_to_mbo_2() -> None:
    assert judged("ontwikkeladvies", education_level=2).fits
    assert codes_of(judged("ontwikkeladvies", education_level=3).why_not) == ["education_level"]


@pytest.mark.parametrize("slug", ["otib", "oogz", "ooi", "ooc"])
def test_a_fund_without_known_amounts_fits_its_own_trade_only(slug: str) -> None:
    own = SCHEMES[slug].sectors[0]
    assert judged(slug, 1_000, sector=own).fits
    assert judged(slug, 1_000, sector=own).amount_cents is None
    assert codes_of(judged(slug, 1_000, sector="care").why_not) == ["sector"]


@pytest.mark.parametrize("scheme", SCHEMES.values(), ids=SCHEMES.keys())
def test_a_record_is_whole(scheme: rules.Scheme) -> None:
    assert records.read(records.write(scheme)) == scheme
    assert scheme.status in codes.STATUSES
    assert scheme.applicant in codes.APPLICANTS
    assert scheme.gives in codes.GIVES
    assert scheme.certainty in codes.CERTAINTIES
    for chosen, known in (
        (scheme.who, codes.WHO),
        (scheme.pays, codes.PURPOSES),
        (scheme.sizes, codes.SIZES),
        ((*scheme.sectors, *scheme.sector_caps), codes.SECTORS),
        (scheme.pots, codes.POTS),
        (scheme.not_with, SCHEMES),
    ):
        assert set(chosen) <= set(known)
    assert scheme.who
    assert scheme.pays
    assert scheme.source_url.startswith("https://")
    assert scheme.checked_on <= TODAY
    if scheme.rates:
        assert scheme.certainty != "unchecked"
        assert scheme.papers


# --- finding fits -----------------------------------------------------------------------------------------


def found(**said: object) -> rules.Outcome:
    answers = replace(Answers("worker", "course", price_cents=euros(1_000)), **said)  # type: ignore[arg-type]
    return rules.find_fits(SCHEMES.values(), answers, TODAY, {"right": euros(300), "own": euros(50)})


def test_what_is_sure_comes_before_what_is_not() -> None:
    fits = found(sector="metalworking", course_level=3).fits
    assert [fit.scheme.slug for fit in fits] == ["oom", "oo-fondsen", "werkkostenregeling"]
    assert fits[0].amount_cents == euros(500)
    assert codes_of(fits[0].why) == ["who", "pays", "sector"]


def test_a_rate_for_all_pays_the_levels_that_have_none_of_their_own() -> None:
    two = replace(SCHEMES["slim-scholing"], rates=(rules.Rate(Fraction(9, 10), (1, 2, 3)), rules.Rate(Fraction(1, 2))))
    answers = Answers("worker", "course", price_cents=euros(1_000))
    amounts = [rules.judge(two, replace(answers, course_level=level), TODAY).amount_cents for level in (3, 6)]
    assert amounts == [euros(900), euros(500)]


def test_what_is_not_said_makes_a_fit_uncertain() -> None:
    oom = next(fit for fit in found(price_cents=None).fits if fit.scheme.slug == "oom")
    assert oom.missing == ("sector", "price")
    assert oom.amount_cents is None


def test_closed_schemes_show_what_they_would_have_given() -> None:
    closed = {fit.scheme.slug: fit.amount_cents for fit in found(age=40, course_level=3).not_open}
    assert closed["slim-scholing"] == euros(900)
    assert closed["stap"] == euros(1_000)


def test_a_floor_names_what_is_short() -> None:
    [reason] = judged("slim", 4_500, size="small").why_not
    assert reason == Reason("costs_too_low", {"least_cents": euros(5_000), "short_cents": euros(500)})
    [reason] = judged("mkb-idee", 20_000, size="small").why_not
    assert reason == Reason("amount_too_low", {"least_cents": euros(25_000), "short_cents": euros(5_000)})


def test_pots_pay_what_a_scheme_leaves() -> None:
    rest = found(sector="metalworking").fits[0].rest
    assert rest == rules.Rest(euros(500), "person", (("right", euros(300)), ("own", euros(50))), euros(150))


def test_only_the_employer_pays_beside_slim_training() -> None:
    outcome = rules.find_fits(
        SCHEMES.values(),
        Answers("worker", "course", price_cents=euros(1_000), course_level=2),
        date(2025, 4, 1),
        {"right": euros(300), "employer": euros(40)},
    )
    slim = next(fit for fit in outcome.fits if fit.scheme.slug == "slim-scholing")
    assert slim.rest == rules.Rest(euros(100), "employer", (("employer", euros(40)),), euros(60))


def test_two_schemes_never_give_more_than_the_price() -> None:
    two = [SCHEMES["oom"], replace(SCHEMES["ao-metalektro-pob"], status="open", sectors=("metalworking",))]
    answers = Answers("worker", "course", sector="metalworking", price_cents=euros(1_000))
    outcome = rules.find_fits(two, answers, TODAY)
    assert [fit.pairings[0].together_cents for fit in outcome.fits] == [euros(1_000), euros(1_000)]
    apart = [replace(two[0], not_with=("ao-metalektro-pob",)), two[1]]
    assert [fit.pairings[0].allowed for fit in rules.find_fits(apart, answers, TODAY).fits] == [False, False]


def test_at_most_eight_are_shown() -> None:
    many = [replace(SCHEMES["oom"], slug=f"fonds-{number}", sectors=()) for number in range(11)]
    outcome = rules.find_fits(many, Answers("worker", "course", price_cents=euros(100)), TODAY)
    assert (len(outcome.fits), outcome.left_out) == (8, 3)


def test_an_announced_scheme_opens_by_itself() -> None:
    scheme = replace(SCHEMES["kiem"], windows=(Window(date(2027, 3, 1), date(2027, 3, 31)),))
    assert rules.state_on(scheme, TODAY) == State("announced", opens_on=date(2027, 3, 1))
    assert rules.state_on(scheme, date(2027, 3, 1)).is_open


def test_a_rate_is_written_as_people_say_it() -> None:
    assert [rate.text for rate in SCHEMES["slim-scholing"].rates] == ["90\u00a0%", "40\u00a0%"]
    assert SCHEMES["rif-mbo"].rates[0].text == "1/3"
