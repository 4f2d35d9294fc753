"""The log a person can read: who looked at what, and why."""
