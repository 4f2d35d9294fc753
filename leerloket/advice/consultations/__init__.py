"""Talks at the desk, recorded."""
