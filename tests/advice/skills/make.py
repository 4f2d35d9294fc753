"""Something a person can, made by the service."""

import uuid

from leerloket.advice.skills import service
from tests.courses.skills import make as skills


def own(account_id: uuid.UUID) -> uuid.UUID:
    """The person can weld with help, by their own word."""
    welding = skills.few().skills["lassen"]
    noted = service.add_own(account_id, "lassen", added_by=account_id, level=2, evidence="statement", skill_id=welding)
    return noted.own_skill_id
