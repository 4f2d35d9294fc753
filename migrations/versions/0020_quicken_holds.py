"""A hold in one round trip, and transfers without the look-up of their account (decision 0002)."""

from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

HOLD_AS_CHOSEN = """
CREATE FUNCTION hold_as_chosen(
    of_account uuid, new_transfer uuid, new_key text, for_booking uuid, by_actor uuid, of_rule text, of_version text,
    on_day date, at_instant timestamptz, for_purpose text, escrow uuid, part_rule text, pot_ids uuid[], cents bigint[]
) RETURNS boolean
LANGUAGE plpgsql AS $$
DECLARE
    is_frozen boolean;
    able bigint;
BEGIN
    SELECT frozen_at IS NOT NULL INTO is_frozen FROM accounts WHERE account_id = of_account FOR UPDATE;
    IF NOT FOUND OR is_frozen
            OR EXISTS (SELECT FROM transfers WHERE account_id = of_account AND key = new_key) THEN
        RETURN false;
    END IF;
    SELECT count(*) INTO able
    FROM pots JOIN unnest(pot_ids, cents) AS part(pot_id, cents) USING (pot_id)
    WHERE account_id = of_account AND available_cents >= part.cents AND for_purpose = ANY (purposes)
        AND (expires_on IS NULL OR expires_on >= on_day);
    IF able < cardinality(pot_ids) THEN
        RETURN false;
    END IF;
    UPDATE pots SET available_cents = available_cents - part.cents, held_cents = held_cents + part.cents
    FROM unnest(pot_ids, cents) AS part(pot_id, cents)
    WHERE pots.account_id = of_account AND pots.pot_id = part.pot_id;
    INSERT INTO transfers (account_id, transfer_id, kind, actor_id, key, booking_id, rule, rule_version,
                           business_date, created_at)
    VALUES (of_account, new_transfer, 'reserve', by_actor, new_key, for_booking, of_rule, of_version,
            on_day, at_instant);
    INSERT INTO postings (account_id, transfer_id, from_id, to_id, amount_cents, rule)
    SELECT of_account, new_transfer, part.pot_id, escrow, part.cents, part_rule
    FROM unnest(pot_ids, cents) AS part(pot_id, cents);
    RETURN true;
END
$$
"""


def upgrade() -> None:
    op.execute(HOLD_AS_CHOSEN)
    op.drop_constraint("transfers_account_id_fkey", "transfers")


def downgrade() -> None:
    op.create_foreign_key("transfers_account_id_fkey", "transfers", "accounts", ["account_id"], ["account_id"])
    op.execute("DROP FUNCTION hold_as_chosen")
