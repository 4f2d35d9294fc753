"""What the list of communities was asked, read from its address, and the addresses that differ by one choice."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from leerloket.courses.catalogue import labels
from leerloket.courses.communities import codes, rules, service, words

PATH = "/leergemeenschappen"
PAGE = 24
FIELDS = {"regio": "region", "sector": "sector", "vorm": "form", "leervorm": "environment"}
"""The parameters of the page, and what they choose."""
CODES: dict[str, tuple[str, ...]] = {
    "sector": codes.SECTORS,
    "form": codes.FORMS,
    "environment": codes.ENVIRONMENTS,
}


@dataclass(frozen=True, slots=True)
class Asked:
    """The address of the list, taken apart. What cannot be read is as if it was not there."""

    choice: rules.Choice
    offset: int
    regions: Mapping[str, str]

    def address(self, choice: rules.Choice, offset: int = 0) -> str:
        """The address of another choice, or of a place further on."""
        pairs = [(name, _written(field, getattr(choice, field))) for name, field in FIELDS.items()]
        pairs = [pair for pair in pairs if pair[1]] + ([("vanaf", str(offset))] if offset else [])
        return PATH + ("?" + urlencode(pairs) if pairs else "")

    def further(self, offset: int) -> str:
        """The same question from a place in the list on."""
        return self.address(self.choice, offset)

    def in_region(self, code: str) -> str:
        """The same question in one region."""
        return self.address(replace(self.choice, region=code))

    def chips(self) -> list[tuple[Any, str]]:
        """What was chosen, each with the address without it."""
        chosen = [(field, getattr(self.choice, field)) for field in FIELDS.values() if getattr(self.choice, field)]
        return [(self._name(field, code), self.address(replace(self.choice, **{field: ""}))) for field, code in chosen]

    def options(self, name: str) -> list[tuple[str, Any]]:
        """The choices of one parameter, as they stand in an address, with what they are called."""
        field = FIELDS[name]
        known: Sequence[str] = list(self.regions) if field == "region" else CODES[field]
        return [(_written(field, code), self._name(field, code)) for code in known]

    def value(self, name: str) -> str:
        """What was chosen for one parameter, as it stands in the address."""
        return _written(FIELDS[name], getattr(self.choice, FIELDS[name]))

    @property
    def region_name(self) -> str:
        """The region that was chosen; empty for the whole country."""
        return self.regions.get(self.choice.region, "")

    def _name(self, field: str, code: str) -> Any:
        names: dict[str, Callable[[str], Any]] = {
            "region": self.regions.__getitem__,
            "sector": words.NAMES["sector"].__getitem__,
            "form": words.NAMES["community_form"].__getitem__,
            "environment": labels.NAMES["form"].__getitem__,
        }
        return names[field](code)


def read(args: Mapping[str, str], regions: Mapping[str, str]) -> Asked:
    """Read the address of the page; `regions` is every code with its name."""
    region, offset = args.get("regio", ""), args.get("vanaf", "")
    choice = service.Choice(
        region=region if region in regions else "",
        **{field: words.code_of(args.get(name, ""), CODES[field]) for name, field in FIELDS.items() if field in CODES},
    )
    return Asked(choice, min(int(offset), 10_000) if offset.isascii() and offset.isdigit() else 0, regions)


def _written(field: str, code: str) -> str:
    return code if field == "region" else words.address_word(code)
