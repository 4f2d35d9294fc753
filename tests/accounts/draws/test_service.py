"""A draw from preparation to its end: four eyes, receipts, one result, and money in the order of the draw."""

import uuid
from datetime import timedelta

import pytest
import sqlalchemy as sa

from leerloket import clock, db, errors
from leerloket.accounts.draws import order, receipts, rules, service
from leerloket.accounts.draws.models import Entry
from leerloket.accounts.draws.service import Draw
from leerloket.accounts.ledger import chain
from leerloket.accounts.ledger import service as ledger
from leerloket.accounts.proof import service as proof
from leerloket.people import service as people
from tests.accounts.draws import make
from tests.accounts.draws.make import AMOUNT, ANJA, BRAM, KEYS
from tests.accounts.ledger import make as money

pytestmark = pytest.mark.usefixtures("session")


def states(draw: Draw) -> list[str]:
    """What became of the entries, in the order of the draw."""
    return list(db.session.scalars(sa.select(Entry.state).where(Entry.draw_id == draw.draw_id).order_by(Entry.place)))


def person_at(draw: Draw, place: int) -> uuid.UUID:
    found = db.session.scalar(sa.select(Entry.account_id).where(Entry.draw_id == draw.draw_id, Entry.place == place))
    assert found is not None
    return found


def balance(person: uuid.UUID) -> int:
    return ledger.get_balance(person).available_cents


def messages() -> list[tuple[str, uuid.UUID]]:
    rows = db.session.execute(
        sa.text("SELECT kind, account_id FROM outbox WHERE kind LIKE 'draw-%' ORDER BY message_id")
    )
    return [(kind, account_id) for kind, account_id in rows]


class TestOpening:
    def test_a_second_person_opens_and_the_seed_is_promised(self) -> None:
        draft = service.prepare(make.plan(), created_by=ANJA)
        with pytest.raises(rules.SameOpener):
            service.open_draw(draft.draw_id, opened_by=ANJA, keys=KEYS)
        draw = service.open_draw(draft.draw_id, opened_by=BRAM, keys=KEYS)
        assert draw.sealed_seed is not None
        assert draw.key_version is not None
        assert draw.commitment == order.commit_to(KEYS.open(draw.draw_id, draw.sealed_seed, draw.key_version))
        assert draw.seed is None
        with pytest.raises(rules.OpenedAlready):
            service.open_draw(draft.draw_id, opened_by=BRAM, keys=KEYS)

    def test_the_whole_budget_is_set_apart(self) -> None:
        assert ledger.get_left_cents(make.opened().draw_id) == 3 * AMOUNT

    def test_a_draft_is_not_there_for_the_public(self) -> None:
        draft = service.prepare(make.plan(), created_by=ANJA)
        for name in (draft.slug, draft.draw_id):
            with pytest.raises(errors.NotFound):
                service.get_public_draw(name)
        assert service.list_draws() == []
        assert service.list_draws(drafts=True) == [draft]

    def test_two_draws_of_one_name_have_two_addresses(self) -> None:
        slugs = [service.prepare(make.plan(), created_by=ANJA).slug for _ in range(2)]
        assert slugs == ["omscholing-naar-techniek", "omscholing-naar-techniek-2"]

    def test_one_cannot_open_what_is_over_already(self) -> None:
        draft = service.prepare(make.plan(), created_by=ANJA)
        with make.after(draft.closes_at), pytest.raises(rules.NotADraw):
            service.open_draw(draft.draw_id, opened_by=BRAM, keys=KEYS)


class TestEntering:
    def test_who_enters_gets_a_signed_receipt_that_says_nothing_of_the_person(self) -> None:
        draw, person = make.opened(), make.worker()
        entered = service.enter(person, draw.draw_id)
        receipt = service.get_receipt(entered, KEYS)
        assert draw.public_key is not None
        assert receipts.is_genuine(receipt, draw.public_key)
        assert entered.code in receipt.text
        assert str(person) not in receipt.text
        forged = receipts.Receipt(receipt.text.replace("weight 1", "weight 2"), receipt.signature)
        assert not receipts.is_genuine(forged, draw.public_key)

    def test_nobody_enters_twice(self) -> None:
        draw, person = make.opened(), make.worker()
        entered = service.enter(person, draw.draw_id)
        with pytest.raises(rules.EnteredAlready) as refused:
            service.enter(person, draw.draw_id)
        assert refused.value.facts == {"code": entered.code}
        assert refused.value.possible

    def test_who_went_out_may_come_in_again_with_a_new_code(self) -> None:
        draw, person = make.opened(), make.worker()
        first = service.enter(person, draw.draw_id)
        service.withdraw(person, draw.draw_id)
        assert service.find_entry(person, draw.draw_id) is None
        assert service.enter(person, draw.draw_id).code != first.code
        assert service.count_entries(draw.draw_id) == 1

    def test_too_early_and_too_late_say_so(self) -> None:
        person = make.worker()
        early = make.opened(opens_at=clock.now() + timedelta(hours=2), closes_at=clock.now() + timedelta(days=9))
        with pytest.raises(rules.NotOpenYet):
            service.enter(person, early.draw_id)
        late = make.opened()
        with make.after(late.closes_at), pytest.raises(rules.EntryClosed) as refused:
            service.enter(person, late.draw_id)
        assert [way.url for way in refused.value.possible] == ["/lotingen", "/loketten"]

    def test_after_the_window_nobody_goes_out(self) -> None:
        draw, person = make.opened(), make.worker()
        service.enter(person, draw.draw_id)
        with make.after(draw.closes_at), pytest.raises(rules.EntryClosed):
            service.withdraw(person, draw.draw_id)

    def test_who_does_not_take_part_has_nothing_to_withdraw(self) -> None:
        with pytest.raises(errors.NotFound):
            service.withdraw(make.worker(), make.opened().draw_id)

    def test_priority_makes_an_entry_heavier(self) -> None:
        draw = make.opened(priorities=[{"when": {"nlqf_below": 4}, "weight": 2}])
        weights = [service.enter(make.worker(nlqf_level=level), draw.draw_id).weight for level in (3, 4)]
        assert weights == [2, 1]

    def test_a_draw_that_does_not_exist_cannot_be_entered(self) -> None:
        draft = service.prepare(make.plan(), created_by=ANJA)
        for draw_id in (db.new_id(), draft.draw_id):
            with pytest.raises(errors.NotFound):
                service.enter(make.worker(), draw_id)


class TestDrawing:
    def test_nothing_is_drawn_before_the_window_is_over(self) -> None:
        draw = make.opened()
        assert not service.draw(draw.draw_id, KEYS)
        assert draw.state == "open"

    def test_the_first_get_the_money_and_the_others_a_place(self) -> None:
        draw = make.drawn(5)
        assert states(draw) == ["drawn"] * 3 + ["waiting"] * 2
        last = service.get_entry(person_at(draw, 5), draw.draw_id)
        assert (last.place, last.position) == (5, 2)

    def test_it_is_drawn_once(self) -> None:
        draw = make.drawn(5)
        before = service.publish(draw)
        assert not service.draw(draw.draw_id, KEYS)
        assert service.publish(service.get_draw(draw.draw_id)) == before

    def test_who_went_out_is_not_in_the_list(self) -> None:
        draw = make.opened()
        gone, *_others = make.entered(draw, 3)
        service.withdraw(gone, draw.draw_id)
        with make.after(draw.closes_at):
            service.draw(draw.draw_id, KEYS)
        assert len(service.list_places(draw.draw_id)) == 2

    def test_a_draw_that_nobody_entered_ends_and_gives_everything_back(self) -> None:
        draw = make.opened()
        with make.after(draw.closes_at):
            report = service.work(KEYS)
        assert (report["drawn"], report["ended"]) == (1, 1)
        assert ledger.get_left_cents(draw.draw_id) == 0

    def test_everybody_is_told_once(self) -> None:
        draw = make.drawn(5)
        with make.after(draw.closes_at):
            assert service.work(KEYS)["told"] == 5
            assert service.work(KEYS)["told"] == 0
        assert sorted(kind for kind, _person in messages()) == ["draw-in-line"] * 2 + ["draw-won"] * 3

    def test_the_seed_is_published_and_no_longer_kept_secret(self) -> None:
        draw = make.drawn(5)
        assert draw.seed is not None
        assert draw.sealed_seed is None
        assert order.commit_to(draw.seed) == draw.commitment


class TestMoneyAtOnce:
    def test_winners_are_credited_once_and_what_is_left_goes_back(self) -> None:
        draw = make.drawn(2, claim_days=0)
        with make.after(draw.closes_at):
            first, second = service.work(KEYS), service.work(KEYS)
        assert (first["told"], first["paid"], first["ended"]) == (2, 2, 1)
        assert set(second.values()) == {0}
        assert [balance(person_at(draw, place)) for place in (1, 2)] == [AMOUNT, AMOUNT]
        assert ledger.get_left_cents(draw.draw_id) == 0
        assert service.get_draw(draw.draw_id).state == "ended"


class TestClaiming:
    def test_a_winner_takes_the_money_once(self) -> None:
        draw = make.drawn(5)
        winner = person_at(draw, 1)
        for _ in range(2):
            share = service.claim(winner, draw.draw_id)
            assert share is not None
            assert share.state == "paid"
        (pot,) = ledger.list_pots(winner)
        assert (pot.available_cents, pot.funder_name, pot.expires_on) == (AMOUNT, draw.funder_name, draw.ends_on)
        assert ledger.get_left_cents(draw.draw_id) == 2 * AMOUNT

    def test_what_is_won_does_not_make_the_yearly_right_smaller(self) -> None:
        draw = make.drawn(3)
        winner = person_at(draw, 1)
        money.right(winner, 20_000)
        service.claim(winner, draw.draw_id)
        held = sa.select(ledger.select_total(people.Person.person_id, "right"))
        assert db.session.scalar(held.where(people.Person.person_id == winner)) == 20_000

    def test_who_waits_cannot_take_it(self) -> None:
        draw = make.drawn(5)
        with pytest.raises(rules.NothingToClaim):
            service.claim(person_at(draw, 4), draw.draw_id)
        with pytest.raises(errors.NotFound):
            service.claim(make.worker(), draw.draw_id)

    def test_who_declines_gives_it_to_the_next_in_line(self) -> None:
        draw = make.drawn(5)
        service.decline(person_at(draw, 2), draw.draw_id)
        assert service.move_line(draw.draw_id) == (0, 1)
        assert states(draw) == ["drawn", "declined", "drawn", "drawn", "waiting"]
        assert ("draw-won", person_at(draw, 4)) in messages()
        with pytest.raises(rules.NothingToClaim):
            service.claim(person_at(draw, 2), draw.draw_id)

    def test_who_does_not_take_it_in_time_loses_it_to_the_next(self) -> None:
        draw = make.drawn(5)
        service.claim(person_at(draw, 1), draw.draw_id)
        deadline = service.get_entry(person_at(draw, 2), draw.draw_id).claim_until
        assert deadline is not None
        with make.after(deadline):
            with pytest.raises(rules.NothingToClaim):
                service.claim(person_at(draw, 2), draw.draw_id)
            assert service.move_line(draw.draw_id) == (2, 2)
        assert states(draw) == ["claimed", "lapsed", "lapsed", "drawn", "drawn"]

    def test_it_ends_when_nobody_can_get_anything_and_the_rest_goes_back(self) -> None:
        draw = make.drawn(3)
        service.claim(person_at(draw, 1), draw.draw_id)
        for place in (2, 3):
            service.decline(person_at(draw, place), draw.draw_id)
        with make.after(draw.closes_at):
            assert service.work(KEYS)["ended"] == 1
        assert service.get_draw(draw.draw_id).state == "ended"
        assert ledger.get_left_cents(draw.draw_id) == 0
        assert balance(person_at(draw, 1)) == AMOUNT

    def test_nobody_moves_up_after_the_money_has_ended(self) -> None:
        draw = make.drawn(5)
        with make.after(clock.end_of_day(draw.ends_on)):
            report = service.work(KEYS)
        assert (report["lapsed"], report["moved_up"], report["ended"]) == (3, 0, 1)


def test_two_draws_of_the_same_people_leave_the_books_right() -> None:
    """One person may prepare many draws, and one person may win several: keys of transfers never meet."""
    people = [make.worker() for _ in range(3)]
    for _ in range(2):
        draw = make.opened(claim_days=0, grants=2)
        for person in people:
            service.enter(person, draw.draw_id)
        with make.after(draw.closes_at):
            service.work(KEYS)
    chain.seal()
    assert {f.invariant.name: f.examples for f in proof.check_all() if not f.holds} == {}
