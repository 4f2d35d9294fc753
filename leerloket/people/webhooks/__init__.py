"""Webhooks: what happened is told to the system of an employer or provider, signed and retried."""
