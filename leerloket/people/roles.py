"""What persons may be: granting takes two persons where it gives power over others."""

import uuid

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

from leerloket import clock, db, errors
from leerloket.people import rules
from leerloket.people.audit import service as audit
from leerloket.people.models import Person, RoleGrant


def grant_role(
    person_id: uuid.UUID,
    role: str,
    organisation_id: uuid.UUID | None = None,
    granted_by: uuid.UUID | None = None,
    *,
    organisation_name: str | None = None,
) -> RoleGrant:
    """Let a person be something. A staff role given by a person counts once another person approved it.

    `organisation_id` is the employer, provider or desk; its name is shown beside the person's, and kept with
    the grant. Granting what a person is already gives the grant that is there.
    """
    if role not in rules.ROLES:
        raise errors.NotFound
    current = db.session.scalar(
        sa.select(RoleGrant).where(
            RoleGrant.person_id == person_id,
            RoleGrant.role == role,
            RoleGrant.organisation_id.is_not_distinct_from(organisation_id),
            RoleGrant.revoked_at.is_(None),
        )
    )
    if current is not None:
        return current
    now = clock.now()
    grant = RoleGrant(
        person_id=person_id,
        grant_id=db.new_id(),
        role=role,
        organisation_id=organisation_id,
        organisation_name=organisation_name or _employer_name(organisation_id),
        granted_by=granted_by,
        granted_at=now,
        approved_at=None if rules.needs_approval(role, granted_by) else now,
    )
    db.session.add(grant)
    db.session.flush()
    if role != "worker":
        audit.record(f"grant {role}", "person", person_id)
    return grant


def _employer_name(organisation_id: uuid.UUID | None) -> str | None:
    employers = sa.table("employers", sa.column("employer_id", sa.Uuid), sa.column("name", sa.Text))
    return db.session.scalar(sa.select(employers.c.name).where(employers.c.employer_id == organisation_id))


def approve_grant(person_id: uuid.UUID, grant_id: uuid.UUID, approved_by: uuid.UUID) -> RoleGrant:
    """The second pair of eyes on a staff role. Raises NotFound, SamePerson."""
    grant = _get_grant(person_id, grant_id)
    rules.check_approver(person_id=person_id, granted_by=grant.granted_by, approved_by=approved_by)
    grant.approved_by, grant.approved_at = approved_by, clock.now()
    db.session.flush()
    audit.record(f"approve {grant.role}", "person", person_id)
    return grant


def revoke_role(person_id: uuid.UUID, grant_id: uuid.UUID) -> None:
    """Take a role away; it acts at the person's next request. Raises NotFound."""
    grant = _get_grant(person_id, grant_id)
    grant.revoked_at = clock.now()
    db.session.flush()
    audit.record(f"revoke {grant.role}", "person", person_id)


def _get_grant(person_id: uuid.UUID, grant_id: uuid.UUID) -> RoleGrant:
    grant = db.session.scalar(
        sa.select(RoleGrant).where(
            RoleGrant.person_id == person_id, RoleGrant.grant_id == grant_id, RoleGrant.revoked_at.is_(None)
        )
    )
    if grant is None:
        raise errors.NotFound
    return grant


def list_grants(person_id: uuid.UUID) -> list[RoleGrant]:
    """What a person is now, in the order of `rules.ROLES`."""
    grants = db.session.scalars(
        sa.select(RoleGrant).where(
            RoleGrant.person_id == person_id, RoleGrant.revoked_at.is_(None), RoleGrant.approved_at.is_not(None)
        )
    )
    return sorted(grants, key=lambda grant: (rules.ROLES.index(grant.role), grant.organisation_name or ""))


def list_role_holders(role: str, organisation_id: uuid.UUID | None = None) -> list[RoleGrant]:
    """Everybody who is something now, of one organisation or of all."""
    of_one = [RoleGrant.organisation_id == organisation_id] if organisation_id else []
    return list(
        db.session.scalars(
            sa.select(RoleGrant)
            .where(RoleGrant.role == role, RoleGrant.revoked_at.is_(None), RoleGrant.approved_at.is_not(None), *of_one)
            .order_by(RoleGrant.organisation_name, RoleGrant.grant_id)
        )
    )


def list_personas() -> list[tuple[RoleGrant, Person]]:
    """One person per role, the first that was made: whom a visitor of the demo can be."""
    rows = db.session.execute(
        sa.select(RoleGrant, Person)
        .join(Person, Person.person_id == RoleGrant.person_id)
        .where(RoleGrant.revoked_at.is_(None), RoleGrant.approved_at.is_not(None), Person.erased_at.is_(None))
        .ext(postgresql.distinct_on(RoleGrant.role))
        .order_by(RoleGrant.role, RoleGrant.grant_id)
    )
    return sorted(((grant, person) for grant, person in rows), key=lambda row: rules.ROLES.index(row[0].role))
