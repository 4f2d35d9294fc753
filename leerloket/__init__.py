"""Leerloket: one personal learning account for life, its catalogue and its desks."""

__version__ = "0.1.0"
