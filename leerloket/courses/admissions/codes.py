"""The codes of an admission and of a sanction."""

TASKS = ("register", "quality_mark", "account", "sample_module", "visit")
"""What is looked at before a provider is admitted, in the order of the page."""
TASK_STATES = ("open", "met", "not_met")
ROUND_STATES = ("open", "approved_once", "admitted", "rejected")
SANCTION_STATES = ("proposed", "in_force", "dropped", "lifted")
