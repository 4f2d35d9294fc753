"""Rules of persons, passwords, tokens and roles, without a database."""

import uuid
from datetime import date

import pytest

from leerloket import errors
from leerloket.people import rules

TODAY = date(2026, 11, 24)


@pytest.mark.parametrize("password", ["twaalf teken", "ééééééééééééé", "1234567890123", " spaties telt mee "])
def test_length_is_the_one_rule_of_a_password(password: str) -> None:
    rules.check_password(password, name="Samira", email="samira@voorbeeld.nl")


@pytest.mark.parametrize(
    ("password", "refusal"),
    [
        ("elf tekens!", rules.PasswordTooShort),
        ("", rules.PasswordTooShort),
        ("x" * 129, rules.PasswordTooLong),
        ("SAMIRA el amrani", rules.PasswordIsYourName),
        ("samira@voorbeeld.nl", rules.PasswordIsYourName),
    ],
)
def test_a_weak_password_is_refused(password: str, refusal: type[errors.Refusal]) -> None:
    with pytest.raises(refusal) as refused:
        rules.check_password(password, name="Samira el Amrani", email="Samira@Voorbeeld.nl")
    assert refused.value.field == "password"


@pytest.mark.parametrize("text", ["111222333", "Jan 111222333", "jan.111222333@voorbeeld.nl"])
def test_a_bsn_is_seen(text: str) -> None:
    with pytest.raises(rules.HoldsBsn):
        rules.check_no_bsn(text, field="name")


@pytest.mark.parametrize("text", ["111222334", "1111222333", "Jan de Vries", "", "06 12345678"])
def test_other_digits_are_no_bsn(text: str) -> None:
    rules.check_no_bsn(text, field="name")


@pytest.mark.parametrize("born", [date(2012, 11, 24), date(1906, 1, 1), date(1985, 2, 28)])
def test_a_birth_date_can_be(born: date) -> None:
    rules.check_birth_date(born, TODAY)


@pytest.mark.parametrize("born", [date(2012, 11, 25), date(2026, 11, 24), date(2030, 1, 1), date(1905, 12, 31)])
def test_a_birth_date_cannot_be(born: date) -> None:
    with pytest.raises(rules.NotABirthDate):
        rules.check_birth_date(born, TODAY)


def test_an_address_is_looked_up_however_it_is_written() -> None:
    assert rules.normal_email("  Samira@Voorbeeld.NL ") == "samira@voorbeeld.nl"
    assert rules.normal_email("jose\u0301@x.nl") == rules.normal_email("JOSÉ@x.nl")


@pytest.mark.parametrize("target", ["/saldo", "/opleidingen?q=las&km=25", "/a/b/c", "/"])
def test_a_path_of_this_site_is_safe(target: str) -> None:
    assert rules.safe_target(target) == target


@pytest.mark.parametrize(
    "target",
    [
        None,
        "",
        "//evil.example",
        "/\\evil.example",
        "https://evil.example",
        "javascript:alert(1)",
        "saldo",
        "/x\r\nSet-Cookie: a=b",
        "/x\\y",
        "/a b",
        "/inloggen",
        "/inloggen?naar=/saldo",
        "/uitloggen",
    ],
)
def test_every_other_target_is_dropped(target: str | None) -> None:
    assert rules.safe_target(target) is None


def test_a_token_says_whose_it_is_and_is_kept_as_a_hash() -> None:
    person_id = uuid.uuid4()
    token = rules.new_token(person_id)
    assert rules.split_token(token) == (person_id, rules.token_hash(token))
    assert rules.new_token(person_id) != token
    assert token.encode() not in rules.token_hash(token)


@pytest.mark.parametrize("text", ["", ".", "x", "a" * 32, "a" * 32 + ".kort", "z" * 32 + "." + "a" * 43, "é" * 80])
def test_what_is_no_token_is_none(text: str) -> None:
    assert rules.split_token(text) is None


@pytest.mark.parametrize(
    ("role", "granted_by", "waits"),
    [
        ("administrator", uuid.uuid4(), True),
        ("adviser", uuid.uuid4(), True),
        ("controller", uuid.uuid4(), True),
        ("worker", uuid.uuid4(), False),
        ("employer", uuid.uuid4(), False),
        ("administrator", None, False),
    ],
)
def test_a_staff_role_waits_for_a_second_person(role: str, granted_by: uuid.UUID | None, waits: bool) -> None:
    assert rules.needs_approval(role, granted_by) is waits


def test_nobody_approves_their_own_role_or_grant() -> None:
    a, b, c = uuid.uuid4(), uuid.uuid4(), uuid.uuid4()
    rules.check_approver(person_id=a, granted_by=b, approved_by=c)
    for approver in (a, b):
        with pytest.raises(rules.SamePerson):
            rules.check_approver(person_id=a, granted_by=b, approved_by=approver)


def test_every_role_has_a_home() -> None:
    assert set(rules.HOMES) == set(rules.ROLES)


def test_a_bucket_tells_nothing_of_the_address() -> None:
    one = rules.bucket("address", "samira@voorbeeld.nl", "secret")
    assert one != rules.bucket("address", "samira@voorbeeld.nl", "other secret")
    assert one != rules.bucket("origin", "samira@voorbeeld.nl", "secret")
    assert b"samira" not in one
