"""Fixtures of this folder: a patient drawer of PDFs."""

from tests.printing.pdf import patient, worker

__all__ = ["patient", "worker"]
