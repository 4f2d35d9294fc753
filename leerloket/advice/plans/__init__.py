"""Goals and tasks of a person; a task can lead to a booking."""
