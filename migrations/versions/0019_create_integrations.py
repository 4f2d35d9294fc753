"""Other systems and messages: API keys, webhooks, letters, choices of notices, resets of passwords, known devices."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

AT = sa.DateTime(timezone=True)
WORDS = postgresql.ARRAY(sa.Text)


def upgrade() -> None:
    create_keys()
    create_webhooks()
    create_messages()
    create_sign_in()


def create_keys() -> None:
    op.create_table(
        "api_keys",
        sa.Column("organisation_id", sa.Uuid, nullable=False),
        sa.Column("key_id", sa.Uuid, nullable=False),
        sa.Column("key_hash", sa.LargeBinary, nullable=False),
        sa.Column("begins_with", sa.Text, nullable=False),
        sa.Column("role", sa.Text, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("scopes", WORDS, nullable=False),
        sa.Column("created_by", sa.Uuid, nullable=False),
        sa.Column("created_at", AT, nullable=False),
        sa.Column("ends_on", sa.Date, nullable=False),
        sa.Column("last_used_at", AT),
        sa.Column("minute_at", AT),
        sa.Column("uses_this_minute", sa.BigInteger, nullable=False),
        sa.Column("revoked_at", AT),
        sa.PrimaryKeyConstraint("organisation_id", "key_id", name="api_keys_pkey"),
        sa.UniqueConstraint("key_hash", name="api_keys_key_hash_key"),
        sa.ForeignKeyConstraint(["created_by"], ["persons.person_id"], name="api_keys_created_by_fkey"),
        sa.CheckConstraint("role IN ('employer', 'provider')", name=op.f("api_keys_role_check")),
        sa.CheckConstraint("cardinality(scopes) > 0", name=op.f("api_keys_scopes_check")),
    )
    op.execute("REVOKE DELETE ON api_keys FROM leerloket_app")


def create_webhooks() -> None:
    op.create_table(
        "webhooks",
        sa.Column("organisation_id", sa.Uuid, nullable=False),
        sa.Column("webhook_id", sa.Uuid, nullable=False),
        sa.Column("role", sa.Text, nullable=False),
        sa.Column("url", sa.Text, nullable=False),
        sa.Column("events", WORDS, nullable=False),
        sa.Column("secret_ciphertext", sa.LargeBinary, nullable=False),
        sa.Column("key_version", sa.SmallInteger, nullable=False),
        sa.Column("old_secret_ciphertext", sa.LargeBinary),
        sa.Column("old_key_version", sa.SmallInteger),
        sa.Column("old_until", AT),
        sa.Column("created_by", sa.Uuid, nullable=False),
        sa.Column("created_at", AT, nullable=False),
        sa.Column("failing_since", AT),
        sa.Column("disabled_at", AT),
        sa.Column("removed_at", AT),
        sa.PrimaryKeyConstraint("organisation_id", "webhook_id", name="webhooks_pkey"),
        sa.ForeignKeyConstraint(["created_by"], ["persons.person_id"], name="webhooks_created_by_fkey"),
        sa.CheckConstraint("role IN ('employer', 'provider')", name=op.f("webhooks_role_check")),
        sa.CheckConstraint("cardinality(events) > 0", name=op.f("webhooks_events_check")),
        sa.CheckConstraint(
            "(old_secret_ciphertext IS NULL) = (old_until IS NULL) AND (old_until IS NULL) = (old_key_version IS NULL)",
            name=op.f("webhooks_old_secret_check"),
        ),
    )
    op.create_table(
        "webhook_deliveries",
        sa.Column("organisation_id", sa.Uuid, nullable=False),
        sa.Column("delivery_id", sa.Uuid, nullable=False),
        sa.Column("webhook_id", sa.Uuid, nullable=False),
        sa.Column("event", sa.Text, nullable=False),
        sa.Column("about", sa.Text, nullable=False),
        sa.Column("facts", postgresql.JSONB, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("created_at", AT, nullable=False),
        sa.Column("due_at", AT, nullable=False),
        sa.Column("give_up_at", AT, nullable=False),
        sa.Column("tries", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("organisation_id", "delivery_id", name="webhook_deliveries_pkey"),
        sa.ForeignKeyConstraint(
            ["organisation_id", "webhook_id"],
            ["webhooks.organisation_id", "webhooks.webhook_id"],
            name="webhook_deliveries_webhook_fkey",
        ),
        sa.UniqueConstraint("organisation_id", "webhook_id", "event", "about", name="webhook_deliveries_about_key"),
        sa.CheckConstraint("state IN ('waiting', 'delivered', 'failed')", name=op.f("webhook_deliveries_state_check")),
    )
    op.create_index(
        "webhook_deliveries_waiting_idx",
        "webhook_deliveries",
        ["due_at"],
        postgresql_where=sa.text("state = 'waiting'"),
    )
    op.create_index(
        "webhook_deliveries_newest_idx", "webhook_deliveries", ["organisation_id", "webhook_id", "delivery_id"]
    )
    op.create_index("webhook_deliveries_created_at_idx", "webhook_deliveries", ["created_at"])
    op.create_table(
        "webhook_tries",
        sa.Column("organisation_id", sa.Uuid, nullable=False),
        sa.Column("delivery_id", sa.Uuid, nullable=False),
        sa.Column("n", sa.BigInteger, nullable=False),
        sa.Column("at", AT, nullable=False),
        sa.Column("status", sa.SmallInteger),
        sa.Column("problem", sa.Text, nullable=False),
        sa.Column("milliseconds", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("organisation_id", "delivery_id", "n", name="webhook_tries_pkey"),
        sa.ForeignKeyConstraint(
            ["organisation_id", "delivery_id"],
            ["webhook_deliveries.organisation_id", "webhook_deliveries.delivery_id"],
            name="webhook_tries_delivery_fkey",
            ondelete="CASCADE",
        ),
    )


def create_messages() -> None:
    op.add_column("outbox", sa.Column("channel", sa.Text, server_default="mail", nullable=False))
    op.add_column("outbox", sa.Column("batch_id", sa.Uuid))
    op.create_index("outbox_batch_id_idx", "outbox", ["batch_id"], postgresql_where=sa.text("batch_id IS NOT NULL"))
    op.create_check_constraint(op.f("outbox_channel_check"), "outbox", "channel IN ('mail', 'letter', 'digest')")
    op.drop_index("outbox_waiting_idx", "outbox")
    op.create_index("outbox_waiting_idx", "outbox", ["channel", "due_at"], postgresql_where=sa.text("sent_at IS NULL"))
    op.create_table(
        "letter_batches",
        sa.Column("batch_id", sa.Uuid, nullable=False),
        sa.Column("letters", sa.BigInteger, nullable=False),
        sa.Column("made_by", sa.Uuid, nullable=False),
        sa.Column("made_at", AT, nullable=False),
        sa.PrimaryKeyConstraint("batch_id", name="letter_batches_pkey"),
    )
    op.add_column("persons", sa.Column("postal_address", sa.Text))
    op.create_check_constraint(
        op.f("persons_postal_address_check"), "persons", "erased_at IS NULL OR postal_address IS NULL"
    )
    op.create_table(
        "notice_choices",
        sa.Column("account_id", sa.Uuid, nullable=False),
        sa.Column("topic", sa.Text, nullable=False),
        sa.Column("choice", sa.Text, nullable=False),
        sa.Column("chosen_at", AT, nullable=False),
        sa.PrimaryKeyConstraint("account_id", "topic", name="notice_choices_pkey"),
        sa.CheckConstraint("choice IN ('at_once', 'digest', 'none')", name=op.f("notice_choices_choice_check")),
    )


def create_sign_in() -> None:
    op.create_table(
        "password_resets",
        sa.Column("account_id", sa.Uuid, nullable=False),
        sa.Column("token_hash", sa.LargeBinary, nullable=False),
        sa.Column("expires_at", AT, nullable=False),
        sa.PrimaryKeyConstraint("account_id", name="password_resets_pkey"),
        sa.ForeignKeyConstraint(["account_id"], ["persons.person_id"], name="password_resets_account_id_fkey"),
    )
    op.create_index("password_resets_expires_at_idx", "password_resets", ["expires_at"])
    op.create_table(
        "known_devices",
        sa.Column("account_id", sa.Uuid, nullable=False),
        sa.Column("device_hash", sa.LargeBinary, nullable=False),
        sa.Column("first_seen_at", AT, nullable=False),
        sa.Column("last_seen_at", AT, nullable=False),
        sa.PrimaryKeyConstraint("account_id", "device_hash", name="known_devices_pkey"),
        sa.ForeignKeyConstraint(["account_id"], ["persons.person_id"], name="known_devices_account_id_fkey"),
    )
    op.create_index("known_devices_last_seen_at_idx", "known_devices", ["last_seen_at"])


def downgrade() -> None:
    op.drop_table("known_devices")
    op.drop_table("password_resets")
    op.drop_table("notice_choices")
    op.drop_constraint(op.f("persons_postal_address_check"), "persons")
    op.drop_column("persons", "postal_address")
    op.drop_table("letter_batches")
    op.drop_index("outbox_waiting_idx", "outbox")
    op.create_index("outbox_waiting_idx", "outbox", ["due_at"], postgresql_where=sa.text("sent_at IS NULL"))
    op.drop_constraint(op.f("outbox_channel_check"), "outbox")
    op.drop_index("outbox_batch_id_idx", "outbox")
    op.drop_column("outbox", "batch_id")
    op.drop_column("outbox", "channel")
    op.drop_table("webhook_tries")
    op.drop_table("webhook_deliveries")
    op.drop_table("webhooks")
    op.drop_table("api_keys")
