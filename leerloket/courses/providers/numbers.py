"""The numbers by which others know a provider: KvK and IBAN. Pure."""

import re

from stdnum import iban
from stdnum.exceptions import ValidationError


def is_kvk(text: str) -> bool:
    """Whether a text has the form of a number of the Dutch trade register: eight digits."""
    return re.fullmatch(r"\d{8}", text) is not None


def tidy_iban(text: str) -> str | None:
    """An IBAN without spaces when its check digits are right, else None."""
    try:
        tidy: str = iban.validate(text)
    except ValidationError:
        return None
    return tidy
