"""The vault: closed by default, sealed to one person, found by pseudonym, with keys that can be renewed."""

import dataclasses
import json
import stat
from concurrent.futures import ThreadPoolExecutor

import pytest

from leerloket import config, db
from leerloket.people import vault as vaults
from tests.people import make

BSN, OTHER = "111222333", "123456782"


@pytest.fixture
def opened(settings: config.Settings) -> config.Settings:
    return dataclasses.replace(settings, bsn=True)


def test_the_vault_is_closed_unless_it_is_opened(settings: config.Settings) -> None:
    with pytest.raises(vaults.VaultClosed):
        vaults.open_vault(settings)
    assert not settings.key_file.exists()


def test_the_key_file_is_for_its_owner_and_made_once(opened: config.Settings) -> None:
    with ThreadPoolExecutor(4) as pool:
        opened_vaults = list(pool.map(vaults.open_vault, [opened] * 4))
    assert stat.S_IMODE(opened.key_file.stat().st_mode) == 0o600
    assert len({tuple(vault.pseudonyms(BSN)) for vault in opened_vaults}) == 1
    assert [path.name for path in opened.key_file.parent.iterdir()] == [opened.key_file.name]


@pytest.mark.usefixtures("session")
def test_a_bsn_is_kept_sealed_read_back_and_found(opened: config.Settings) -> None:
    vault, person = vaults.open_vault(opened), make.person()
    assert vaults.read_bsn(vault, person.person_id) is None
    vaults.store_bsn(vault, person.person_id, "111.222.333")
    assert BSN.encode() not in (person.bsn_ciphertext or b"") + (person.bsn_hmac or b"")
    assert vaults.read_bsn(vault, person.person_id) == BSN
    assert vaults.find_person_by_bsn(vault, BSN) == person
    assert vaults.find_person_by_bsn(vault, OTHER) is None
    assert vaults.find_person_by_bsn(vault, "1") is None


@pytest.mark.usefixtures("session")
def test_one_bsn_belongs_to_one_person(opened: config.Settings) -> None:
    vault, person = vaults.open_vault(opened), make.person()
    vaults.store_bsn(vault, person.person_id, BSN)
    vaults.store_bsn(vault, person.person_id, BSN)
    with pytest.raises(vaults.BsnInUse):
        vaults.store_bsn(vault, make.person().person_id, BSN)
    for wrong in ("111222334", "", "abc", "000000000"):
        with pytest.raises(vaults.NotABsn):
            vaults.store_bsn(vault, person.person_id, wrong)


@pytest.mark.usefixtures("session")
def test_an_older_key_still_opens_and_a_lost_one_does_not(opened: config.Settings) -> None:
    vault, old, new = vaults.open_vault(opened), make.person(), make.person()
    vaults.store_bsn(vault, old.person_id, BSN)
    keys = json.loads(opened.key_file.read_text())
    second = {"version": 2, "seal": "11" * 32, "lookup": "22" * 32}
    opened.key_file.write_text(json.dumps([*keys, second]))
    renewed = vaults.open_vault(opened)
    vaults.store_bsn(renewed, new.person_id, OTHER)
    assert (old.key_version, new.key_version) == (1, 2)
    assert vaults.read_bsn(renewed, old.person_id) == BSN
    assert vaults.find_person_by_bsn(renewed, BSN) == old
    opened.key_file.write_text(json.dumps([second]))
    with pytest.raises(vaults.KeyMissing):
        vaults.read_bsn(vaults.open_vault(opened), old.person_id)


@pytest.mark.usefixtures("session")
def test_a_sealed_number_cannot_be_moved_to_another_person(opened: config.Settings) -> None:
    vault, one, two = vaults.open_vault(opened), make.person(), make.person()
    vaults.store_bsn(vault, one.person_id, BSN)
    two.bsn_ciphertext, two.bsn_hmac, two.key_version = one.bsn_ciphertext, one.bsn_hmac, one.key_version
    db.session.flush()
    with pytest.raises(vaults.KeyMissing):
        vaults.read_bsn(vault, two.person_id)


def test_a_key_does_not_show_itself(opened: config.Settings) -> None:
    key = vaults.Key(1, b"geheim", b"geheim")
    assert "geheim" not in repr(key)
