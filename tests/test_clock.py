"""Another day comes from outside: the product has no clock to turn (docs/operations.md, Another day)."""

import shutil
import subprocess
import sys
from datetime import date, timedelta

import pytest

from leerloket import clock

FAKETIME = shutil.which("faketime")
SAY = "from leerloket import clock; print(clock.business_date())"


@pytest.mark.skipif(FAKETIME is None, reason="faketime is not installed here")
@pytest.mark.parametrize("later", [1, 100, 366])
def test_the_service_lives_on_the_day_that_faketime_says(later: int) -> None:
    command = [FAKETIME or "", "-f", f"+{later}d", sys.executable, "-c", SAY]
    told = subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()
    expected = clock.business_date() + timedelta(days=later)
    assert abs(date.fromisoformat(told) - expected) <= timedelta(days=1)
