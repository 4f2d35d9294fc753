"""Seats, prices and a provider's own changes."""

import threading
import uuid
from datetime import timedelta

import pytest

from leerloket import clock, db, errors
from leerloket.courses.catalogue import service
from tests.conftest import Database
from tests.courses.catalogue import make


@pytest.mark.usefixtures("session")
class TestSeats:
    """A seat is taken by one statement that the CHECK guards."""

    def test_a_seat_is_taken_and_given_back(self) -> None:
        edition = make.edition(make.module(make.provider()), capacity=2)
        before = clock.now()
        assert before <= service.take_seat(edition.edition_id) <= clock.now()
        assert service.get_edition(edition.edition_id).seats_left == 1
        service.free_seat(edition.edition_id)
        assert service.get_edition(edition.edition_id).seats_left == 2

    def test_a_full_edition_names_other_dates_with_seats(self) -> None:
        module = make.module(make.provider())
        full, later, also_full = (make.edition(module, in_days=days, capacity=1) for days in (20, 40, 60))
        service.take_seat(full.edition_id)
        service.take_seat(also_full.edition_id)
        with pytest.raises(service.Full) as refusal:
            service.take_seat(full.edition_id)
        possible, to_wait = refusal.value.possible
        assert to_wait.url == f"/opleidingen/{module.slug}/wachtlijst?datum={full.edition_id}"
        assert clock.day_text(clock.business_date(later.starts_at)) in possible.nl
        assert possible.url == f"/opleidingen/{module.slug}"

    def test_an_edition_that_was_called_off_has_no_seats(self) -> None:
        owner = make.provider()
        edition = make.edition(make.module(owner))
        service.cancel_edition(owner.provider_id, edition.edition_id)
        with pytest.raises(service.EditionCancelled):
            service.take_seat(edition.edition_id)
        assert service.get_edition(edition.edition_id).seats_left == 0

    def test_an_unknown_edition_does_not_exist(self) -> None:
        for verb in (service.take_seat, service.free_seat, service.get_edition):
            with pytest.raises(errors.NotFound):
                verb(uuid.uuid4())

    def test_another_price_than_was_shown_is_refused_with_the_new_one(self) -> None:
        owner = make.provider()
        edition = make.edition(make.module(owner), price_cents=60_000)
        service.take_seat(edition.edition_id, price_cents=60_000)
        service.change_edition(owner.provider_id, edition.edition_id, price_cents=66_000)
        with pytest.raises(service.PriceChanged) as refusal:
            service.take_seat(edition.edition_id, price_cents=60_000)
        assert refusal.value.facts == {"price_cents": 66_000}

    def test_fewer_seats_than_booked_is_refused(self) -> None:
        owner = make.provider()
        edition = make.edition(make.module(owner), capacity=2)
        service.take_seat(edition.edition_id)
        service.take_seat(edition.edition_id)
        with pytest.raises(service.SeatsBooked):
            service.change_edition(owner.provider_id, edition.edition_id, capacity=1)
        assert service.change_edition(owner.provider_id, edition.edition_id, capacity=3).seats_left == 1


def test_of_twelve_at_once_exactly_the_seats_are_taken(committed: Database) -> None:
    edition_id = db.run(lambda: make.edition(make.module(make.provider()), capacity=5).edition_id)
    start, outcomes = threading.Barrier(12), list[str]()

    def try_one() -> None:
        start.wait()
        try:
            db.run(lambda: service.take_seat(edition_id))
            outcomes.append("taken")
        except service.Full:
            outcomes.append("full")

    threads = [threading.Thread(target=try_one) for _ in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["full"] * 7 + ["taken"] * 5
    assert db.run(lambda: service.get_edition(edition_id).taken) == 5


def test_a_price_change_and_a_seat_wait_for_each_other(committed: Database) -> None:
    owner_id, edition_id = db.run(_an_edition)
    taken_at = []

    def take() -> None:
        taken_at.append(db.run(lambda: service.take_seat(edition_id)))

    with db.transaction():
        service.change_edition(owner_id, edition_id, price_cents=70_000)
        thread = threading.Thread(target=take)
        thread.start()
        thread.join(timeout=0.2)
        assert thread.is_alive()
    thread.join()
    assert db.run(lambda: service.price_of(edition_id, taken_at[0])) == 70_000


def _an_edition() -> tuple[uuid.UUID, uuid.UUID]:
    owner = make.provider()
    return owner.provider_id, make.edition(make.module(owner), price_cents=60_000).edition_id


@pytest.mark.usefixtures("session")
class TestOwnOffer:
    """A provider changes its own offer only."""

    def test_a_module_walks_from_draft_to_online_and_only_an_administrator_puts_it_there(self) -> None:
        owner = make.provider()
        row = service.ModuleRow(row=0, key="a", title="Glasblazen", about="U blaast glas.")
        module = service.add_module(owner.provider_id, row)
        assert module.state == "draft"
        with pytest.raises(service.MoveNotPossible):
            service.change_module(owner.provider_id, module.module_id, {"state": "online"})
        service.change_module(owner.provider_id, module.module_id, {"state": "submitted"})
        with pytest.raises(service.MoveNotPossible):
            service.change_module(owner.provider_id, module.module_id, {"state": "online"})
        assert service.put_online(module.module_id).state == "online"

    def test_another_providers_module_does_not_exist(self) -> None:
        module = make.module(make.provider())
        edition = make.edition(module)
        other = make.provider()
        with pytest.raises(service.UnknownModule):
            service.change_module(other.provider_id, module.module_id, {"title": "Van ons"})
        with pytest.raises(errors.NotFound):
            service.change_edition(other.provider_id, edition.edition_id, price_cents=1)
        with pytest.raises(errors.NotFound):
            service.cancel_edition(other.provider_id, edition.edition_id)

    def test_a_change_based_on_an_old_version_is_refused(self) -> None:
        owner = make.provider()
        module = make.module(owner)
        version = module.version
        service.change_module(owner.provider_id, module.module_id, {"title": "Nieuw"}, version=version)
        with pytest.raises(errors.Changed):
            service.change_module(owner.provider_id, module.module_id, {"title": "Nog nieuwer"}, version=version)

    def test_all_errors_of_a_module_come_at_once(self) -> None:
        row = service.ModuleRow(row=0, key="a", title=" ", about="", nlqf="12", hours=0)
        with pytest.raises(errors.Invalid) as refusal:
            service.add_module(make.provider().provider_id, row)
        assert {error.field for error in refusal.value.errors} == {"title", "about", "nlqf", "hours"}

    def test_the_schedule_follows_from_the_sessions(self) -> None:
        module = make.module(make.provider())
        evening = [service.Session(make.at(2099, 1, 6, 19), make.at(2099, 1, 6, 21))]
        assert make.edition(module, dates=evening).schedule == "evening"
        assert make.edition(module, place=None).schedule == "online"

    def test_past_and_cancelled_dates_are_not_on_offer(self) -> None:
        owner = make.provider()
        module = make.module(owner)
        make.edition(module, in_days=-3)
        off = make.edition(module, in_days=5)
        coming = make.edition(module, in_days=9)
        service.cancel_edition(owner.provider_id, off.edition_id)
        assert [e.edition_id for e in service.list_editions(module.module_id)] == [coming.edition_id]
        assert len(service.list_own_editions(owner.provider_id, module.module_id)) == 3

    def test_the_price_of_an_earlier_day_is_not_known(self) -> None:
        edition = make.edition(make.module(make.provider()))
        with pytest.raises(service.NoPrice):
            service.price_of(edition.edition_id, clock.now() - timedelta(days=1))

    def test_a_module_is_found_by_its_address_and_by_its_id(self) -> None:
        module = make.module(make.provider())
        assert service.get_module(module.slug) is service.get_module(module.module_id)
        with pytest.raises(service.UnknownModule):
            service.get_module("niets")
