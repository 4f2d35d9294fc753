"""What the search page was asked, read from its address, and the addresses that differ by one choice."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict

from leerloket.courses.catalogue import labels, service

PATH = "/opleidingen"
FACETS = {
    "wanneer": "when",
    "soort": "kind",
    "niveau": "level",
    "bewijs": "proof",
    "aanbieder": "provider_type",
    "vorm": "form",
    "taal": "language",
}
"""The parameters of the page and the facets they choose in, in the order of the page."""
KM = ("10", "25", "50")
OWN_EUROS = ("0", "100", "500")
PAGE = 20
LAST_OFFSET = 100_000


@dataclass(frozen=True, slots=True)
class Asked:
    """The search page's address, taken apart. What cannot be read is as if it was not there."""

    q: str
    place: str
    km: str
    own: str
    chosen: Mapping[str, list[str]]
    offset: int

    def query(self) -> service.Query:
        """The same as a question to the catalogue."""
        codes = {
            FACETS[name]: [labels.CODES[FACETS[name]][slug] for slug in slugs] for name, slugs in self.chosen.items()
        }
        return service.Query(
            q=self.q,
            near=self.place if self.km != "alles" else "",
            km=float(self.km) if self.km in KM else None,
            when=codes.pop("when", []),
            chosen=codes,
            max_own_cents=int(self.own) * 100 if self.own else None,
        )

    def _pairs(self) -> list[tuple[str, str]]:
        pairs = [("q", self.q), ("plaats", self.place), ("km", self.km if self.place else ""), ("eigen", self.own)]
        return [pair for pair in pairs if pair[1]] + [(n, slug) for n, slugs in self.chosen.items() for slug in slugs]

    def address(self, *, without: tuple[str, str] | None = None, offset: int = 0) -> str:
        """The address of this question, one choice left out, or further on."""
        pairs = [pair for pair in self._pairs() if pair != without]
        if without and without[0] == "plaats":
            pairs = [pair for pair in pairs if pair[0] not in {"plaats", "km"}]
        if offset:
            pairs.append(("vanaf", str(offset)))
        return PATH + ("?" + urlencode(pairs) if pairs else "")

    def chips(self) -> list[tuple[Any, str]]:
        """What was chosen, each with the address without it."""
        found: list[tuple[Any, str]] = []
        if self.q:
            found.append((self.q, self.address(without=("q", self.q))))
        if self.place and self.km != "alles":
            text = _("%(km)s km rond %(place)s", km=self.km or "25", place=self.place)
            found.append((text, self.address(without=("plaats", self.place))))
        if self.own:
            text = _("u betaalt hooguit € %(euro)s", euro=self.own)
            found.append((text, self.address(without=("eigen", self.own))))
        for name, slugs in self.chosen.items():
            facet = FACETS[name]
            found += [
                (labels.label(facet, labels.CODES[facet][slug]), self.address(without=(name, slug))) for slug in slugs
            ]
        return found

    def options(self, name: str, facets: Mapping[str, Mapping[str, int]]) -> list[tuple[str, Any]]:
        """The choices of one parameter with how many each gives; those that give nothing only when chosen."""
        facet, chosen = FACETS[name], self.chosen.get(name, [])
        counts = facets.get(facet, {})
        return [
            (slug, f"{labels.label(facet, code)} ({counts.get(code, 0)})")
            for code, slug in labels.SLUGS[facet].items()
            if counts.get(code) or slug in chosen
        ]


def read(args: MultiDict[str, str]) -> Asked:
    """Take the address of the search page apart."""
    offset, km, own = args.get("vanaf", "0"), args.get("km", ""), args.get("eigen", "")
    chosen = {
        name: [slug for slug in dict.fromkeys(args.getlist(name)) if slug in labels.CODES[facet]]
        for name, facet in FACETS.items()
    }
    return Asked(
        q=_clean(args.get("q", "")),
        place=_clean(args.get("plaats", "")),
        km=km if km in (*KM, "alles") else "",
        own=own if own in OWN_EUROS else "",
        chosen={name: slugs for name, slugs in chosen.items() if slugs},
        offset=min(int(offset), LAST_OFFSET) if offset.isascii() and offset.isdigit() and len(offset) < 7 else 0,
    )


def _clean(text: str) -> str:
    return " ".join(text.replace("\x00", " ").split())[:120]
