"""Whom an adviser may see, and the page about one client."""
