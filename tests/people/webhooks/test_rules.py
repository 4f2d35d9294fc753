"""What holds for webhooks, without a database or a network."""

from datetime import UTC, datetime, timedelta

import pytest

from leerloket.people.webhooks import rules

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    "url",
    [
        "https://salaris.example/leerloket",
        "https://salaris.example:8443/hook?klant=7",
        "https://93.184.216.34/hook",
        "https://[2606:4700::1111]/hook",
    ],
)
def test_a_public_https_address_will_do(url: str) -> None:
    rules.check_url(url, allow_http=False)


@pytest.mark.parametrize(
    "url",
    [
        "http://salaris.example/hook",
        "ftp://salaris.example/hook",
        "file:///etc/passwd",
        "https://user:secret@salaris.example/hook",
        "https://localhost/hook",
        "https://payroll/hook",
        "https://db.internal/hook",
        "https://127.0.0.1/hook",
        "https://10.0.0.7/hook",
        "https://169.254.169.254/latest/meta-data",
        "https://[::1]/hook",
        "https://[::ffff:127.0.0.1]/hook",
        "https://salaris.example:99999/hook",
        "https:///hook",
        "https://salaris.example/a b",
        "https://sälaris.example/hook",
        "https://salaris.example/" + "a" * 500,
        "",
    ],
)
def test_what_may_lead_inside_is_refused(url: str) -> None:
    with pytest.raises(rules.UrlNotAllowed):
        rules.check_url(url, allow_http=False)


def test_plain_http_is_for_a_demo_only() -> None:
    rules.check_url("http://salaris.example/hook", allow_http=True)


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "127.8.8.8",
        "0.0.0.0",  # noqa: S104 - the point is that it is refused
        "10.1.2.3",
        "172.16.0.1",
        "192.168.1.1",
        "100.64.0.1",
        "169.254.169.254",
        "192.0.2.1",
        "198.18.0.1",
        "224.0.0.1",
        "240.0.0.1",
        "255.255.255.255",
        "::",
        "::1",
        "fe80::1",
        "fe80::1%eth0",
        "fc00::1",
        "ff02::1",
        "::ffff:10.0.0.1",
        "64:ff9b::7f00:1",
        "2002:7f00:1::",
        "2001:0:7f00:1::",
    ],
)
def test_an_address_inside_is_not_called(address: str) -> None:
    assert not rules.may_connect(address)


@pytest.mark.parametrize("address", ["93.184.216.34", "2606:4700::1111", "::ffff:93.184.216.34"])
def test_an_address_on_the_internet_is_called(address: str) -> None:
    assert rules.may_connect(address)


def test_an_employer_never_hears_of_a_course() -> None:
    assert not any("booking" in event or "attendance" in event for event in rules.EVENTS["employer"])
    with pytest.raises(rules.EventUnknown):
        rules.check_events("employer", ["payment.received", "booking.requested"])


def test_the_signature_is_the_one_of_the_standard() -> None:
    """The example of the specification of Standard Webhooks."""
    secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
    signature = rules.sign(secret, "msg_p5jXN8AQM9LWM0D4loKWxJek", "1614265330", b'{"test": 2432232314}')
    assert signature == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


def test_a_message_is_signed_by_every_secret_that_counts() -> None:
    first, second = rules.new_secret(), rules.new_secret()
    body = rules.body_of("payment.received", NOW, {"amountCents": 5})
    assert body == b'{"type":"payment.received","timestamp":"2026-11-24T12:00:00Z","data":{"amountCents":5}}'
    headers = rules.headers_of("msg_1", NOW, body, [first, second])
    stamp = headers["webhook-timestamp"]
    signatures = headers["webhook-signature"].split(" ")
    assert signatures == [rules.sign(first, "msg_1", stamp, body), rules.sign(second, "msg_1", stamp, body)]


def test_pauses_grow_until_three_days_are_over() -> None:
    give_up_at = NOW + rules.GIVE_UP_AFTER
    at, tries, moments = NOW, 0, []
    while (later := rules.next_try(tries := tries + 1, at, give_up_at)) is not None:
        moments.append(later - at)
        at = later
    assert moments == sorted(moments)
    assert moments[0] == timedelta(minutes=1)
    assert timedelta(days=2) < at - NOW <= timedelta(days=3)
