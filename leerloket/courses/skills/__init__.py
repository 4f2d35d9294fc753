"""Skills and occupations: one common tongue for what modules teach, people can and jobs ask."""
