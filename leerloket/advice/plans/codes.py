"""The codes of a plan, shared by tables and rules."""

STATES = ("open", "done")
OWNERS = ("worker", "adviser", "employer")
