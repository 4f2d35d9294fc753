"""Writing the newsletter of each region once a month, and sending it once to each reader."""

import uuid
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

from leerloket import clock, db, money, outbox
from leerloket.advice.newsletter import rules
from leerloket.advice.newsletter.models import NewsletterIssue, NewsletterReader
from leerloket.advice.schemes import service as schemes
from leerloket.courses.catalogue import news
from leerloket.courses.communities import service as communities
from leerloket.people import service as people
from leerloket.people.regions import service as regions

LANGUAGES = ("nl", "en")


def send_monthly(today: date) -> dict[str, int]:
    """Write the newsletters about the month before this day's, and a mail for every reader; each once.

    Some readers per transaction, in the order of their ids, so that it can go on after a crash: what was written for
    a region stays, and a reader who has the mail does not get it again.
    """
    month = rules.month_before(today)
    written = mails = 0
    for region in db.run(regions.list_regions, today):
        if not db.run(_write, month, region.code):
            continue
        written += 1
        after = None
        while batch := db.run(_mail_next, month, region.code, after):
            mails, after = mails + len(batch), batch[-1]
    return {"regions": written, "mails": mails}


def compose(month: date, region_code: str) -> dict[str, Any]:
    """What is new in a region: lines per part and language, and how many did not fit."""
    since, until = clock.start_of_day(month), clock.start_of_day(rules.month_after(month))
    modules = [one for one in news.list_new(since, until) if one.can_be_followed_in(region_code)]
    shown, more_modules = rules.first(modules)
    new = [one for one in communities.list_listed() if one.listed_at is not None and since <= one.listed_at < until]
    joined, _more = rules.first([_community(one) for one in new if one.region_code == region_code])
    openings, _more = rules.first(rules.soon(_openings(), month))
    return {
        "more_modules": more_modules,
        "modules": {language: [_module(one, language) for one in shown] for language in LANGUAGES},
        "communities": joined,
        "schemes": {language: [_scheme(one, language) for one in openings] for language in LANGUAGES},
    }


def is_empty(lines: dict[str, Any]) -> bool:
    """Whether there is nothing to tell."""
    return not (lines["modules"]["nl"] or lines["communities"] or lines["schemes"]["nl"])


def facts_of(lines: dict[str, Any], month: date, region: str, language: str, reader_id: uuid.UUID) -> dict[str, Any]:
    """What a mail to a reader says, as its template asks for it."""
    return {
        "region": region,
        "month": clock.month_text(month, language),
        "modules": lines["modules"][language],
        "more_modules": lines["more_modules"],
        "communities": lines["communities"],
        "schemes": lines["schemes"][language],
        "stop_path": f"/nieuwsbrief/stop/{reader_id}",
    }


def _module(module: news.NewModule, language: str) -> dict[str, str]:
    return {
        "title": module.title,
        "provider": module.provider_name,
        "from": clock.day_text(module.first_on, language),
        "price": money.euros(module.price_cents, language),
        "path": f"/opleidingen/{module.slug}",
    }


def _community(community: communities.Community) -> dict[str, str]:
    return {"name": community.name, "place": community.place, "path": f"/leergemeenschappen/{community.slug}"}


def _scheme(opening: rules.Opening, language: str) -> dict[str, Any]:
    return {
        "name": opening.name_nl if language == "nl" else opening.name_en,
        "opens": opening.opens,
        "day": clock.day_text(opening.day, language),
        "path": f"/regelingen/{opening.slug}",
    }


def _openings() -> list[rules.Opening]:
    found = []
    for scheme in schemes.list_schemes():
        for window in () if scheme.status in {"closed", "exhausted"} else scheme.windows:
            found.append(rules.Opening(scheme.slug, scheme.name.nl, scheme.name.en, True, window.opens_on))
            if window.closes_on is not None:
                found.append(rules.Opening(scheme.slug, scheme.name.nl, scheme.name.en, False, window.closes_on))
    return found


def _write(month: date, region_code: str) -> bool:
    """Keep what is told in a region, where there is something to tell and somebody to read it."""
    if db.session.get(NewsletterIssue, (month, region_code)) is not None:
        return True
    reads = sa.select(NewsletterReader.reader_id).where(*_readers_of(region_code)).limit(1)
    if db.session.scalar(reads) is None or is_empty(lines := compose(month, region_code)):
        return False
    db.session.execute(
        postgresql.insert(NewsletterIssue)
        .values(month=month, region_code=region_code, lines=lines, made_at=clock.now())
        .on_conflict_do_nothing()
    )
    return True


def _readers_of(region_code: str) -> tuple[sa.ColumnElement[bool], ...]:
    return NewsletterReader.region_code == region_code, NewsletterReader.confirmed_at.is_not(None)


def _mail_next(month: date, region_code: str, after: uuid.UUID | None) -> list[uuid.UUID]:
    """Write mails to the next readers; answers whose turn it was."""
    query = sa.select(NewsletterReader).where(*_readers_of(region_code)).order_by(NewsletterReader.reader_id)
    if after is not None:
        query = query.where(NewsletterReader.reader_id > after)
    readers = list(db.session.scalars(query.limit(rules.READERS_AT_ONCE)))
    issue = db.session.get_one(NewsletterIssue, (month, region_code))
    region = regions.get_region(region_code).name
    ours = {person.person_id: person for person in people.list_persons(_accounts(readers))}
    for reader in readers:
        person = ours.get(reader.account_id) if reader.account_id else None
        email = person.email if person else reader.email
        language = person.language if person else reader.language
        if email:
            outbox.put(
                "newsletter",
                email,
                dedup=f"newsletter:{reader.reader_id}:{month:%Y-%m}",
                facts=facts_of(issue.lines, month, region, language, reader.reader_id),
                account_id=reader.account_id,
                language=language,
            )
    return [reader.reader_id for reader in readers]


def _accounts(readers: list[NewsletterReader]) -> list[uuid.UUID]:
    return [reader.account_id for reader in readers if reader.account_id]
