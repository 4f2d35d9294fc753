"""The people of the demo a visitor can be, and where the others get their names."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

PEOPLE = 240
"""How many workers the demo has unless told otherwise."""

PASSWORD = "leren-is-leuk-2026"  # noqa: S105 - of the demo, printed at its start
DOMAIN = "demo.example"


@dataclass(frozen=True, slots=True)
class Persona:
    """One person a visitor of the demo can be."""

    title: str
    role: str
    name: str
    about: str
    birth_on: date
    nlqf_level: int = 5

    @property
    def email(self) -> str:
        """The address to sign in with."""
        return f"{self.name.split()[0].lower()}@{DOMAIN}"


SAMIRA = Persona(
    "Worker", "worker", "Samira El Amrani", "a machine operator who wants to learn robot welding", date(1988, 4, 12), 3
)
WILMA = Persona("Employer", "employer", "Wilma Bakker", "payroll officer of Bakker Metaal", date(1979, 9, 2))
PIETER = Persona("Provider", "provider", "Pieter Smits", "office of a technohub", date(1984, 1, 30))
JORIS = Persona("Adviser", "adviser", "Joris de Wit", "adviser of a regional desk", date(1981, 6, 21), 6)
ANJA = Persona("Administrator", "administrator", "Anja Vermeer", "runs the scheme", date(1975, 11, 5), 6)
BRAM = Persona("Administrator", "administrator", "Bram Haverkamp", "the second pair of eyes", date(1983, 3, 17), 6)
CARLA = Persona("Controller", "controller", "Carla Brouwer", "checks the books", date(1977, 7, 9), 6)

PERSONAS = [SAMIRA, WILMA, PIETER, JORIS, ANJA, BRAM, CARLA]

HERE = Path(__file__).parent
FIRST_NAMES = (HERE / "first_names.txt").read_text("utf-8").splitlines()
LAST_NAMES = (HERE / "last_names.txt").read_text("utf-8").splitlines()

EMPLOYERS = (
    ("Bakker Metaal", "99900001", "techniek", "medium", 16),
    ("Zorggroep De Linde", "99900002", "zorg", "large", 25),
    ("Transport Van Os", "99900003", "logistiek", "small", 9),
    ("Hovenier Groenewoud", "99900004", "groen", "small", 4),
    ("Installatiebedrijf Warmelo", "99900005", "energie", "medium", 11),
)
"""Name, an invented KvK number, sector, size and what percentage of the workers is employed there."""
