"""The views of schema audit_v1, which the invariants read.

They say what money, bookings, privacy and work look like to an auditor, whatever the tables look like. The role
`auditor` may read these views and nothing else.
"""

from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

VIEWS = {
    "account": """
        SELECT p.pot_id AS id, CASE p.source WHEN 'fund' THEN 'fund' ELSE 'pot' END AS kind,
               CASE WHEN p.source <> 'fund' THEN p.account_id END AS person_id,
               CASE WHEN p.source = 'fund' THEN p.account_id ELSE p.funder_id END AS employer_id,
               p.source AS pot, true AS guarded, 'EUR' AS currency, p.expires_on
        FROM pots p
        UNION ALL
        SELECT o.outside_id, CASE o.kind WHEN 'government' THEN 'fund' WHEN 'transit' THEN 'bank' ELSE o.kind END,
               NULL, NULL, o.kind, false, 'EUR', NULL
        FROM outside_accounts o""",
    "tx": """
        SELECT s.seq, t.transfer_id AS id, t.kind, t.actor_id AS actor, t.key AS idem, t.request_hash AS req_hash,
               t.booking_id, t.reverses_id AS reverses, t.approved_by, t.business_date, t.created_at,
               s.prev_hash, s.hash
        FROM transfers t LEFT JOIN seals s ON s.transfer_id = t.transfer_id""",
    "entry": """
        SELECT leg.id, l.transfer_id AS tx_id, leg.account_id, leg.cents
        FROM postings l,
             LATERAL (VALUES (2 * l.posting_id - 1, l.from_id, -l.amount_cents),
                             (2 * l.posting_id, l.to_id, l.amount_cents)) AS leg(id, account_id, cents)""",
    "balance": """
        SELECT p.pot_id AS account_id, p.available_cents AS cents FROM pots p
        UNION ALL
        SELECT o.outside_id, coalesce(sum(e.cents), 0)
        FROM outside_accounts o LEFT JOIN audit_v1.entry e ON e.account_id = o.outside_id GROUP BY o.outside_id""",
    "held": """
        SELECT p.pot_id, p.held_cents AS stored_cents, coalesce(sum(o.cents), 0) AS escrow_cents
        FROM pots p
        LEFT JOIN (
            SELECT e.account_id, t.booking_id, -sum(e.cents) AS cents
            FROM audit_v1.entry e JOIN transfers t ON t.transfer_id = e.tx_id
            JOIN bookings b ON b.account_id = t.account_id AND b.booking_id = t.booking_id
            WHERE b.state IN ('reserved', 'confirmed', 'attended', 'no_show')
            GROUP BY e.account_id, t.booking_id
        ) AS o ON o.account_id = p.pot_id
        GROUP BY p.pot_id, p.held_cents""",
    "edition": "SELECT edition_id AS id, module_id, provider_id, capacity, starts_at FROM editions",
    "seat": """
        SELECT e.edition_id, e.taken,
               count(v.booking_id) FILTER (WHERE v.tos = 'reserved')
               - count(v.booking_id) FILTER (WHERE v.tos IN ('cancelled', 'expired', 'rejected')
                                               AND v.frm IN ('reserved', 'confirmed')) AS live
        FROM editions e
        LEFT JOIN bookings b ON b.edition_id = e.edition_id
        LEFT JOIN booking_events v ON v.account_id = b.account_id AND v.booking_id = b.booking_id
        GROUP BY e.edition_id, e.taken""",
    "price": "SELECT edition_id, cents, valid FROM edition_prices",
    "booking": """
        SELECT booking_id AS id, account_id AS person_id, edition_id, price_cents, due_cents, state, created_at
        FROM bookings""",
    "booking_event": "SELECT booking_id, n, frm, tos, at, actor_id AS actor FROM booking_events",
    "attendance": "SELECT booking_id, recorded_by, at, confirmed_by, confirmed_at FROM attendances",
    "provider": """
        SELECT p.provider_id AS id,
               coalesce(array_agg(g.person_id) FILTER (WHERE g.person_id IS NOT NULL), '{}') AS user_ids,
               p.approved_at, p.suspended_at
        FROM providers p LEFT JOIN role_grants g ON g.role = 'provider' AND g.organisation_id = p.provider_id
        GROUP BY p.provider_id""",
    "grant_": "SELECT account_id AS person_id, scheme, year, transfer_id AS tx_id FROM grants",
    "consent": """
        SELECT c.account_id AS person_id, coalesce(a.person_id, c.receiver_id) AS adviser_id, c.scope,
               c.given_at, c.revoked_at, c.expires_at
        FROM consents c
        LEFT JOIN advisers a ON c.receiver_kind = 'desk' AND a.desk_id = c.receiver_id""",
    "adviser": "SELECT person_id AS user_id, region_code AS region FROM advisers",
    "person": """
        SELECT person_id AS id, region_code AS region, erased_at, name, email, bsn_ciphertext AS bsn_ct, bsn_hmac
        FROM persons""",
    "employment": """
        SELECT person_id, employer_id, daterange(starts_on, ends_on, '[]') AS valid FROM employments""",
    "access_log": """
        SELECT read_id AS id, at, actor_id, role, employer_id, action, object_type, object_id,
               account_id AS person_id, purpose
        FROM reads""",
    "outbox": """
        SELECT transfer_id AS tx_id, booking_id, replace(kind, 'booking-confirmed', 'confirmed') AS kind, dedup, sent_at
        FROM public.outbox
        WHERE transfer_id IS NOT NULL OR booking_id IS NOT NULL""",
    "job_run": "SELECT job, period, ok, started_at AS at FROM job_runs",
    "period": "SELECT until, closed_at FROM closed_periods",
}


def upgrade() -> None:
    op.execute("CREATE SCHEMA audit_v1")
    for name, query in VIEWS.items():
        op.execute(f"CREATE VIEW audit_v1.{name} AS {query}")
    op.execute(
        "DO $$ DECLARE reader text; BEGIN "
        "FOR reader IN SELECT rolname FROM pg_roles WHERE rolname IN ('auditor', 'leerloket_app') LOOP "
        "EXECUTE format('GRANT USAGE ON SCHEMA audit_v1 TO %I', reader); "
        "EXECUTE format('GRANT SELECT ON ALL TABLES IN SCHEMA audit_v1 TO %I', reader); "
        "END LOOP; END $$"
    )


def downgrade() -> None:
    op.execute("DROP SCHEMA audit_v1 CASCADE")
