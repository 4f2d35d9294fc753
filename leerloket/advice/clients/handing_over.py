"""Handing a case over to another desk, with the client's consent."""

import uuid

from leerloket.advice.clients import rules, service
from leerloket.advice.desks import service as desks
from leerloket.advice.plans import service as plans
from leerloket.people import service as people
from leerloket.people.audit import service as audit
from leerloket.people.consents import service as consents
from leerloket.people.reads import service as reads


def hand_over(adviser_id: uuid.UUID, account_id: uuid.UUID, desk_id: uuid.UUID, *, is_agreed: bool) -> desks.Desk:
    """The client said yes, at the desk: another desk may see what this one could, and this one no more.

    The client lives in the region of the other desk from now on, gets a mail of each consent that was given and
    withdrawn, and can take it back at once. The plan goes along. Raises NotFound without a live consent,
    NotAgreedToHandOver, SameDesk, UnknownDesk, and NoReceiver where nobody works at that desk.
    """
    person = service.check_client(adviser_id, account_id, "account", "hand_over")
    adviser = desks.get_adviser(adviser_id)
    desk = desks.get_desk(desk_id)
    if not is_agreed:
        raise rules.NotAgreedToHandOver(field="akkoord")
    if desk.desk_id == adviser.desk_id:
        raise rules.SameDesk(field="loket")
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
    people.change_details(
        account_id,
        name=person.name or "",
        phone=person.phone,
        region_code=desk.region_code,
        language=person.language,
        postal_address=person.postal_address,
    )
    plans.move_plan(account_id, desk.desk_id)
    audit.record("hand-over", "person", account_id, reason=desk.slug)
    reads.record(account_id, object_type="person", purpose=rules.PURPOSES["hand_over"], action="write")
    return desk


def list_desks(adviser_id: uuid.UUID) -> list[desks.Desk]:
    """The desks a case can go to: all but one's own."""
    own = desks.get_adviser(adviser_id).desk_id
    return [desk for desk in desks.list_desks() if desk.desk_id != own]
