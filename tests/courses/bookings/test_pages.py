"""The pages of bookings, once per status, from the first click to the payout."""

import re
import uuid
from datetime import timedelta
from urllib.parse import urlencode

import flask.testing
import html5lib
import pytest
import time_machine

from leerloket import db
from leerloket.accounts.ledger import service as ledger
from leerloket.courses.bookings import service as bookings
from leerloket.courses.catalogue import service as catalogue
from leerloket.people import service as people_service
from leerloket.people.reads import service as looked_at
from tests.courses.bookings import make
from tests.people import make as people

pytestmark = pytest.mark.usefixtures("session")

Client = flask.testing.FlaskClient


def sign_in(client: Client, person_id: uuid.UUID) -> Client:
    return people.sign_in(client, people_service.get_person(person_id))


def text_of(response: object) -> str:
    """The words of a page, after checking that it is well-formed HTML."""
    text = response.get_data(as_text=True)  # type: ignore[attr-defined]
    parser = html5lib.HTMLParser(strict=True)
    parser.parse(text)
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", text)).replace("\xa0", " ")


def flow(edition: catalogue.Edition, step: str, **more: str) -> str:
    query = urlencode({"datum": str(edition.edition_id), **more})
    return f"/opleidingen/{edition.slug}/boeken/{step}?{query}"


def form_for(edition: catalogue.Edition, key: str = "k1", **more: str) -> dict[str, str]:
    return {"datum": str(edition.edition_id), "prijs": str(edition.price_cents), "weet": "ja", "key": key, **more}


def test_a_stranger_is_asked_to_sign_in(client: Client) -> None:
    response = client.get("/boekingen")
    assert response.status_code == 302
    assert "/inloggen" in response.location


def test_another_role_may_not_look(client: Client) -> None:
    line = make.line()
    sign_in(client, line.school.staff_id)
    assert client.get("/boekingen").status_code == 403
    sign_in(client, line.person_id)
    assert client.get("/aanbieder/aanvragen").status_code == 403


def test_a_person_books_in_three_steps(client: Client) -> None:
    edition, person_id = make.edition(), make.learner(50_000, 20_000)
    sign_in(client, person_id)
    module_page = text_of(client.get(f"/opleidingen/{edition.slug}"))
    assert "U betaalt zelf € 100,00" in module_page
    assert "Wanneer wilt u beginnen?" in text_of(client.get(flow(edition, "datum")))
    pots = client.get(flow(edition, "potjes"))
    assert "Uit welke potjes betaalt u?" in text_of(pots)
    assert 'value="500,00"' in pots.get_data(as_text=True)
    check = text_of(client.get(flow(edition, "controle")))
    assert "Controleer uw boeking" in check
    assert "Daarna betaalt u € 30,00." in check
    booked = client.post(flow(edition, "controle"), data=form_for(edition))
    assert booked.status_code == 303
    done = text_of(client.get(booked.location))
    assert "Uw boeking is gelukt" in done
    assert "antwoordt vóór" in done
    assert ledger.get_balance(person_id).held_cents == 60_000


def test_a_double_click_is_one_booking(client: Client) -> None:
    edition, person_id = make.edition(), make.learner()
    sign_in(client, person_id)
    first = client.post(flow(edition, "controle"), data=form_for(edition))
    second = client.post(flow(edition, "controle"), data=form_for(edition))
    assert first.location == second.location
    assert len(bookings.list_bookings(person_id)) == 1


def test_the_chosen_amounts_travel_to_the_check_and_into_the_booking(client: Client) -> None:
    edition, person_id = make.edition(), make.learner(60_000, 60_000)
    sign_in(client, person_id)
    pots = {pot.source: f"split.{pot.pot_id}" for pot in ledger.list_pots(person_id)}
    typed = {pots["right"]: "100,00", pots["own"]: "500"}
    assert "Leerrecht € 100,00" in text_of(client.get(flow(edition, "controle", **typed)))
    client.post(flow(edition, "controle", **typed), data=form_for(edition, **typed))
    booking = bookings.get_booking(person_id, bookings.list_bookings(person_id)[0].booking_id)
    assert sorted(part.amount_cents for part in booking.split) == [10_000, 50_000]


@pytest.mark.parametrize(
    ("amount", "sentence"),
    [
        ("1.234", "Dit bedrag kan twee dingen betekenen."),
        ("100,00", "Samen is dit € 100,00. De prijs is € 600,00."),
        ("9999,00", "In dit potje zit € 1.000,00."),
    ],
)
def test_amounts_that_cannot_be_are_shown_at_their_pot(client: Client, amount: str, sentence: str) -> None:
    edition, person_id = make.edition(), make.learner()
    sign_in(client, person_id)
    pot_id = ledger.list_pots(person_id)[0].pot_id
    response = client.get(flow(edition, "controle", **{f"split.{pot_id}": amount}))
    assert response.status_code == 400
    page = text_of(response)
    assert sentence in page
    assert "Fout:" in page
    assert f'value="{amount}"' in response.get_data(as_text=True)


def test_the_box_must_be_ticked(client: Client) -> None:
    edition, person_id = make.edition(), make.learner()
    sign_in(client, person_id)
    response = client.post(flow(edition, "controle"), data=form_for(edition, weet=""))
    assert response.status_code == 400
    assert "Vink aan dat u weet tot wanneer u gratis kunt annuleren." in text_of(response)
    assert bookings.list_bookings(person_id) == []


def test_too_little_money_shows_what_is_possible(client: Client) -> None:
    edition, person_id = make.edition(), make.learner(52_000)
    sign_in(client, person_id)
    for step in ("potjes", "controle"):
        page = text_of(client.get(flow(edition, step)))
        assert "U komt € 80,00 tekort." in page
        assert "betaal € 80,00 zelf" in page.lower()
    assert "U komt € 80,00 tekort." in text_of(client.get(f"/opleidingen/{edition.slug}"))


def test_the_last_seat_that_went_is_told_and_no_money_moved(client: Client) -> None:
    edition, person_id = make.edition(capacity=1), make.learner()
    sign_in(client, person_id)
    make.book(make.learner(), edition)
    response = client.post(flow(edition, "controle"), data=form_for(edition))
    assert response.status_code == 409
    assert "Uw geld is niet gebruikt." in text_of(response)
    assert ledger.get_balance(person_id).held_cents == 0


def test_a_balance_that_went_meanwhile_shows_the_pots_again(client: Client) -> None:
    edition, person_id = make.edition(), make.learner()
    sign_in(client, person_id)
    name = f"split.{ledger.list_pots(person_id)[0].pot_id}"
    make.book(person_id, make.edition())
    response = client.post(flow(edition, "controle", **{name: "600"}), data=form_for(edition, **{name: "600"}))
    assert response.status_code == 400
    assert "In dit potje zit € 400,00." in text_of(response)


def test_without_a_date_one_is_asked_for(client: Client) -> None:
    edition = make.edition()
    sign_in(client, make.learner())
    for step in ("potjes", "controle"):
        assert client.get(f"/opleidingen/{edition.slug}/boeken/{step}?datum=x").status_code == 303
    other = make.edition()
    assert client.get(f"/opleidingen/{other.slug}/boeken/potjes?datum={edition.edition_id}").status_code == 404


def test_bookings_are_grouped_and_an_empty_list_says_what_to_do(client: Client) -> None:
    sign_in(client, make.learner())
    assert "U heeft nog niets geboekt." in text_of(client.get("/boekingen"))
    line = make.line(accepted=False)
    sign_in(client, line.person_id)
    page = text_of(client.get("/boekingen"))
    assert "Loopt" in page
    assert f"Aan zet: {line.booking.provider_name}" in page


def test_somebody_elses_booking_does_not_exist(client: Client) -> None:
    line = make.line()
    sign_in(client, make.learner())
    for path in ("", "/klaar", "/annuleren", "/agenda.ics"):
        assert client.get(f"/boekingen/{line.booking.reference}{path}").status_code == 404
    assert client.get("/boekingen/B-%00").status_code == 404


def test_the_cost_of_cancelling_is_shown_before_it_is_asked(client: Client) -> None:
    line = make.line()
    url = f"/boekingen/{line.booking.reference}"
    with time_machine.travel(line.booking.free_until):
        sign_in(client, line.person_id)
        assert "Annuleren kost nu € 30,00" in text_of(client.get(f"{url}/annuleren"))
        late = client.post(f"{url}/annuleren", data={"kosten": "0", "key": "a"})
        assert late.status_code == 409
        assert "Annuleren kost nu € 30,00." in text_of(late)
        done = client.post(f"{url}/annuleren", data={"kosten": "3000", "key": "b"})
        assert done.status_code == 303
        page = text_of(client.get(done.location))
    assert "Geannuleerd" in page
    assert "U kreeg € 570,00 terug." in page


def test_the_booking_goes_into_an_agenda(client: Client) -> None:
    line = make.line()
    sign_in(client, line.person_id)
    response = client.get(f"/boekingen/{line.booking.reference}/agenda.ics")
    assert response.mimetype == "text/calendar"
    text = response.get_data(as_text=True)
    assert text.startswith("BEGIN:VCALENDAR\r\n")
    assert "LOCATION:Achtseweg Zuid 151\\, Eindhoven" in text
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))


def test_a_provider_answers_requests_by_deadline(client: Client) -> None:
    line = make.line(accepted=False)
    sign_in(client, line.school.staff_id)
    name = people_service.get_person(line.person_id).name or ""
    assert "1 aanvraag wacht op uw antwoord." in text_of(client.get("/aanbieder"))
    queue = client.get("/aanbieder/aanvragen")
    assert name in text_of(queue)
    assert "1.000" not in queue.get_data(as_text=True)
    url = f"/aanbieder/aanvragen/{line.booking.booking_id}"
    assert client.post(f"{url}/bevestigen").status_code == 303
    assert line.now.state == "confirmed"
    again = client.post(f"{url}/bevestigen")
    assert again.status_code == 409
    assert "deze boeking is bevestigd" in text_of(again)


def test_a_provider_rejects_with_a_reason(client: Client) -> None:
    line = make.line(accepted=False)
    sign_in(client, line.school.staff_id)
    url = f"/aanbieder/aanvragen/{line.booking.booking_id}/afwijzen"
    assert "afwijzen" in text_of(client.get(url))
    assert client.post(url, data={"key": "a"}).status_code == 400
    assert client.post(url, data={"key": "b", "reden": "Geen vooropleiding"}).status_code == 303
    sign_in(client, line.person_id)
    page = text_of(client.get(f"/boekingen/{line.booking.reference}"))
    assert "Afgewezen" in page
    assert "Geen vooropleiding" in page


def test_a_provider_declares_attendance_and_the_person_agrees(client: Client) -> None:
    line = make.line()
    url = f"/aanbieder/uitvoeringen/{line.edition.edition_id}/aanwezigheid"
    sign_in(client, line.school.staff_id)
    assert "andere datum" in text_of(client.get(url))
    with time_machine.travel(line.edition.ends_at + timedelta(hours=1)):
        sign_in(client, line.school.staff_id)
        assert "Aanwezigheid ontbreekt" in text_of(client.get("/aanbieder"))
        name = f"pct.{line.booking.booking_id}"
        wrong = client.post(url, data={name: "101"})
        assert wrong.status_code == 400
        assert "Vul een getal in van 0 tot en met 100." in text_of(wrong)
        assert wrong.text.count('aria-invalid="true"') == 1
        assert client.post(url, data={name: "50 %"}).status_code == 303
        sign_in(client, line.person_id)
        page = text_of(client.get(f"/boekingen/{line.booking.reference}"))
        assert "u was 50 procent aanwezig" in page
        answer = f"/boekingen/{line.booking.reference}/aanwezigheid"
        assert client.post(answer, data={"key": "a", "klopt": "nee"}).status_code == 400
        assert client.post(answer, data={"key": "b", "klopt": "ja"}).status_code == 303
        assert "€ 300,00 naar de aanbieder." in text_of(client.get(f"/boekingen/{line.booking.reference}"))


def test_everybody_present_in_one_click(client: Client) -> None:
    line = make.line()
    with time_machine.travel(line.edition.ends_at + timedelta(hours=1)):
        sign_in(client, line.school.staff_id)
        url = f"/aanbieder/uitvoeringen/{line.edition.edition_id}/aanwezigheid"
        assert client.post(url, data={"allen": "ja"}).status_code == 303
    assert line.now.state == "attended"


def test_an_edition_is_called_off(client: Client) -> None:
    line = make.line()
    sign_in(client, line.school.staff_id)
    url = f"/aanbieder/uitvoeringen/{line.edition.edition_id}/afzeggen"
    assert "1 deelnemer krijgt al het geld terug." in text_of(client.get(url))
    assert client.post(url, data={"key": "a", "reden": "Docent ziek"}).status_code == 303
    assert line.now.state == "cancelled"


def test_another_providers_pages_do_not_exist(client: Client) -> None:
    line, other = make.line(), make.school()
    sign_in(client, other.staff_id)
    edition, booking = line.edition.edition_id, line.booking.booking_id
    assert client.get(f"/aanbieder/uitvoeringen/{edition}/aanwezigheid").status_code == 404
    assert client.get(f"/aanbieder/uitvoeringen/{edition}/afzeggen").status_code == 404
    assert client.get(f"/aanbieder/aanvragen/{booking}/afwijzen").status_code == 404
    assert client.post(f"/aanbieder/aanvragen/{booking}/bevestigen").status_code == 404


def test_an_administrator_decides_a_dispute(client: Client) -> None:
    line = make.line()
    with time_machine.travel(line.edition.ends_at + timedelta(hours=1)):
        bookings.declare_attendance(line.school.provider_id, line.booking.booking_id, 50, actor_id=line.school.staff_id)
        bookings.answer_attendance(
            line.person_id, line.booking.booking_id, agree=False, reason="Ik was er altijd", actor_id=line.person_id
        )
        people.sign_in(client, people.person("administrator"))
        assert "Ik was er altijd" in text_of(client.get("/beheer/geschillen"))
        url = f"/beheer/geschillen/{line.booking.booking_id}"
        assert "50 procent aanwezig" in text_of(client.get(url))
        assert client.post(url, data={"key": "a", "besluit": "aanwezig", "aanwezig": "100"}).status_code == 400
        decided = client.post(
            url, data={"key": "b", "besluit": "aanwezig", "aanwezig": "100", "reden": "Presentielijst gezien"}
        )
    assert decided.status_code == 303
    assert "Beslissen over een boeking" in {read.purpose for read in looked_at.list_reads(line.person_id)}
    assert (line.now.state, line.now.due_cents) == ("paid", 60_000)


def test_an_administrator_frees_money_that_a_late_provider_keeps(client: Client) -> None:
    line = make.line()
    with time_machine.travel(line.booking.attendance_by + timedelta(days=1)):
        people.sign_in(client, people.person("administrator"))
        assert line.booking.reference in text_of(client.get("/beheer/geschillen"))
        url = f"/beheer/geschillen/{line.booking.booking_id}"
        assert client.post(url, data={"key": "a", "besluit": "overmacht", "reden": "Geen antwoord"}).status_code == 303
    assert line.now.state == "cancelled"
    assert ledger.get_balance(line.person_id).available_cents == 100_000


def test_english_shows_english_refusals(client: Client) -> None:
    edition, person_id = make.edition(), make.learner(52_000)
    sign_in(client, person_id)
    client.set_cookie("taal", "en")
    assert "You are €80.00 short." in text_of(client.get(flow(edition, "potjes")))
    db.session.rollback()
