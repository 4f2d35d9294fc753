"""Recording a talk."""

import uuid

import pytest
import sqlalchemy as sa

from leerloket import db, errors
from leerloket.advice.consultations import rules, service
from tests.advice import make

pytestmark = pytest.mark.usefixtures("session")

SAID = service.Content(["course", "money"], "Wil lassen leren.", "werk met handen", "mbo 2", "technohub zoekt lassers")


def talk(pair: make.Pair) -> uuid.UUID:
    return service.start(*pair.ids).consultation_id


def save(pair: make.Pair, talk_id: uuid.UUID, said: service.Content = SAID, *, version: int, page: str = "a") -> int:
    return service.save(*pair.ids, talk_id, said, version=version, edit_token=page)


def test_what_is_saved_can_be_read_again() -> None:
    pair = make.pair()
    talk_id = talk(pair)
    assert save(pair, talk_id, version=1) == 2
    found = service.get_consultation(pair.client.person_id, talk_id)
    assert (found.notes, found.topics, found.motivation) == (SAID.notes, ["course", "money"], SAID.motivation)


def test_a_second_start_goes_on_with_the_open_talk() -> None:
    pair = make.pair()
    assert talk(pair) == talk(pair)


def test_the_same_page_may_go_on_writing_but_another_tab_does_not_overwrite_silently() -> None:
    pair = make.pair()
    talk_id = talk(pair)
    save(pair, talk_id, version=1, page="first tab")
    assert save(pair, talk_id, version=1, page="first tab") == 3
    with pytest.raises(errors.Changed):
        save(pair, talk_id, service.Content(notes="uit een andere tab"), version=1, page="second tab")
    assert service.get_consultation(pair.client.person_id, talk_id).notes == SAID.notes
    assert save(pair, talk_id, version=3, page="second tab, loaded again") == 4


def test_an_empty_page_name_gives_no_right_to_overwrite() -> None:
    pair = make.pair()
    talk_id = talk(pair)
    save(pair, talk_id, version=1, page="")
    with pytest.raises(errors.Changed):
        save(pair, talk_id, version=1, page="")


def test_a_closed_talk_is_locked_and_the_client_is_told() -> None:
    pair = make.pair()
    talk_id = talk(pair)
    save(pair, talk_id, version=1)
    service.close(*pair.ids, talk_id)
    assert make.mails(pair.client.person_id)[-1] == "plan-ready"
    with pytest.raises(rules.Closed):
        save(pair, talk_id, version=3)
    with pytest.raises(rules.Closed):
        service.close(*pair.ids, talk_id)
    with pytest.raises(rules.Closed):
        service.write_private_note(*pair.ids, talk_id, "te laat")


def test_a_talk_without_topic_is_not_closed() -> None:
    pair = make.pair()
    talk_id = talk(pair)
    save(pair, talk_id, service.Content(notes="veel gezegd"), version=1)
    with pytest.raises(rules.NoTopic):
        service.close(*pair.ids, talk_id)


def test_the_database_itself_refuses_a_closed_talk_without_topic() -> None:
    pair = make.pair()
    talk(pair)
    with pytest.raises(sa.exc.IntegrityError, match="consultations_topics_check"), db.session.begin_nested():
        db.session.execute(sa.text("UPDATE consultations SET closed_at = started_at"))


def test_what_is_added_to_a_closed_talk_stays() -> None:
    pair = make.pair()
    talk_id = talk(pair)
    with pytest.raises(rules.StillOpen):
        service.add(*pair.ids, talk_id, "te vroeg")
    save(pair, talk_id, version=1)
    service.close(*pair.ids, talk_id)
    service.add(*pair.ids, talk_id, "  Het was mbo 3.  ")
    assert [one.text for one in service.list_additions(pair.client.person_id, talk_id)] == ["Het was mbo 3."]
    with pytest.raises(rules.NothingToAdd):
        service.add(*pair.ids, talk_id, "   ")
    with pytest.raises(sa.exc.ProgrammingError, match="permission denied"), db.session.begin_nested():
        db.session.execute(sa.text("UPDATE consultation_additions SET text = 'anders'"))


def test_another_adviser_reads_but_does_not_write() -> None:
    pair = make.pair()
    talk_id = talk(pair)
    colleague = make.adviser(pair.desk)
    with pytest.raises(rules.OtherAdviser):
        service.save(colleague.person_id, pair.client.person_id, talk_id, SAID, version=1, edit_token="b")
    with pytest.raises(rules.OtherAdviser):
        service.close(colleague.person_id, pair.client.person_id, talk_id)
    with pytest.raises(rules.OtherAdviser):
        service.read_private_note(colleague.person_id, pair.client.person_id, talk_id)


def test_private_notes_lie_apart() -> None:
    pair = make.pair()
    talk_id = talk(pair)
    assert service.read_private_note(*pair.ids, talk_id) == ""
    service.write_private_note(*pair.ids, talk_id, "rustig aan doen")
    service.write_private_note(*pair.ids, talk_id, "rustig aan")
    assert service.read_private_note(*pair.ids, talk_id) == "rustig aan"
    assert "rustig" not in service.get_consultation(pair.client.person_id, talk_id).notes


def test_a_talk_of_somebody_else_does_not_exist() -> None:
    pair, other = make.pair(), make.pair()
    with pytest.raises(errors.NotFound):
        service.get_consultation(other.client.person_id, talk(pair))


def test_topics_are_kept_once_and_in_order() -> None:
    assert rules.known_topics(["money", "course", "money", "onzin"]) == ["course", "money"]
