"""Handing a case over to another desk of the region, with the client's consent.

Who moves to another region changes that at their details and gives consent there: a desk reads in its own region only.
"""

import uuid

from leerloket.advice.clients import rules, service
from leerloket.advice.desks import service as desks
from leerloket.advice.plans import service as plans
from leerloket.people.audit import service as audit
from leerloket.people.consents import service as consents
from leerloket.people.reads import service as reads


def hand_over(adviser_id: uuid.UUID, account_id: uuid.UUID, desk_id: uuid.UUID, *, is_agreed: bool) -> desks.Desk:
    """The client said yes, at the desk: another desk may see what this one could, and this one no more.

    The client gets a mail of each consent that was given and withdrawn, and can take it back at once. The plan goes
    along. Raises NotFound without a live consent, NotAgreedToHandOver, SameDesk, UnknownDesk (also for one of another
    region), and NoReceiver where nobody works at that desk.
    """
    service.check_client(adviser_id, account_id, "account", "hand_over")
    adviser = desks.get_adviser(adviser_id)
    desk = desks.get_desk(desk_id)
    if not is_agreed:
        raise rules.NotAgreedToHandOver(field="akkoord")
    if desk.desk_id == adviser.desk_id:
        raise rules.SameDesk(field="loket")
    if desk.region_code != adviser.region_code:
        raise desks.UnknownDesk
    here = [
        consent
        for consent in consents.list_consents(account_id)
        if consent.is_live and consent.receiver_id in {adviser_id, adviser.desk_id}
    ]
    scopes = sorted({consent.scope for consent in here})
    until_on = max(consent.until_on for consent in here)
    consents.give_several(account_id, "desk", desk.desk_id, scopes, until_on, adviser_id)
    for consent in here:
        consents.withdraw(account_id, consent.consent_id)
    plans.move_plan(account_id, desk.desk_id)
    audit.record("hand-over", "person", account_id, reason=desk.slug)
    reads.record(account_id, object_type="person", purpose=rules.PURPOSES["hand_over"], action="write")
    return desk


def list_desks(adviser_id: uuid.UUID) -> list[desks.Desk]:
    """The desks a case can go to: the others of one's region."""
    own = desks.get_adviser(adviser_id)
    return [desk for desk in desks.list_desks() if desk.region_code == own.region_code and desk.desk_id != own.desk_id]
