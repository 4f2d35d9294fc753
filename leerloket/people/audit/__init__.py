"""What people with power did: append-only for the running service."""
