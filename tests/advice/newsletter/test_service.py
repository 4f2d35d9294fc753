"""Who gets the newsletter, and that each mail goes once."""

import uuid
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any
from unittest import mock

import flask
import pytest
import sqlalchemy as sa

from leerloket import clock, db, outbox
from leerloket.advice.newsletter import issues, rules, service
from leerloket.courses.catalogue import news
from leerloket.people.regions import service as regions
from tests.courses.bookings import make as courses
from tests.courses.communities import make as communities
from tests.people import make as people

pytestmark = pytest.mark.usefixtures("session")

REGION = "zuidoost-brabant"
ADDRESS = "Lezer@voorbeeld.nl"


@pytest.fixture(autouse=True)
def uncounted() -> Iterator[None]:
    """Tries are counted on a connection of their own, which a test does not see."""
    with mock.patch("leerloket.people.service.count_try"):
        yield


def ask(email: str = ADDRESS, region_code: str = REGION) -> uuid.UUID:
    service.ask(email, region_code, language="nl", origin="test")
    path = db.session.scalar(sa.text("SELECT facts->>'path' FROM outbox WHERE kind = 'newsletter-confirm'"))
    return uuid.UUID(str(path).rpartition("/")[2])


def mails(kind: str = "newsletter") -> list[Any]:
    query = sa.select(outbox.Message).where(outbox.Message.kind == kind).order_by(outbox.Message.message_id)
    return list(db.session.scalars(query))


@pytest.fixture
def in_one_transaction() -> Iterator[None]:
    """The job's transactions inside the test's."""
    with mock.patch.object(db, "run", side_effect=lambda work, *args: work(*args)):
        yield


def test_nobody_is_a_reader_before_the_mail_was_answered() -> None:
    reader_id = ask()
    assert service.count_readers() == {}
    service.confirm(reader_id)
    service.confirm(reader_id)
    assert service.count_readers() == {REGION: 1}


def test_asking_again_changes_nothing_until_it_is_confirmed() -> None:
    first = ask()
    service.confirm(first)
    service.ask(ADDRESS.upper(), "groningen", language="en", origin="test")
    assert service.count_readers() == {REGION: 1}
    second = db.session.scalars(
        sa.select(service.NewsletterReader.reader_id).where(service.NewsletterReader.confirmed_at.is_(None))
    ).one()
    service.confirm(second)
    assert service.count_readers() == {"groningen": 1}


def test_one_click_stops_it_and_forgets_the_address() -> None:
    reader_id = ask()
    service.stop(reader_id)
    service.stop(reader_id)
    with pytest.raises(rules.NewsletterLinkTooOld):
        service.confirm(reader_id)


def test_an_unknown_region_is_refused() -> None:
    with pytest.raises(regions.UnknownRegion):
        ask(region_code="atlantis")


def test_a_person_of_ours_needs_no_mail_to_confirm_and_gets_one_newsletter() -> None:
    service.confirm(ask("samira@voorbeeld.nl"))
    person = people.person(email="samira@voorbeeld.nl")
    service.choose_own(person.person_id, "groningen")
    service.choose_own(person.person_id, REGION)
    assert service.count_readers() == {REGION: 1}
    service.choose_own(person.person_id, None)
    assert service.count_readers() == {}
    assert service.find_own(person.person_id) is None


def test_who_does_not_confirm_is_forgotten_after_a_week() -> None:
    ask()
    assert service.forget_unconfirmed() == 0
    with mock.patch.object(clock, "now", return_value=clock.now() + timedelta(days=8)):
        assert service.forget_unconfirmed() == 1


def test_what_is_new_in_a_region_is_told_there_only() -> None:
    courses.edition()
    [new] = news.list_new(clock.now() - timedelta(hours=1), clock.now() + timedelta(hours=1))
    assert new.regions == {REGION}
    assert new.can_be_followed_in(REGION)
    assert not new.can_be_followed_in("groningen")
    assert news.region_of("Nergenshuizen") is None


def next_month() -> date:
    """The day on which what is new today is told."""
    return rules.month_after(clock.business_date().replace(day=1))


@pytest.mark.usefixtures("in_one_transaction")
def test_every_reader_gets_one_mail_a_month() -> None:
    courses.edition()
    service.confirm(ask())
    service.choose_own(people.person(language="en").person_id, REGION)
    assert issues.send_monthly(next_month())["mails"] == 2
    assert issues.send_monthly(next_month())["regions"] == 1
    sent = mails()
    assert len(sent) == 2
    assert {mail.language for mail in sent} == {"nl", "en"}
    assert all(mail.facts["modules"] for mail in sent)
    assert len(service.list_issues()) == 1


@pytest.mark.usefixtures("in_one_transaction")
def test_a_new_community_is_told_in_its_region() -> None:
    communities.listed(region_code="groningen")
    service.confirm(ask(region_code="groningen"))
    issues.send_monthly(next_month())
    [message] = mails()
    assert [one["path"].startswith("/leergemeenschappen/") for one in message.facts["communities"]] == [True]


@pytest.mark.usefixtures("in_one_transaction")
def test_where_nothing_is_new_nobody_gets_a_mail() -> None:
    service.confirm(ask(region_code="groningen"))
    assert issues.send_monthly(next_month())["mails"] == 0
    assert service.list_issues() == []


@pytest.mark.usefixtures("in_one_transaction")
def test_the_mail_program_can_stop_it_in_one_click(app: flask.Flask) -> None:
    courses.edition()
    reader_id = ask()
    service.confirm(reader_id)
    issues.send_monthly(next_month())
    [message] = mails()
    mail = outbox.as_mail(app, message, outbox.render(app, message))
    assert mail["List-Unsubscribe"].endswith(f"/nieuwsbrief/stop/{reader_id}>")
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
