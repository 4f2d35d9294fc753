"""Who is signed in, as somebody who could take part in a community: for pages and API alike."""

import flask_login

from leerloket.courses.communities import joining

KIND_OF_ROLE = {"worker": "worker", "employer": "company", "provider": "school"}


def joiner() -> joining.Joiner:
    """The person for themselves as a worker, for their company or for their school, by the role that counts now."""
    person = flask_login.current_user
    kind = KIND_OF_ROLE[person.role]
    if kind == "worker":
        return joining.Joiner(kind, person.person_id)
    return joining.Joiner(kind, person.person_id, person.organisation_id, person.organisation_name)
