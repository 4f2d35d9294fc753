"""Days as files write them."""

import re
from datetime import date, timedelta


def read_day(text: str) -> date | None:
    """A day as `31-12-2028`, `31/12/2028`, `2028-12-31` or the number Excel keeps for it; None when it is none."""
    if dutch := re.fullmatch(r"(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4})", text.strip()):
        day, month, year = map(int, dutch.groups())
    elif iso := re.fullmatch(r"(\d{4})[-/](\d{1,2})[-/](\d{1,2})(?:[T ]00:00(?::00)?)?", text.strip()):
        year, month, day = map(int, iso.groups())
    elif re.fullmatch(r"[45]\d{4}", text.strip()):
        return date(1899, 12, 30) + timedelta(days=int(text))
    else:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None
