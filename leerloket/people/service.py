"""The verbs of this room, for the other rooms: persons, their roles, and signing in and out."""

from leerloket.people.identity import (
    Hat,
    Identity,
    choose_role,
    close_all_sessions,
    close_session,
    current_identity,
    find_identity,
    open_session,
)
from leerloket.people.models import Person, RoleGrant
from leerloket.people.persons import (
    Contact,
    change_details,
    create_person,
    erase_person,
    find_person_by_email,
    find_person_by_number,
    get_contact,
    get_person,
    list_persons,
)
from leerloket.people.roles import (
    approve_grant,
    grant_role,
    list_grants,
    list_personas,
    list_role_holders,
    revoke_role,
)
from leerloket.people.signing_in import (
    change_password,
    disable_sign_in,
    forget_old_attempts,
    set_password,
    sign_in,
)
from leerloket.people.signing_up import confirm_sign_up, get_sign_up, sign_up

__all__ = [
    "Contact",
    "Hat",
    "Identity",
    "Person",
    "RoleGrant",
    "approve_grant",
    "change_details",
    "change_password",
    "choose_role",
    "close_all_sessions",
    "close_session",
    "confirm_sign_up",
    "create_person",
    "current_identity",
    "disable_sign_in",
    "erase_person",
    "find_identity",
    "find_person_by_email",
    "find_person_by_number",
    "forget_old_attempts",
    "get_contact",
    "get_person",
    "get_sign_up",
    "grant_role",
    "list_grants",
    "list_personas",
    "list_persons",
    "list_role_holders",
    "open_session",
    "revoke_role",
    "set_password",
    "sign_in",
    "sign_up",
]
