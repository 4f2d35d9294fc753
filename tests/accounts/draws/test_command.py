"""`leerloket verify-draw` with a file needs nothing but the file."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from leerloket import cli
from leerloket.accounts.draws import service
from tests.accounts.draws import make

pytestmark = pytest.mark.usefixtures("session")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    target = tmp_path / "uitslag.json"
    target.write_text(json.dumps(service.publish(make.drawn(6))))
    return target


def verify(file: Path) -> tuple[int, str]:
    result = CliRunner().invoke(cli.commands, ["verify-draw", str(file)])
    return result.exit_code, result.output


def test_it_says_in_words_that_a_draw_is_right(file: Path) -> None:
    code, output = verify(file)
    assert (code, output.splitlines()[-1]) == (0, "This draw is right.")
    assert "right: the order follows from seed, list and chain" in output


def test_it_says_in_words_what_is_wrong(file: Path) -> None:
    changed = json.loads(file.read_text())
    changed["entries"].reverse()
    file.write_text(json.dumps(changed))
    code, output = verify(file)
    assert code == 1
    assert "WRONG: places are numbered from 1 without a gap" in output
    assert "WRONG: the order follows from seed, list and chain (place 1 is " in output
    assert "leerloket: this draw is not right." in output


def test_another_file_is_told_to_be_none(tmp_path: Path) -> None:
    other = tmp_path / "other.json"
    other.write_text("hello")
    result = CliRunner().invoke(cli.commands, ["verify-draw", str(other)])
    assert isinstance(result.exception, service.Unreadable)
    assert str(result.exception) == "This is not the published file of a draw."
