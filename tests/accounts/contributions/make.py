"""Companies that gave money, and corrections of it."""

import uuid

from leerloket import db
from leerloket.accounts.ledger import corrections
from leerloket.accounts.topups import service as topups
from tests.accounts.topups import make
from tests.accounts.topups.test_service import pay

HEADER = "personeelsnummer;bedrag;potje\n"
WHY = "Dit bedrag was voor iemand anders."


def gave(size: int, cells: str = "100;werk", header: str = HEADER) -> make.Company:
    """A company that gave each of its people the same."""
    company = make.company(size)
    pay(make.confirmed(company, header + "".join(f"{number};{cells}\n" for number in company.people)))
    topups.work()
    return company


def correct(person_id: uuid.UUID, transfer_id: uuid.UUID, cents: int) -> uuid.UUID:
    """Two administrators take back a part of a movement; answers the correction."""
    by = {"actor_id": db.new_id(), "approved_by": db.new_id()}
    return corrections.correct(person_id, transfer_id, cents, **by, reason=WHY, key=str(db.new_id()))
