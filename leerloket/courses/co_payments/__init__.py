"""Asking one's employer to pay along for a course; the person's side."""
